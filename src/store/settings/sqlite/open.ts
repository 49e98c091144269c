/** The embedded settings: one SQLite file that one process holds. */
import { statSync } from 'node:fs'
import type { DatabaseSync } from 'node:sqlite'
import { Kysely, SqliteDialect, sql } from 'kysely'
import { limits } from '../../../limits.ts'
import { err, ok, type Result } from '../../../model/index.ts'
import type { Settings } from '../port.ts'
import { type Database, type Migration, migrate, migrations, settingsOf, type Tables } from '../tables/index.ts'
import type { SettingsOpenError } from '../trouble.ts'
import { connect, forKysely } from './connect.ts'
import { damaged, explainSqlite, explainSqliteOpen } from './trouble.ts'

/** Opens or makes `file` (its folder must be there; `:memory:` for tests) and brings it up to date. */
export async function openSqlite(
  file: string,
  steps: readonly Migration[] = migrations,
): Promise<Result<Settings, SettingsOpenError>> {
  let connection: DatabaseSync | undefined
  try {
    connection = connect(file)
    const harm = damageIn(connection, file)
    const database = databaseOn(connection, file)
    const migrated = harm ?? (await migrate(database, steps))
    if (migrated.ok) return ok(settingsOf(database))
    connection.close()
    if (migrated.error.code !== 'newer') return err(migrated.error)
    const { found, known } = migrated.error
    return err({
      code: 'newer',
      message: `The settings file ${file} was written by a newer Mangru (its schema is ${found}, this program knows ${known}). Start that version or a newer one, or restore the backup made before the upgrade.`,
    })
  } catch (error) {
    if (connection?.isOpen) connection.close()
    const explained = explainSqliteOpen(file, error)
    if (explained === undefined) throw error
    return err(explained)
  }
}

/** The settings' view of an open connection, which it owns from now on. */
export function databaseOn(connection: DatabaseSync, file: string): Database {
  return {
    kind: 'sqlite',
    db: new Kysely<Tables>({ dialect: new SqliteDialect({ database: forKysely(connection) }) }),
    among: (column, values) => sql`${sql.ref(column)} in (select value from json_each(${JSON.stringify(values)}))`,
    contains: (column, text) => sql`instr(${sql.ref(column)}, ${text}) > 0`,
    // One connection in one process: a transaction is alone.
    lockRows: sql``,
    keepRows: sql``,
    lockSchema: sql`select 1`,
    explain: error => explainSqlite(file, error),
  }
}

/** Small files are read through once at the start, so that damage is met then and not in the middle of the day. */
function damageIn(connection: DatabaseSync, file: string) {
  if (file === ':memory:' || statSync(file).size > limits.settingsCheckedBytes) return undefined
  const [row] = connection.prepare('pragma quick_check(1)').all()
  if (row?.quick_check === 'ok') return undefined
  return err({ code: 'damaged' as const, message: damaged(file) })
}
