/** Saved queries, by name. */
import { type Selectable, sql } from 'kysely'
import { limits } from '../../../limits.ts'
import { err, instant, ok } from '../../../model/index.ts'
import type { DefinitionSettings, QueryDefinition } from '../query-port.ts'
import { answer, type Database } from './database.ts'
import type { QueryDefinitionsTable } from './query-tables.ts'
import { afterPrefix, isStorable, unstorable } from './text.ts'

const toDefinition = (row: Selectable<QueryDefinitionsTable>): QueryDefinition => ({
  ...(JSON.parse(row.details) as Pick<QueryDefinition, 'text' | 'groups' | 'parameters'>),
  id: row.id,
  name: row.name,
  changedAt: instant(row.changed_at),
})

const valuesOf = ({ name, text, groups, parameters, changedAt }: QueryDefinition) => ({
  name,
  changed_at: changedAt as number,
  details: JSON.stringify({ text, groups, parameters }),
})

export function queryDefinitions(database: Database): DefinitionSettings {
  return { ...changes(database), ...questions(database) }
}

function changes(database: Database): Pick<DefinitionSettings, 'add' | 'replace' | 'remove'> {
  const { db } = database
  return {
    add: (definition, token) =>
      answer(database, async () => {
        if (![definition.id, definition.name, token?.value ?? ''].every(isStorable)) return unstorable()
        return db.transaction().execute(async transaction => {
          const before =
            token &&
            (await transaction
              .selectFrom('query_definitions')
              .selectAll()
              .where('token', '=', token.value)
              .executeTakeFirst())
          if (before !== undefined) {
            return before.token_digest === token?.digest ? ok(toDefinition(before)) : err({ code: 'token-reused' })
          }
          const stand = await transaction
            .selectFrom('query_definitions')
            .select(eb => eb.fn.countAll<number>().as('definitions'))
            .executeTakeFirst()
          if ((stand?.definitions ?? 0) >= limits.queryDefinitions) return err({ code: 'too-many' })
          await transaction
            .insertInto('query_definitions')
            .values({
              id: definition.id,
              ...valuesOf(definition),
              token: token?.value ?? null,
              token_digest: token?.digest ?? null,
            })
            .execute()
          return ok(definition)
        })
      }),

    replace: definition =>
      answer(database, async () => {
        if (!isStorable(definition.id)) return err({ code: 'missing' })
        if (!isStorable(definition.name)) return unstorable()
        const row = await db
          .updateTable('query_definitions')
          .set(valuesOf(definition))
          .where('id', '=', definition.id)
          .returning('id')
          .executeTakeFirst()
        return row === undefined ? err({ code: 'missing' }) : ok(undefined)
      }),

    remove: id =>
      answer(database, async () => {
        if (!isStorable(id)) return err({ code: 'missing' })
        const row = await db.deleteFrom('query_definitions').where('id', '=', id).returning('id').executeTakeFirst()
        return row === undefined ? err({ code: 'missing' }) : ok(undefined)
      }),
  }
}

function questions(database: Database): Pick<DefinitionSettings, 'definition' | 'named' | 'definitions'> {
  const { db } = database
  return {
    definition: id =>
      answer(database, async () => {
        if (!isStorable(id)) return ok(undefined)
        const row = await db.selectFrom('query_definitions').selectAll().where('id', '=', id).executeTakeFirst()
        return ok(row && toDefinition(row))
      }),

    named: name =>
      answer(database, async () => {
        if (!isStorable(name)) return ok(undefined)
        const row = await db
          .selectFrom('query_definitions')
          .selectAll()
          .where('name', '=', name)
          .orderBy('changed_at', 'desc')
          .orderBy('id')
          .limit(1)
          .executeTakeFirst()
        return ok(row && toDefinition(row))
      }),

    definitions: query =>
      answer(database, async () => {
        if (!isStorable(query.prefix ?? '')) return ok([])
        let select = db.selectFrom('query_definitions').selectAll()
        if (query.prefix) {
          const end = afterPrefix(query.prefix)
          select = select.where('name', '>=', query.prefix)
          if (end !== undefined) select = select.where('name', '<', end)
        }
        if (query.after !== undefined) {
          const { name, id } = query.after
          if (!isStorable(name) || !isStorable(id)) return ok([])
          select = select.where(sql<boolean>`(name, id) > (${name}, ${id})`)
        }
        const rows = await select.orderBy('name').orderBy('id').limit(query.limit).execute()
        return ok(rows.map(toDefinition))
      }),
  }
}
