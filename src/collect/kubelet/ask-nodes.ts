/**
 * Asks the kubelets, each once in a round: so many at once and no more, each with so long and no longer, so that a node that hangs holds up nobody.
 * A node is asked for what cAdvisor tells and for the summary, one after the other; either alone is enough.
 */
import { limits } from '../../limits.ts'
import { type Clock, err, ok, type Result } from '../../model/index.ts'
import type { Cluster, ClusterError } from '../../model/kubernetes/index.ts'
import { readCadvisor } from './cadvisor.ts'
import { type KubeletReading, mergeReadings } from './reading.ts'
import { readSummary } from './summary.ts'

export interface AskedNode {
  readonly node: string
  readonly reading: Result<KubeletReading, ClusterError>
}

/** One answer for each of `nodes`, in their order. When `signal` aborts, what was not told is `aborted`. */
export async function askNodes(
  cluster: Pick<Cluster, 'kubelet'>,
  clock: Clock,
  nodes: readonly string[],
  signal: AbortSignal,
): Promise<readonly AskedNode[]> {
  const answers = new Array<AskedNode>(nodes.length)
  let next = 0
  const worker = async () => {
    for (;;) {
      const at = next
      next += 1
      const node = nodes[at]
      if (node === undefined) return
      answers[at] = { node, reading: await askInTime(cluster, clock, node, signal) }
    }
  }
  await Promise.all(Array.from({ length: Math.min(limits.kubeletsAtOnce, nodes.length) }, worker))
  return answers
}

async function askInTime(
  cluster: Pick<Cluster, 'kubelet'>,
  clock: Clock,
  node: string,
  signal: AbortSignal,
): Promise<Result<KubeletReading, ClusterError>> {
  const over = new AbortController()
  const answered = new AbortController()
  const stop = () => over.abort()
  signal.addEventListener('abort', stop)
  if (signal.aborted) stop()
  void clock.sleep(limits.kubeletTime, answered.signal).then(() => {
    if (!answered.signal.aborted) stop()
  })
  try {
    const reading = await askNode(cluster, clock, node, over.signal)
    if (reading.ok || reading.error.code !== 'aborted' || signal.aborted) return reading
    const message = `The kubelet of ${node} did not answer within ${limits.kubeletTime / 1_000} s.`
    return err({ code: 'unreachable', message })
  } finally {
    answered.abort()
    signal.removeEventListener('abort', stop)
  }
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
