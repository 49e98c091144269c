/** Brings the tables up to this program's version, once, however many replicas start together; refuses newer data. */
import { sql } from 'kysely'
import { err, ok, type Result } from '../../../model/index.ts'
import type { Database } from './database.ts'
import { type Migration, migrations } from './migrations.ts'

/** The data was written by a program that knows more migrations (`found`) than this one (`known`). */
export interface NewerSchema {
  readonly code: 'newer'
  readonly found: number
  readonly known: number
}

/** All in one transaction: it stands as a whole or not at all. Rejects with the driver's error on trouble. */
export async function migrate(
  database: Database,
  steps: readonly Migration[] = migrations,
): Promise<Result<void, NewerSchema>> {
  const { db, kind } = database
  const known = steps.at(-1)?.number ?? 0
  return db.transaction().execute(async transaction => {
    await database.lockSchema.execute(transaction)
    await transaction.schema
      .createTable('settings_migrations')
      .ifNotExists()
      .addColumn('number', 'integer', column => column.primaryKey())
      .addColumn('name', 'text', column => column.notNull())
      .execute()
    const row = await transaction
      .selectFrom('settings_migrations')
      .select(eb => eb.fn.max('number').as('found'))
      .executeTakeFirst()
    const found = row?.found ?? 0
    if (found > known) return err({ code: 'newer', found, known })
    for (const { number, name, [kind]: statements } of steps.filter(step => step.number > found)) {
      for (const statement of statements) await sql.raw(statement).execute(transaction)
      await transaction.insertInto('settings_migrations').values({ number, name }).execute()
    }
    return ok(undefined)
  })
}
