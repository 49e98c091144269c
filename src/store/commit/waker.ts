/** One timer: wakes at the earliest of the moments that it was told of. */
import { type Clock, millis } from '../../model/index.ts'

export class Waker {
  readonly #clock: Clock
  readonly #wake: () => void
  #next: { readonly at: number; readonly stop: AbortController } | undefined

  constructor(clock: Clock, wake: () => void) {
    this.#clock = clock
    this.#wake = wake
  }

  /** Wakes at this moment, unless it does so before. After it, or `forget`, it must be told again. */
  by(at: number): void {
    if (this.#next !== undefined && this.#next.at <= at) return
    this.#next?.stop.abort()
    const stop = new AbortController()
    this.#next = { at, stop }
    const left = Math.max(1, at - this.#clock.now())
    void this.#clock.sleep(millis(left), stop.signal).then(() => {
      if (stop.signal.aborted) return
      this.#next = undefined
      this.#wake()
    })
  }

  forget(): void {
    this.#next?.stop.abort()
    this.#next = undefined
  }
}
