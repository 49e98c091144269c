/** What PutMetricAlarm and PutCompositeAlarm are sent, as JSON: shapes alone, what the values must be is checked where they are read. */
import { z } from 'zod'

const arns = z.array(z.string()).optional()
const dimensions = z.array(z.object({ Name: z.string(), Value: z.string() })).optional()

const actions = {
  AlarmName: z.string().optional(),
  AlarmDescription: z.string().optional(),
  ActionsEnabled: z.boolean().optional(),
  OKActions: arns,
  AlarmActions: arns,
  InsufficientDataActions: arns,
}

const query = z.object({
  Id: z.string(),
  MetricStat: z
    .object({
      Metric: z.object({ Namespace: z.string().optional(), MetricName: z.string().optional(), Dimensions: dimensions }),
      Period: z.number(),
      Stat: z.string(),
      Unit: z.string().optional(),
    })
    .optional(),
  Expression: z.string().optional(),
  Label: z.string().optional(),
  Period: z.number().optional(),
  ReturnData: z.boolean().optional(),
  AccountId: z.string().optional(),
})

export const metricAlarmInput = z.object({
  ...actions,
  MetricName: z.string().optional(),
  Namespace: z.string().optional(),
  Dimensions: dimensions,
  Statistic: z.string().optional(),
  ExtendedStatistic: z.string().optional(),
  Period: z.number().optional(),
  Unit: z.string().optional(),
  Metrics: z.array(query).optional(),
  EvaluationPeriods: z.number().optional(),
  DatapointsToAlarm: z.number().optional(),
  Threshold: z.number().optional(),
  ThresholdMetricId: z.string().optional(),
  ComparisonOperator: z.string().optional(),
  TreatMissingData: z.string().optional(),
  EvaluateLowSampleCountPercentile: z.string().optional(),
  WarmUpConfiguration: z.object({ WarmUpPeriodDurationInMinutes: z.number() }).optional(),
  EvaluationCriteria: z.unknown().optional(),
  EvaluationInterval: z.unknown().optional(),
  EvaluationWindow: z
    .object({
      SlidingWindow: z.object({}).optional(),
      WallClockWindow: z.object({ Timezone: z.string().optional() }).optional(),
    })
    .optional(),
})

export const compositeAlarmInput = z.object({
  ...actions,
  AlarmRule: z.string().optional(),
  ActionsSuppressor: z.string().optional(),
  ActionsSuppressorWaitPeriod: z.number().optional(),
  ActionsSuppressorExtensionPeriod: z.number().optional(),
})

/** One of `Metrics`. */
export type AlarmQuery = z.infer<typeof query>
export type MetricAlarmInput = z.infer<typeof metricAlarmInput>
export type CompositeAlarmInput = z.infer<typeof compositeAlarmInput>
type AnyInput = Pick<MetricAlarmInput, keyof typeof actions>
export type ActionsInput = AnyInput
