/**
 * The answer of a Metrics Insights query from the statistics of its groups: observations of one group and period are taken together,
 * the series are put in order, the first few are given. Groups are added one by one and only those that may be given are held.
 */
import { limits } from '../../limits.ts'
import { byNames } from './select.ts'
import type { InsightsFunction, MetricsInsightsQuery } from './tree.ts'

/** Times from `start` in steps, all in milliseconds. */
export interface InsightsGrid {
  readonly start: number
  readonly step: number
  readonly count: number
}

/** What the store says of one period. */
export interface PeriodSums {
  /** Start of the period (ms since 1970). */
  readonly at: number
  readonly count: number
  readonly sum: number
  readonly min: number
  readonly max: number
}

export interface InsightsSeries {
  /** By key of GROUP BY, in its order; empty without. */
  readonly group: readonly string[]
  /** The values of the group with blanks between; empty without GROUP BY. */
  readonly label: string
  /** By time of the grid, NaN where there is none. */
  readonly values: Float64Array
}

export interface InsightsGathering {
  /** A group with the periods of its metrics, in any order; periods of several metrics may have the same time. */
  add(names: readonly string[], periods: readonly PeriodSums[]): void
  /** More groups cannot change the answer, if they come in the order of their names. */
  readonly full: boolean
  answer(): readonly InsightsSeries[]
}

export function gatherInsights(query: MetricsInsightsQuery, grid: InsightsGrid): InsightsGathering {
  const { orderBy, limit } = query
  const most = limit ?? limits.metricsInsightsSeries
  const sign = orderBy?.direction === 'DESC' ? -1 : 1
  let held: { series: InsightsSeries; key: number }[] = []
  const settle = (): void => {
    held.sort((a, b) => sign * (a.key - b.key) || byNames(a.series.group, b.series.group))
    held = held.slice(0, most)
  }
  return {
    add(names, periods) {
      const series = seriesOf(names, query.select, periods, grid)
      if (series === null) return
      held.push({ series, key: orderBy === null ? 0 : foldInsights(orderBy.by, series.values) })
      if (held.length >= 2 * most) settle()
    },
    get full() {
      return orderBy === null && held.length >= most
    },
    answer() {
      settle()
      return held.map(({ series }) => series)
    },
  }
}

/** Null: not one observation. */
function seriesOf(
  names: readonly string[],
  select: InsightsFunction,
  periods: readonly PeriodSums[],
  { start, step, count }: InsightsGrid,
): InsightsSeries | null {
  const values = new Float64Array(count).fill(Number.NaN)
  const seen = new Float64Array(count)
  for (const period of periods) {
    const at = Math.floor((period.at - start) / step)
    if (at < 0 || at >= count || period.count <= 0) continue
    const before = values[at]!
    const now = select === 'MIN' ? period.min : select === 'MAX' ? period.max : period.sum
    values[at] = Number.isNaN(before) ? now : joined(select, before, now)
    seen[at]! += period.count
  }
  for (const [at, value] of values.entries()) {
    const result = select === 'COUNT' ? seen[at]! : select === 'AVG' ? value / seen[at]! : value
    values[at] = Number.isNaN(value) || !Number.isFinite(result) ? Number.NaN : result
  }
  return values.every(Number.isNaN) ? null : { group: names, label: names.join(' '), values }
}

function joined(select: InsightsFunction, before: number, now: number): number {
  if (select === 'MIN') return Math.min(before, now)
  return select === 'MAX' ? Math.max(before, now) : before + now
}

/** One number of a series, over the points that it has; 0 where it has none. */
export function foldInsights(by: InsightsFunction, values: Float64Array): number {
  const points = values.filter(value => !Number.isNaN(value))
  if (points.length === 0) return 0
  switch (by) {
    case 'COUNT':
      return points.length
    case 'MAX':
      return points.reduce((a, b) => Math.max(a, b))
    case 'MIN':
      return points.reduce((a, b) => Math.min(a, b))
    case 'SUM':
      return points.reduce((a, b) => a + b)
    case 'AVG':
      return points.reduce((a, b) => a + b) / points.length
  }
}
