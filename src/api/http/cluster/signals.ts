/**
 * Tells pages that something changed, as it changes, so that nobody has to ask again and again: by server-sent events, at most four a second. What a slow
 * reader has not been told yet is a set of kinds, which never grows past the kinds there are.
 */
import { limits } from '../../../limits.ts'
import type { ApiClusterSignal } from '../../../model/index.ts'
import type { KindName } from '../../../model/kubernetes/index.ts'
import type { HttpApiDeps } from '../deps.ts'
import type { EventStreams } from '../event-streams.ts'
import type { Outlet } from '../outlet.ts'
import { answer, asks, type Routes, refuse } from '../routes.ts'
import { refusal } from '../trouble.ts'
import { clusterAsked } from './chosen.ts'

export const signalRoutes =
  (streams: EventStreams): Routes =>
  (app, deps) => {
    const { clusters = [] } = deps
    if (clusters.length === 0) return
    app.get('/api/cluster/signals', asks, async (request, reply) => {
      const cluster = clusterAsked(clusters, request.query)
      if (!cluster.ok) return refuse(reply, cluster.error)
      if (streams.isFull()) return answer(reply, tooMany)
      const changed = new Set<KindName>()
      const stop = cluster.value.listen?.(kind => changed.add(kind))
      return streams.open(request, reply, {
        stop: () => stop?.(),
        feed: (outlet, mayStay) => tell(outlet, changed, deps, mayStay),
      })
    })
  }

const ticksPerSecond = 1_000 / limits.clusterSignalTime
const ticksPerHeartbeat = 15 * ticksPerSecond

/** Until the reader is gone, or may not stay. `changed` is filled by whoever hears of changes, and emptied here. */
export async function tell(
  outlet: Outlet,
  changed: Set<KindName>,
  { clock }: Pick<HttpApiDeps, 'clock'>,
  mayStay: () => Promise<boolean>,
): Promise<void> {
  outlet.offer(': watching\n\n')
  for (let tick = 1; ; tick += 1) {
    await clock.sleep(limits.clusterSignalTime, outlet.gone)
    if (outlet.gone.aborted) return
    if (tick % ticksPerSecond === 0 && !(await mayStay())) return outlet.end()
    if (changed.size > 0 && outlet.offer(signalText({ kinds: [...changed].sort() }))) changed.clear()
    else if (tick % ticksPerHeartbeat === 0) outlet.offer(': still here\n\n')
  }
}

const signalText = (signal: ApiClusterSignal): string => `event: changed\ndata: ${JSON.stringify(signal)}\n\n`

const tooMany = refusal(
  503,
  'slow-down',
  `${limits.clusterWatchers} pages are told of changes of clusters already: this one has to ask by itself.`,
)
