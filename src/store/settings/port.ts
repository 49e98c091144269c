/**
 * The `Settings` port: what must be a transaction and is never in ClickHouse (log groups, streams, tags, retention, keys).
 * Adapters: SQLite (`node:sqlite`, embedded) and PostgreSQL (several replicas), both through Kysely; one contract test.
 * Every call rejects only for our own bugs; trouble with the database is `SettingsError`.
 */
import type { Instant, LogGroupClass, Result } from '../../model/index.ts'
import type { AlarmSettings } from './alarm-port.ts'
import type { DashboardSettings } from './dashboard-port.ts'
import type { ExportSettings } from './export-port.ts'
import type { MetricFilterSettings } from './metric-filter-port.ts'
import type { NotifySettings } from './notify-port.ts'
import type { PolicySettings } from './policy-port.ts'
import type { QuerySettings } from './query-port.ts'
import type { SettingsError } from './settings-error.ts'
import type { SubscriptionSettings } from './subscription-port.ts'

export type * from './alarm-port.ts'
export type * from './dashboard-port.ts'
export type * from './export-port.ts'
export type * from './metric-filter-port.ts'
export type * from './notify-port.ts'
export type * from './policy-port.ts'
export type * from './query-port.ts'
export type { SettingsError } from './settings-error.ts'
export type * from './subscription-port.ts'

/** `id` is never used again, so a group made anew under an old name does not see the old rows. Fits UInt32. */
export interface LogGroup {
  readonly id: number
  readonly name: string
  readonly createdAt: Instant
  readonly class: LogGroupClass
  /** null: kept for ever. */
  readonly retentionDays: number | null
  readonly deletionProtection: boolean
  readonly kmsKeyId: string | null
}

/** `id` is never used again. Fits UInt32. */
export interface LogStream {
  readonly id: number
  readonly groupId: number
  readonly name: string
  readonly createdAt: Instant
}

export interface NewLogGroup {
  readonly name: string
  readonly createdAt: Instant
  readonly class: LogGroupClass
  readonly deletionProtection: boolean
  readonly kmsKeyId: string | null
  readonly tags: Readonly<Record<string, string>>
}

export interface LogGroupPatch {
  readonly retentionDays?: number | null
  readonly deletionProtection?: boolean
  readonly kmsKeyId?: string | null
}

/** Ordered by name in ASCII (byte) order. `after`: names strictly greater. */
export interface LogGroupQuery {
  readonly prefix?: string
  /** Case-sensitive substring. */
  readonly contains?: string
  readonly class?: LogGroupClass
  readonly names?: readonly string[]
  readonly after?: string
  readonly limit: number
}

export interface LogStreamQuery {
  readonly groupId: number
  readonly prefix?: string
  readonly names?: readonly string[]
  /** Names strictly greater (less, when `descending`). */
  readonly after?: string
  readonly descending?: boolean
  readonly limit: number
}

/** What a delete left behind in the engine; the janitor removes the rows, then clears it. */
export interface Tombstone {
  readonly kind: 'group' | 'stream'
  readonly id: number
  /** The group's id, also for a stream. */
  readonly groupId: number
  readonly deletedAt: Instant
}

export interface LogSettings {
  create(group: NewLogGroup): Promise<Result<LogGroup, SettingsError | { readonly code: 'exists' }>>
  /** Deletes the group with its streams and tags and leaves a tombstone, in one transaction. */
  remove(
    name: string,
    at: Instant,
  ): Promise<Result<LogGroup, SettingsError | { readonly code: 'missing' | 'protected' }>>
  patch(name: string, patch: LogGroupPatch): Promise<Result<LogGroup, SettingsError | { readonly code: 'missing' }>>
  group(name: string): Promise<Result<LogGroup | undefined, SettingsError>>
  /** Those that are there, by id. */
  groupsById(ids: readonly number[]): Promise<Result<readonly LogGroup[], SettingsError>>
  groups(query: LogGroupQuery): Promise<Result<readonly LogGroup[], SettingsError>>
  countGroups(): Promise<Result<number, SettingsError>>
  countStreams(groupIds: readonly number[]): Promise<Result<ReadonlyMap<number, number>, SettingsError>>

  createStream(
    groupId: number,
    name: string,
    at: Instant,
  ): Promise<Result<LogStream, SettingsError | { readonly code: 'exists' | 'missing' }>>
  removeStream(
    groupId: number,
    name: string,
    at: Instant,
  ): Promise<Result<LogStream, SettingsError | { readonly code: 'missing' }>>
  stream(groupId: number, name: string): Promise<Result<LogStream | undefined, SettingsError>>
  streams(query: LogStreamQuery): Promise<Result<readonly LogStream[], SettingsError>>
  streamsById(ids: readonly number[]): Promise<Result<readonly LogStream[], SettingsError>>

  tags(groupId: number): Promise<Result<Readonly<Record<string, string>>, SettingsError>>
  /** Adds or replaces; refuses as a whole when more than `limits.tagsPerResource` would stand. */
  tag(
    groupId: number,
    tags: Readonly<Record<string, string>>,
  ): Promise<Result<void, SettingsError | { readonly code: 'too-many-tags' }>>
  untag(groupId: number, keys: readonly string[]): Promise<Result<void, SettingsError>>

  tombstones(): Promise<Result<readonly Tombstone[], SettingsError>>
  clearTombstone(kind: Tombstone['kind'], id: number): Promise<Result<void, SettingsError>>
}

export type Role = 'reader' | 'writer' | 'operator'

/** An access key for SigV4 plus a bearer token, made together. The secret is kept sealed, the token hashed (SHA-256, hex). */
export interface StoredKey {
  readonly accessKeyId: string
  readonly name: string
  readonly role: Role
  readonly sealedSecret: string
  readonly tokenHash: string
  readonly createdAt: Instant
  readonly revokedAt: Instant | null
}

export interface KeySettings {
  add(key: StoredKey): Promise<Result<void, SettingsError | { readonly code: 'exists' }>>
  list(): Promise<Result<readonly StoredKey[], SettingsError>>
  byAccessKeyId(id: string): Promise<Result<StoredKey | undefined, SettingsError>>
  byTokenHash(hash: string): Promise<Result<StoredKey | undefined, SettingsError>>
  revoke(accessKeyId: string, at: Instant): Promise<Result<StoredKey, SettingsError | { readonly code: 'missing' }>>
}

export interface Settings {
  readonly kind: 'sqlite' | 'postgres'
  readonly logs: LogSettings
  readonly metricFilters: MetricFilterSettings
  readonly keys: KeySettings
  readonly queries: QuerySettings
  readonly subscriptions: SubscriptionSettings
  readonly exports: ExportSettings
  readonly policies: PolicySettings
  readonly alarms: AlarmSettings
  readonly dashboards: DashboardSettings
  readonly notify: NotifySettings
  close(): Promise<void>
}
