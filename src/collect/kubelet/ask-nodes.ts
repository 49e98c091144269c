/** Asks the kubelets, each once in a round: for what cAdvisor tells and for the summary, one after the other; either alone is enough. */
import { limits } from '../../limits.ts'
import { type Clock, err, ok, type Result } from '../../model/index.ts'
import type { Cluster, ClusterError } from '../../model/kubernetes/index.ts'
import { askEach } from './ask-each.ts'
import { readCadvisor } from './cadvisor.ts'
import { type KubeletReading, mergeReadings } from './reading.ts'
import { readSummary } from './summary.ts'

export interface AskedNode {
  readonly node: string
  readonly reading: Result<KubeletReading, ClusterError>
}

/**
 * Calls `take` once for each of `nodes`, as they answer; the next is asked once it is done with it, so that no more than `limits.kubeletsAtOnce` readings are in
 * memory. When `signal` aborts, what was not told is `aborted`.
 */
export function askNodes(
  cluster: Pick<Cluster, 'kubelet'>,
  clock: Clock,
  nodes: readonly string[],
  take: (asked: AskedNode, at: number) => void | Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  const ask = (node: string, within: AbortSignal) => askNode(cluster, clock, node, within)
  return askEach(
    nodes,
    { clock, patience: limits.kubeletTime, ask },
    (node, reading, at) => take({ node, reading }, at),
    signal,
  )
}

async function askNode(
  cluster: Pick<Cluster, 'kubelet'>,
  clock: Clock,
  node: string,
  signal: AbortSignal,
): Promise<Result<KubeletReading, ClusterError>> {
  const asked = clock.now()
  const cadvisor = await cluster.kubelet(node, '/metrics/cadvisor', signal)
  // What this one may not, or cannot, the other page will not change.
  if (!cadvisor.ok && cadvisor.error.code !== 'not-found' && cadvisor.error.code !== 'unreadable') return cadvisor
  const fine = cadvisor.ok ? readCadvisor(cadvisor.value, asked) : undefined
  const summaryAsked = clock.now()
  const summary = await cluster.kubelet(node, '/stats/summary', signal)
  const coarse = summary.ok ? readSummary(summary.value, summaryAsked) : undefined
  if (fine !== undefined) return ok(coarse === undefined ? fine : mergeReadings(fine, coarse))
  if (coarse !== undefined) return ok(coarse)
  if (!summary.ok) return summary
  return err({ code: 'unreadable', message: `The kubelet of ${node} answered with what is no summary.` })
}
