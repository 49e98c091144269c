/** The table of metric filters, in both databases' words. */
export interface MetricFilterTables {
  readonly metric_filters: MetricFiltersTable
}

/** `details` is JSON: whatever nobody searches by. */
export interface MetricFiltersTable {
  group_id: number
  name: string
  namespace: string
  metric: string
  regexes: number
  created_at: number
  changed_at: number
  stopped_at: number | null
  details: string
}

export const metricFilterTables = {
  name: 'metric filters',
  sqlite: [
    `create table metric_filters (
      group_id integer not null references log_groups (id) on delete cascade,
      name text not null,
      namespace text not null,
      metric text not null,
      regexes integer not null,
      created_at integer not null,
      changed_at integer not null,
      stopped_at integer,
      details text not null,
      primary key (group_id, name)
    ) strict, without rowid`,
  ],
  postgres: [
    `create table metric_filters (
      group_id bigint not null references log_groups (id) on delete cascade,
      name text collate "C" not null,
      namespace text collate "C" not null,
      metric text collate "C" not null,
      regexes integer not null,
      created_at bigint not null,
      changed_at bigint not null,
      stopped_at bigint,
      details text not null,
      primary key (group_id, name)
    )`,
  ],
}
