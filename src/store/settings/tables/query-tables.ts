/** The tables of Logs Insights as Kysely sees them, and the change that makes them. */
export interface QueryTables {
  readonly query_definitions: QueryDefinitionsTable
  readonly query_runs: QueryRunsTable
  readonly query_answers: { run_id: string; first_row: number; row_count: number; body: Uint8Array; body_bytes: number }
  readonly lookup_tables: LookupTablesTable
  readonly scheduled_queries: ScheduledQueriesTable
  readonly scheduled_query_triggers: TriggersTable
}

export interface QueryDefinitionsTable {
  id: string
  name: string
  changed_at: number
  token: string | null
  token_digest: string | null
  details: string
}

export interface QueryRunsTable {
  id: string
  created_at: number
  status: string
  group_names: string
  details: string
  ending: string | null
  answer_bytes: number
  dropped: number
  owner: string
  held_until: number
  stop_asked: number
}

export interface LookupTablesTable {
  name: string
  created_at: number
  changed_at: number
  details: string
  body: Uint8Array
}

export interface ScheduledQueriesTable {
  id: string
  name: string
  enabled: number
  created_at: number
  changed_at: number
  due_at: number | null
  last_at: number | null
  last_status: string | null
  details: string
}

export interface TriggersTable {
  schedule_id: string
  query_id: string
  at: number
  status: string
  message: string | null
}

/** In SQLite's words; PostgreSQL's differ in the names of types and in the comparison of texts. */
const statements = [
  `create table query_definitions (
    id text primary key,
    name text not null,
    changed_at integer not null,
    token text unique,
    token_digest text,
    details text not null
  ) strict, without rowid`,
  'create index query_definitions_name on query_definitions (name, id)',
  `create table query_runs (
    id text primary key,
    created_at integer not null,
    status text not null,
    group_names text not null,
    details text not null,
    ending text,
    answer_bytes integer not null,
    dropped integer not null,
    owner text not null,
    held_until integer not null,
    stop_asked integer not null
  ) strict, without rowid`,
  'create index query_runs_age on query_runs (created_at, id)',
  'create index query_runs_status on query_runs (status, created_at, id)',
  `create table query_answers (
    run_id text not null references query_runs (id) on delete cascade,
    first_row integer not null,
    row_count integer not null,
    body blob not null,
    body_bytes integer not null,
    primary key (run_id, first_row)
  ) strict`,
  `create table lookup_tables (
    name text primary key,
    created_at integer not null,
    changed_at integer not null,
    details text not null,
    body blob not null
  ) strict`,
  `create table scheduled_queries (
    id text primary key,
    name text not null unique,
    enabled integer not null,
    created_at integer not null,
    changed_at integer not null,
    due_at integer,
    last_at integer,
    last_status text,
    details text not null
  ) strict, without rowid`,
  'create index scheduled_queries_due on scheduled_queries (enabled, due_at)',
  `create table scheduled_query_triggers (
    schedule_id text not null references scheduled_queries (id) on delete cascade,
    query_id text not null,
    at integer not null,
    status text not null,
    message text,
    primary key (schedule_id, query_id)
  ) strict, without rowid`,
  'create index scheduled_query_triggers_age on scheduled_query_triggers (schedule_id, at, query_id)',
]

const inPostgres = (statement: string): string =>
  statement
    .replace(/\) strict(, without rowid)?$/, ')')
    .replaceAll(/\binteger\b/g, 'bigint')
    .replaceAll(/\bblob\b/g, 'bytea')
    .replaceAll(/^(\s+\w+ text)\b/gm, '$1 collate "C"')

export const queryTables = {
  name: 'saved queries, query runs, lookup tables, scheduled queries',
  sqlite: statements,
  postgres: statements.map(inPostgres),
}
