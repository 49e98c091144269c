/** How long requests waited from taken to durable, over the last minute, in bounded memory. */
import type { Instant } from '../../model/index.ts'

export interface CommitQuantiles {
  /** Milliseconds; null without traffic in the last minute. */
  readonly p50: number | null
  readonly p99: number | null
}

const kept = 4_096

export class CommitTimes {
  readonly #at = new Float64Array(kept)
  readonly #took = new Float64Array(kept)
  #count = 0

  note(at: Instant, took: number): void {
    const slot = this.#count % kept
    this.#at[slot] = at
    this.#took[slot] = took
    this.#count += 1
  }

  lastMinute(now: Instant): CommitQuantiles {
    const recent: number[] = []
    for (let slot = 0; slot < Math.min(this.#count, kept); slot++) {
      if ((this.#at[slot] ?? 0) >= now - 60_000) recent.push(this.#took[slot] ?? 0)
    }
    if (recent.length === 0) return { p50: null, p99: null }
    recent.sort((a, b) => a - b)
    const rank = (q: number) => recent[Math.min(recent.length - 1, Math.ceil(q * recent.length) - 1)] ?? null
    return { p50: rank(0.5), p99: rank(0.99) }
  }
}
