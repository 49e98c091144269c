/** What a Lambda function gets from an alarm, and what the event bus gets: two frames around the same account of a change. */
import { type AlarmMessage, type AlarmMessageState, instant } from '../../../model/index.ts'
import { type AlarmDimension, type AlarmInput, inputOf } from './alarm-input.ts'
import { awsTime, wholeSeconds } from './times.ts'

export function lambdaEvent(message: AlarmMessage): object {
  const { alarm, account, region, now } = message
  return {
    source: 'aws.cloudwatch',
    alarmArn: alarm.arn,
    accountId: account,
    time: awsTime(now.at),
    region,
    alarmData: { alarmName: alarm.name, ...statesOf(message), configuration: configurationOf(message) },
  }
}

/** `id`: a UUID, the same at every try. */
export function busEvent(message: AlarmMessage, id: string): object {
  const { alarm, account, region, now } = message
  return {
    version: '0',
    id,
    'detail-type': 'CloudWatch Alarm State Change',
    source: 'aws.cloudwatch',
    account,
    time: wholeSeconds(now.at),
    region,
    resources: [alarm.arn],
    detail: { alarmName: alarm.name, configuration: configurationOf(message), ...statesOf(message) },
  }
}

const statesOf = ({ now, before, contributor, afterMute }: AlarmMessage) => ({
  state: { ...stateOf(now), ...(afterMute ? { actionExecutedAfterMuteWindow: true } : {}) },
  previousState: stateOf(before),
  ...(contributor === undefined
    ? {}
    : { alarmContributor: { id: contributor.id, attributes: contributor.attributes } }),
})

const stateOf = ({ value, reason, reasonData, at }: AlarmMessageState) => ({
  value,
  reason,
  ...(reasonData === '' ? {} : { reasonData }),
  // A state that was there from the beginning has none.
  ...(at <= instant(0) ? {} : { timestamp: awsTime(at) }),
})

function configurationOf(message: AlarmMessage): object {
  const input = inputOf(message)
  const described = message.alarm.description === '' ? {} : { description: message.alarm.description }
  if (message.alarm.kind === 'composite') {
    return {
      ...described,
      alarmRule: input.AlarmRule ?? '',
      ...(input.ActionsSuppressor === undefined
        ? {}
        : {
            actionsSuppressor: input.ActionsSuppressor,
            actionsSuppressorWaitPeriod: input.ActionsSuppressorWaitPeriod,
            actionsSuppressorExtensionPeriod: input.ActionsSuppressorExtensionPeriod,
          }),
    }
  }
  return { ...described, metrics: metricsOf(input) }
}

function metricsOf(input: AlarmInput): readonly object[] {
  if (input.Metrics === undefined || input.Metrics.length === 0) {
    const { Namespace, MetricName, Dimensions, Period, Statistic, ExtendedStatistic, Unit } = input
    const stat = ExtendedStatistic ?? Statistic
    return [{ id: 'm1', metricStat: metricStat({ Namespace, MetricName, Dimensions, Period, stat, Unit }) }].map(
      one => ({
        ...one,
        returnData: true,
      }),
    )
  }
  return input.Metrics.map(({ Id, Expression, Label, MetricStat, Period, ReturnData }) => ({
    id: Id,
    ...(Expression === undefined ? {} : { expression: Expression }),
    ...(Label === undefined ? {} : { label: Label }),
    ...(Expression !== undefined && Period !== undefined ? { period: Period } : {}),
    ...(MetricStat === undefined
      ? {}
      : {
          metricStat: metricStat({
            Namespace: MetricStat.Metric?.Namespace,
            MetricName: MetricStat.Metric?.MetricName,
            Dimensions: MetricStat.Metric?.Dimensions,
            Period: MetricStat.Period,
            stat: MetricStat.Stat,
            Unit: MetricStat.Unit,
          }),
        }),
    returnData: ReturnData ?? true,
  }))
}

interface Measured {
  readonly Namespace: string | undefined
  readonly MetricName: string | undefined
  readonly Dimensions: readonly AlarmDimension[] | undefined
  readonly Period: number | undefined
  readonly stat: string | undefined
  readonly Unit: string | undefined
}

const metricStat = ({ Namespace, MetricName, Dimensions = [], Period, stat, Unit }: Measured) => ({
  metric: {
    namespace: Namespace,
    name: MetricName,
    dimensions: Object.fromEntries(Dimensions.map(({ Name, Value }) => [Name, Value])),
  },
  period: Period,
  stat,
  ...(Unit === undefined ? {} : { unit: Unit }),
})
