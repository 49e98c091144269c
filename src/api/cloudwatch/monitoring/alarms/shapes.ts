/**
 * What the operations on alarms are sent. Of alarms themselves only the types stand here: what the values must be is said by the reader
 * of alarms, so that setting one and rehearsing it are refused in the same words.
 */
import { limits } from '../../../../limits.ts'
import { double, flag, integer, listOf, structure, text, textsOf } from '../../protocol/index.ts'
import { lower } from '../fields.ts'

export const tagKeys = textsOf({ min: 1, max: 128 })
export const tagList = listOf(
  structure({ Key: text({ min: 1, max: 128 }), Value: text({ max: 256 }) }, ['Key', 'Value'], lower),
)
export type Tag = { readonly Key: string; readonly Value: string }

const texts = listOf(text())
const dimensions = listOf(structure({ Name: text(), Value: text() }, ['Name', 'Value'], lower))
const query = structure(
  {
    Id: text(),
    MetricStat: structure(
      {
        Metric: structure({ Namespace: text(), MetricName: text(), Dimensions: dimensions }, [], lower),
        Period: integer(),
        Stat: text(),
        Unit: text(),
      },
      ['Metric', 'Period', 'Stat'],
      lower,
    ),
    Expression: text(),
    Label: text(),
    ReturnData: flag,
    Period: integer(),
    AccountId: text(),
  },
  ['Id'],
  lower,
)
export const metricDataQueries = listOf(query)

const actions = {
  AlarmName: text(),
  AlarmDescription: text(),
  ActionsEnabled: flag,
  OKActions: texts,
  AlarmActions: texts,
  InsufficientDataActions: texts,
  ActionConfiguration: structure(
    {
      AlarmTagsPropagation: structure(
        { Enabled: flag, IncludedTagKeys: texts, ExcludedTagKeys: texts },
        ['Enabled'],
        lower,
      ),
    },
    [],
    lower,
  ),
}

export const metricAlarm = structure(
  {
    ...actions,
    Tags: tagList,
    MetricName: text(),
    Namespace: text(),
    Dimensions: dimensions,
    Statistic: text(),
    ExtendedStatistic: text(),
    Period: integer(),
    Unit: text(),
    EvaluationPeriods: integer(),
    DatapointsToAlarm: integer(),
    Threshold: double,
    ComparisonOperator: text(),
    TreatMissingData: text(),
    EvaluateLowSampleCountPercentile: text(),
    Metrics: metricDataQueries,
    ThresholdMetricId: text(),
    EvaluationWindow: structure(
      {
        SlidingWindow: structure({}),
        WallClockWindow: structure({ Timezone: text() }, [], lower),
      },
      [],
      lower,
    ),
    WarmUpConfiguration: structure(
      { WarmUpPeriodDurationInMinutes: integer(), OnlyStartEvaluatingAfterWarmUpPeriodEnds: flag },
      ['WarmUpPeriodDurationInMinutes'],
      lower,
    ),
    EvaluationCriteria: structure({
      PromQLCriteria: structure({ Query: text(), PendingPeriod: integer(), RecoveryPeriod: integer() }, [], lower),
    }),
    EvaluationInterval: integer(),
  },
  [],
  lower,
)

export const compositeAlarm = structure(
  {
    ...actions,
    Tags: tagList,
    AlarmRule: text(),
    ActionsSuppressor: text(),
    ActionsSuppressorWaitPeriod: integer(),
    ActionsSuppressorExtensionPeriod: integer(),
  },
  [],
  lower,
)

export const alarmName = text({ min: 1, max: 255 })
export const alarmNames = textsOf({ min: 1, max: 255 }, { max: limits.alarmsPerCall })
export const stateValue = text({ values: ['INSUFFICIENT_DATA', 'ALARM', 'OK'] })
export const alarmTypes = textsOf({ values: ['MetricAlarm', 'CompositeAlarm', 'LogAlarm'] })
export const maxRecords = integer({ min: 1, max: 100 })

/** Members that are null count as absent, at any depth. */
export const withoutNulls = (input: object): Readonly<Record<string, unknown>> =>
  JSON.parse(JSON.stringify(input), (_name, value: unknown) => (value === null ? undefined : value))
