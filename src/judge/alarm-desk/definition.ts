/** A stored alarm read for evaluation: what it is, which metrics it reads in which steps, and how far back. */
import { instant, type Millis, millis, ok, type Result } from '../../model/index.ts'
import { nameOf } from '../../query/metric-data/index.ts'
import { type DataQuery, HeldMetrics, readDataQueries } from '../../query/metric-math/data/index.ts'
import { type MathPlan, type MetricIdentity, planMath } from '../../query/metric-math/index.ts'
import {
  type AlarmInputError,
  evaluationRange,
  evaluationStep,
  nextEvaluation,
  type ReadCompositeAlarm,
  type ReadMetricAlarm,
  readCompositeAlarm,
  readMetricAlarm,
  watch,
} from '../alarms/index.ts'

export interface MetricNeed {
  readonly metric: MetricIdentity
  /** Also the values behind each step. */
  readonly distribution: boolean
}

export interface MetricDefinition {
  readonly kind: 'metric'
  readonly read: ReadMetricAlarm
  readonly needs: readonly MetricNeed[]
  /** Of an alarm over expressions. */
  readonly math?: { readonly plan: MathPlan; readonly queries: readonly DataQuery[] }
  /** What windows move by, and so what the series are read in. */
  readonly step: Millis
  /** How far before an evaluation its windows begin, at the most. */
  readonly back: Millis
}
export interface CompositeDefinition {
  readonly kind: 'composite'
  readonly read: ReadCompositeAlarm
}
export type Definition = MetricDefinition | CompositeDefinition

export interface AlarmPlace {
  readonly account: string
  readonly region: string
}

export const arnIn =
  ({ account, region }: AlarmPlace) =>
  (name: string): string =>
    `arn:aws:cloudwatch:${region}:${account}:alarm:${name}`

/** The name in a rule, which may be an ARN of any region. */
export const nameIn = (nameOrArn: string): string => {
  const found = /^arn:[^:]*:cloudwatch:[^:]*:[^:]*:alarm:(.*)$/s.exec(nameOrArn)
  return found?.[1] ?? nameOrArn
}

const plain: ReadonlySet<string> = new Set(['Sum', 'Average', 'Minimum', 'Maximum', 'SampleCount'])

/** Refuses what PutMetricAlarm and PutCompositeAlarm refuse. */
export function readDefinition(input: unknown, place: AlarmPlace): Result<Definition, AlarmInputError> {
  const arnOf = arnIn(place)
  if (typeof input === 'object' && input !== null && 'AlarmRule' in input) {
    const read = readCompositeAlarm(input, arnOf)
    return read.ok ? ok({ kind: 'composite', read: read.value }) : read
  }
  const read = readMetricAlarm(input, arnOf)
  return read.ok ? metricDefinition(read.value, place) : read
}

export function metricDefinition(read: ReadMetricAlarm, place: AlarmPlace): Result<MetricDefinition, AlarmInputError> {
  // An expression that cannot be watched is refused now and not when its time has come.
  const watched = watch(read, new HeldMetrics([]), { ...place, learnUntil: instant(0) })
  if (!watched.ok) return watched
  const { alarm, source } = read
  const frame = { kind: 'metric', read, back: backOf(read) } as const
  if (source.kind === 'metric') {
    const { namespace, metric, dimensions, statistic } = source
    const needs = [{ metric: { namespace, metric, dimensions }, distribution: !plain.has(statistic) }]
    return ok({ ...frame, needs, step: stepOf(read, [alarm.period]) })
  }
  const queries = readDataQueries(source.queries, 'Metrics')
  if (!queries.ok) return queries
  const plan = planMath(queries.value, { alarm: true })
  if (!plan.ok) throw new Error('an expression that was watched has a plan')
  const periods = [alarm.period, ...[...plan.value.metrics, ...plan.value.steps].map(({ period }) => period * 1_000)]
  return ok({
    ...frame,
    needs: eachOnce(
      queries.value.flatMap(query =>
        query.kind === 'metric' ? [{ metric: query.metric, distribution: !plain.has(query.statistic) }] : [],
      ),
    ),
    step: stepOf(read, periods),
    math: { plan: plan.value, queries: queries.value },
  })
}

/** A metric that is asked for with and without the values behind it is read with them. */
export function eachOnce(needs: readonly MetricNeed[]): MetricNeed[] {
  const byName = Map.groupBy(needs, ({ metric }) => nameOf(metric))
  return [...byName.values()].flatMap(([first, ...more]) =>
    first === undefined ? [] : [{ ...first, distribution: [first, ...more].some(one => one.distribution) }],
  )
}

const hour = 3_600_000
/** Zones are apart by quarters of an hour. */
const quarter = 900_000

function stepOf({ alarm }: ReadMetricAlarm, periods: readonly number[]): Millis {
  const moves =
    alarm.window.kind === 'wall-clock'
      ? alarm.period >= hour
        ? quarter
        : alarm.period
      : isHourly(alarm)
        ? hour
        : evaluationStep(alarm)
  return millis(periods.reduce(common, moves))
}

const common = (a: number, b: number): number => (b === 0 ? a : common(b, a % b))

/** Evaluated once an hour, by data up to the full hour. */
const isHourly = (alarm: ReadMetricAlarm['alarm']): boolean =>
  alarm.window.kind === 'sliding' && nextEvaluation(alarm, instant(0)) === hour

function backOf({ alarm }: ReadMetricAlarm): Millis {
  const range = evaluationRange(alarm) * alarm.period
  if (alarm.window.kind === 'sliding') return millis(range + (isHourly(alarm) ? hour : 0))
  // The period under way, and days that are longer than others.
  return millis(range + alarm.period + (alarm.period > hour ? 2 * hour : 0))
}
