/**
 * A series read once in small steps answers for windows of any start: alarms on one series share one query, and windows that slide by a
 * minute need no query of their own.
 */
import { type Instant, instant } from '../../../model/index.ts'
import type { PeriodStatistics } from '../../../store/metrics/index.ts'
import type { Datapoint, Points } from '../datapoint.ts'
import type { Statistic } from './statistic.ts'

/** `steps`: in any order, each with the samples from its `at` on; steps no longer than what windows move by give exact answers. */
export function seriesPoints(steps: readonly PeriodStatistics[], statistic: Statistic): Points {
  const sorted = inOrder(steps) ? steps : steps.toSorted((a, b) => a.at - b.at)
  return {
    at(start, end) {
      const from = firstFrom(sorted, start)
      const to = firstFrom(sorted, end, from)
      return from === to ? undefined : point(start, sorted.slice(from, to), statistic)
    },
  }
}

function point(at: Instant, parts: readonly PeriodStatistics[], statistic: Statistic): Datapoint | undefined {
  const value = statistic(parts)
  if (value === undefined) return undefined
  return { at: instant(at), value, samples: parts.reduce((sum, { count }) => sum + count, 0) }
}

const inOrder = (steps: readonly PeriodStatistics[]): boolean =>
  steps.every((step, at) => at === 0 || (steps[at - 1]?.at ?? 0) <= step.at)

/** Index of the first step at or after a time. */
function firstFrom(steps: readonly PeriodStatistics[], at: number, low = 0): number {
  let high = steps.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((steps[middle]?.at ?? 0) < at) low = middle + 1
    else high = middle
  }
  return low
}
