/**
 * Alarms in the settings: definitions, what each remembers, its history, mute rules, anomaly detectors, and the outbox of deeds. A change of state, its
 * history and its deeds are one transaction, so that a restart neither forgets nor repeats.
 */
import type { Instant, Result } from '../../model/index.ts'
import type { SettingsError } from './settings-error.ts'

export type AlarmKind = 'metric' | 'composite'
type Tags = Readonly<Record<string, string>>

export interface NewAlarm {
  readonly name: string
  readonly kind: AlarmKind
  /** PutMetricAlarm's or PutCompositeAlarm's input as JSON, without tags. */
  readonly input: string
  /** Where it was put: of its ARN, and of what it tells. */
  readonly region: string
  readonly changedAt: Instant
}

export interface StoredAlarm extends NewAlarm {
  readonly createdAt: Instant
  /** What the decider remembers, as JSON; `judge/alarms` writes and reads it. */
  readonly memory: string
  readonly state: string
  /**
   * Grows with every change that is no evaluation (put, actions switched, state set by a person), and is then greater than that of every other
   * alarm: progress of an older one is refused.
   */
  readonly version: number
}

export interface AlarmHistoryItem {
  readonly alarm: string
  readonly kind: AlarmKind
  readonly at: Instant
  /** `ConfigurationUpdate`, `StateUpdate`, `Action`, `AlarmContributorStateUpdate`, `AlarmContributorAction` */
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
  /** All that the message needs, as JSON (`AlarmMessage` of the model). */
  readonly message: string
}

/** What one alarm has come to. Written as a whole or, when its definition is another by now, not at all. */
export interface AlarmProgress {
  readonly name: string
  readonly version: number
  readonly state: string
  readonly memory: string
  readonly history: readonly Omit<AlarmHistoryItem, 'alarm' | 'kind'>[]
  readonly deeds: readonly Omit<NewDeed, 'alarm'>[]
}

export interface AlarmListQuery {
  readonly names?: readonly string[]
  readonly prefix?: string
  /** Case-sensitive substring of the name. */
  readonly contains?: string
  readonly kinds?: readonly AlarmKind[]
  readonly state?: string
  /** Changed after this version was given. */
  readonly changedAfter?: number
  /** In the order of names (bytes): strictly after this. */
  readonly after?: string
  readonly limit: number
}

export interface AlarmHistoryQuery {
  readonly alarm?: string
  readonly kinds?: readonly AlarmKind[]
  readonly type?: string
  /** Inclusive. */
  readonly from?: Instant
  /** Exclusive. */
  readonly to?: Instant
  /** Newest first unless true. */
  readonly oldestFirst?: boolean
  /** Strictly after this one in the order asked for. */
  readonly after?: { readonly at: Instant; readonly id: number }
  readonly limit: number
}
/** `id` grows with the order in which items were written. */
export type StoredHistoryItem = AlarmHistoryItem & { readonly id: number }

export interface StoredMuteRule {
  readonly name: string
  readonly description: string
  /** `cron(0 2 * * *)` or `at(2026-11-21T10:00)`, by the clocks of `timezone`. */
  readonly expression: string
  /** `PT2H` */
  readonly duration: string
  readonly timezone: string
  readonly start: Instant | null
  readonly expire: Instant | null
  /** Names; none: of no alarm. */
  readonly alarms: readonly string[]
  readonly changedAt: Instant
}

export interface StoredDetector {
  /** What it watches, as a text that is the same for the same metric and statistic, or the same math. */
  readonly id: string
  /** Of the metric; null for math. */
  readonly namespace: string | null
  readonly metric: string | null
  /** PutAnomalyDetector's input as JSON. */
  readonly input: string
  readonly changedAt: Instant
}

export interface NamesPage {
  readonly prefix?: string
  readonly after?: string
  readonly limit: number
}

/** Whose tags. */
export interface TagOwner {
  readonly kind: 'alarm' | 'mute'
  readonly name: string
}

export interface AlarmSettings {
  /**
   * Makes or replaces. A new one begins with `begin` and has `tags`; a replaced one keeps its state, memory and tags. `history` is written with it
   * (a function of what was there). `other-kind`: the name is one of the other kind's.
   */
  put(
    alarm: NewAlarm,
    begin: { readonly state: string; readonly memory: string; readonly tags: Tags },
    history: (before: StoredAlarm | undefined) => readonly Omit<AlarmHistoryItem, 'alarm' | 'kind'>[],
  ): Promise<Result<StoredAlarm, SettingsError | { readonly code: 'other-kind' }>>
  /** With their tags; their history stays, and each gets an item more. Answers those that were there. At most `limits.alarmsPerCall` names. */
  remove(
    names: readonly string[],
    history: (alarm: StoredAlarm) => Omit<AlarmHistoryItem, 'alarm' | 'kind'>,
  ): Promise<Result<readonly StoredAlarm[], SettingsError>>
  find(name: string): Promise<Result<StoredAlarm | undefined, SettingsError>>
  list(query: AlarmListQuery): Promise<Result<readonly StoredAlarm[], SettingsError>>
  names(): Promise<Result<readonly string[], SettingsError>>
  /** How many are in each state. */
  counts(): Promise<Result<ReadonlyMap<string, number>, SettingsError>>
  /** The newest version there is; it grows with mute rules and removals too. 0: nothing was ever put. */
  version(): Promise<Result<number, SettingsError>>

  /**
   * Many alarms in one transaction, each as a whole. `refused`: those whose version is another by now, or that are gone. `mark`: every alarm of this
   * owner was evaluated up to here, so that evaluations which change nothing need not be written one by one. With `owner`, nothing is written unless the
   * lease is still held by it.
   */
  progress(
    changes: readonly AlarmProgress[],
    also: { readonly mark?: Instant; readonly owner?: string },
  ): Promise<Result<{ readonly refused: readonly string[] }, SettingsError | { readonly code: 'not-owner' }>>
  /** A change by a person: as `progress` of one alarm, and its version grows. `changed`: somebody else was faster. */
  change(
    progress: AlarmProgress & { readonly input?: string },
  ): Promise<Result<StoredAlarm, SettingsError | { readonly code: 'changed' }>>
  /** The newest `mark`; undefined: none yet. */
  mark(): Promise<Result<Instant | undefined, SettingsError>>
  /** True: `owner` holds the lease until `until`, because it held it before or nobody does at `now`. */
  lease(owner: string, now: Instant, until: Instant): Promise<Result<boolean, SettingsError>>
  /** Gives it back. */
  release(owner: string): Promise<Result<void, SettingsError>>

  history(query: AlarmHistoryQuery): Promise<Result<readonly StoredHistoryItem[], SettingsError>>
  /** For what was done about a change: what became of an action. */
  addHistory(items: readonly AlarmHistoryItem[]): Promise<Result<void, SettingsError>>
  expireHistory(before: Instant): Promise<Result<void, SettingsError>>

  /** Oldest first. A deed is taken over by deleting its row of `alarm_deeds` in the transaction that keeps what becomes of it. */
  deeds(limit: number): Promise<Result<readonly (NewDeed & { readonly order: number })[], SettingsError>>

  tags(of: TagOwner): Promise<Result<Tags, SettingsError>>
  /** Adds or replaces; refuses as a whole when more than `limits.tagsPerResource` would stand. */
  tag(
    of: TagOwner,
    tags: Tags,
  ): Promise<Result<void, SettingsError | { readonly code: 'missing' } | { readonly code: 'too-many-tags' }>>
  untag(of: TagOwner, keys: readonly string[]): Promise<Result<void, SettingsError | { readonly code: 'missing' }>>

  /** Makes or replaces; `tags` only of a new one. `too-many`: `limits.alarmMuteRules` stand. */
  putMute(rule: StoredMuteRule, tags: Tags): Promise<Result<void, SettingsError | { readonly code: 'too-many' }>>
  removeMute(name: string): Promise<Result<void, SettingsError | { readonly code: 'missing' }>>
  mute(name: string): Promise<Result<StoredMuteRule | undefined, SettingsError>>
  mutes(page: NamesPage): Promise<Result<readonly StoredMuteRule[], SettingsError>>

  /** Makes or replaces. `too-many`: `limits.anomalyDetectors` stand. */
  putDetector(detector: StoredDetector): Promise<Result<void, SettingsError | { readonly code: 'too-many' }>>
  removeDetector(id: string): Promise<Result<void, SettingsError | { readonly code: 'missing' }>>
  /** In the order of ids. */
  detectors(query: {
    readonly namespace?: string
    readonly metric?: string
    readonly after?: string
    readonly limit: number
  }): Promise<Result<readonly StoredDetector[], SettingsError>>
}
