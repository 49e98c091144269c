/** What a row of the ledger says. Pure. */
import type { ApiLedger } from '../../src/model/index.ts'

type Source = ApiLedger['sources'][number]

export const reasons = ['tooOld', 'tooNew', 'expired', 'throttled', 'invalid'] as const
export const rejectedOf = (one: Source): number => reasons.reduce((sum, reason) => sum + one.rejected[reason], 0)

/** Something was refused, or what was durable cannot be found. Lines on their way to disk are no trouble. */
export const troubled = (one: Source): boolean =>
  rejectedOf(one) > 0 || (one.queryable !== null && one.queryable < one.durable)
