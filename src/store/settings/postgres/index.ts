/** The door of the PostgreSQL adapter. */
export { openPostgres } from './open.ts'
