/** What an alarm is, once its request has been read: the words that every decider here shares. */
import type { Millis } from '../../model/index.ts'

export type StateValue = 'OK' | 'ALARM' | 'INSUFFICIENT_DATA'

export type ThresholdOperator =
  | 'GreaterThanOrEqualToThreshold'
  | 'GreaterThanThreshold'
  | 'LessThanThreshold'
  | 'LessThanOrEqualToThreshold'
/** Against the band of each point, not against one number. */
export type BandOperator =
  | 'LessThanLowerOrGreaterThanUpperThreshold'
  | 'LessThanLowerThreshold'
  | 'GreaterThanUpperThreshold'
export type ComparisonOperator = ThresholdOperator | BandOperator

export type MissingTreatment = 'missing' | 'ignore' | 'breaching' | 'notBreaching'

/** ARNs to call when the alarm enters a state. */
export type AlarmActions = Readonly<Record<StateValue, readonly string[]>>

interface AnyAlarm {
  readonly name: string
  readonly arn: string
  readonly actionsEnabled: boolean
  readonly actions: AlarmActions
}

export interface MetricAlarm extends AnyAlarm {
  readonly kind: 'metric'
  readonly operator: ComparisonOperator
  /** Undefined where the operator compares with a band. */
  readonly threshold?: number
  readonly period: Millis
  /** N: how many periods decide. At least 1. */
  readonly periods: number
  /** M as it was set, at most N; unset means N, and the reasons are worded in the short form. */
  readonly toAlarm?: number
  readonly treatMissing: MissingTreatment
  /** `Average`, `p99`; unset for math. */
  readonly statistic?: string
  readonly unit?: string
  /** Percentiles of few samples: judged as they are, or as if they were not there. */
  readonly lowSamples: 'evaluate' | 'ignore'
  readonly window: EvaluationWindow
}

/** Sliding: ends at the evaluation. Wall clock: whole minutes, hours, days or weeks of a time zone. */
export type EvaluationWindow = { readonly kind: 'sliding' } | { readonly kind: 'wall-clock'; readonly zone: string }

export interface CompositeAlarm extends AnyAlarm {
  readonly kind: 'composite'
  /** As written; see `parseRule`. */
  readonly rule: string
  readonly suppressor?: SuppressorSettings
}

export interface SuppressorSettings {
  /** Name or ARN. */
  readonly alarm: string
  readonly wait: Millis
  readonly extension: Millis
}

export type Alarm = MetricAlarm | CompositeAlarm

/** M: how many breaching periods of the N make an alarm. */
export const breachesToAlarm = (alarm: MetricAlarm): number => alarm.toAlarm ?? alarm.periods
