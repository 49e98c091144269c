/** Definitions of alarms with what each remembers. A change of a definition takes the next version while it holds the one row of keeping. */
import type { Kysely, Selectable } from 'kysely'
import { limits } from '../../../limits.ts'
import { err, instant, ok } from '../../../model/index.ts'
import type { AlarmKind, AlarmSettings, StoredAlarm } from '../alarm-port.ts'
import { deedRows, historyRows, insertDeeds, insertHistory } from './alarm-records.ts'
import type { AlarmsTable } from './alarm-tables.ts'
import { answer, type Database } from './database.ts'
import type { Tables } from './tables.ts'
import { afterPrefix, isStorable, pageEdge, unstorable } from './text.ts'

type Definitions = Pick<AlarmSettings, 'put' | 'remove' | 'change' | 'find' | 'list' | 'names' | 'counts' | 'version'>

export const alarmDefinitions = (database: Database): Definitions => ({ ...changes(database), ...questions(database) })

const toAlarm = (row: Selectable<AlarmsTable>): StoredAlarm => ({
  name: row.name,
  kind: row.kind as AlarmKind,
  input: row.input,
  region: row.region,
  createdAt: instant(row.created_at),
  changedAt: instant(row.changed_at),
  state: row.state,
  memory: row.memory,
  version: row.version,
})

/** The next version; nobody else gets one until the end of the transaction. */
export async function nextVersion(db: Kysely<Tables>): Promise<number> {
  const row = await db
    .updateTable('alarm_keeping')
    .set(eb => ({ version: eb('version', '+', 1) }))
    .where('id', '=', 1)
    .returning('version')
    .executeTakeFirstOrThrow()
  return row.version
}

function changes(database: Database): Pick<Definitions, 'put' | 'remove' | 'change'> {
  const { db, among } = database
  return {
    put: ({ name, kind, input, region, changedAt }, begin, history) =>
      answer(database, async () => {
        const texts = [name, input, begin.memory, ...Object.entries(begin.tags).flat()]
        if (!texts.every(isStorable)) return unstorable()
        return db.transaction().execute(async transaction => {
          const version = await nextVersion(transaction)
          const row = await transaction.selectFrom('alarms').selectAll().where('name', '=', name).executeTakeFirst()
          if (row !== undefined && row.kind !== kind) return err({ code: 'other-kind' })
          const before = row && toAlarm(row)
          const items = history(before)
          if (!items.every(({ summary, data }) => isStorable(summary) && isStorable(data))) return unstorable()
          const changed = { input, region, changed_at: changedAt, version }
          await transaction
            .insertInto('alarms')
            .values({ name, kind, created_at: changedAt, state: begin.state, memory: begin.memory, ...changed })
            .onConflict(conflict => conflict.column('name').doUpdateSet(changed))
            .execute()
          const tags = Object.entries(begin.tags)
          if (before === undefined && tags.length > 0)
            await transaction
              .insertInto('alarm_tags')
              .values(tags.map(([key, value]) => ({ kind: 'alarm', name, key, value })))
              .execute()
          await insertHistory(transaction, historyRows({ name, kind }, items))
          const stored = await transaction
            .selectFrom('alarms')
            .selectAll()
            .where('name', '=', name)
            .executeTakeFirstOrThrow()
          return ok(toAlarm(stored))
        })
      }),

    remove: (names, history) =>
      answer(database, async () => {
        if (names.length > limits.alarmsPerCall)
          throw new RangeError(`${limits.alarmsPerCall} alarms are removed at once`)
        const storable = names.filter(isStorable)
        return db.transaction().execute(async transaction => {
          await nextVersion(transaction)
          const rows = await transaction.deleteFrom('alarms').where(among('name', storable)).returningAll().execute()
          const gone = rows.map(toAlarm).sort((a, b) => (a.name < b.name ? -1 : 1))
          await transaction
            .deleteFrom('alarm_tags')
            .where('kind', '=', 'alarm')
            .where(
              among(
                'name',
                gone.map(({ name }) => name),
              ),
            )
            .execute()
          await insertHistory(
            transaction,
            gone.flatMap(alarm => historyRows(alarm, [history(alarm)])),
          )
          return ok(gone)
        })
      }),

    change: ({ name, version, state, memory, history, deeds, input }) =>
      answer(database, async () => {
        const texts = [memory, input ?? '', ...history.flatMap(({ summary, data }) => [summary, data])]
        if (!texts.every(isStorable) || !deeds.every(({ message }) => isStorable(message))) return unstorable()
        return db.transaction().execute(async transaction => {
          const next = await nextVersion(transaction)
          const row = await transaction
            .updateTable('alarms')
            .set({ state, memory, version: next, ...(input === undefined ? {} : { input }) })
            .where('name', '=', name)
            .where('version', '=', version)
            .returningAll()
            .executeTakeFirst()
          if (row === undefined) return err({ code: 'changed' })
          const alarm = toAlarm(row)
          await insertHistory(transaction, historyRows(alarm, history))
          await insertDeeds(transaction, deedRows(alarm, deeds))
          return ok(alarm)
        })
      }),
  }
}

function questions(database: Database): Pick<Definitions, 'find' | 'list' | 'names' | 'counts' | 'version'> {
  const { db, among, contains } = database
  return {
    find: name =>
      answer(database, async () => {
        if (!isStorable(name)) return ok(undefined)
        const row = await db.selectFrom('alarms').selectAll().where('name', '=', name).executeTakeFirst()
        return ok(row && toAlarm(row))
      }),

    list: query =>
      answer(database, async () => {
        const { prefix = '', contains: part = '', names, kinds, state, changedAfter, after, limit } = query
        if (!isStorable(prefix) || !isStorable(part) || !isStorable(state ?? '')) return ok([])
        let select = db.selectFrom('alarms').selectAll()
        if (names !== undefined) select = select.where(among('name', names.filter(isStorable)))
        if (kinds !== undefined) select = select.where(among('kind', kinds))
        if (state !== undefined) select = select.where('state', '=', state)
        if (changedAfter !== undefined) select = select.where('version', '>', changedAfter)
        if (part !== '') select = select.where(contains('name', part))
        if (prefix !== '') {
          select = select.where('name', '>=', prefix)
          const end = afterPrefix(prefix)
          if (end !== undefined) select = select.where('name', '<', end)
        }
        if (after !== undefined) select = select.where('name', '>', pageEdge(after).text)
        return ok((await select.orderBy('name').limit(limit).execute()).map(toAlarm))
      }),

    names: () =>
      answer(database, async () => {
        const rows = await db.selectFrom('alarms').select('name').orderBy('name').execute()
        return ok(rows.map(row => row.name))
      }),

    counts: () =>
      answer(database, async () => {
        const rows = await db
          .selectFrom('alarms')
          .select(eb => ['state', eb.fn.countAll<number>().as('found')])
          .groupBy('state')
          .execute()
        return ok(new Map(rows.map(row => [row.state, row.found])))
      }),

    version: () =>
      answer(database, async () => {
        const row = await db.selectFrom('alarm_keeping').select('version').where('id', '=', 1).executeTakeFirstOrThrow()
        return ok(row.version)
      }),
  }
}
