/** The door of the log store. */
export { logColumns } from './columns.ts'
export { eventId, parseEventId } from './event-id.ts'
export { type JanitorPorts, type Swept, sweep } from './janitor.ts'
export type * from './port.ts'
export { logMigrations } from './schema.ts'
export { type EngineLogStore, type LogStoreOptions, openLogStore } from './store.ts'
export type { WriterStats } from './writer.ts'
