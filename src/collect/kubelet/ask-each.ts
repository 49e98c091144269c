/** Asks many nodes the same: so many at once and no more, each with so long and no longer, so that a node that hangs holds up nobody. */
import { limits } from '../../limits.ts'
import { type Clock, err, type Millis, type Result } from '../../model/index.ts'
import type { ClusterError } from '../../model/kubernetes/index.ts'

export interface Asking<T> {
  readonly clock: Clock
  /** How long one node may take. */
  readonly patience: Millis
  readonly ask: (node: string, signal: AbortSignal) => Promise<Result<T, ClusterError>>
}

/** Calls `take` once for each of `nodes`, as they answer; the next is asked once it is done with it. When `signal` aborts, what was not told is `aborted`. */
export async function askEach<T>(
  nodes: readonly string[],
  { clock, patience, ask }: Asking<T>,
  take: (node: string, answer: Result<T, ClusterError>, at: number) => void | Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  let next = 0
  const worker = async () => {
    for (;;) {
      const at = next
      next += 1
      const node = nodes[at]
      if (node === undefined) return
      await take(node, await askInTime(node), at)
    }
  }
  async function askInTime(node: string): Promise<Result<T, ClusterError>> {
    if (signal.aborted) return err({ code: 'aborted' })
    const over = new AbortController()
    const answered = new AbortController()
    const stop = () => over.abort()
    signal.addEventListener('abort', stop)
    void clock.sleep(patience, answered.signal).then(() => {
      if (!answered.signal.aborted) stop()
    })
    try {
      const answer = await ask(node, over.signal)
      if (answer.ok || answer.error.code !== 'aborted' || signal.aborted) return answer
      const message = `The kubelet of ${node} did not answer within ${patience / 1_000} s.`
      return err({ code: 'unreachable', message })
    } finally {
      answered.abort()
      signal.removeEventListener('abort', stop)
    }
  }
  await Promise.all(Array.from({ length: Math.min(limits.kubeletsAtOnce, nodes.length) }, worker))
}
