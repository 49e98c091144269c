/** GetMetricStatistics: the statistics of one metric, one datapoint for each period and unit. */
import { limits } from '../../../limits.ts'
import { err, instant, millis, ok } from '../../../model/index.ts'
import { isPeriod, isStatistic, readingGrid } from '../../../query/metric-math/index.ts'
import { statisticOf } from '../../../query/metric-statistics/index.ts'
import type { PeriodStatistics } from '../../../store/metrics/index.ts'
import {
  type AwsError,
  type Checked,
  Dictionary,
  Double,
  instantOf,
  integer,
  type Operation,
  structure,
  Timestamp,
  textsOf,
  time,
} from '../protocol/index.ts'
import type { MonitoringPorts } from './context.ts'
import { dimensions, labelsOf, lower, metricName, monitored, namespace, unit } from './fields.ts'
import { invalidCombination, invalidValue, missing, storeTrouble } from './refusals.ts'

const base = ['SampleCount', 'Average', 'Sum', 'Minimum', 'Maximum']
const shape = structure(
  {
    Namespace: namespace,
    MetricName: metricName,
    Dimensions: dimensions,
    StartTime: time,
    EndTime: time,
    Period: integer({ min: 1 }),
    Statistics: textsOf({ values: base }, { min: 1, max: 5 }),
    ExtendedStatistics: textsOf({}, { min: 1, max: 10 }),
    Unit: unit,
  },
  ['Namespace', 'MetricName', 'StartTime', 'EndTime', 'Period'],
  lower,
)
type Input = Checked<typeof shape>

export const getMetricStatistics = (ports: MonitoringPorts): Operation =>
  monitored('ask', shape, async (input, call) => {
    const refused = refusalOf(input)
    if (refused !== undefined) return err(refused)
    const labels = labelsOf(input.Dimensions ?? [])
    if (labels === undefined) return err(invalidValue('The parameter Dimensions must not name a dimension twice.'))
    const end = instantOf(input.EndTime)
    const period = input.Period
    const grid = readingGrid({ start: instantOf(input.StartTime), end, period, now: ports.clock.now() })
    if (grid.count > limits.metricStatisticsPoints) return err(tooMany(grid.count))
    const listed = await ports.metrics.list({
      namespace: input.Namespace,
      metric: input.MetricName,
      dimensions: labels,
      ...(input.Unit == null ? {} : { unit: input.Unit }),
      limit: limits.metricSeriesRead,
    })
    if (!listed.ok) return err(storeTrouble(listed.error))
    const points: { readonly unit: string; readonly at: PeriodStatistics }[] = []
    for (const [unit, series] of Map.groupBy(listed.value, one => one.unit)) {
      const read = await ports.metrics.statistics({
        series,
        from: instant(grid.start),
        to: end,
        period: millis(grid.step),
        distribution: input.ExtendedStatistics != null,
        signal: call.signal,
      })
      if (!read.ok) return err(storeTrouble(read.error))
      points.push(...read.value.map(at => ({ unit, at })))
    }
    points.sort((a, b) => a.at.at - b.at.at || (a.unit < b.unit ? -1 : 1))
    return ok({ Label: input.MetricName, Datapoints: points.map(({ unit, at }) => datapoint(input, unit, at)) })
  })

function refusalOf({ Statistics, ExtendedStatistics, StartTime, EndTime, Period }: Input): AwsError | undefined {
  if (Statistics == null && ExtendedStatistics == null)
    return missing('At least one of the parameters Statistics and ExtendedStatistics must be specified.')
  const unknown = ExtendedStatistics?.find(name => !isStatistic(name) || base.includes(name))
  if (unknown !== undefined)
    return invalidValue(`The value ${unknown} for parameter ExtendedStatistics is not supported.`)
  if (!isPeriod(Period) || Period > 86_400)
    return invalidValue('The parameter Period must be 1, 5, 10, 20, 30 or a multiple of 60, and at most 86400.')
  if (instantOf(StartTime) >= instantOf(EndTime))
    return invalidValue('The parameter StartTime must be less than the parameter EndTime.')
  return undefined
}

const tooMany = (count: number): AwsError =>
  invalidCombination(
    `You have requested up to ${count} datapoints, which exceeds the limit of ${limits.metricStatisticsPoints}. You may reduce the datapoints requested by increasing Period, or decreasing the time range.`,
  )

function datapoint({ Statistics, ExtendedStatistics }: Input, unit: string, at: PeriodStatistics): object {
  const values = (names: readonly string[] | null | undefined): (readonly [string, Double])[] =>
    (names ?? []).flatMap(name => {
      const value = statisticOf(name)?.([at])
      return value === undefined ? [] : [[name, new Double(value)] as const]
    })
  const extended = values(ExtendedStatistics)
  return {
    Timestamp: new Timestamp(at.at),
    ...Object.fromEntries(values(Statistics)),
    ...(extended.length === 0 ? {} : { ExtendedStatistics: new Dictionary(extended) }),
    Unit: unit,
  }
}
