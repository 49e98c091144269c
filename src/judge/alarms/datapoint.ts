/** One period of a series, and a series as an alarm asks for it. */
import type { Instant } from '../../model/index.ts'

export interface Datapoint {
  /** Start of the period. */
  readonly at: Instant
  readonly value: number
  /** Samples behind it, where known. */
  readonly samples?: number
  /** What was expected here at the least and at the most; absent where no model knows. */
  readonly low?: number
  readonly high?: number
}

/** A series that answers for any period. The same question always has the same answer. */
export interface Points {
  /** The period [start, end); undefined: nothing there. */
  at(start: Instant, end: Instant): Datapoint | undefined
}

/**
 * Points as they are for an evaluation at one instant: an expression is computed over the range that the evaluation looks at, and its
 * functions may see the ends of that range.
 */
export type PointsAt = (evaluation: Instant) => Points

export const pointsAt = (points: Points | PointsAt): PointsAt => (typeof points === 'function' ? points : () => points)

/** Points whose periods are those that will be asked for, in any order; of two for the same start the later in the list counts. */
export function pointsOf(list: readonly Datapoint[]): Points {
  const byStart = new Map(list.map(point => [point.at as number, point]))
  return { at: start => byStart.get(start) }
}
