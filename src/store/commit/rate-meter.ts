/** Counts per second over the last minute, in sixty slots. Pure but for the numbers it keeps. */
import type { Instant } from '../../model/index.ts'

const slots = 60

export class RateMeter {
  readonly #counts = new Float64Array(slots)
  #second = 0

  add(now: Instant, count: number): void {
    this.#turnTo(now)
    const slot = this.#second % slots
    this.#counts[slot] = (this.#counts[slot] ?? 0) + count
  }

  /** The mean of the last minute. */
  perSecond(now: Instant): number {
    this.#turnTo(now)
    return this.#counts.reduce((sum, count) => sum + count, 0) / slots
  }

  #turnTo(now: Instant): void {
    const second = Math.floor(now / 1_000)
    const passed = Math.min(slots, second - this.#second)
    for (let at = 1; at <= passed; at++) this.#counts[(second - passed + at) % slots] = 0
    if (second > this.#second) this.#second = second
  }
}
