/** The door of the tables: schema, migrations, and the port's calls as statements for any database. */
export { answer, type Database } from './database.ts'
export { migrate, type NewerSchema } from './migrate.ts'
export { type Migration, migrations } from './migrations.ts'
export { settingsOf } from './settings.ts'
export type { Tables } from './tables.ts'
