/**
 * Alarms in the settings: definitions, what each remembers, its history, mute rules, anomaly detectors, and the outbox of deeds. A change of state, its
 * history and its deeds are one transaction, so that a restart neither forgets nor repeats.
 */
import type { Instant, Result } from '../../model/index.ts'
import type { SettingsError } from './settings-error.ts'

export interface NewAlarm {
  readonly name: string
  readonly kind: 'metric' | 'composite'
  /** PutMetricAlarm's or PutCompositeAlarm's input as JSON, without tags. */
  readonly input: string
  readonly changedAt: Instant
}

export interface StoredAlarm extends NewAlarm {
  readonly createdAt: Instant
  /** What the decider remembers, as JSON; `judge/alarms` writes and reads it. */
  readonly memory: string
  readonly state: string
  /** Grows with every put: progress of an older definition is refused. */
  readonly version: number
}

export interface AlarmHistoryItem {
  readonly alarm: string
  readonly kind: 'metric' | 'composite'
  readonly at: Instant
  readonly type: string
  readonly summary: string
  readonly data: string
}

/** One deed to be done, exactly once: `id` is worked out from alarm, change and action. */
export interface NewDeed {
  readonly id: string
  readonly alarm: string
  readonly action: string
  readonly at: Instant
  /** All that the message needs, as JSON (`AlarmMessage` of act/notify). */
  readonly message: string
}
