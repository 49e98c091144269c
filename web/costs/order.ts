/** Rows of the cost tables by one of their numbers. Pure. */
import type { ApiCostRecommendation } from '../../src/model/index.ts'

/** Largest first; names decide among equals, so that the order is steady. */
export function byNumber<T>(rows: readonly T[], number: (row: T) => number, name: (row: T) => string): readonly T[] {
  return rows.toSorted((one, other) => number(other) - number(one) || name(one).localeCompare(name(other)))
}

export const total = <T>(rows: readonly T[], number: (row: T) => number): number =>
  rows.reduce((sum, row) => sum + number(row), 0)

/** A recommendation that a retention would carry out. */
export const retentionOf = (one: ApiCostRecommendation): number | undefined =>
  one.code === 'debug-lines' ? undefined : one.retentionDays
