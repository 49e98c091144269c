/**
 * Gives memory back when there is nothing to do: young objects of the last burst, and of the start, stay resident until somebody collects
 * them, and a process that rests collects nothing by itself. One collection after each busy time, never while there is work.
 */
import { limits } from '../limits.ts'
import type { Clock } from '../model/index.ts'

export interface RestWorld {
  readonly clock: Clock
  /** Milliseconds of CPU that this process has used so far. */
  readonly cpuMs: () => number
  /** Takes about 0.1 s. */
  readonly collect: () => void
}

export function startRest({ clock, cpuMs, collect }: RestWorld): () => Promise<void> {
  const stopped = new AbortController()
  const running = (async () => {
    let wasBusy = true
    let before = cpuMs()
    await clock.sleep(limits.restFirst, stopped.signal)
    for (; !stopped.signal.aborted; await clock.sleep(limits.restEvery, stopped.signal)) {
      const now = cpuMs()
      const isBusy = now - before > limits.restCpu
      if (wasBusy && !isBusy) {
        collect()
        wasBusy = false
      } else if (isBusy) wasBusy = true
      before = cpuMs()
    }
  })()
  return () => {
    stopped.abort()
    return running
  }
}
