/** The tables of the settings as Kysely sees them; `migrations.ts` makes them. Times are epoch milliseconds, truth is 0 or 1. */
import type { Generated } from 'kysely'
import type { AlarmTables } from './alarm-tables.ts'
import type { DashboardTables } from './dashboard-tables.ts'
import type { ExportTables } from './export-tables.ts'
import type { MetricFilterTables } from './metric-filter-tables.ts'
import type { NotifyTables } from './notify-tables.ts'
import type { QueryTables } from './query-tables.ts'
import type { SubscriptionTables } from './subscription-tables.ts'

export interface Tables
  extends QueryTables,
    MetricFilterTables,
    SubscriptionTables,
    ExportTables,
    AlarmTables,
    DashboardTables,
    NotifyTables {
  readonly log_groups: LogGroupsTable
  readonly log_streams: LogStreamsTable
  readonly log_group_tags: { group_id: number; key: string; value: string }
  readonly tombstones: { kind: string; id: number; group_id: number; deleted_at: number }
  readonly access_keys: AccessKeysTable
  readonly settings_migrations: { number: number; name: string }
}

export interface LogGroupsTable {
  id: Generated<number>
  name: string
  created_at: number
  class: string
  retention_days: number | null
  deletion_protection: number
  kms_key_id: string | null
}

export interface LogStreamsTable {
  id: Generated<number>
  group_id: number
  name: string
  created_at: number
}

export interface AccessKeysTable {
  access_key_id: string
  name: string
  role: string
  sealed_secret: string
  token_hash: string
  created_at: number
  revoked_at: number | null
}
