/**
 * The one way from queries to series: GetMetricData, our own API, pictures and whoever else asks for metrics go through here. Plans the
 * expressions, reads what they name, computes, names the results.
 */
import { limits } from '../../limits.ts'
import { err, type Instant, instant, ok, type Result } from '../../model/index.ts'
import type { EngineError } from '../../store/engine/index.ts'
import type { MetricStore } from '../../store/metrics/index.ts'
import type { DataQuery } from '../metric-math/data/index.ts'
import {
  answerMath,
  expressionLabels,
  type Grid,
  type Line,
  type MathInputs,
  type MathPlan,
  type MathProblem,
  metricLabel,
  type Points,
  planMath,
  readingGrid,
} from '../metric-math/index.ts'
import { type AskedMetric, type ReadLines, readLines } from './read-lines.ts'

/** What is expected of metrics: bands on the grids of one request. */
export type BandsOn = (gridOf: (period: number) => Grid) => MathInputs['band']

/** Knows the bands that a plan names; null where nothing is known. */
export type BandSource = (
  plan: MathPlan,
  queries: readonly DataQuery[],
  options: { readonly now: Instant; readonly signal?: AbortSignal },
) => Promise<Result<BandsOn, MetricDataError>>

export interface MetricDataPorts {
  readonly store: Pick<MetricStore, 'find' | 'list' | 'statisticsOf'>
  /** Twelve digits, and a region: of labels. */
  readonly account: string
  readonly region: string
  /** Absent: nothing is known of any band. */
  readonly bands?: BandSource
}

export interface MetricDataQuestion {
  readonly queries: readonly DataQuery[]
  readonly start: Instant
  /** Exclusive; later than `start`. */
  readonly end: Instant
  readonly now: Instant
  /** Minutes ahead of UTC, for labels with times. */
  readonly timezone: number
  /** Of queries that are metrics alone: only those with these ids are read and answered. */
  readonly only?: ReadonlySet<string>
  readonly signal?: AbortSignal
}

/** One line of the answer; an expression may give several under one id. */
export interface AnsweredSeries {
  readonly id: string
  readonly label: string
  readonly values: Points
  readonly grid: Grid
  /** Null where it is of no single metric, or of metrics with several units. */
  readonly unit: string | null
  /** Where one of several units was chosen: all of them. Empty otherwise. */
  readonly units: readonly string[]
}

export interface MetricDataAnswer {
  /** Of the queries that return data, in their order. */
  readonly series: readonly AnsweredSeries[]
  /** Periods that the store gave. */
  readonly rowsRead: number
}

/** `invalid`: the question cannot be answered, in words for who asked, with the place if it is in one expression. */
export type MetricDataError =
  | { readonly kind: 'invalid'; readonly message: string; readonly problem: MathProblem | null }
  | { readonly kind: 'engine'; readonly error: EngineError }

export async function answerMetricData(
  { store, account, region, bands }: MetricDataPorts,
  { queries, start, end, now, timezone, only, signal }: MetricDataQuestion,
): Promise<Result<MetricDataAnswer, MetricDataError>> {
  const plan = planMath(queries)
  if (!plan.ok) return wrong(plan.error)
  const grid = (period: number): Grid => readingGrid({ start, end, period, now })
  const points = [...plan.value.metrics, ...plan.value.steps].reduce((sum, { period }) => sum + grid(period).count, 0)
  if (points > limits.mathPoints) return err({ kind: 'invalid', message: tooMuch, problem: null })
  const reading = {
    store,
    grid,
    start,
    end: instant(end),
    account,
    region,
    ...(signal === undefined ? {} : { signal }),
  }
  const isAsked = ({ id }: { readonly id: string }): boolean => only === undefined || only.has(id)
  const lines = await readLines(
    reading,
    { ...plan.value, metrics: plan.value.metrics.filter(isAsked) },
    askedOf(queries),
  )
  if (!lines.ok) return err({ kind: 'engine', error: lines.error })
  const known =
    bands === undefined || plan.value.bands.length === 0
      ? undefined
      : await bands(plan.value, queries, { now, ...(signal === undefined ? {} : { signal }) })
  if (known?.ok === false) return known
  const answers = answerMath(
    plan.value,
    known === undefined ? lines.value : { ...lines.value, band: known.value(grid) },
  )
  if (!answers.ok) return wrong(answers.error)
  const context = { now, timezone }
  const series = queries
    .filter(query => query.returned && isAsked(query))
    .flatMap((query): readonly AnsweredSeries[] => {
      if (query.kind === 'metric') {
        const line = lines.value.metric(query.id, query.period)
        const at = grid(query.period)
        const units = lines.value.units.get(query.id) ?? []
        return [answered(query.id, metricLabel(query.label, line, at, context), line, at, lines.value, units)]
      }
      const answer = answers.value.get(query.id)
      if (answer === undefined) return []
      const labels = expressionLabels(query, answer, context)
      return answer.lines.map((line, at) => answered(query.id, labels[at] ?? query.id, line, answer.grid, lines.value))
    })
  return ok({ series, rowsRead: lines.value.rowsRead })
}

const tooMuch = `The request may compute ${limits.mathPoints} points; increase the periods or shorten the time.`

const wrong = (problem: MathProblem) => err<MetricDataError>({ kind: 'invalid', message: problem.message, problem })

const answered = (
  id: string,
  label: string,
  line: Line,
  grid: Grid,
  { unitOf }: ReadLines,
  units: readonly string[] = [],
): AnsweredSeries => ({ id, label, values: line.values, grid, unit: unitOf(line), units })

const askedOf = (queries: readonly DataQuery[]): ReadonlyMap<string, AskedMetric> =>
  new Map(
    queries.flatMap(query => {
      if (query.kind !== 'metric') return []
      const { namespace, metric, dimensions: labels } = query.metric
      const { statistic, unit, period } = query
      return [[query.id, { namespace, metric, labels, statistic, unit, period }]]
    }),
  )
