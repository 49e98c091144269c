/**
 * The desk of alarms: all that others may ask of, and do to, the alarms of a running Mangru. The wire protocols and the page come here; the settings
 * are written here alone. What is answered about an alarm is the same on every replica, but for `recent`, which only its owner has seen.
 */
import type { Instant, Result } from '../../model/index.ts'
import type { EngineError } from '../../store/engine/index.ts'
import type {
  AlarmHistoryItem,
  AlarmHistoryQuery,
  AlarmKind,
  AlarmListQuery,
  AlarmSettings,
  NamesPage,
  SettingsError,
  StoredHistoryItem,
  StoredMuteRule,
  TagOwner,
} from '../../store/settings/index.ts'
import type {
  AlarmInputError,
  Attributes,
  MuteStatus,
  Rehearsal,
  RehearsalError,
  StateValue,
  Suggestion,
} from '../alarms/index.ts'

type Tags = Readonly<Record<string, string>>
/** PutMetricAlarm's or PutCompositeAlarm's input, without tags. A composite has an `AlarmRule`. */
export type AlarmInput = Readonly<Record<string, unknown>>

/** Keeping or reading failed; `message` is for people. */
export interface DeskTrouble {
  readonly code: 'unavailable'
  readonly message: string
  readonly cause: SettingsError | EngineError
}
/** As `AlarmInputError`, or `LimitExceeded` (code of the Query protocol). */
export type PutRefusal = AlarmInputError | { readonly code: 'LimitExceeded'; readonly message: string }
export interface Missing {
  readonly code: 'missing'
  readonly name: string
}

export interface AlarmView {
  readonly name: string
  readonly arn: string
  readonly kind: AlarmKind
  /** As it was put. */
  readonly input: AlarmInput
  readonly description: string
  readonly actionsEnabled: boolean
  readonly createdAt: Instant
  readonly changedAt: Instant
  readonly state: StateValue
  readonly reason: string
  /** JSON text; `''`: none. */
  readonly reasonData: string
  /** Of state or reason. */
  readonly updatedAt: Instant
  readonly transitionedAt: Instant
  readonly evaluatedAt: Instant | null
  readonly evaluationState: EvaluationState | null
  /** Names of the mute rules in force now. */
  readonly mutedBy: readonly string[]
  /** What holds actions of a composite back, and in words. */
  readonly suppressedBy: 'Alarm' | 'WaitPeriod' | 'ExtensionPeriod' | null
  readonly suppressedReason: string | null
  /** The newest value that an evaluation saw. */
  readonly value: number | null
  /** Up to `limits.alarmRecentValues` newest values that evaluations saw, oldest first; of composites none. */
  readonly recent: readonly { readonly at: Instant; readonly value: number }[]
}
export type EvaluationState = 'PARTIAL_DATA' | 'EVALUATION_ERROR' | 'EVALUATION_FAILURE'

export interface ContributorView {
  readonly id: string
  readonly attributes: Attributes
  readonly state: StateValue
  readonly reason: string
  readonly since: Instant
}

export interface AlarmDetail {
  readonly alarm: AlarmView
  readonly tags: Tags
  /** The last evaluation, newest period first. Empty for composites. */
  readonly evaluated: readonly {
    readonly start: Instant
    readonly end: Instant
    readonly value: number | null
    readonly low?: number
    readonly high?: number
    /** Null: the treatment of missing data decided. */
    readonly breaching: boolean | null
  }[]
  readonly contributors: readonly ContributorView[]
  /** Alarms in its rule and its suppressor (composite); a state of null: it is not there. */
  readonly children: readonly { readonly name: string; readonly state: StateValue | null }[]
  /** Composites whose rule or suppressor names it. */
  readonly parents: readonly { readonly name: string; readonly state: StateValue }[]
}

export interface AlarmSeries {
  readonly periodMs: number
  readonly unit: string | null
  readonly threshold: number | null
  readonly series: readonly {
    readonly label: string
    readonly at: readonly number[]
    readonly values: readonly number[]
    readonly low?: readonly number[]
    readonly high?: readonly number[]
  }[]
  /** In order; the first stands at `from`. */
  readonly states: readonly { readonly at: number; readonly state: StateValue }[]
}

/** `status` at the time of the question. */
export type MuteView = StoredMuteRule & { readonly status: MuteStatus }
export type NewMute = Omit<StoredMuteRule, 'changedAt'>

/** What a detector watches: one metric and statistic, or math. PutAnomalyDetector's input, in its modern or its older shape. */
export interface DetectorView {
  readonly id: string
  readonly input: Readonly<Record<string, unknown>>
  readonly state: 'PENDING_TRAINING' | 'TRAINED_INSUFFICIENT_DATA' | 'TRAINED'
}
export type DetectorQuery = Parameters<AlarmSettings['detectors']>[0]

/** Which metric, exactly; statistic, period (s) and unit narrow it where they are given. */
export interface MetricAsked {
  readonly namespace: string
  readonly metric: string
  readonly dimensions: Readonly<Record<string, string>>
  readonly statistic?: string
  readonly period?: number
  readonly unit?: string
}

export interface AlarmDesk {
  /** Makes or replaces; `tags` only of a new one. Unknown children of a composite are refused. `region`: the caller's, where it named one. */
  put(input: AlarmInput, tags: Tags, region?: string): Promise<Result<AlarmView, PutRefusal | DeskTrouble>>
  /** At most `limits.alarmsPerCall` names; those that are not there are left out of the answer. Refuses what DeleteAlarms refuses. */
  remove(names: readonly string[]): Promise<Result<readonly string[], AlarmInputError | DeskTrouble>>
  /** `reasonData`: JSON text, `''` for none. Runs the state's actions; the next evaluation may set it back. */
  setState(
    name: string,
    state: StateValue,
    reason: string,
    reasonData: string,
  ): Promise<Result<AlarmView, Missing | DeskTrouble>>
  /** Names that are not there are left out. */
  setActions(names: readonly string[], enabled: boolean): Promise<Result<void, DeskTrouble>>

  find(name: string): Promise<Result<AlarmView | undefined, DeskTrouble>>
  /** By name. `next`: there are more; go on with `after: next`. */
  list(
    query: AlarmListQuery,
  ): Promise<Result<{ readonly alarms: readonly AlarmView[]; readonly next?: string }, DeskTrouble>>
  counts(): Promise<Result<Readonly<Record<StateValue, number>>, DeskTrouble>>
  detail(name: string): Promise<Result<AlarmDetail | undefined, DeskTrouble>>
  contributors(name: string): Promise<Result<readonly ContributorView[] | undefined, DeskTrouble>>
  /** Alarms in the rule of a composite, or composites that name the alarm: names, in order. */
  childrenOf(name: string): Promise<Result<readonly string[], DeskTrouble>>
  parentsOf(name: string): Promise<Result<readonly string[], DeskTrouble>>
  /** Metric alarms on exactly this metric. */
  onMetric(asked: MetricAsked): Promise<Result<readonly AlarmView[], DeskTrouble>>
  /** What it watches, over time. Undefined: no such alarm. */
  series(
    name: string,
    from: Instant,
    to: Instant,
  ): Promise<Result<AlarmSeries | undefined, AlarmInputError | DeskTrouble>>
  history(query: AlarmHistoryQuery): Promise<Result<readonly StoredHistoryItem[], DeskTrouble>>
  /** What became of an action: `Successfully executed action arn:…`. */
  addHistory(items: readonly AlarmHistoryItem[]): Promise<Result<void, DeskTrouble>>

  tags(of: TagOwner): Promise<Result<Tags | undefined, DeskTrouble>>
  tag(of: TagOwner, tags: Tags): Promise<Result<void, Missing | { readonly code: 'too-many-tags' } | DeskTrouble>>
  untag(of: TagOwner, keys: readonly string[]): Promise<Result<void, Missing | DeskTrouble>>

  /** The body of `POST /api/alarms/rehearse`. Sends and keeps nothing. */
  rehearse(json: unknown, signal?: AbortSignal): Promise<Result<Rehearsal, RehearsalError | DeskTrouble>>
  /** The body of `POST /api/alarms/suggest`. */
  suggest(json: unknown, signal?: AbortSignal): Promise<Result<readonly Suggestion[], RehearsalError | DeskTrouble>>

  putMute(rule: NewMute, tags: Tags): Promise<Result<MuteView, PutRefusal | DeskTrouble>>
  removeMute(name: string): Promise<Result<void, Missing | DeskTrouble>>
  mute(name: string): Promise<Result<MuteView | undefined, DeskTrouble>>
  mutes(page: NamesPage): Promise<Result<readonly MuteView[], DeskTrouble>>

  putDetector(input: Readonly<Record<string, unknown>>): Promise<Result<void, PutRefusal | DeskTrouble>>
  /** By PutAnomalyDetector's fields that say what it watches. */
  removeDetector(
    input: Readonly<Record<string, unknown>>,
  ): Promise<Result<void, Missing | AlarmInputError | DeskTrouble>>
  detectors(query: DetectorQuery): Promise<Result<readonly DetectorView[], DeskTrouble>>
}
