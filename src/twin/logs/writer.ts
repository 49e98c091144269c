/** What a writer of logs is asked for: lines of one second, worked out of the seed alone, so that whoever reads again reads the same. */
import type { Instant, Random } from '../../model/index.ts'
import type { Mood } from '../world/load.ts'

/** One second in the life of an instance. */
export interface Moment {
  readonly second: Instant
  /** Requests that it serves in this second: a whole number, with chance in it. */
  readonly requests: number
  readonly mood: Mood
  /** Whole seconds since its start. */
  readonly age: number
  readonly random: Random
  readonly pod: string
}

/** A line and when in its second it is written, in milliseconds. */
export interface Line {
  readonly offset: number
  readonly text: string
}

export interface Ending {
  readonly exitCode: number
  readonly reason: string
  readonly at: Instant
}

export interface Writer {
  readonly second: (moment: Moment) => readonly Line[]
  /** The last words of an instance that ends by itself. One that is killed has none. */
  readonly lastWords?: (ending: Ending) => readonly string[]
}

/** `2026-01-20T10:00:00.123Z`. */
export const isoTime = (at: number): string => new Date(at).toISOString()
/** `2026-01-20 10:00:00.123`. */
export const spacedTime = (at: number): string => isoTime(at).slice(0, 23).replace('T', ' ')

export const somewhen = (random: Random): number => Math.floor(1_000 * random.next())
