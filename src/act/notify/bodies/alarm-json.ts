/** What an alarm says to a topic: AWS's JSON, member by member in its order, and the subject beside it. */
import { limits } from '../../../limits.ts'
import type { AlarmMessage } from '../../../model/index.ts'
import { type AlarmDimension, type AlarmInput, type AlarmQuery, inputOf } from './alarm-input.ts'
import { regionName } from './regions.ts'
import { awsTime } from './times.ts'

/** `ALARM: "name" in US East (N. Virginia)`, cut to what a subject may have. */
export function alarmSubject({ now, alarm, region }: AlarmMessage): string {
  const subject = `${now.value}: "${alarm.name}" in ${regionName(region)}`
  const most = limits.snsSubjectChars
  return subject.length <= most ? subject : `${subject.slice(0, most - 3).toWellFormed()}...`
}

export const alarmText = (message: AlarmMessage): string => JSON.stringify(alarmJson(message))

export function alarmJson(message: AlarmMessage): object {
  const { alarm, now, before, account, region } = message
  const input = inputOf(message)
  return {
    AlarmName: alarm.name,
    AlarmDescription: alarm.description === '' ? null : alarm.description,
    AWSAccountId: account,
    AlarmConfigurationUpdatedTimestamp: awsTime(alarm.changedAt),
    NewStateValue: now.value,
    NewStateReason: now.reason,
    StateChangeTime: awsTime(now.at),
    Region: regionName(region),
    AlarmArn: alarm.arn,
    OldStateValue: before.value,
    OKActions: input.OKActions ?? [],
    AlarmActions: input.AlarmActions ?? [],
    InsufficientDataActions: input.InsufficientDataActions ?? [],
    ActionExecutedAfterMuteWindow: message.afterMute,
    ...(message.contributor === undefined
      ? {}
      : {
          AlarmContributorId: message.contributor.id,
          AlarmContributorAttributes: message.contributor.attributes,
        }),
    ...(alarm.kind === 'composite' ? compositePart(input, message) : { Trigger: triggerOf(input) }),
  }
}

const compositePart = ({ AlarmRule }: AlarmInput, { triggers = [] }: AlarmMessage) => ({
  AlarmRule: AlarmRule ?? '',
  TriggeringChildren: triggers.map(({ arn, value, at }) => ({
    Arn: arn,
    State: { Value: value, Timestamp: awsTime(at) },
  })),
})

const statistics: Readonly<Record<string, string>> = {
  Average: 'AVERAGE',
  Sum: 'SUM',
  Minimum: 'MINIMUM',
  Maximum: 'MAXIMUM',
  SampleCount: 'SAMPLE_COUNT',
}

function triggerOf(input: AlarmInput): object {
  const frame = {
    EvaluationPeriods: input.EvaluationPeriods,
    ...(input.DatapointsToAlarm === undefined ? {} : { DatapointsToAlarm: input.DatapointsToAlarm }),
    ComparisonOperator: input.ComparisonOperator,
    Threshold: input.Threshold ?? 0,
    ...(input.ThresholdMetricId === undefined ? {} : { ThresholdMetricId: input.ThresholdMetricId }),
    TreatMissingData: input.TreatMissingData ?? 'missing',
    EvaluateLowSampleCountPercentile: input.EvaluateLowSampleCountPercentile ?? '',
  }
  if (input.Metrics !== undefined && input.Metrics.length > 0) {
    return { Period: periodOf(input.Metrics), ...frame, Metrics: input.Metrics.map(queryJson) }
  }
  return {
    MetricName: input.MetricName,
    Namespace: input.Namespace,
    ...(input.ExtendedStatistic === undefined
      ? { StatisticType: 'Statistic', Statistic: statistics[input.Statistic ?? ''] ?? input.Statistic }
      : { StatisticType: 'ExtendedStatistic', ExtendedStatistic: input.ExtendedStatistic }),
    Unit: input.Unit ?? null,
    Dimensions: dimensionsJson(input.Dimensions),
    Period: input.Period,
    ...frame,
  }
}

/** What is evaluated comes in the longest period of its parts. */
const periodOf = (queries: readonly AlarmQuery[]): number =>
  Math.max(0, ...queries.map(query => query.MetricStat?.Period ?? query.Period ?? 0))

const dimensionsJson = (dimensions: readonly AlarmDimension[] = []) =>
  dimensions.map(({ Name, Value }) => ({ value: Value, name: Name }))

const queryJson = ({ Id, Expression, Label, MetricStat, Period, ReturnData }: AlarmQuery) => ({
  ...(Expression === undefined ? {} : { Expression }),
  Id,
  ...(Label === undefined ? {} : { Label }),
  ...(MetricStat === undefined
    ? {}
    : {
        MetricStat: {
          Metric: {
            Dimensions: dimensionsJson(MetricStat.Metric?.Dimensions),
            MetricName: MetricStat.Metric?.MetricName,
            Namespace: MetricStat.Metric?.Namespace,
          },
          Period: MetricStat.Period,
          Stat: MetricStat.Stat,
          ...(MetricStat.Unit === undefined ? {} : { Unit: MetricStat.Unit }),
        },
      }),
  ...(Period === undefined ? {} : { Period }),
  ReturnData: ReturnData ?? true,
})
