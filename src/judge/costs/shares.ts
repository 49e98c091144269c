/**
 * How many bytes each workload wrote, without reading a line: bytes are counted by stream and level, events by stream, level and pod.
 * A container's own stream holds one pod, so its bytes are exact; where several pods share a stream, its bytes are shared by events.
 */
import { workloadOf } from './workload.ts'

export interface StreamVolume {
  readonly groupId: number
  readonly streamId: number
  readonly level: string
  readonly events: number
  readonly bytes: number
}
export interface PodEvents {
  readonly groupId: number
  readonly streamId: number
  readonly level: string
  readonly namespace: string
  readonly pod: string
  readonly events: number
}
export interface WorkloadVolume {
  readonly groupId: number
  readonly namespace: string
  /** `''`: nothing says whose they are. */
  readonly workload: string
  readonly level: string
  readonly events: number
  /** Of messages. Whole, but a share of a stream's. */
  readonly bytes: number
}

/** Most bytes first. Events are scaled to the volumes, so that the sums agree whatever was written between the two counts. */
export function shareVolumes(volumes: readonly StreamVolume[], pods: readonly PodEvents[]): readonly WorkloadVolume[] {
  const byStream = Map.groupBy(pods, streamKey)
  const sums = new Map<string, { -readonly [Name in keyof WorkloadVolume]: WorkloadVolume[Name] }>()
  for (const volume of volumes) {
    const here = byStream.get(streamKey(volume)) ?? []
    const all = here.reduce((sum, one) => sum + one.events, 0)
    const parts = all === 0 ? [{ namespace: '', pod: '', events: 1 }] : here
    for (const { namespace, pod, events } of parts) {
      const share = events / Math.max(all, 1)
      const workload = workloadOf(pod)
      const key = [volume.groupId, namespace, workload, volume.level].join('\0')
      let sum = sums.get(key)
      if (sum === undefined) {
        sum = { groupId: volume.groupId, namespace, workload, level: volume.level, events: 0, bytes: 0 }
        sums.set(key, sum)
      }
      sum.events += volume.events * share
      sum.bytes += volume.bytes * share
    }
  }
  return [...sums.values()]
    .map(one => ({ ...one, events: Math.round(one.events), bytes: Math.round(one.bytes) }))
    .sort((a, b) => b.bytes - a.bytes || (a.workload < b.workload ? -1 : 1))
}

const streamKey = (of: { readonly groupId: number; readonly streamId: number; readonly level: string }): string =>
  `${of.groupId} ${of.streamId} ${of.level}`
