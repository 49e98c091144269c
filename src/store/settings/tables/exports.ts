/** Exports: that only one is under way is the table's own rule, whoever adds at the same time. */
import type { Selectable } from 'kysely'
import { limits } from '../../../limits.ts'
import { err, instant, ok } from '../../../model/index.ts'
import type { ExportFormat, ExportSettings, ExportStatus, StoredExport } from '../export-port.ts'
import { answer, type Database } from './database.ts'
import type { LogExportsTable } from './export-tables.ts'
import { isStorable, unstorable } from './text.ts'

const toExport = (row: Selectable<LogExportsTable>): StoredExport => ({
  id: row.id,
  name: row.name,
  groupId: row.group_id,
  group: row.group_name,
  streamPrefix: row.stream_prefix,
  from: instant(row.from_time),
  to: instant(row.to_time),
  destination: row.destination,
  prefix: row.prefix,
  format: row.format as ExportFormat,
  unmask: row.unmask !== 0,
  createdAt: instant(row.created_at),
  status: row.status as ExportStatus,
  message: row.message,
  endedAt: row.ended_at === null ? null : instant(row.ended_at),
  heldUntil: row.held_until === null ? null : instant(row.held_until),
  progress: { events: row.events, bytes: row.bytes, files: row.files },
})

export const logExports = (database: Database): ExportSettings => ({ ...beginning(database), ...running(database) })

/** What failed says it in words of the world: they are kept as far as they can be. */
const kept = (message: string | null): string | null => message?.toWellFormed().replaceAll('\0', '') ?? null

function beginning(database: Database): Pick<ExportSettings, 'add' | 'find' | 'list'> {
  const { db } = database
  return {
    add: (task, heldUntil) =>
      answer(database, async () => {
        const texts = [task.id, task.name, task.group, task.streamPrefix, task.destination, task.prefix]
        if (!texts.every(text => isStorable(text ?? ''))) return unstorable()
        return db.transaction().execute(async transaction => {
          const row = await transaction
            .insertInto('log_exports')
            .values({
              id: task.id,
              name: task.name,
              group_id: task.groupId,
              group_name: task.group,
              stream_prefix: task.streamPrefix,
              from_time: task.from,
              to_time: task.to,
              destination: task.destination,
              prefix: task.prefix,
              format: task.format,
              unmask: task.unmask ? 1 : 0,
              created_at: task.createdAt,
              ...{ status: 'PENDING', message: null, ended_at: null, held_until: heldUntil },
              ...{ events: 0, bytes: 0, files: 0, slot: 1 },
            })
            .onConflict(conflict => conflict.column('slot').doNothing())
            .returningAll()
            .executeTakeFirst()
          if (row === undefined) return err({ code: 'busy' })
          const old = transaction
            .selectFrom('log_exports')
            .select('id')
            .where('slot', 'is', null)
            .orderBy('created_at', 'desc')
            .orderBy('id', 'desc')
            .offset(limits.keptExports)
            .limit(limits.keptExports)
          await transaction.deleteFrom('log_exports').where('id', 'in', old).execute()
          return ok(toExport(row))
        })
      }),

    find: id =>
      answer(database, async () => {
        if (!isStorable(id)) return ok(undefined)
        const row = await db.selectFrom('log_exports').selectAll().where('id', '=', id).executeTakeFirst()
        return ok(row && toExport(row))
      }),

    list: ({ status, before, limit }) =>
      answer(database, async () => {
        let select = db.selectFrom('log_exports').selectAll()
        if (status !== undefined) select = select.where('status', '=', status)
        if (before !== undefined) {
          const { createdAt, id } = before
          if (!isStorable(id)) return ok([])
          select = select.where(eb =>
            eb.or([eb('created_at', '<', createdAt), eb.and([eb('created_at', '=', createdAt), eb('id', '<', id)])]),
          )
        }
        const rows = await select.orderBy('created_at', 'desc').orderBy('id', 'desc').limit(limit).execute()
        return ok(rows.map(toExport))
      }),
  }
}

function running(database: Database): Pick<ExportSettings, 'hold' | 'end' | 'cancel' | 'giveUp'> {
  const { db } = database
  return {
    hold: (id, { events, bytes, files }, until) =>
      answer(database, async () => {
        const changed = await db
          .updateTable('log_exports')
          .set(eb => ({
            ...{ events, bytes, files, held_until: until },
            status: eb.case().when('status', '=', 'PENDING').then('RUNNING').else(eb.ref('status')).end(),
          }))
          .where('id', '=', id)
          .where('slot', 'is not', null)
          .returning('status')
          .executeTakeFirst()
        if (changed !== undefined) return ok(changed.status as ExportStatus)
        const row = await db.selectFrom('log_exports').select('status').where('id', '=', id).executeTakeFirst()
        return row === undefined ? err({ code: 'missing' }) : ok(row.status as ExportStatus)
      }),

    end: (id, { status, message, at, progress: { events, bytes, files } }) =>
      answer(database, async () => {
        await db
          .updateTable('log_exports')
          .set({ status, message: kept(message), ended_at: at, held_until: null, slot: null, events, bytes, files })
          .where('id', '=', id)
          .where('slot', 'is not', null)
          .execute()
        return ok(undefined)
      }),

    cancel: id =>
      answer(database, async () => {
        if (!isStorable(id)) return err({ code: 'missing' })
        const changed = await db
          .updateTable('log_exports')
          .set({ status: 'PENDING_CANCEL' })
          .where('id', '=', id)
          .where('slot', 'is not', null)
          .returning('id')
          .execute()
        if (changed.length > 0) return ok(undefined)
        const row = await db.selectFrom('log_exports').select('id').where('id', '=', id).executeTakeFirst()
        return err({ code: row === undefined ? 'missing' : 'ended' })
      }),

    giveUp: (before, at, message) =>
      answer(database, async () => {
        const rows = await db
          .updateTable('log_exports')
          .set({ status: 'FAILED', message: kept(message), ended_at: at, held_until: null, slot: null })
          .where('slot', 'is not', null)
          .where('held_until', '<', before)
          .returningAll()
          .execute()
        return ok(rows.map(toExport))
      }),
  }
}
