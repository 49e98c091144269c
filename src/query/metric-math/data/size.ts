/** How much a plan reads, said before it is read. */
import { limits } from '../../../limits.ts'
import type { Grid } from '../evaluate/index.ts'
import type { MathPlan } from '../request/index.ts'

/** Undefined: no more than `limits.dataPoints`. `lists`: how many metrics a search or a query may find at the most. */
export function readingsTrouble(plan: MathPlan, gridOf: (period: number) => Grid, lists: number): string | undefined {
  const found = Math.min(lists, limits.searchSeries)
  const points = (periods: readonly { readonly period: number }[], lines: number): number =>
    periods.reduce((sum, { period }) => sum + gridOf(period).count * lines, 0)
  const all = points(plan.metrics, 1) + points(plan.searches, found) + points(plan.insights, found)
  return all <= limits.dataPoints
    ? undefined
    : `The request reads ${all} points, and ${limits.dataPoints} are the most. You may increase Period, or decrease the time range.`
}
