/** Reads what a plan of metric math names from the store: every line on the grid of its period. */
import { limits } from '../../limits.ts'
import { err, type Instant, instant, type Millis, millis, minus, ok, type Result } from '../../model/index.ts'
import {
  compileSearch,
  defaultLabels,
  emptyPoints,
  type Grid,
  type Line,
  type MathInputs,
  type MathPlan,
  type Narrowing,
  narrowSearch,
  pointsOn,
} from '../metric-math/index.ts'
import { statisticOf } from '../metric-statistics/index.ts'
import {
  compileSelection,
  gatherInsights,
  groupMetrics,
  narrowSelection,
} from '../metrics-insights/index.ts'
import type { MetricStore, PeriodStatistics, Series } from '../../store/metrics/index.ts'
import type { EngineError } from '../../store/engine/index.ts'
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
  readonly store: MetricStore
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

class Reader {
  readonly #reading: Reading
  readonly #series = new Map<string, readonly Series[]>()
  readonly #units = new WeakMap<Line, string>()
  #rowsRead = 0

  constructor(reading: Reading) {
    this.#reading = reading
  }

  async lines(plan: MathPlan, asked: ReadonlyMap<string, AskedMetric>): Promise<ReadLines> {
    const metrics = new Map<string, Line>()
    const searches = new Map<string, readonly Line[]>()
    const insights = new Map<string, readonly Line[]>()
    const units = new Map<string, readonly string[]>()
    const all = [...asked.values()]
    const labels = defaultLabels(all.map(one => ({ ...one, dimensions: one.labels })))
    const labelOf = new Map([...asked.keys()].map((id, at) => [id, labels[at] ?? '']))
    for (const { id, period } of plan.metrics) {
      const one = asked.get(id)
      if (one === undefined) continue
      const found = await this.#seriesOf(one)
      const there = [...new Set(found.map(({ unit }) => unit))].sort()
      if (there.length > 1) units.set(id, there)
      const series = found.filter(({ unit }) => unit === there[0])
      metrics.set(
        `${period} ${id}`,
        await this.#line({ ...one, dimensions: one.labels, series }, one.statistic, period, labelOf.get(id) ?? ''),
      )
    }
    for (const { what, search, statistic, period } of plan.searches) {
      const found = (await this.#found(narrowSearch(search), compileSearch(search))).slice(0, limits.searchSeries)
      const names = defaultLabels(found.map(one => ({ ...one, statistic, period })))
      const lines: Line[] = []
      for (const [at, metric] of found.entries()) {
        const line = await this.#line(metric, statistic, period, names[at] ?? '')
        if (!line.values.every(Number.isNaN)) lines.push(line)
      }
      searches.set(JSON.stringify([what, statistic, period]), lines)
    }
    for (const { id, period, query } of plan.insights) {
      const { account } = this.#reading
      const found = await this.#found(narrowSelection(query), compileSelection(query, account))
      const grid = this.#reading.grid(period)
      const gathering = gatherInsights(query, grid)
      for (const { names, metrics } of groupMetrics(query, found, account).groups) {
        if (gathering.full) break
        const series = new Map(metrics.flatMap(one => one.series.map(each => [each.id, each] as const)))
        gathering.add(names, await this.#statistics([...series.values()], grid, false))
      }
      insights.set(
        `${period} ${id}`,
        gathering
          .answer()
          .map(({ label, values }) => ({ values, label: label === '' ? query.metric : label, facts: null })),
      )
    }
    const { grid } = this.#reading
    return {
      grid,
      metric: (id, period) => metrics.get(`${period} ${id}`) ?? emptyLine(grid(period)),
      search: (what, statistic, period) => searches.get(JSON.stringify([what, statistic, period])) ?? [],
      insights: (id, period) => insights.get(`${period} ${id}`) ?? [],
      band: () => null,
      units,
      unitOf: line => this.#units.get(line) ?? null,
      rowsRead: this.#rowsRead,
    }
  }

  async #line(
    { namespace, metric, dimensions, series }: FoundMetric,
    statistic: string,
    period: number,
    label: string,
  ): Promise<Line> {
    const { grid: gridOf, account, region } = this.#reading
    const grid = gridOf(period)
    const compute = statisticOf(statistic)
    const periods = await this.#statistics(series, grid, !plain.has(statistic))
    const points = periods.flatMap(one => {
      const value = compute?.([one])
      return value === undefined ? [] : [{ at: one.at, value }]
    })
    const facts = { namespace, metric, dimensions, statistic, period, account, region }
    const line = { values: pointsOn(grid, points), label, facts }
    const [unit, ...more] = new Set(series.map(one => one.unit))
    if (unit !== undefined && more.length === 0) this.#units.set(line, unit)
    return line
  }

  async #statistics(
    series: readonly Series[],
    grid: Grid,
    distribution: boolean,
  ): Promise<readonly PeriodStatistics[]> {
    const { store, end, signal } = this.#reading
    // Series of other times have nothing to say, and a set of many units means nothing together.
    if (series.length === 0) return []
    const read = await store.statistics({
      series,
      from: instant(grid.start),
      to: end,
      period: millis(grid.step) as Millis,
      distribution,
      ...(signal === undefined ? {} : { signal }),
    })
    if (!read.ok) throw new Trouble(read.error)
    this.#rowsRead += read.value.length
    return read.value
  }

  async #seriesOf({ namespace, metric, labels, unit }: AskedMetric): Promise<Series[]> {
    const key = JSON.stringify([namespace, metric, unit, Object.entries(labels).sort()])
    const known = this.#series.get(key)
    const found =
      known ??
      (await this.#list(
        { namespace, metric, dimensions: labels, ...(unit === undefined ? {} : { unit }) },
        limits.metricSeriesRead,
      ))
    this.#series.set(key, found)
    return [...found]
  }

  async #found(narrowed: Narrowing, wanted: Parameters<typeof metricsIn>[1]): Promise<readonly FoundMetric[]> {
    const series = await this.#list(narrowed, limits.metricsInsightsMetrics)
    return metricsIn(series, wanted)
  }

  async #list(query: Omit<Parameters<MetricStore['list']>[0], 'limit'>, limit: number): Promise<readonly Series[]> {
    const { store, start } = this.#reading
    const found = await store.list({ ...query, activeSince: minus(start, limits.seriesToldEvery), limit })
    if (!found.ok) throw new Trouble(found.error)
    return found.value
  }
}

/** Statistics that need no values. */
const plain = new Set(['SampleCount', 'Average', 'Sum', 'Minimum', 'Maximum'])

const emptyLine = (grid: Grid): Line => ({ values: emptyPoints(grid), label: null, facts: null })
