/** The door of the settings: the port, its adapters, and the memory in front of it for the ingest path. */

export { type CachedLogSettings, type CacheOptions, cacheLogSettings } from './cached.ts'
export { openSettings, settingsFile } from './open.ts'
export type * from './port.ts'
export { openPostgres } from './postgres/index.ts'
export { openSqlite } from './sqlite/index.ts'
export type { SettingsOpenError } from './trouble.ts'
