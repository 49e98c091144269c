/** Log groups: made, changed, found, and deleted together with everything that hangs on them. */
import type { Selectable } from 'kysely'
import { err, instant, type LogGroupClass, ok } from '../../../model/index.ts'
import type { LogGroup, LogSettings } from '../port.ts'
import { answer, type Database } from './database.ts'
import type { LogGroupsTable } from './tables.ts'
import { afterPrefix, isStorable, pageEdge, unstorable } from './text.ts'

type Groups = Pick<LogSettings, 'create' | 'remove' | 'patch' | 'group' | 'groups' | 'groupsById' | 'countGroups'>

const toGroup = (row: Selectable<LogGroupsTable>): LogGroup => ({
  id: row.id,
  name: row.name,
  createdAt: instant(row.created_at),
  class: row.class as LogGroupClass,
  retentionDays: row.retention_days,
  deletionProtection: row.deletion_protection !== 0,
  kmsKeyId: row.kms_key_id,
})

export const logGroups = (database: Database): Groups => ({
  ...changes(database),
  ...questions(database),
})

function changes(database: Database): Pick<LogSettings, 'create' | 'remove' | 'patch'> {
  const { db, lockRows } = database
  return {
    create: group =>
      answer(database, async () => {
        const tags = Object.entries(group.tags)
        if (![group.name, group.kmsKeyId ?? '', ...tags.flat()].every(isStorable)) return unstorable()
        return db.transaction().execute(async transaction => {
          // An insert that meets its like still uses up an id in PostgreSQL, and some agents create before every write.
          const there = await transaction.selectFrom('log_groups').select('id').where('name', '=', group.name).execute()
          if (there.length > 0) return err({ code: 'exists' })
          const made = await transaction
            .insertInto('log_groups')
            .values({
              name: group.name,
              created_at: group.createdAt,
              class: group.class,
              retention_days: null,
              deletion_protection: group.deletionProtection ? 1 : 0,
              kms_key_id: group.kmsKeyId,
            })
            .onConflict(conflict => conflict.column('name').doNothing())
            .returningAll()
            .executeTakeFirst()
          if (made === undefined) return err({ code: 'exists' })
          if (tags.length > 0) {
            const rows = tags.map(([key, value]) => ({ group_id: made.id, key, value }))
            await transaction.insertInto('log_group_tags').values(rows).execute()
          }
          return ok(toGroup(made))
        })
      }),

    remove: (name, at) =>
      answer(database, async () => {
        if (!isStorable(name)) return err({ code: 'missing' })
        return db.transaction().execute(async transaction => {
          const row = await transaction
            .selectFrom('log_groups')
            .selectAll()
            .where('name', '=', name)
            .modifyEnd(lockRows)
            .executeTakeFirst()
          if (row === undefined) return err({ code: 'missing' })
          if (row.deletion_protection !== 0) return err({ code: 'protected' })
          // Streams and tags go with it (on delete cascade). A stream's own tombstone stays: its rows may still be in the engine.
          await transaction.deleteFrom('log_groups').where('id', '=', row.id).execute()
          await transaction
            .insertInto('tombstones')
            .values({ kind: 'group', id: row.id, group_id: row.id, deleted_at: at })
            .execute()
          return ok(toGroup(row))
        })
      }),

    patch: (name, patch) =>
      answer(database, async () => {
        if (!isStorable(name)) return err({ code: 'missing' })
        if (!isStorable(patch.kmsKeyId ?? '')) return unstorable()
        const values = {
          ...(patch.retentionDays !== undefined && { retention_days: patch.retentionDays }),
          ...(patch.deletionProtection !== undefined && { deletion_protection: patch.deletionProtection ? 1 : 0 }),
          ...(patch.kmsKeyId !== undefined && { kms_key_id: patch.kmsKeyId }),
        }
        const row =
          Object.keys(values).length === 0
            ? await db.selectFrom('log_groups').selectAll().where('name', '=', name).executeTakeFirst()
            : await db.updateTable('log_groups').set(values).where('name', '=', name).returningAll().executeTakeFirst()
        return row === undefined ? err({ code: 'missing' }) : ok(toGroup(row))
      }),
  }
}

function questions(database: Database): Pick<LogSettings, 'group' | 'groups' | 'groupsById' | 'countGroups'> {
  const { db, among, contains } = database
  return {
    group: name =>
      answer(database, async () => {
        if (!isStorable(name)) return ok(undefined)
        const row = await db.selectFrom('log_groups').selectAll().where('name', '=', name).executeTakeFirst()
        return ok(row && toGroup(row))
      }),

    groups: query =>
      answer(database, async () => {
        if (!isStorable(query.prefix ?? '') || !isStorable(query.contains ?? '')) return ok([])
        let select = db.selectFrom('log_groups').selectAll()
        if (query.prefix) {
          const end = afterPrefix(query.prefix)
          select = select.where('name', '>=', query.prefix)
          if (end !== undefined) select = select.where('name', '<', end)
        }
        if (query.contains) select = select.where(contains('name', query.contains))
        if (query.class !== undefined) select = select.where('class', '=', query.class)
        if (query.names !== undefined) select = select.where(among('name', query.names.filter(isStorable)))
        if (query.after !== undefined) select = select.where('name', '>', pageEdge(query.after).text)
        const rows = await select.orderBy('name').limit(query.limit).execute()
        return ok(rows.map(toGroup))
      }),

    groupsById: ids =>
      answer(database, async () => {
        const rows = await db.selectFrom('log_groups').selectAll().where(among('id', ids)).orderBy('id').execute()
        return ok(rows.map(toGroup))
      }),

    countGroups: () =>
      answer(database, async () => {
        const row = await db
          .selectFrom('log_groups')
          .select(eb => eb.fn.countAll<number>().as('groups'))
          .executeTakeFirst()
        return ok(row?.groups ?? 0)
      }),
  }
}
