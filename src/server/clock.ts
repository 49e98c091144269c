/** The world's clock and chance: the one place that reads them for the server. */
import { type Clock, instant, type Random } from '../model/index.ts'

export const systemClock: Clock = {
  now: () => instant(Date.now()),
  sleep: (length, signal) =>
    new Promise(resolve => {
      if (signal?.aborted) return resolve()
      const done = () => {
        clearTimeout(timer)
        signal?.removeEventListener('abort', done)
        resolve()
      }
      const timer = setTimeout(done, length)
      signal?.addEventListener('abort', done)
    }),
}

export const systemRandom: Random = { next: () => Math.random() }
