/** Lets the promoter look at what lines hold from time to time, soon after the start and then ever less often, until it is stopped. */
import { limits } from '../limits.ts'
import { type Clock, millis } from '../model/index.ts'
import type { Promoter } from '../query/insights/promote/index.ts'

export function startPromotion(promoter: Promoter, clock: Clock, log: (line: string) => void): () => Promise<void> {
  const stopped = new AbortController()
  const running = (async () => {
    let pause = limits.promotionFirst
    let longest = limits.promotionEvery
    await clock.sleep(pause, stopped.signal)
    while (!stopped.signal.aborted) {
      const done = await promoter.round()
      if (!done.ok) {
        log(`fields got no columns: ${'message' in done.error ? done.error.message : done.error.code}`)
      } else {
        const { fields, filling, pending } = done.value
        longest = pending.length > 0 ? limits.promotionWatch : limits.promotionEvery
        if (fields.length > 0) log(`columns for fields of messages: ${fields.join(', ')}`)
        if (filling !== undefined) log(`columns for fields of messages are filled for ${filling}`)
        // There is more to do, as a rule.
        if (fields.length + (filling === undefined ? 0 : 1) > 0) pause = limits.promotionFirst
      }
      await clock.sleep(millis(Math.min(pause, longest)), stopped.signal)
      pause = millis(Math.min(pause * 2, limits.promotionEvery))
    }
  })()
  return () => {
    stopped.abort()
    return running
  }
}
