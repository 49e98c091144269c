/**
 * The numbered changes that make the tables, in both databases' words. A change that was released is never edited:
 * the next one is added below it. Ids fit UInt32 and are never used again; names compare by bytes.
 */
import { alarmTables } from './alarm-tables.ts'
import { dashboardTables } from './dashboard-tables.ts'
import { exportTables } from './export-tables.ts'
import { metricFilterTables } from './metric-filter-tables.ts'
import { notifyTables } from './notify-tables.ts'
import { queryTables } from './query-tables.ts'
import { subscriptionTables } from './subscription-tables.ts'

export interface Migration {
  /** 1, 2, 3, … without a gap. */
  readonly number: number
  readonly name: string
  readonly sqlite: readonly string[]
  readonly postgres: readonly string[]
}

const maxId = 4_294_967_295

export const migrations: readonly Migration[] = [
  {
    number: 1,
    name: 'log groups, streams, tags, tombstones, keys',
    sqlite: [
      `create table log_groups (
        id integer primary key autoincrement check (id between 1 and ${maxId}),
        name text not null unique,
        created_at integer not null,
        class text not null,
        retention_days integer,
        deletion_protection integer not null,
        kms_key_id text
      ) strict`,
      `create table log_streams (
        id integer primary key autoincrement check (id between 1 and ${maxId}),
        group_id integer not null references log_groups (id) on delete cascade,
        name text not null,
        created_at integer not null,
        unique (group_id, name)
      ) strict`,
      `create table log_group_tags (
        group_id integer not null references log_groups (id) on delete cascade,
        key text not null,
        value text not null,
        primary key (group_id, key)
      ) strict, without rowid`,
      `create table tombstones (
        kind text not null,
        id integer not null,
        group_id integer not null,
        deleted_at integer not null,
        primary key (kind, id)
      ) strict, without rowid`,
      `create table access_keys (
        access_key_id text primary key,
        name text not null,
        role text not null,
        sealed_secret text not null,
        token_hash text not null unique,
        created_at integer not null,
        revoked_at integer
      ) strict, without rowid`,
    ],
    postgres: [
      `create table log_groups (
        id bigint generated always as identity (maxvalue ${maxId}) primary key,
        name text collate "C" not null unique,
        created_at bigint not null,
        class text not null,
        retention_days integer,
        deletion_protection integer not null,
        kms_key_id text
      )`,
      `create table log_streams (
        id bigint generated always as identity (maxvalue ${maxId}) primary key,
        group_id bigint not null references log_groups (id) on delete cascade,
        name text collate "C" not null,
        created_at bigint not null,
        unique (group_id, name)
      )`,
      `create table log_group_tags (
        group_id bigint not null references log_groups (id) on delete cascade,
        key text collate "C" not null,
        value text not null,
        primary key (group_id, key)
      )`,
      `create table tombstones (
        kind text collate "C" not null,
        id bigint not null,
        group_id bigint not null,
        deleted_at bigint not null,
        primary key (kind, id)
      )`,
      `create table access_keys (
        access_key_id text collate "C" primary key,
        name text not null,
        role text not null,
        sealed_secret text not null,
        token_hash text collate "C" not null unique,
        created_at bigint not null,
        revoked_at bigint
      )`,
    ],
  },
  { number: 2, ...queryTables },
  { number: 3, ...metricFilterTables },
  { number: 4, ...subscriptionTables },
  { number: 5, ...exportTables },
  { number: 6, ...alarmTables },
  { number: 7, ...dashboardTables },
  { number: 8, ...notifyTables },
]
