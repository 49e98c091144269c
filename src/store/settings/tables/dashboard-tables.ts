/** The table of dashboards, in both databases' words. */
export interface DashboardTables {
  readonly dashboards: DashboardsTable
}

export interface DashboardsTable {
  name: string
  body: string
  bytes: number
  widgets: number
  changed_at: number
  version: number
}

export const dashboardTables = {
  name: 'dashboards',
  // With a rowid: bodies of a megabyte do not belong into the tree of names.
  sqlite: [
    `create table dashboards (
      name text primary key,
      body text not null,
      bytes integer not null,
      widgets integer not null,
      changed_at integer not null,
      version integer not null
    ) strict`,
  ],
  postgres: [
    `create table dashboards (
      name text collate "C" primary key,
      body text not null,
      bytes integer not null,
      widgets integer not null,
      changed_at bigint not null,
      version bigint not null
    )`,
  ],
}
