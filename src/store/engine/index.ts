/** The door of the engine: one port, its SQL, its block encoder, its migrations, and the two adapters. */
export { type ChdbEngine, type ChdbOptions, openChdb } from './chdb/index.ts'
export { type ClickHouseOptions, openClickHouse } from './clickhouse/index.ts'
export { durableTableSettings } from './durable.ts'
export { type Migration, type MigrationError, migrate } from './migrations.ts'
export * from './native/index.ts'
export { explainOpenError, type OpenError } from './open-error.ts'
export type {
  Engine,
  EngineError,
  EngineStats,
  InsertOptions,
  QueryAnswer,
  QueryOptions,
  QueryProgress,
} from './port.ts'
export { type Sql, type SqlValue, sql } from './sql.ts'
