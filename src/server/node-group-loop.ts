/** Asks now and then what was promised of groups of nodes, of everybody who may know, and remembers what was told last. */
import type { ClusterPort } from '../api/http/index.ts'
import { limits } from '../limits.ts'
import { type Clock, ok, type Result, type Said } from '../model/index.ts'
import { type Cluster, clusterErrorSaid, type PromisedGroup } from '../model/kubernetes/index.ts'

/** Who may know of groups; the error is for people. */
export type GroupSource = (signal: AbortSignal) => Promise<Result<readonly PromisedGroup[], Said>>

/** What the cluster itself tells. */
export const groupsOfCluster =
  (cluster: Cluster): GroupSource =>
  async signal => {
    const told = (await cluster.nodeGroups?.(signal)) ?? ok([])
    return told.ok ? told : { ok: false, error: clusterErrorSaid(told.error) }
  }

export interface GroupWatch {
  readonly last: ClusterPort['promised']
  readonly over: Promise<void>
}

/** Begins at once; a source that does not answer keeps what it told before. */
export function watchGroups(sources: readonly GroupSource[], clock: Clock, signal: AbortSignal): GroupWatch {
  const told: (readonly PromisedGroup[])[] = sources.map(() => [])
  const troubles: (Said | null)[] = sources.map(() => null)
  const one = async (ask: GroupSource, place: number) => {
    while (!signal.aborted) {
      const answer = await ask(signal)
      if (signal.aborted) return
      if (answer.ok) told[place] = answer.value
      troubles[place] = answer.ok ? null : answer.error
      await clock.sleep(limits.nodeGroupsEvery, signal)
    }
  }
  return {
    last: () => ({ groups: told.flat(), unknown: troubles.find(trouble => trouble !== null) ?? null }),
    over: Promise.all(sources.map(one)).then(() => undefined),
  }
}
