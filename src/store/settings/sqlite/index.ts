/** The door of the SQLite adapter. */
export { openSqlite } from './open.ts'
