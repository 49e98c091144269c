/** What alarms have come to: progress of many at once, history, the outbox of deeds, and who may write all that. */
import { type Insertable, type Kysely, type Selectable, sql } from 'kysely'
import { err, type Instant, instant, ok } from '../../../model/index.ts'
import type {
  AlarmHistoryItem,
  AlarmKind,
  AlarmProgress,
  AlarmSettings,
  NewDeed,
  StoredAlarm,
  StoredHistoryItem,
} from '../alarm-port.ts'
import type { AlarmDeedsTable, AlarmHistoryTable, AlarmsTable } from './alarm-tables.ts'
import { answer, type Database } from './database.ts'
import type { Tables } from './tables.ts'
import { isStorable, unstorable } from './text.ts'

type Records = Pick<
  AlarmSettings,
  'progress' | 'mark' | 'lease' | 'release' | 'history' | 'addHistory' | 'expireHistory' | 'deeds'
>

export const alarmRecords = (database: Database): Records => ({ ...keeping(database), ...told(database) })

/** Rows of one statement: well under what either database takes of parameters. */
const atOnce = 500

export const historyRows = (
  { name, kind }: Pick<StoredAlarm, 'name' | 'kind'>,
  items: readonly Omit<AlarmHistoryItem, 'alarm' | 'kind'>[],
): AlarmHistoryItem[] => items.map(item => ({ alarm: name, kind, ...item }))

export const deedRows = ({ name }: Pick<StoredAlarm, 'name'>, deeds: readonly Omit<NewDeed, 'alarm'>[]): NewDeed[] =>
  deeds.map(deed => ({ alarm: name, ...deed }))

export async function insertHistory(db: Kysely<Tables>, items: readonly AlarmHistoryItem[]): Promise<void> {
  const rows = items.map(({ alarm, kind, at, type, summary, data }) => ({ alarm, kind, at, type, summary, data }))
  for (const some of chunks(rows)) await db.insertInto('alarm_history').values(some).execute()
}

/** What stands already is the same deed. */
export async function insertDeeds(db: Kysely<Tables>, deeds: readonly NewDeed[]): Promise<void> {
  const rows = deeds.map(({ id, alarm, action, at, message }) => ({ id, alarm, action, at, message }))
  for (const some of chunks<Insertable<AlarmDeedsTable>>(rows))
    await db
      .insertInto('alarm_deeds')
      .values(some)
      .onConflict(conflict => conflict.column('id').doNothing())
      .execute()
}

function* chunks<T>(rows: readonly T[]): Generator<readonly T[]> {
  for (let from = 0; from < rows.length; from += atOnce) yield rows.slice(from, from + atOnce)
}

function keeping(database: Database): Pick<Records, 'progress' | 'mark' | 'lease' | 'release'> {
  const { db, lockRows } = database
  return {
    progress: (changes, { mark, owner }) =>
      answer(database, async () => {
        if (!changes.every(isKeepable)) return unstorable()
        return db.transaction().execute(async transaction => {
          const keeper = await transaction
            .selectFrom('alarm_keeping')
            .select('owner')
            .where('id', '=', 1)
            .modifyEnd(lockRows)
            .executeTakeFirst()
          if (owner !== undefined && keeper?.owner !== owner) return err({ code: 'not-owner' })
          if (mark !== undefined)
            await transaction.updateTable('alarm_keeping').set({ mark }).where('id', '=', 1).execute()
          const refused = await keep(transaction, database, changes)
          return ok({ refused })
        })
      }),

    mark: () =>
      answer(database, async () => {
        const row = await db.selectFrom('alarm_keeping').select('mark').where('id', '=', 1).executeTakeFirst()
        return ok(row?.mark == null ? undefined : instant(row.mark))
      }),

    lease: (owner, now, until) =>
      answer(database, async () => {
        const row = await db
          .updateTable('alarm_keeping')
          .set({ owner, held_until: until })
          .where('id', '=', 1)
          .where(eb => eb.or([eb('owner', 'is', null), eb('owner', '=', owner), eb('held_until', '<', now as number)]))
          .returning('id')
          .executeTakeFirst()
        return ok(row !== undefined)
      }),

    release: owner =>
      answer(database, async () => {
        await db
          .updateTable('alarm_keeping')
          .set({ owner: null, held_until: null })
          .where('id', '=', 1)
          .where('owner', '=', owner)
          .execute()
        return ok(undefined)
      }),
  }
}

const isKeepable = ({ memory, history, deeds }: AlarmProgress): boolean =>
  isStorable(memory) &&
  history.every(({ summary, data }) => isStorable(summary) && isStorable(data)) &&
  deeds.every(({ id, message }) => isStorable(id) && isStorable(message))

/** Names of those that were not kept. The rows are read, and held, before any is written. */
async function keep(
  transaction: Kysely<Tables>,
  { among, lockRows }: Database,
  changes: readonly AlarmProgress[],
): Promise<readonly string[]> {
  const refused: string[] = []
  for (const some of chunks(changes)) {
    const rows = await transaction
      .selectFrom('alarms')
      .selectAll()
      .where(
        among(
          'name',
          some.map(({ name }) => name),
        ),
      )
      .modifyEnd(lockRows)
      .execute()
    const known = new Map(rows.map(row => [row.name, row]))
    const kept = some.flatMap(change => {
      const row = known.get(change.name)
      if (row?.version === change.version) return [{ change, row }]
      refused.push(change.name)
      return []
    })
    if (kept.length === 0) continue
    await transaction
      .insertInto('alarms')
      .values(kept.map(({ change: { state, memory }, row }): Selectable<AlarmsTable> => ({ ...row, state, memory })))
      .onConflict(conflict =>
        conflict
          .column('name')
          .doUpdateSet(eb => ({ state: eb.ref('excluded.state'), memory: eb.ref('excluded.memory') })),
      )
      .execute()
    await insertHistory(
      transaction,
      kept.flatMap(({ change, row }) => historyRows({ name: row.name, kind: row.kind as AlarmKind }, change.history)),
    )
    await insertDeeds(
      transaction,
      kept.flatMap(({ change }) => deedRows(change, change.deeds)),
    )
  }
  return refused
}

const toItem = (row: Selectable<AlarmHistoryTable>): StoredHistoryItem => ({
  id: row.id,
  alarm: row.alarm,
  kind: row.kind as AlarmKind,
  at: instant(row.at),
  type: row.type,
  summary: row.summary,
  data: row.data,
})

function told(database: Database): Pick<Records, 'history' | 'addHistory' | 'expireHistory' | 'deeds'> {
  const { db, among } = database
  return {
    history: query =>
      answer(database, async () => {
        const { alarm, kinds, type, from, to, oldestFirst = false, after, limit } = query
        let select = db.selectFrom('alarm_history').selectAll()
        if (alarm !== undefined) {
          if (!isStorable(alarm)) return ok([])
          select = select.where('alarm', '=', alarm)
        }
        if (kinds !== undefined) select = select.where(among('kind', kinds))
        if (type !== undefined) {
          if (!isStorable(type)) return ok([])
          select = select.where('type', '=', type)
        }
        if (from !== undefined) select = select.where('at', '>=', from as number)
        if (to !== undefined) select = select.where('at', '<', to as number)
        if (after !== undefined)
          select = select.where(
            oldestFirst
              ? sql<boolean>`(at, id) > (${after.at}, ${after.id})`
              : sql<boolean>`(at, id) < (${after.at}, ${after.id})`,
          )
        const order = oldestFirst ? 'asc' : 'desc'
        return ok((await select.orderBy('at', order).orderBy('id', order).limit(limit).execute()).map(toItem))
      }),

    addHistory: items =>
      answer(database, async () => {
        if (!items.every(({ alarm, summary, data }) => [alarm, summary, data].every(isStorable))) return unstorable()
        await db.transaction().execute(transaction => insertHistory(transaction, items))
        return ok(undefined)
      }),

    expireHistory: (before: Instant) =>
      answer(database, async () => {
        await db
          .deleteFrom('alarm_history')
          .where('at', '<', before as number)
          .execute()
        return ok(undefined)
      }),

    deeds: limit =>
      answer(database, async () => {
        const rows = await db.selectFrom('alarm_deeds').selectAll().orderBy('seq').limit(limit).execute()
        return ok(
          rows.map(({ seq, id, alarm, action, at, message }) => ({
            ...{ order: seq, id, alarm, action, at: instant(at), message },
          })),
        )
      }),
  }
}
