/** How many lines of which level each pod wrote: out of the small columns alone, messages are never read. */
import { type Instant, ok, type Result } from '../../model/index.ts'
import { type Engine, type EngineError, sql } from '../engine/index.ts'
import { rowsOf } from './conditions.ts'
import type { SelectedGroup } from './port.ts'

export interface PodLevels {
  readonly namespace: string
  readonly pod: string
  readonly level: string
  readonly lines: number
}

export async function readPodLevels(
  engine: Engine,
  groups: readonly SelectedGroup[],
  from: Instant,
  to: Instant,
  signal?: AbortSignal,
): Promise<Result<readonly PodLevels[], EngineError>> {
  if (groups.length === 0 || from >= to) return ok([])
  const found = await engine.query(
    sql`SELECT namespace, pod, level, count() FROM mangru.logs WHERE ${rowsOf({ groups, from, to, where: sql`pod != ''` }, from, to)} GROUP BY namespace, pod, level`,
    signal === undefined ? {} : { signal },
  )
  if (!found.ok) return found
  return ok(
    found.value.rows.map(([namespace, pod, level, lines]) => ({
      ...{ namespace: String(namespace), pod: String(pod), level: String(level), lines: Number(lines) },
    })),
  )
}
