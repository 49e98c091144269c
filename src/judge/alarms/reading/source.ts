/** What an alarm watches: one metric, or the result of queries. */
import { limits } from '../../../limits.ts'
import { ok, type Result } from '../../../model/index.ts'
import { type AlarmInputError, refused } from './error.ts'
import type { AlarmQuery, MetricAlarmInput } from './input.ts'

export type AlarmSource =
  | {
      readonly kind: 'metric'
      readonly namespace: string
      readonly metric: string
      readonly dimensions: Readonly<Record<string, string>>
      /** `Average`, `p99`, `TM(10%:90%)` */
      readonly statistic: string
      readonly unit?: string
      /** Seconds. */
      readonly period: number
    }
  | {
      readonly kind: 'queries'
      readonly queries: readonly AlarmQuery[]
      /** Id of the query whose result is judged, and of its band where there is one. */
      readonly judged: string
      readonly band?: string
      readonly period: number
    }

const statistics = ['SampleCount', 'Average', 'Sum', 'Minimum', 'Maximum']
const extended =
  /^(?:(?:p|tm|tc|ts|wm)(?:\d{1,2}(?:\.\d{0,10})?|100(?:\.0{0,10})?)|IQM|(?:TM|TC|TS|WM|PR)\(-?[\d.]*%?:-?[\d.]*%?\))$/

export function readSource(input: MetricAlarmInput): Result<AlarmSource, AlarmInputError> {
  return input.Metrics === undefined ? readMetric(input) : readQueries(input, input.Metrics)
}

function readMetric(input: MetricAlarmInput): Result<AlarmSource, AlarmInputError> {
  const { MetricName, Namespace, Statistic, ExtendedStatistic, Period, Unit, Dimensions = [] } = input
  if (MetricName === undefined) return refused('MetricName must not be null')
  if (Namespace === undefined) return refused('Namespace must not be null')
  if (Period === undefined) return refused('Period must not be null')
  if (Statistic !== undefined && ExtendedStatistic !== undefined)
    return refused('Statistic and ExtendedStatistic cannot both be set')
  const statistic = Statistic ?? ExtendedStatistic
  if (statistic === undefined) return refused('Either Statistic or ExtendedStatistic must be set')
  if (Statistic !== undefined && !statistics.includes(Statistic)) return refused(`Statistic ${Statistic} is not valid`)
  if (ExtendedStatistic !== undefined && !extended.test(ExtendedStatistic))
    return refused(`The value ${ExtendedStatistic} for parameter ExtendedStatistic is not supported.`)
  if (input.ThresholdMetricId !== undefined)
    return refused('ThresholdMetricId can only be set if list of Metrics is set.')
  const dimensions = Object.fromEntries(Dimensions.map(({ Name, Value }) => [Name, Value]))
  if (Object.keys(dimensions).length < Dimensions.length) return refused('Dimensions must not name one dimension twice')
  if (Dimensions.length > limits.metricDimensions)
    return refused(`An alarm may have ${limits.metricDimensions} dimensions`)
  return ok({
    kind: 'metric',
    namespace: Namespace,
    metric: MetricName,
    dimensions,
    statistic,
    ...(Unit !== undefined && { unit: Unit }),
    period: Period,
  })
}

const notWithMetrics = [
  'MetricName',
  'Namespace',
  'Dimensions',
  'Period',
  'Unit',
  'Statistic',
  'ExtendedStatistic',
] as const

function readQueries(input: MetricAlarmInput, queries: readonly AlarmQuery[]): Result<AlarmSource, AlarmInputError> {
  const both = notWithMetrics.find(name => input[name] !== undefined)
  if (both !== undefined) return refused(`${both} should not be set if list of Metrics is set.`)
  const ids = new Set(queries.map(({ Id }) => Id))
  const wellFormed = queries.every(
    ({ Id, MetricStat, Expression }) =>
      /^[a-z][A-Za-z0-9_]{0,254}$/.test(Id) && (MetricStat === undefined) !== (Expression === undefined),
  )
  if (queries.length === 0 || queries.length > limits.alarmQueries || ids.size < queries.length || !wellFormed)
    return refused('Invalid metrics list')
  const returned = queries.filter(({ ReturnData }) => ReturnData ?? true)
  const band = input.ThresholdMetricId
  if (
    band !== undefined &&
    !/^\s*ANOMALY_DETECTION_BAND\s*\(/.test(queries.find(({ Id }) => Id === band)?.Expression ?? '')
  )
    return refused('ThresholdMetricId must be the Id of an ANOMALY_DETECTION_BAND expression of the metrics list')
  if (band !== undefined && returned.length !== 2)
    return refused('Exactly two elements of the metrics list should return data.')
  if (band === undefined && returned.length !== 1)
    return refused('Exactly one element of the metrics list should return data.')
  const judged = returned.find(({ Id }) => Id !== band)
  const period = judged && periodOf(judged, queries)
  if (judged === undefined || period === undefined) return refused('Invalid metrics list')
  return ok({ kind: 'queries', queries, judged: judged.Id, ...(band !== undefined && { band }), period })
}

/** Its own, or the longest among the metrics. */
function periodOf({ MetricStat, Period }: AlarmQuery, queries: readonly AlarmQuery[]): number | undefined {
  const own = MetricStat?.Period ?? Period
  if (own !== undefined) return own
  const all = queries.flatMap(query => query.MetricStat?.Period ?? [])
  return all.length === 0 ? undefined : Math.max(...all)
}
