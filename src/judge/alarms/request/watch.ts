/** What an alarm watches, out of series that are in hand: points of one series, or several series with points each. */
import { err, type Instant, ok, type Result } from '../../../model/index.ts'
import {
  type DataQuery,
  type HeldMath,
  type HeldMetrics,
  heldMath,
  readDataQueries,
} from '../../../query/metric-math/data/index.ts'
import { answerMath, type Grid, type Line, type MathPlan, planMath } from '../../../query/metric-math/index.ts'
import type { Attributes, ContributorSeries } from '../contributors.ts'
import { type Datapoint, type Points, type PointsAt, pointsOf } from '../datapoint.ts'
import type { MetricAlarm } from '../definition.ts'
import type { AlarmInputError, AlarmSource, ReadMetricAlarm } from '../reading/index.ts'
import type { SeriesAt } from '../rehearsal/index.ts'
import { seriesPoints, statisticOf } from '../series/index.ts'
import { type Period, windowAt } from '../window.ts'
import { type BandsOn, type BandsTraining, learnBands } from './bands.ts'

export type Watched =
  | { readonly kind: 'one'; readonly points: Points | PointsAt }
  | { readonly kind: 'many'; readonly series: SeriesAt }

/** Whose metrics they are, for `CURRENT_ACCOUNT_ID()` and the like. */
export interface About {
  readonly account: string
  readonly region: string
  /** How bands are learnt; absent: by the clock of UTC and from everything. */
  readonly training?: BandsTraining
}

export interface WatchOptions extends About {
  /** Bands are learnt from what was before. */
  readonly learnUntil: Instant
  /** Bands that were learnt already. */
  readonly bands?: BandsOn
}

const refused = (message: string) => err<AlarmInputError>({ code: 'ValidationError', message })

/** Refuses expressions that PutMetricAlarm refuses. */
export function watch(
  { alarm, source }: ReadMetricAlarm,
  held: HeldMetrics,
  options: WatchOptions,
): Result<Watched, AlarmInputError> {
  if (source.kind === 'queries') return watchQueries(alarm, source, held, options)
  const statistic = statisticOf(source.statistic)
  if (statistic === undefined)
    return refused(`The value ${source.statistic} for parameter ExtendedStatistic is not supported.`)
  const { steps } = held.find(source, source.unit)
  return ok({ kind: 'one', points: seriesPoints(steps, statistic) })
}

function watchQueries(
  alarm: MetricAlarm,
  { queries: inputs, judged, band }: AlarmSource & { readonly kind: 'queries' },
  held: HeldMetrics,
  { learnUntil, bands: learnt, training, ...about }: WatchOptions,
): Result<Watched, AlarmInputError> {
  const read = readDataQueries(inputs, 'Metrics')
  if (!read.ok) return read
  const queries = read.value
  const plan = planMath(queries, { alarm: true })
  if (!plan.ok) return refused(plan.error.message)
  const expression = plan.value.expressions.get(judged)
  const period = expression?.period ?? queries.find(({ id }) => id === judged)?.period
  if (period !== alarm.period / 1_000)
    return refused(
      `The period of '${judged}' is ${period} seconds by the metrics that it reads, and that of the alarm ${alarm.period / 1_000}`,
    )
  const many = expression?.type === 'TS[]'
  if (many && plan.value.insights.length === 0)
    return refused(`Error in expression '${judged}': an alarm needs a single time series`)
  const math = heldMath(plan.value, queries, held, about)
  const bands = learnt ?? learnBands({ plan: plan.value, queries, held, about, until: learnUntil, training })
  const seen: Seen = { alarm, plan: plan.value, queries, judged, band, period, math, bands }
  if (!many) return ok({ kind: 'one', points: at => seriesSeen(seen, at)[0]?.points ?? pointsOf([]) })
  const attributes = new Map<string, Attributes>()
  return ok({
    kind: 'many',
    series: at =>
      seriesSeen(seen, at).map(({ line, points }): ContributorSeries => {
        // One object for each, so that its id is worked out once.
        const own = line.facts?.dimensions ?? { series: line.label ?? '' }
        const key = JSON.stringify(own)
        const known = attributes.get(key) ?? own
        attributes.set(key, known)
        return { attributes: known, points }
      }),
  })
}

interface Seen {
  readonly alarm: MetricAlarm
  readonly plan: MathPlan
  readonly queries: readonly DataQuery[]
  readonly judged: string
  readonly band: string | undefined
  /** Seconds. */
  readonly period: number
  readonly math: HeldMath
  readonly bands: BandsOn
}

/** The expression is computed over the range that the evaluation looks at, no more. */
function seriesSeen(
  { alarm, plan, judged, band, period, math, bands }: Seen,
  at: Instant,
): readonly { readonly line: Line; readonly points: Points }[] {
  const windows = windowAt(alarm, at).reverse()
  const [first, last] = [windows[0], windows.at(-1)]
  if (first === undefined || last === undefined) return []
  const gridOf = (of: number): Grid => ({
    start: first.start,
    step: of * 1_000,
    count: of === period ? windows.length : Math.ceil((last.end - first.start) / (of * 1_000)),
  })
  const inputs = math.on(gridOf, bands(gridOf), of => (of === period ? windows : undefined))
  const answers = answerMath(plan, inputs)
  // More than one request may compute: nothing is known, as when CloudWatch fails to evaluate.
  if (!answers.ok) return []
  const lines = answers.value.get(judged)?.lines ?? [inputs.metric(judged, period)]
  const [low, high] = band === undefined ? [] : (answers.value.get(band)?.lines ?? [])
  return lines.map(line => ({ line, points: pointsOn(windows, line, low, high) }))
}

function pointsOn(windows: readonly Period[], line: Line, low: Line | undefined, high: Line | undefined): Points {
  const edge = (of: Line | undefined, place: number): number | undefined => {
    const value = of?.values[place]
    return value === undefined || Number.isNaN(value) ? undefined : value
  }
  return pointsOf(
    windows.flatMap(({ start }, place): Datapoint[] => {
      const value = edge(line, place)
      if (value === undefined) return []
      const [lower, upper] = [edge(low, place), edge(high, place)]
      return [
        { at: start, value, ...(lower !== undefined && { low: lower }), ...(upper !== undefined && { high: upper }) },
      ]
    }),
  )
}
