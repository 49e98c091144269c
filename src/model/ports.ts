/** Time and chance are handed in; nothing below `server/` and `cli/` reads them from the world. */
import type { Instant, Millis } from './units.ts'

export interface Clock {
  now(): Instant
  /** Resolves after `length`, or at once (never rejects) when `signal` aborts. */
  sleep(length: Millis, signal?: AbortSignal): Promise<void>
}

/** A number in [0, 1). */
export interface Random {
  next(): number
}
