/** Exports of log groups in the settings: one at a time for all replicas, kept and listed after their end. */
import type { Instant, Result } from '../../model/index.ts'
import type { SettingsError } from './settings-error.ts'

/** `cloudwatch`: CloudWatch's own layout, a gzipped text file or more for each stream. */
export type ExportFormat = 'cloudwatch' | 'ndjson' | 'parquet'
export type ExportStatus = 'PENDING' | 'RUNNING' | 'PENDING_CANCEL' | 'COMPLETED' | 'CANCELLED' | 'FAILED'

export interface ExportProgress {
  readonly events: number
  /** Of the files that are written, as they lie there. */
  readonly bytes: number
  readonly files: number
}

export interface NewExport {
  readonly id: string
  readonly name: string | null
  readonly groupId: number
  /** The group's name when it was asked for; the group may be gone since. */
  readonly group: string
  readonly streamPrefix: string | null
  /** Inclusive. */
  readonly from: Instant
  /** Inclusive. */
  readonly to: Instant
  /** As it was asked for; no secret is in it. */
  readonly destination: string
  readonly prefix: string
  readonly format: ExportFormat
  /** Messages are written as they are, whatever the group's data protection policy says. */
  readonly unmask: boolean
  readonly createdAt: Instant
}

export interface StoredExport extends NewExport {
  readonly status: ExportStatus
  /** How it ended, for people. */
  readonly message: string | null
  readonly endedAt: Instant | null
  /** While it is under way: who runs it gives word before this time. */
  readonly heldUntil: Instant | null
  readonly progress: ExportProgress
}

export interface ExportEnd {
  readonly status: 'COMPLETED' | 'CANCELLED' | 'FAILED'
  readonly message: string | null
  readonly at: Instant
  readonly progress: ExportProgress
}

export interface ExportQuery {
  readonly status?: ExportStatus
  /** Strictly before this one in the order of the list. */
  readonly before?: { readonly createdAt: Instant; readonly id: string }
  readonly limit: number
}

export interface ExportSettings {
  /** `busy`: another one is under way. Of those that have ended the newest `limits.keptExports` stay. */
  add(task: NewExport, heldUntil: Instant): Promise<Result<StoredExport, SettingsError | { readonly code: 'busy' }>>
  find(id: string): Promise<Result<StoredExport | undefined, SettingsError>>
  /** Newest first. */
  list(query: ExportQuery): Promise<Result<readonly StoredExport[], SettingsError>>
  /** Word from who runs it: it runs, is so far, and is held until then. Gives what it shall be now: it may be cancelled, or given up for lost. */
  hold(
    id: string,
    progress: ExportProgress,
    until: Instant,
  ): Promise<Result<ExportStatus, SettingsError | { readonly code: 'missing' }>>
  /** Does nothing to one that has ended. */
  end(id: string, end: ExportEnd): Promise<Result<void, SettingsError>>
  /** Asks whoever runs it to stop. */
  cancel(id: string): Promise<Result<void, SettingsError | { readonly code: 'missing' } | { readonly code: 'ended' }>>
  /** Those under way that nobody has held since `before` have failed; gives them. */
  giveUp(before: Instant, at: Instant, message: string): Promise<Result<readonly StoredExport[], SettingsError>>
}
