/** Times on the wire: each protocol writes and reads them in its own way, all other code knows milliseconds. */
import { type Instant, instant } from '../../../model/index.ts'
import type { Shape } from './shape.ts'

/** A time in an answer: seconds in JSON, ISO 8601 in XML, tag 1 in CBOR. */
export class Timestamp {
  readonly at: Instant

  constructor(at: Instant) {
    this.at = at
  }

  get seconds(): number {
    return this.at / 1_000
  }

  /** Milliseconds only where there are some. */
  get iso(): string {
    return new Date(this.at).toISOString().replace('.000Z', 'Z')
  }

  toJSON(): number {
    return this.seconds
  }
}

const iso = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:?\d\d)?)?$/
/** The times that a `Date` can hold (seconds). */
const most = 8_640_000_000_000

/** A time in an input: seconds as a number, or ISO 8601; `instantOf` makes one of both. */
export const time: Shape<number | string> = {
  check(value, _at, found) {
    if (Number.isNaN(millisOf(value))) found.unreadable('Invalid timestamp')
  },
}

/** Of a value that passed `time`. */
export const instantOf = (value: number | string): Instant => instant(millisOf(value))

function millisOf(value: unknown): number {
  if (typeof value === 'number') return Math.abs(value) <= most ? Math.round(value * 1_000) : Number.NaN
  if (typeof value !== 'string' || !iso.test(value)) return Number.NaN
  return Date.parse(/T.*(Z|[+-]\d\d:?\d\d)$/.test(value) || !value.includes('T') ? value : `${value}Z`)
}
