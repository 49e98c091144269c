/** Runs the janitor from time to time, until it is stopped. Trouble is told and tried again at the next round. */
import { limits } from '../limits.ts'
import { type Clock, millis } from '../model/index.ts'
import { type JanitorPorts, sweep } from '../store/logs/index.ts'

export function startJanitor(
  ports: JanitorPorts & { readonly clock: Clock },
  log: (line: string) => void,
): () => Promise<void> {
  const stopped = new AbortController()
  const running = (async () => {
    await ports.clock.sleep(millis(limits.janitorEvery / 20), stopped.signal)
    while (!stopped.signal.aborted) {
      const swept = await sweep(ports)
      if (!swept.ok)
        log(`expired rows could not be removed: ${'message' in swept.error ? swept.error.message : swept.error.code}`)
      else if (swept.value.daysDropped + swept.value.deletes > 0) {
        log(
          `removed expired or deleted rows: ${swept.value.daysDropped} days dropped, ${swept.value.deletes} days rewritten`,
        )
      }
      await ports.clock.sleep(limits.janitorEvery, stopped.signal)
    }
  })()
  return () => {
    stopped.abort()
    return running
  }
}
