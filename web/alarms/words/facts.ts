/** What an alarm is, read out of PutMetricAlarm's or PutCompositeAlarm's input: whatever stands there, sound facts come out. Pure. */
import type { ApiAlarmInput } from '../../../src/model/index.ts'

export type MissingTreatment = 'missing' | 'ignore' | 'breaching' | 'notBreaching'
export const treatments: readonly MissingTreatment[] = ['missing', 'notBreaching', 'breaching', 'ignore']

export type Operator =
  | 'GreaterThanOrEqualToThreshold'
  | 'GreaterThanThreshold'
  | 'LessThanThreshold'
  | 'LessThanOrEqualToThreshold'
  | 'LessThanLowerOrGreaterThanUpperThreshold'
  | 'LessThanLowerThreshold'
  | 'GreaterThanUpperThreshold'
export const thresholdOperators: readonly Operator[] = [
  'GreaterThanOrEqualToThreshold',
  'GreaterThanThreshold',
  'LessThanThreshold',
  'LessThanOrEqualToThreshold',
]
export const bandOperators: readonly Operator[] = [
  'LessThanLowerOrGreaterThanUpperThreshold',
  'GreaterThanUpperThreshold',
  'LessThanLowerThreshold',
]

/** What is watched: one metric, the result of queries, or other alarms. */
export type Watched =
  | { readonly kind: 'metric'; readonly namespace: string; readonly metric: string; readonly stat: string }
  | { readonly kind: 'queries'; readonly text: string }
  | { readonly kind: 'rule'; readonly text: string }

export interface AlarmFacts {
  readonly watched: Watched
  readonly operator: Operator
  /** Null: a band, or a composite. */
  readonly threshold: number | null
  readonly periodMs: number
  /** N and M. */
  readonly periods: number
  readonly toAlarm: number
  readonly missing: MissingTreatment
  readonly actions: Readonly<Record<'ALARM' | 'OK' | 'INSUFFICIENT_DATA', readonly string[]>>
}

type Row = Readonly<Record<string, unknown>>
export const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')
export const numberOf = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isFinite(value) ? value : undefined
export const textsOf = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter(one => typeof one === 'string') : []
export const rowsOf = (value: unknown): readonly Row[] =>
  Array.isArray(value) ? value.filter((one): one is Row => typeof one === 'object' && one !== null) : []
export const rowOf = (value: unknown): Row => (typeof value === 'object' && value !== null ? (value as Row) : {})

/** Seconds that CloudWatch takes where none are set. */
const usualPeriod = 60

export function factsOf(input: ApiAlarmInput): AlarmFacts {
  const periods = numberOf(input.EvaluationPeriods) ?? 1
  const operator = textOf(input.ComparisonOperator) as Operator
  const treatment = textOf(input.TreatMissingData) as MissingTreatment
  return {
    watched: watchedOf(input),
    operator: [...thresholdOperators, ...bandOperators].includes(operator) ? operator : 'GreaterThanOrEqualToThreshold',
    threshold: numberOf(input.Threshold) ?? null,
    periodMs: periodOf(input) * 1_000,
    periods,
    toAlarm: numberOf(input.DatapointsToAlarm) ?? periods,
    missing: treatments.includes(treatment)
      ? treatment
      : textOf(input.Namespace) === 'AWS/DynamoDB'
        ? 'ignore'
        : 'missing',
    actions: {
      ALARM: textsOf(input.AlarmActions),
      OK: textsOf(input.OKActions),
      INSUFFICIENT_DATA: textsOf(input.InsufficientDataActions),
    },
  }
}

function watchedOf(input: ApiAlarmInput): Watched {
  if (textOf(input.AlarmRule) !== '') return { kind: 'rule', text: textOf(input.AlarmRule) }
  if (textOf(input.MetricName) !== '')
    return {
      kind: 'metric',
      namespace: textOf(input.Namespace),
      metric: textOf(input.MetricName),
      stat: textOf(input.Statistic) || textOf(input.ExtendedStatistic),
    }
  const band = textOf(input.ThresholdMetricId)
  const queries = rowsOf(input.Metrics)
  const returned =
    queries.find(one => textOf(one.Id) !== band && one.ReturnData === true) ??
    queries.find(one => textOf(one.Id) !== band && one.ReturnData !== false) ??
    queries[0] ??
    {}
  const stat = rowOf(returned.MetricStat)
  const metric = rowOf(stat.Metric)
  if (textOf(metric.MetricName) !== '' && textOf(returned.Label) === '')
    return {
      kind: 'metric',
      namespace: textOf(metric.Namespace),
      metric: textOf(metric.MetricName),
      stat: textOf(stat.Stat),
    }
  return { kind: 'queries', text: textOf(returned.Label) || textOf(returned.Expression) || textOf(returned.Id) }
}

/** Seconds: its own, or the longest among its queries. */
function periodOf(input: ApiAlarmInput): number {
  const own = numberOf(input.Period)
  if (own !== undefined) return own
  const found = rowsOf(input.Metrics).flatMap(
    one => numberOf(rowOf(one.MetricStat).Period) ?? numberOf(one.Period) ?? [],
  )
  return Math.max(0, ...found) || usualPeriod
}

/** The last part of an action's ARN, which people know it by. */
export const actionName = (arn: string): string => arn.split(':').at(-1) ?? arn
