/** Lookup tables: a head that is listed, and a body that is read when a query needs it. */
import type { Selectable } from 'kysely'
import { limits } from '../../../limits.ts'
import { err, instant, ok } from '../../../model/index.ts'
import type { LookupSettings, LookupTable } from '../query-port.ts'
import { answer, type Database } from './database.ts'
import type { LookupTablesTable } from './query-tables.ts'
import { afterPrefix, isStorable, unstorable } from './text.ts'

type Head = Omit<Selectable<LookupTablesTable>, 'body'>
const head = ['name', 'created_at', 'changed_at', 'details'] as const

const toTable = (row: Head): LookupTable => ({
  name: row.name,
  createdAt: instant(row.created_at),
  changedAt: instant(row.changed_at),
  details: JSON.parse(row.details) as LookupTable['details'],
})

export function lookupTables(database: Database): LookupSettings {
  const { db } = database
  return {
    create: (table, body) =>
      answer(database, async () => {
        if (!isStorable(table.name)) return unstorable()
        return db.transaction().execute(async transaction => {
          const there = await transaction.selectFrom('lookup_tables').select('name').execute()
          if (there.some(({ name }) => name === table.name)) return err({ code: 'exists' })
          if (there.length >= limits.lookupTables) return err({ code: 'too-many' })
          const made = await transaction
            .insertInto('lookup_tables')
            .values({
              name: table.name,
              created_at: table.createdAt,
              changed_at: table.changedAt,
              details: JSON.stringify(table.details),
              body,
            })
            .onConflict(conflict => conflict.column('name').doNothing())
            .returning('name')
            .executeTakeFirst()
          return made === undefined ? err({ code: 'exists' }) : ok(undefined)
        })
      }),

    replace: (table, body) =>
      answer(database, async () => {
        if (!isStorable(table.name)) return err({ code: 'missing' })
        const row = await db
          .updateTable('lookup_tables')
          .set({ changed_at: table.changedAt, details: JSON.stringify(table.details), body })
          .where('name', '=', table.name)
          .returning('name')
          .executeTakeFirst()
        return row === undefined ? err({ code: 'missing' }) : ok(undefined)
      }),

    remove: name =>
      answer(database, async () => {
        if (!isStorable(name)) return err({ code: 'missing' })
        const row = await db.deleteFrom('lookup_tables').where('name', '=', name).returning('name').executeTakeFirst()
        return row === undefined ? err({ code: 'missing' }) : ok(undefined)
      }),

    table: name =>
      answer(database, async () => {
        if (!isStorable(name)) return ok(undefined)
        const row = await db.selectFrom('lookup_tables').select(head).where('name', '=', name).executeTakeFirst()
        return ok(row && toTable(row))
      }),

    body: name =>
      answer(database, async () => {
        if (!isStorable(name)) return ok(undefined)
        const row = await db.selectFrom('lookup_tables').select('body').where('name', '=', name).executeTakeFirst()
        return ok(row?.body)
      }),

    tables: query =>
      answer(database, async () => {
        if (!isStorable(query.prefix ?? '') || !isStorable(query.after ?? '')) return ok([])
        let select = db.selectFrom('lookup_tables').select(head)
        if (query.prefix) {
          const end = afterPrefix(query.prefix)
          select = select.where('name', '>=', query.prefix)
          if (end !== undefined) select = select.where('name', '<', end)
        }
        if (query.after !== undefined) select = select.where('name', '>', query.after)
        const rows = await select.orderBy('name').limit(query.limit).execute()
        return ok(rows.map(toTable))
      }),
  }
}
