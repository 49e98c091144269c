/** The door of the settings: the port, its adapters, and the memory in front of it for the ingest path. */
export type * from './port.ts'
export { openSqlite } from './sqlite/index.ts'
export type { SettingsOpenError } from './trouble.ts'
