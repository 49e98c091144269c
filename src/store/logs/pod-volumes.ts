/**
 * Who wrote how much, for costs: bytes by stream and level out of the projection, events by pod out of the small columns. Messages are
 * never read, so a month of lines costs a fraction of a second.
 */
import { type Instant, ok, type Result } from '../../model/index.ts'
import { type Engine, type EngineError, sql } from '../engine/index.ts'
import { minutesOf, rowsOf } from './conditions.ts'
import type { SelectedGroup } from './port.ts'

export interface PodVolumes {
  /** Bytes of messages. */
  readonly volumes: readonly {
    readonly groupId: number
    readonly streamId: number
    readonly level: string
    readonly events: number
    readonly bytes: number
  }[]
  readonly pods: readonly {
    readonly groupId: number
    readonly streamId: number
    readonly level: string
    readonly namespace: string
    readonly pod: string
    readonly events: number
  }[]
}

export async function readPodVolumes(
  engine: Engine,
  groups: readonly SelectedGroup[],
  from: Instant,
  to: Instant,
  signal?: AbortSignal,
): Promise<Result<PodVolumes, EngineError>> {
  if (groups.length === 0 || from >= to) return ok({ volumes: [], pods: [] })
  const options = signal === undefined ? {} : { signal }
  const volumes = await engine.query(
    sql`SELECT group_id, stream_id, level, count(), sum(length(message)) FROM mangru.logs WHERE ${minutesOf(groups, from, to)} GROUP BY group_id, stream_id, level`,
    options,
  )
  if (!volumes.ok) return volumes
  const pods = await engine.query(
    sql`SELECT group_id, stream_id, level, namespace, pod, count() FROM mangru.logs WHERE ${rowsOf({ groups, from, to }, from, to)} GROUP BY group_id, stream_id, level, namespace, pod`,
    options,
  )
  if (!pods.ok) return pods
  return ok({
    volumes: volumes.value.rows.map(([group, stream, level, events, bytes]) => ({
      ...{ groupId: Number(group), streamId: Number(stream), level: String(level) },
      ...{ events: Number(events), bytes: Number(bytes) },
    })),
    pods: pods.value.rows.map(([group, stream, level, namespace, pod, events]) => ({
      ...{ groupId: Number(group), streamId: Number(stream), level: String(level) },
      ...{ namespace: String(namespace), pod: String(pod), events: Number(events) },
    })),
  })
}
