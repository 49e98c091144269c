/** Queries as jobs: started, watched, stopped, and found again with their answers for a week, also after a restart. */
import type { Instant, Result, Said } from '../../model/index.ts'
import type { QueryRunDetails, QueryRunStatus, SettingsError } from '../../store/settings/port.ts'
import type { InsightsAnswer, InsightsRequest, InsightsRow, InsightsStatistics } from '../insights/index.ts'

export interface NewJob {
  readonly request: InsightsRequest
  /** Names of the groups that are asked. */
  readonly groups: readonly string[]
  readonly details: QueryRunDetails
}

export interface JobState {
  readonly id: string
  readonly status: QueryRunStatus
  /** While it is `Scheduled`: 1 is the next; otherwise 0. */
  readonly position: number
  readonly createdAt: Instant
  readonly startedAt: Instant | null
  readonly endedAt: Instant | null
  /** Why it failed or was given up, for people. */
  readonly message: string | null
  readonly groups: readonly string[]
  readonly details: QueryRunDetails
  /** Without `@ptr`. */
  readonly columns: readonly string[]
  /** How many there are so far. */
  readonly rows: number
  readonly notices: readonly string[]
  /** Notices and message for any language, where they are known so. */
  readonly said?: readonly Said[]
  readonly why?: Said
  readonly statistics: InsightsStatistics
  /** 0 to 1; null when unknown. */
  readonly progress: number | null
  /** It had an answer, which had to make room for newer ones. */
  readonly dropped: boolean
}

export type JobEvent =
  | { readonly kind: 'waiting'; readonly position: number }
  | { readonly kind: 'running' }
  | { readonly kind: 'partial'; readonly answer: InsightsAnswer; readonly progress: number | null }
  /** The last one. `answer`: what there is, also when it did not come to its end. */
  | {
      readonly kind: 'ended'
      readonly status: QueryRunStatus
      readonly answer: InsightsAnswer
      readonly message: string | null
      readonly why?: Said
      readonly startedAt: Instant | null
      readonly at: Instant
    }

export interface JobQuery {
  readonly status?: QueryRunStatus
  readonly group?: string
  readonly before?: { readonly createdAt: Instant; readonly id: string }
  readonly limit: number
}

export interface QueryJobs {
  /** Resolves once the job is on record. `too-many`: `limits.queriesUnderWay` run and wait already. */
  submit(
    job: NewJob,
  ): Promise<Result<JobState, SettingsError | { readonly code: 'too-many' } | { readonly code: 'closing' }>>
  state(id: string): Promise<Result<JobState | undefined, SettingsError>>
  /** Rows from `from` on, at most `count`; while it runs, those that are there so far. */
  rows(id: string, from: number, count: number): Promise<Result<readonly InsightsRow[], SettingsError>>
  /** Stops the work in the engine. `ended`: there is nothing to stop any more. */
  stop(id: string): Promise<Result<void, SettingsError | { readonly code: 'missing' } | { readonly code: 'ended' }>>
  /** Newest first. */
  list(query: JobQuery): Promise<Result<readonly JobState[], SettingsError>>
  /** Calls back from now on until the job has ended; gives the way to stop listening, or undefined when it is not under way here. */
  watch(id: string, listener: (event: JobEvent) => void): (() => void) | undefined
  /** Stops what runs and keeps that it was stopped. */
  close(): Promise<void>
}
