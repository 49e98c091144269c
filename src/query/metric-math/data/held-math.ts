/** The inputs of a plan out of series that are in hand: metrics at their periods, searches, Metrics Insights. */
import type { PeriodStatistics } from '../../../store/metrics/port.ts'
import { type MetricStatistic, statisticOf } from '../../metric-statistics/index.ts'
import {
  compileSelection,
  gatherInsights,
  groupMetrics,
  type MetricsInsightsQuery,
} from '../../metrics-insights/index.ts'
import { emptyPoints, type Grid, type Line, type Points, type SeriesFacts } from '../evaluate/index.ts'
import { defaultLabels } from '../labels/index.ts'
import type { MathInputs, MathPlan } from '../request/index.ts'
import { compileSearch } from '../search/index.ts'
import type { HeldMetrics, HeldSeries } from './held-series.ts'
import type { DataQuery } from './queries.ts'

/** Milliseconds since 1970, the end outside. */
export interface Window {
  readonly start: number
  readonly end: number
}

export interface HeldMath {
  /**
   * Inputs on the grids of one request. `windowsOf`: the true periods behind the places of a grid, where they are not all of one length
   * (a day of 23 hours); undefined: those of the grid.
   */
  on(
    gridOf: (period: number) => Grid,
    band: MathInputs['band'],
    windowsOf?: (period: number) => readonly Window[] | undefined,
  ): MathInputs
  /** Units of a metric, where one of several was chosen; empty otherwise. */
  unitsOf(id: string): readonly string[]
}

interface About {
  readonly account: string
  readonly region: string
}

type MetricQuery = DataQuery & { readonly kind: 'metric' }
interface Wanted {
  readonly label: string
  readonly facts: Omit<SeriesFacts, 'period'>
  readonly steps: readonly PeriodStatistics[]
  readonly statistic: MetricStatistic
}

/** Looks everything up once; what it gives may be asked for many grids. */
export function heldMath(plan: MathPlan, queries: readonly DataQuery[], held: HeldMetrics, about: About): HeldMath {
  const asked = queries.filter((query): query is MetricQuery => query.kind === 'metric')
  const found = new Map(asked.map(query => [query.id, held.find(query.metric, query.unit)]))
  const labels = defaultLabels(asked.map(({ metric, statistic, period }) => ({ ...metric, statistic, period })))
  const metrics = new Map(
    asked.map(({ id, metric, statistic }, at): [string, Wanted] => [
      id,
      wanted(metric, statistic, labels[at] ?? metric.metric, found.get(id)?.steps ?? [], about),
    ]),
  )
  const searches = new Map(
    plan.searches.map(({ what, search, statistic, period }) => {
      const finds = compileSearch(search)
      const all = held.metrics().filter(finds)
      const named = defaultLabels(all.map(metric => ({ ...metric, statistic, period })))
      const lines = all.map((metric, at) =>
        wanted(metric, statistic, named[at] ?? metric.metric, held.find(metric).steps, about),
      )
      return [JSON.stringify([what, statistic, period]), lines.sort((a, b) => (a.label < b.label ? -1 : 1))] as const
    }),
  )
  const groups = new Map(
    plan.insights.map(({ id, query }) => [id, { query, groups: grouped(query, held, about.account) }]),
  )
  return {
    unitsOf: id => found.get(id)?.units ?? [],
    on(gridOf, band, windowsOf = () => undefined) {
      const lineOf = (one: Wanted, period: number): Line => {
        const grid = gridOf(period)
        return {
          values: valuesOn(one.steps, one.statistic, grid, windowsOf(period) ?? windowsOn(grid)),
          label: one.label,
          facts: { ...one.facts, period },
        }
      }
      const lines = new Map<string, Line>()
      return {
        grid: gridOf,
        band,
        metric(id, period) {
          const key = `${period} ${id}`
          const known = lines.get(key)
          if (known !== undefined) return known
          const one = metrics.get(id)
          if (one === undefined) throw new Error(`the plan names no metric ${id}`)
          const line = lineOf(one, period)
          lines.set(key, line)
          return line
        },
        search: (what, statistic, period) =>
          (searches.get(JSON.stringify([what, statistic, period])) ?? []).map(one => lineOf(one, period)),
        insights(id, period) {
          const one = groups.get(id)
          if (one === undefined) throw new Error(`the plan names no query ${id}`)
          return insightsLines(one.query, one.groups, gridOf(period), period, windowsOf(period), about)
        },
      }
    },
  }
}

function wanted(
  { namespace, metric, dimensions }: MetricQuery['metric'],
  statistic: string,
  label: string,
  steps: readonly PeriodStatistics[],
  about: About,
): Wanted {
  const found = statisticOf(statistic)
  if (found === undefined) throw new Error(`the statistic ${statistic} was let through`)
  return { label, facts: { namespace, metric, dimensions, statistic, ...about }, steps, statistic: found }
}

function grouped(query: MetricsInsightsQuery, held: HeldMetrics, account: string) {
  return groupMetrics<HeldSeries>(query, held.all.filter(compileSelection(query, account)), account).groups
}

function insightsLines(
  query: MetricsInsightsQuery,
  groups: ReturnType<typeof grouped>,
  grid: Grid,
  period: number,
  windows: readonly Window[] | undefined,
  about: About,
): readonly Line[] {
  const gathering = gatherInsights(query, grid)
  for (const { names, metrics } of groups) {
    if (gathering.full) break
    gathering.add(
      names,
      metrics.flatMap(({ steps }) => (windows === undefined ? steps : placed(steps, grid, windows))),
    )
  }
  return gathering.answer().map(({ group, label, values }) => ({
    values,
    label: label === '' ? null : label,
    facts: {
      namespace: query.namespace,
      metric: query.metric,
      dimensions: Object.fromEntries(query.groupBy.map((key, at) => [key, group[at] ?? ''])),
      statistic: query.select,
      period,
      ...about,
    },
  }))
}

/** Steps at the times of a grid's places, whose true periods these are. */
function placed(steps: readonly PeriodStatistics[], grid: Grid, windows: readonly Window[]): PeriodStatistics[] {
  return windows.flatMap(({ start, end }, place) =>
    steps.slice(firstFrom(steps, start), firstFrom(steps, end)).map(step => ({
      ...step,
      at: (grid.start + place * grid.step) as PeriodStatistics['at'],
    })),
  )
}

const windowsOn = ({ start, step, count }: Grid): Iterable<Window> => ({
  *[Symbol.iterator]() {
    for (let place = 0; place < count; place++) yield { start: start + place * step, end: start + (place + 1) * step }
  },
})

function valuesOn(
  steps: readonly PeriodStatistics[],
  statistic: MetricStatistic,
  grid: Grid,
  windows: Iterable<Window>,
): Points {
  const values = emptyPoints(grid)
  let from = firstFrom(steps, grid.start)
  let place = 0
  for (const { start, end } of windows) {
    while (from < steps.length && steps[from]!.at < start) from++
    let to = from
    while (to < steps.length && steps[to]!.at < end) to++
    const value = to > from ? statistic(steps.slice(from, to)) : undefined
    if (value !== undefined && Number.isFinite(value)) values[place] = value
    from = to
    place++
  }
  return values
}

/** Index of the first step at or after a time. */
function firstFrom(steps: readonly PeriodStatistics[], at: number): number {
  let [low, high] = [0, steps.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if (steps[middle]!.at < at) low = middle + 1
    else high = middle
  }
  return low
}
