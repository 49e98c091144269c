/** What an alarm has to tell when it changed: all that any message needs, kept with the deed, so that nothing is asked for later. */
import type { Instant } from './units.ts'

export interface AlarmMessage {
  readonly account: string
  readonly region: string
  /** Whom to tell: an ARN. */
  readonly action: string
  readonly alarm: {
    readonly name: string
    readonly arn: string
    readonly kind: 'metric' | 'composite'
    readonly description: string
    /** As it was put: PutMetricAlarm's or PutCompositeAlarm's input. */
    readonly input: Readonly<Record<string, unknown>>
    readonly changedAt: Instant
  }
  readonly now: AlarmMessageState
  readonly before: AlarmMessageState
  /** A mute rule held it back until now. */
  readonly afterMute: boolean
  /** One of several series of the alarm, when it is that which changed. */
  readonly contributor?: { readonly id: string; readonly attributes: Readonly<Record<string, string>> }
  /** Of a composite: alarms whose change made it change. */
  readonly triggers?: readonly { readonly arn: string; readonly value: string; readonly at: Instant }[]
  /** For a picture: the newest points that the evaluation saw, oldest first. */
  readonly seen?: {
    readonly label: string
    readonly threshold: number | null
    /** Milliseconds. */
    readonly period: number
    readonly points: readonly { readonly at: Instant; readonly value: number }[]
  }
}

export interface AlarmMessageState {
  readonly value: 'OK' | 'ALARM' | 'INSUFFICIENT_DATA'
  readonly reason: string
  /** StateReasonData: JSON text, `''` where there is none. */
  readonly reasonData: string
  readonly at: Instant
}
