/** The whole port over one database: the same statements for both adapters. */
import type { Settings, SettingsError } from '../port.ts'
import { alarmsBeside } from './alarm-beside.ts'
import { alarmRecords } from './alarm-records.ts'
import { alarmDefinitions } from './alarms.ts'
import { dashboards } from './dashboards.ts'
import type { Database } from './database.ts'
import { deliveries } from './deliveries.ts'
import { logDestinations } from './destinations.ts'
import { logExports } from './exports.ts'
import { logGroups } from './groups.ts'
import { accessKeys } from './keys.ts'
import { lookupTables } from './lookup-tables.ts'
import { metricFilters } from './metric-filters.ts'
import { logPolicies } from './policies.ts'
import { queryDefinitions } from './query-definitions.ts'
import { queryRuns } from './query-runs.ts'
import { scheduledQueries } from './scheduled-queries.ts'
import { logStreams } from './streams.ts'
import { subscriptions } from './subscriptions.ts'
import { logGroupTags } from './tags.ts'
import { logTombstones } from './tombstones.ts'
import { topics } from './topics.ts'

/** Owns the database: `close` ends it, and every later call is answered `unavailable`. Tables must be there (`migrate`). */
export function settingsOf(opened: Database): Settings {
  let closed: Promise<void> | undefined
  const stopped: SettingsError = { code: 'unavailable', message: 'The settings are closed: Mangru is stopping.' }
  const database: Database = { ...opened, explain: error => (closed ? stopped : opened.explain(error)) }
  return {
    kind: opened.kind,
    logs: {
      ...logGroups(database),
      ...logStreams(database),
      ...logGroupTags(database),
      ...logTombstones(database),
    },
    metricFilters: metricFilters(database),
    keys: accessKeys(database),
    queries: {
      definitions: queryDefinitions(database),
      runs: queryRuns(database),
      lookups: lookupTables(database),
      schedules: scheduledQueries(database),
    },
    subscriptions: { ...subscriptions(database), ...logDestinations(database) },
    exports: logExports(database),
    policies: logPolicies(database),
    alarms: { ...alarmDefinitions(database), ...alarmRecords(database), ...alarmsBeside(database) },
    dashboards: dashboards(database),
    notify: { ...topics(database), ...deliveries(database) },
    close: () => {
      closed ??= opened.db.destroy()
      return closed
    },
  }
}
