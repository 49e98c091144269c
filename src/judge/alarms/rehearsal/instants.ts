/** The instants of a rehearsal: each whole step t with from < t ≤ to. */
import { limits } from '../../../limits.ts'
import { err, type Instant, instant, type Millis, ok, type Result } from '../../../model/index.ts'

export interface Range {
  /** Exclusive. */
  readonly from: Instant
  /** Inclusive. */
  readonly to: Instant
}

export interface TooMany {
  readonly code: 'too-many-evaluations'
  readonly evaluations: number
}

/** Refuses more than `limits.rehearsalEvaluations`. */
export function instantsOf({ from, to }: Range, step: Millis): Result<Generator<Instant>, TooMany> {
  const first = Math.floor(from / step) + 1
  const last = Math.floor(to / step)
  const evaluations = Math.max(0, last - first + 1)
  return evaluations > limits.rehearsalEvaluations
    ? err({ code: 'too-many-evaluations', evaluations })
    : ok(each(first, last, step))
}

function* each(first: number, last: number, step: Millis): Generator<Instant> {
  for (let n = first; n <= last; n++) yield instant(n * step)
}
