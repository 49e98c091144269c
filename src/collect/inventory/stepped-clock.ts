/** A clock for tests: time stands until the test moves it; who sleeps wakes in order. */
import { type Clock, type Instant, instant, type Millis, plus } from '../../model/index.ts'

export interface SteppedClock extends Clock {
  /** Lets everybody whose time comes go on, and waits until nothing more happens at once. */
  step(length: Millis): Promise<void>
}

export function steppedClock(start = instant(1_800_000_000_000)): SteppedClock {
  let now: Instant = start
  const sleepers = new Set<{ readonly until: Instant; readonly wake: () => void }>()
  const settle = async () => {
    for (let round = 0; round < 20; round++) await new Promise<void>(resolve => setImmediate(resolve))
  }
  return {
    now: () => now,
    sleep: (length, signal) =>
      new Promise(resolve => {
        if (signal?.aborted) return resolve()
        const one = {
          until: plus(now, length),
          wake: () => {
            sleepers.delete(one)
            resolve()
          },
        }
        sleepers.add(one)
        signal?.addEventListener('abort', one.wake)
      }),
    step: async length => {
      await settle()
      const end = plus(now, length)
      for (;;) {
        const next = [...sleepers].filter(({ until }) => until <= end).sort((a, b) => a.until - b.until)[0]
        if (next === undefined) break
        if (next.until > now) now = next.until
        next.wake()
        await settle()
      }
      now = end
    },
  }
}
