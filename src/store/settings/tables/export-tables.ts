/** The tables of exports, of policies on log groups, and of resource policies. */

export interface ExportTables {
  readonly log_exports: LogExportsTable
  readonly log_group_policies: { group_id: number; kind: string; document: string; changed_at: number }
  readonly log_resource_policies: { name: string; document: string; revision: string; changed_at: number }
}

export interface LogExportsTable {
  id: string
  name: string | null
  group_id: number
  group_name: string
  stream_prefix: string | null
  from_time: number
  to_time: number
  destination: string
  prefix: string
  format: string
  unmask: number
  created_at: number
  status: string
  message: string | null
  ended_at: number | null
  held_until: number | null
  events: number
  bytes: number
  files: number
  /** 1 while it is under way, else null: so there is one at most. */
  slot: number | null
}

const ofExport = (int: string, text: string) => `
  id ${text} primary key,
  name text,
  group_id ${int} not null,
  group_name text not null,
  stream_prefix text,
  from_time ${int} not null,
  to_time ${int} not null,
  destination text not null,
  prefix text not null,
  format text not null,
  unmask ${int} not null,
  created_at ${int} not null,
  status text not null,
  message text,
  ended_at ${int},
  held_until ${int},
  events ${int} not null,
  bytes ${int} not null,
  files ${int} not null,
  slot ${int} unique`

const ofGroupPolicy = (int: string, text: string) => `
  group_id ${int} not null references log_groups (id) on delete cascade,
  kind ${text} not null,
  document text not null,
  changed_at ${int} not null,
  primary key (group_id, kind)`

const ofResourcePolicy = (int: string, text: string) => `
  name ${text} primary key,
  document text not null,
  revision text not null,
  changed_at ${int} not null`

const tables = (int: string, text: string, end: string): readonly string[] => [
  `create table log_exports (${ofExport(int, text)})${end}`,
  'create index log_exports_by_age on log_exports (created_at, id)',
  `create table log_group_policies (${ofGroupPolicy(int, text)})${end}`,
  `create table log_resource_policies (${ofResourcePolicy(int, text)})${end}`,
]

export const exportTables = {
  name: 'exports and policies',
  sqlite: tables('integer', 'text', ' strict, without rowid'),
  postgres: tables('bigint', 'text collate "C"', ''),
}
