/**
 * What Logs Insights keeps in the settings: saved queries, runs with their answers, lookup tables, scheduled queries.
 * Whatever is not asked for by the database lies in `details`, which is JSON there, so any text may stand in it.
 */
import type { Instant, Result, Said } from '../../model/index.ts'
import type { SettingsError } from './settings-error.ts'

type Answer<T, Code extends string = never> = Promise<Result<T, SettingsError | Coded<Code>>>
/** One type for each code, so that a check of the code tells them apart. */
type Coded<Code extends string> = Code extends unknown ? { readonly code: Code } : never

export interface QueryDefinition {
  /** A UUID. */
  readonly id: string
  /** Not unique; `/` makes folders. */
  readonly name: string
  readonly text: string
  readonly groups: readonly string[]
  readonly parameters: readonly QueryParameter[]
  readonly changedAt: Instant
}
export interface QueryParameter {
  readonly name: string
  readonly defaultValue?: string
  readonly description?: string
}

export interface DefinitionSettings {
  /**
   * Adds a new one. With a `token` that was used before: the one that was made then, or `token-reused` when `digest` differs.
   * `too-many`: `limits.queryDefinitions` stand already.
   */
  add(
    definition: QueryDefinition,
    token?: { readonly value: string; readonly digest: string },
  ): Answer<QueryDefinition, 'too-many' | 'token-reused'>
  /** Replaces all of the one with this id. */
  replace(definition: QueryDefinition): Answer<void, 'missing'>
  remove(id: string): Answer<void, 'missing'>
  definition(id: string): Answer<QueryDefinition | undefined>
  /** The one of this name that was changed last. */
  named(name: string): Answer<QueryDefinition | undefined>
  /** By name, then id, both by bytes. `after`: strictly greater. */
  definitions(query: {
    readonly prefix?: string
    readonly after?: { readonly name: string; readonly id: string }
    readonly limit: number
  }): Answer<readonly QueryDefinition[]>
}

export type QueryRunStatus = 'Scheduled' | 'Running' | 'Complete' | 'Failed' | 'Cancelled' | 'Timeout'

export interface QueryRun {
  readonly id: string
  readonly createdAt: Instant
  readonly status: QueryRunStatus
  /** Names of the groups that are asked. */
  readonly groups: readonly string[]
  readonly details: QueryRunDetails
  readonly end: QueryRunEnd | null
  /** Compressed bytes of the kept answer; 0: none, or dropped. */
  readonly answerBytes: number
  /** The answer was there and had to make room for newer ones. */
  readonly dropped: boolean
}
export interface QueryRunDetails {
  /** As it was given. */
  readonly text: string
  /** As DescribeQueries shows it, with SOURCE. */
  readonly shown: string
  /** Both inclusive, epoch milliseconds. */
  readonly from: number
  readonly to: number
  /** Who asked. */
  readonly caller: string
  /** The scheduled query that started it. */
  readonly schedule?: string
}
export interface QueryRunEnd {
  readonly at: Instant
  readonly startedAt: Instant | null
  /** Why it failed, for people. */
  readonly message: string | null
  readonly columns: readonly string[]
  readonly rows: number
  readonly notices: readonly string[]
  /** Notices and message for any language, where they are known so. */
  readonly said?: readonly Said[]
  readonly why?: Said
  readonly statistics: Readonly<Record<string, number>>
}

/** A piece of an answer: rows from `firstRow` on, compressed. */
export interface AnswerPage {
  readonly firstRow: number
  readonly rows: number
  readonly body: Uint8Array
}

export interface RunSettings {
  /** `owner` runs it and renews its hold until it has ended. */
  begin(run: Omit<QueryRun, 'end' | 'answerBytes' | 'dropped'>, owner: string, heldUntil: Instant): Answer<void>
  started(id: string): Answer<void>
  /** Renews the hold on all that run here; gives the ids that somebody asked to stop elsewhere. */
  hold(owner: string, until: Instant): Answer<readonly string[]>
  /** Asks whoever runs it to stop; `missing`: it is not under way. */
  askToStop(id: string): Answer<void, 'missing'>
  keepPage(id: string, page: AnswerPage): Answer<void>
  /** Ends a run that has not ended; its kept pages count as its answer from now on. */
  ended(id: string, status: QueryRunStatus, end: QueryRunEnd): Answer<void>
  run(id: string): Answer<QueryRun | undefined>
  /** Newest first. `before`: strictly older, by time and then id. */
  runs(query: {
    readonly status?: QueryRunStatus
    readonly group?: string
    readonly before?: { readonly createdAt: Instant; readonly id: string }
    readonly limit: number
  }): Answer<readonly QueryRun[]>
  /** The pages that hold any of the rows from `from` on, `to` exclusive, in order. */
  pages(id: string, from: number, to: number): Answer<readonly AnswerPage[]>
  /** Ends as failed what nobody holds any more (`everything`: whoever held it); gives how many. */
  failLost(now: Instant, message: string, everything: boolean): Answer<number>
  /** Forgets runs made before `before`, and drops the oldest answers until at most `keepBytes` are left. */
  tidy(before: Instant, keepBytes: number): Answer<void>
}

export interface LookupTable {
  readonly name: string
  readonly createdAt: Instant
  readonly changedAt: Instant
  readonly details: {
    readonly description?: string
    readonly kmsKeyId?: string
    readonly fields: readonly string[]
    readonly records: number
    /** Of the CSV text, in UTF-8. */
    readonly sizeBytes: number
  }
}

export interface LookupSettings {
  /** `body` is kept as it is given. `too-many`: `limits.lookupTables` stand already. */
  create(table: LookupTable, body: Uint8Array): Answer<void, 'exists' | 'too-many'>
  /** All but `createdAt`. */
  replace(table: LookupTable, body: Uint8Array): Answer<void, 'missing'>
  remove(name: string): Answer<void, 'missing'>
  table(name: string): Answer<LookupTable | undefined>
  body(name: string): Answer<Uint8Array | undefined>
  /** By name. `after`: strictly greater. */
  tables(query: {
    readonly prefix?: string
    readonly after?: string
    readonly limit: number
  }): Answer<readonly LookupTable[]>
}

export type TriggerStatus = 'Running' | 'InvalidQuery' | 'Complete' | 'Failed' | 'Timeout'

export interface ScheduledQuery {
  /** A UUID. */
  readonly id: string
  readonly name: string
  readonly enabled: boolean
  readonly createdAt: Instant
  readonly changedAt: Instant
  /** When it runs next; null: never again. */
  readonly dueAt: Instant | null
  readonly last: { readonly at: Instant; readonly status: TriggerStatus } | null
  readonly details: {
    readonly text: string
    readonly groups: readonly string[]
    readonly expression: string
    readonly timezone: string
    readonly description?: string
    /** How far back of its run it looks, in seconds. */
    readonly startTimeOffset?: number
    /** Epoch seconds, as given. */
    readonly startTime?: number
    readonly endTime?: number
    readonly roleArn: string
  }
}

export interface Trigger {
  readonly scheduleId: string
  /** The id of the run, or an id of its own when none was started. */
  readonly queryId: string
  readonly at: Instant
  readonly status: TriggerStatus
  readonly message: string | null
}

export interface ScheduleSettings {
  /** `too-many`: `limits.scheduledQueries` stand already. */
  create(query: ScheduledQuery): Answer<void, 'exists' | 'too-many'>
  /** All but `id`, `createdAt` and `last`, found by id. */
  replace(query: ScheduledQuery): Answer<void, 'missing'>
  /** With its history. */
  remove(id: string): Answer<void, 'missing'>
  /** By name or id. */
  scheduled(nameOrId: string): Answer<ScheduledQuery | undefined>
  /** By name. `after`: strictly greater. */
  list(query: {
    readonly enabled?: boolean
    readonly after?: string
    readonly limit: number
  }): Answer<readonly ScheduledQuery[]>
  /** Enabled ones whose time has come, longest due first. */
  due(now: Instant, limit: number): Answer<readonly ScheduledQuery[]>
  /** Moves it on to `next` if it is still due at `dueAt`; false: somebody else has taken this run. */
  claim(id: string, dueAt: Instant, next: Instant | null): Answer<boolean>
  /** Keeps a trigger, or its new status; it becomes the query's last, unless a later one is there. */
  triggered(trigger: Trigger): Answer<void>
  /** Newest first, `from` and `to` inclusive. `before`: strictly older, by time and then query id. */
  triggers(query: {
    readonly scheduleId: string
    readonly from: Instant
    readonly to: Instant
    readonly statuses?: readonly TriggerStatus[]
    readonly before?: { readonly at: Instant; readonly queryId: string }
    readonly limit: number
  }): Answer<readonly Trigger[]>
  /** Triggers that are not ended. */
  openTriggers(limit: number): Answer<readonly Trigger[]>
  forgetTriggers(before: Instant): Answer<void>
}

export interface QuerySettings {
  readonly definitions: DefinitionSettings
  readonly runs: RunSettings
  readonly lookups: LookupSettings
  readonly schedules: ScheduleSettings
}
