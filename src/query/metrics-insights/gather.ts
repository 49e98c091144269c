/**
 * The answer of a Metrics Insights query from the statistics of its metrics: observations of one group and period are taken together,
 * the groups are put in order, the first few are given. Metrics are added one by one, so only the groups are held.
 */
import { limits } from '../../limits.ts'
import { groupOf, type SelectableMetric } from './select.ts'
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

export interface InsightsAnswer {
  readonly series: readonly InsightsSeries[]
  /** More metrics came than may be looked at: the first were. */
  readonly partial: boolean
}

export interface InsightsGathering {
  /** A metric that `compileSelection` lets through. False: enough have come, and this one was left out. */
  add(metric: SelectableMetric, periods: readonly PeriodSums[]): boolean
  answer(): InsightsAnswer
}

interface Group {
  readonly names: readonly string[]
  readonly count: Float64Array
  readonly held: Float64Array
}

export function gatherInsights(query: MetricsInsightsQuery, grid: InsightsGrid, account: string): InsightsGathering {
  const groups = new Map<string, Group>()
  let metrics = 0
  let partial = false
  return {
    add(metric, periods) {
      if (metrics >= limits.metricsInsightsMetrics) {
        partial = true
        return false
      }
      metrics++
      const names = groupOf(query, metric, account)
      const key = JSON.stringify(names)
      const group = groups.get(key) ?? emptyGroup(names, query.select, grid.count)
      groups.set(key, group)
      for (const period of periods) {
        const at = Math.floor((period.at - grid.start) / grid.step)
        if (at >= 0 && at < grid.count && period.count > 0) take(group, query.select, at, period)
      }
      return true
    },
    answer() {
      const all = [...groups.values()].filter(({ count }) => count.some(seen => seen > 0))
      const series = all.map(group => seriesOf(group, query.select))
      return { series: ordered(series, query), partial }
    },
  }
}

function emptyGroup(names: readonly string[], select: InsightsFunction, count: number): Group {
  const held = new Float64Array(count)
  if (select === 'MIN') held.fill(Number.POSITIVE_INFINITY)
  if (select === 'MAX') held.fill(Number.NEGATIVE_INFINITY)
  return { names, count: new Float64Array(count), held }
}

function take({ count, held }: Group, select: InsightsFunction, at: number, period: PeriodSums): void {
  count[at]! += period.count
  if (select === 'MIN') held[at] = Math.min(held[at]!, period.min)
  else if (select === 'MAX') held[at] = Math.max(held[at]!, period.max)
  else held[at]! += period.sum
}

function seriesOf({ names, count, held }: Group, select: InsightsFunction): InsightsSeries {
  const values = held.map((value, at) => {
    const seen = count[at]!
    if (seen === 0) return Number.NaN
    const result = select === 'COUNT' ? seen : select === 'AVG' ? value / seen : value
    return Number.isFinite(result) ? result : Number.NaN
  })
  return { group: names, label: names.join(' '), values }
}

/** By ORDER BY, and among equals by the values of the group in their order. */
function ordered(
  series: readonly InsightsSeries[],
  { orderBy, limit }: MetricsInsightsQuery,
): readonly InsightsSeries[] {
  const most = limit ?? limits.metricsInsightsSeries
  const keyed = series.map(one => ({ one, key: orderBy === null ? 0 : foldInsights(orderBy.by, one.values) }))
  const sign = orderBy?.direction === 'DESC' ? -1 : 1
  keyed.sort((a, b) => sign * (a.key - b.key) || byNames(a.one.group, b.one.group))
  return keyed.slice(0, most).map(({ one }) => one)
}

function byNames(a: readonly string[], b: readonly string[]): number {
  const at = a.findIndex((name, index) => name !== b[index])
  if (at < 0) return 0
  return a[at]! < (b[at] ?? '') ? -1 : 1
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
