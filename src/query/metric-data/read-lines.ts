/**
 * Reads what a plan of metric math names from the store: every line on the grid of its period. Three steps, whatever the number of
 * queries: which series there are, their statistics by few statements, and the lines made of them.
 */
import { limits } from '../../limits.ts'
import { err, type Instant, instant, millis, minus, ok, type Result } from '../../model/index.ts'
import type { EngineError } from '../../store/engine/index.ts'
import type { MetricStore, PeriodStatistics, Series, StatisticsQuery } from '../../store/metrics/index.ts'
import {
  compileSearch,
  defaultLabels,
  emptyPoints,
  type Grid,
  type Line,
  type MathInputs,
  type MathPlan,
  type MetricIdentity,
  type Narrowing,
  narrowSearch,
  valuesOn,
} from '../metric-math/index.ts'
import { percentOf, statisticOf } from '../metric-statistics/index.ts'
import { compileSelection, gatherInsights, groupMetrics, narrowSelection } from '../metrics-insights/index.ts'
import { type FoundMetric, metricsIn } from './metrics-found.ts'

/** A metric that the call names. */
export interface AskedMetric {
  readonly namespace: string
  readonly metric: string
  readonly labels: Readonly<Record<string, string>>
  readonly statistic: string
  readonly unit: string | undefined
  /** Seconds. */
  readonly period: number
}

export interface Reading {
  readonly store: Pick<MetricStore, 'find' | 'list' | 'statisticsOf'>
  readonly grid: (period: number) => Grid
  readonly start: Instant
  readonly end: Instant
  readonly account: string
  readonly region: string
  readonly signal?: AbortSignal
}

export interface ReadLines extends MathInputs {
  /** By id of a metric: units that were there beside each other. */
  readonly units: ReadonlyMap<string, readonly string[]>
  /** Of a line that was read; null where there is none, or several. */
  readonly unitOf: (line: Line) => string | null
  /** Periods that the store gave. */
  readonly rowsRead: number
}

/** Trouble of the store goes through as this, to be caught at the door below. */
class Trouble extends Error {
  readonly error: EngineError

  constructor(error: EngineError) {
    super(error.code)
    this.error = error
  }
}

export async function readLines(
  reading: Reading,
  plan: MathPlan,
  asked: ReadonlyMap<string, AskedMetric>,
): Promise<Result<ReadLines, EngineError>> {
  try {
    return ok(await new Reader(reading).lines(plan, asked))
  } catch (error) {
    if (error instanceof Trouble) return err(error.error)
    throw error
  }
}

/** Makes its answer once the statistics are there. */
interface Later<T> {
  readonly needs: readonly StatisticsQuery[]
  readonly make: (statistics: readonly (readonly PeriodStatistics[])[]) => T
}

class Reader {
  readonly #reading: Reading
  readonly #units = new WeakMap<Line, string>()

  constructor(reading: Reading) {
    this.#reading = reading
  }

  async lines(plan: MathPlan, asked: ReadonlyMap<string, AskedMetric>): Promise<ReadLines> {
    const metrics = new Map<string, Line>()
    const searches = new Map<string, readonly Line[]>()
    const insights = new Map<string, readonly Line[]>()
    const units = new Map<string, readonly string[]>()
    const [named, ...others] = await Promise.all([
      this.#named(plan, asked, metrics, units),
      ...plan.searches.map(need => this.#searched(need, searches)),
      ...plan.insights.map(need => this.#selected(need, insights)),
    ])
    const all = [...named, ...others]
    const rowsRead = await this.#fill(all)
    const { grid } = this.#reading
    return {
      grid,
      metric: (id, period) => metrics.get(`${period} ${id}`) ?? emptyLine(grid(period)),
      search: (what, statistic, period) => searches.get(JSON.stringify([what, statistic, period])) ?? [],
      insights: (id, period) => insights.get(`${period} ${id}`) ?? [],
      band: () => null,
      units,
      unitOf: line => this.#units.get(line) ?? null,
      rowsRead,
    }
  }

  /** All statistics in one question. */
  async #fill(all: readonly Later<void>[]): Promise<number> {
    const { store, signal } = this.#reading
    const read = must(
      await store.statisticsOf(
        all.flatMap(({ needs }) => needs),
        signal,
      ),
    )
    let at = 0
    for (const { needs, make } of all) {
      make(read.slice(at, at + needs.length))
      at += needs.length
    }
    return read.reduce((sum, periods) => sum + periods.length, 0)
  }

  async #named(
    plan: MathPlan,
    asked: ReadonlyMap<string, AskedMetric>,
    lines: Map<string, Line>,
    units: Map<string, readonly string[]>,
  ): Promise<readonly Later<void>[]> {
    const { store, signal } = this.#reading
    const ids = [...asked.keys()]
    const all = [...asked.values()].map(one => ({ ...one, dimensions: one.labels }))
    const labels = defaultLabels(all)
    const places = new Map(ids.map((id, place) => [id, place]))
    // Labels depend on all that are asked for; series are looked for only where they are read.
    const wanted = [...new Set(plan.metrics.flatMap(({ id }) => places.get(id) ?? []))]
    const series = must(
      await store.find(
        wanted.flatMap(place => all[place] ?? []),
        this.#activeSince,
        signal,
      ),
    )
    const found = new Map(wanted.map((place, at) => [place, series[at] ?? []]))
    return plan.metrics.flatMap(({ id, period }) => {
      const place = places.get(id)
      const one = place === undefined ? undefined : all[place]
      if (place === undefined || one === undefined) return []
      const there = [...new Set(found.get(place)?.map(({ unit }) => unit))].sort()
      const unit = one.unit ?? there[0]
      if (one.unit === undefined && there.length > 1) units.set(id, there)
      const ofUnit = (found.get(place) ?? []).filter(each => each.unit === unit)
      const later = this.#line({ ...one, series: ofUnit }, one.statistic, period, labels[place] ?? '')
      return [then(later, line => lines.set(`${period} ${id}`, line))]
    })
  }

  async #searched(
    { what, search, statistic, period }: MathPlan['searches'][number],
    searches: Map<string, readonly Line[]>,
  ): Promise<Later<void>> {
    const found = (await this.#found(narrowSearch(search), compileSearch(search))).slice(0, limits.searchSeries)
    const names = defaultLabels(found.map(one => ({ ...one, statistic, period })))
    const laters = found.map((metric, at) => this.#line(metric, statistic, period, names[at] ?? ''))
    return then(joined(laters), lines => {
      const there = lines.filter(({ values }) => !values.every(Number.isNaN))
      searches.set(JSON.stringify([what, statistic, period]), there)
    })
  }

  async #selected(
    { id, period, query }: MathPlan['insights'][number],
    insights: Map<string, readonly Line[]>,
  ): Promise<Later<void>> {
    const { account, region } = this.#reading
    const found = await this.#found(narrowSelection(query), compileSelection(query, account))
    const grid = this.#reading.grid(period)
    const { groups } = groupMetrics(query, found, account)
    const needs = groups.map(({ metrics }) => {
      const series = new Map(metrics.flatMap(one => one.series.map(each => [each.id, each] as const)))
      return this.#query([...series.values()], grid, {})
    })
    const make: Later<void>['make'] = statistics => {
      const gathering = gatherInsights(query, grid)
      for (const [at, { names }] of groups.entries()) {
        if (gathering.full) break
        gathering.add(names, statistics[at] ?? [])
      }
      insights.set(
        `${period} ${id}`,
        gathering.answer().map(({ group, label, values }) => ({
          values,
          label: label === '' ? query.metric : label,
          facts: {
            namespace: query.namespace,
            metric: query.metric,
            dimensions: Object.fromEntries(query.groupBy.map((key, at) => [key, group[at] ?? ''])),
            ...{ statistic: query.select, period, account, region },
          },
        })),
      )
    }
    return { needs, make }
  }

  #line(
    { namespace, metric, dimensions, series }: MetricIdentity & { readonly series: readonly Series[] },
    statistic: string,
    period: number,
    label: string,
  ): Later<Line> {
    const { grid: gridOf, account, region } = this.#reading
    const grid = gridOf(period)
    const percent = percentOf(statistic)
    const compute =
      percent === undefined
        ? statisticOf(statistic)
        : ([one]: readonly PeriodStatistics[]) => one?.percentile ?? undefined
    const more = percent === undefined ? { distribution: !plain.has(statistic) } : { percent }
    const facts = { namespace, metric, dimensions, statistic, period, account, region }
    return {
      needs: [this.#query(series, grid, more)],
      make: ([periods = []]) => {
        const values = valuesOn(grid, periods, one => compute?.([one]))
        const line = { values, label, facts }
        const [unit, ...more] = new Set(series.map(one => one.unit))
        if (unit !== undefined && more.length === 0) this.#units.set(line, unit)
        return line
      },
    }
  }

  #query(
    series: readonly Series[],
    grid: Grid,
    more: Pick<StatisticsQuery, 'distribution' | 'percent'>,
  ): StatisticsQuery {
    return { series, from: instant(grid.start), to: this.#reading.end, period: millis(grid.step), ...more }
  }

  async #found(narrowed: Narrowing, wanted: Parameters<typeof metricsIn>[1]): Promise<readonly FoundMetric[]> {
    const { store } = this.#reading
    const asked = { ...narrowed, activeSince: this.#activeSince, limit: limits.metricsInsightsMetrics }
    return metricsIn(must(await store.list(asked)), wanted)
  }

  get #activeSince(): Instant {
    return minus(this.#reading.start, limits.seriesToldEvery)
  }
}

function must<T>(result: Result<T, EngineError>): T {
  if (!result.ok) throw new Trouble(result.error)
  return result.value
}

const then = <T, U>({ needs, make }: Later<T>, next: (value: T) => U): Later<void> => ({
  needs,
  make: statistics => void next(make(statistics)),
})

const joined = <T>(laters: readonly Later<T>[]): Later<readonly T[]> => ({
  needs: laters.flatMap(({ needs }) => needs),
  make: statistics => {
    let at = 0
    return laters.map(({ needs, make }) => {
      at += needs.length
      return make(statistics.slice(at - needs.length, at))
    })
  },
})

/** Statistics that need no values. */
const plain = new Set(['SampleCount', 'Average', 'Sum', 'Minimum', 'Maximum'])

const emptyLine = (grid: Grid): Line => ({ values: emptyPoints(grid), label: null, facts: null })
