/** What somebody sees who has the list of pods open: told by the server that pods changed, the list is asked for again, with rests as long as the answer took. */
import type { ApiClusterPod } from '../../src/model/index.ts'

export interface Screen {
  /** Resolves with the milliseconds until a pod of that node and name is shown with this status. */
  shown(node: string, name: string, status: string): Promise<number>
  stop(): Promise<void>
}

/** The shortest rest between two answers (ms), as that of the page. */
const least = 500

export async function openScreen(url: string, pods: () => Promise<readonly ApiClusterPod[]>): Promise<Screen> {
  const stopping = new AbortController()
  const waiting = new Set<{ readonly key: string; readonly status: string; readonly seen: () => void }>()
  const signals = await fetch(`${url}/api/cluster/signals`, { signal: stopping.signal })
  if (!signals.ok || signals.body === null) throw new Error(`signals: ${signals.status}`)
  const { body } = signals
  let wake = () => {}
  let changed = true
  const hearing = (async () => {
    for await (const piece of body) {
      if (!Buffer.from(piece).toString().includes('"Pod"')) continue
      changed = true
      wake()
    }
  })().catch(() => undefined)
  const looking = (async () => {
    while (!stopping.signal.aborted) {
      if (!changed)
        await new Promise<void>(resolve => {
          wake = resolve
        })
      changed = false
      if (stopping.signal.aborted) return
      const began = performance.now()
      const now = new Map((await pods()).map(pod => [`${pod.node}/${pod.name}`, pod.status]))
      for (const one of waiting)
        if (now.get(one.key) === one.status) {
          waiting.delete(one)
          one.seen()
        }
      await new Promise(resolve => setTimeout(resolve, Math.max(least, performance.now() - began)))
    }
  })()
  return {
    shown: (node, name, status) => {
      const from = performance.now()
      return new Promise(resolve => {
        waiting.add({ key: `${node}/${name}`, status, seen: () => resolve(performance.now() - from) })
      })
    },
    stop: async () => {
      stopping.abort()
      wake()
      await Promise.all([hearing, looking])
    },
  }
}
