/** Time for tests that do not wait: it stands still until it is stepped, and can be set back like a machine's clock. */
import { type Clock, type Instant, instant } from '../../model/index.ts'

export interface SteppedClock extends Clock {
  /** Lets this long pass: sleepers wake one by one at their time, and what follows runs before the next. */
  step(length: number): Promise<void>
  /** The wall clock is set back; who sleeps does not notice. */
  setBack(length: number): void
  /** How long each sleeper still has, the next one first (ms). */
  sleeping(): readonly number[]
}

/** Everything that can go on without time going on. */
export const settled = (): Promise<void> => new Promise(resolve => setImmediate(resolve))

export function steppedClock(start: Instant = instant(Date.UTC(2026, 10, 21, 12))): SteppedClock {
  let passed = 0
  let wall: number = start
  const sleepers = new Set<{ readonly at: number; readonly wake: () => void }>()
  const byTime = () => [...sleepers].sort((a, b) => a.at - b.at)
  const passTo = (at: number) => {
    wall += at - passed
    passed = at
  }
  return {
    now: () => instant(wall),
    sleep: (length, signal) =>
      new Promise(resolve => {
        if (signal?.aborted) return resolve()
        const wake = () => {
          sleepers.delete(sleeper)
          signal?.removeEventListener('abort', wake)
          resolve()
        }
        const sleeper = { at: passed + Math.max(0, length), wake }
        sleepers.add(sleeper)
        signal?.addEventListener('abort', wake, { once: true })
      }),
    step: async length => {
      const end = passed + length
      await settled()
      for (let next = byTime()[0]; next !== undefined && next.at <= end; next = byTime()[0]) {
        passTo(Math.max(passed, next.at))
        next.wake()
        await settled()
      }
      passTo(end)
      await settled()
    },
    setBack: length => {
      wall -= length
    },
    sleeping: () => byTime().map(one => one.at - passed),
  }
}
