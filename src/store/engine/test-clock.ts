/** The world's time for tests of engines, which really wait; `speed` makes patience short. */
import { type Clock, instant } from '../../model/index.ts'

export function testClock(speed = 1): Clock {
  return {
    now: () => instant(Date.now() * speed),
    sleep: (length, signal) =>
      new Promise(resolve => {
        if (signal?.aborted) return resolve()
        const timer = setTimeout(done, length / speed)
        function done(): void {
          clearTimeout(timer)
          signal?.removeEventListener('abort', done)
          resolve()
        }
        signal?.addEventListener('abort', done)
      }),
  }
}
