/** Remembers for seconds whether a caller may: an autoscaler asks the same every few seconds, and need not cost the API server another question each time. */
import { limits } from '../../limits.ts'
import type { Clock, Instant, Result } from '../../model/index.ts'
import type { AccessQuestion, ClusterError } from '../../model/kubernetes/index.ts'

type Review = (asked: AccessQuestion) => Promise<Result<boolean, ClusterError>>

/** Trouble is not remembered. */
export function rememberReviews(review: Review, clock: Clock): Review {
  const known = new Map<string, { readonly may: Result<boolean, ClusterError>; readonly until: Instant }>()
  return async asked => {
    const key = JSON.stringify(asked)
    const before = known.get(key)
    if (before !== undefined && clock.now() < before.until) return before.may
    const may = await review(asked)
    known.delete(key)
    if (!may.ok) return may
    const [oldest] = known.keys()
    if (known.size >= limits.accessReviews && oldest !== undefined) known.delete(oldest)
    known.set(key, { may, until: (clock.now() + limits.accessReviewAge) as Instant })
    return may
  }
}
