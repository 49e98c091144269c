/** An alarm's definition as it was put, read leniently: what is not there is told as not there. */
import type { AlarmMessage } from '../../../model/index.ts'

export interface AlarmDimension {
  readonly Name: string
  readonly Value: string
}

export interface AlarmMetric {
  readonly Namespace?: string
  readonly MetricName?: string
  readonly Dimensions?: readonly AlarmDimension[]
}

export interface AlarmQuery {
  readonly Id?: string
  readonly Expression?: string
  readonly Label?: string
  readonly Period?: number
  readonly ReturnData?: boolean
  readonly MetricStat?: {
    readonly Metric?: AlarmMetric
    readonly Period?: number
    readonly Stat?: string
    readonly Unit?: string
  }
}

/** Members of PutMetricAlarm's and PutCompositeAlarm's inputs that messages tell. */
export interface AlarmInput extends AlarmMetric {
  readonly Statistic?: string
  readonly ExtendedStatistic?: string
  readonly Unit?: string
  readonly Period?: number
  readonly EvaluationPeriods?: number
  readonly DatapointsToAlarm?: number
  readonly ComparisonOperator?: string
  readonly Threshold?: number
  readonly ThresholdMetricId?: string
  readonly TreatMissingData?: string
  readonly EvaluateLowSampleCountPercentile?: string
  readonly Metrics?: readonly AlarmQuery[]
  readonly OKActions?: readonly string[]
  readonly AlarmActions?: readonly string[]
  readonly InsufficientDataActions?: readonly string[]
  readonly AlarmRule?: string
  readonly ActionsSuppressor?: string
  readonly ActionsSuppressorWaitPeriod?: number
  readonly ActionsSuppressorExtensionPeriod?: number
}

export const inputOf = ({ alarm }: Pick<AlarmMessage, 'alarm'>): AlarmInput => alarm.input as AlarmInput
