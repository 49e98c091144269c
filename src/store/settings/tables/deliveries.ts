/** Deliveries: from the outbox of alarms, in the order of each target, until each has ended. */
import type { Insertable, Selectable, Transaction } from 'kysely'
import { limits } from '../../../limits.ts'
import { err, instant, ok } from '../../../model/index.ts'
import type { AlarmHistoryItem, NewDeed } from '../alarm-port.ts'
import type { DeliveryOutcome, NewDelivery, NotifySettings, StoredDelivery } from '../notify-port.ts'
import { insertHistory } from './alarm-records.ts'
import { answer, type Database } from './database.ts'
import type { DeliveriesTable } from './notify-tables.ts'
import type { Tables } from './tables.ts'
import { isStorable, unstorable } from './text.ts'

type Outbox = Pick<NotifySettings, 'deeds' | 'take' | 'add' | 'open' | 'keep' | 'kept'>
type Courier = Pick<NotifySettings, 'claim' | 'mark' | 'letAllGo' | 'deliveries' | 'tidy'>

const toDelivery = (row: Selectable<DeliveriesTable>): StoredDelivery => ({
  order: row.seq,
  id: row.id,
  target: row.target,
  topic: row.topic,
  subscription: row.subscription,
  alarm: row.alarm,
  state: row.state,
  action: row.action,
  way: row.way,
  to: row.shown,
  kind: row.kind as StoredDelivery['kind'],
  gathers: row.gathers !== 0,
  at: instant(row.at),
  message: row.message,
  sealed: row.sealed,
  status: row.status as StoredDelivery['status'],
  attempts: row.attempts,
  refused: row.refused,
  nextTry: row.next_try === null ? null : instant(row.next_try),
  endedAt: row.ended_at === null ? null : instant(row.ended_at),
  batch: row.batch,
  error: row.error,
})

/** What failed says it in words of the world: they are kept as far as they can be. */
const storable = (text: string): string => text.toWellFormed().replaceAll('\0', '')

const rowOf = (one: NewDelivery): Insertable<DeliveriesTable> => {
  const failed = one.failed !== undefined
  return {
    ...{ id: one.id, target: one.target, topic: one.topic, subscription: one.subscription, alarm: one.alarm },
    ...{ state: one.state, action: one.action, way: one.way, shown: one.to, kind: one.kind, at: one.at },
    ...{ gathers: one.gathers ? 1 : 0, message: failed ? '' : one.message, sealed: failed ? null : one.sealed },
    ...{ status: failed ? 'failed' : 'waiting', attempts: 0, refused: 0, held_until: null, batch: null },
    ...{ next_try: failed ? null : one.nextTry, ended_at: failed ? one.at : null },
    error: one.failed === undefined ? null : storable(one.failed),
  }
}

const isKeepable = (one: NewDelivery): boolean =>
  [one.id, one.target, one.topic, one.subscription, one.alarm, one.state, one.action, one.to, one.message].every(text =>
    isStorable(text ?? ''),
  )

export const deliveries = (database: Database): Outbox & Courier => ({ ...outbox(database), ...courier(database) })

/** Rows of one statement (count): their values must stay below what a statement may carry. */
const rowsAtOnce = 200

async function insert(transaction: Transaction<Tables>, rows: readonly NewDelivery[]): Promise<void> {
  for (let from = 0; from < rows.length; from += rowsAtOnce) {
    await transaction
      .insertInto('deliveries')
      .values(rows.slice(from, from + rowsAtOnce).map(rowOf))
      .onConflict(conflict => conflict.column('id').doNothing())
      .execute()
  }
}

const tell = (transaction: Transaction<Tables>, items: readonly AlarmHistoryItem[]): Promise<void> =>
  insertHistory(
    transaction,
    items.map(item => ({ ...item, summary: storable(item.summary), data: storable(item.data) })),
  )

function outbox(database: Database): Outbox {
  const { db } = database
  const countOpen = async (from: Pick<typeof db, 'selectFrom'>): Promise<number> => {
    const select = from.selectFrom('deliveries').select(eb => eb.fn.countAll<number>().as('count'))
    return Number((await select.where('ended_at', 'is', null).executeTakeFirstOrThrow()).count)
  }
  return {
    deeds: limit =>
      answer(database, async () => {
        const rows = await db.selectFrom('alarm_deeds').selectAll().orderBy('seq').limit(limit).execute()
        return ok(
          rows.map(({ id, alarm, action, at, message }): NewDeed => ({ id, alarm, action, at: instant(at), message })),
        )
      }),

    take: deeds =>
      answer(database, async () => {
        if (!deeds.every(deed => deed.deliveries.every(isKeepable))) return unstorable()
        return db.transaction().execute(async transaction => {
          const ids = deeds.map(({ id }) => id)
          const gone = await transaction
            .deleteFrom('alarm_deeds')
            .where(database.among('id', ids))
            .returning('id')
            .execute()
          const ours = new Set(gone.map(({ id }) => id))
          const taken = deeds.filter(({ id }) => ours.has(id))
          await insert(
            transaction,
            taken.flatMap(deed => deed.deliveries),
          )
          await tell(
            transaction,
            taken.flatMap(deed => deed.history),
          )
          return ok(taken.map(({ id }) => id))
        })
      }),

    add: all =>
      answer(database, async () => {
        if (!all.every(isKeepable)) return unstorable()
        return db.transaction().execute(async transaction => {
          if ((await countOpen(transaction)) + all.length > limits.openDeliveries) return err({ code: 'too-many' })
          await insert(transaction, all)
          return ok(undefined)
        })
      }),

    open: () => answer(database, async () => ok(await countOpen(db))),

    keep: (name, value) =>
      answer(database, async () => {
        const put = db.insertInto('notify_kept').values({ name, value })
        await put.onConflict(conflict => conflict.column('name').doNothing()).execute()
        const row = await db.selectFrom('notify_kept').select('value').where('name', '=', name).executeTakeFirst()
        return ok(row?.value ?? value)
      }),

    kept: name =>
      answer(database, async () => {
        const row = await db.selectFrom('notify_kept').select('value').where('name', '=', name).executeTakeFirst()
        return ok(row?.value)
      }),
  }
}

function courier(database: Database): Courier {
  const { db } = database
  return {
    claim: ({ now, until, targets, run, together }) =>
      answer(database, () =>
        db.transaction().execute(async transaction => {
          const claimed: StoredDelivery[] = []
          for (const head of await headsOf(database, transaction, now, targets)) {
            const rows = await goingWith(transaction, head, now, head.gathers ? together : run)
            const batch = head.batch ?? head.id
            await transaction
              .updateTable('deliveries')
              .set({ held_until: until, ...(head.gathers ? { batch } : {}) })
              .where(
                'seq',
                'in',
                rows.map(row => row.seq),
              )
              .execute()
            claimed.push(...rows.map(row => toDelivery(head.gathers ? { ...row, batch } : row)))
          }
          return ok(claimed)
        }),
      ),

    mark: (marks, letGo) =>
      answer(database, () =>
        db.transaction().execute(async transaction => {
          for (const { ids, outcome, history = [], rest } of marks) {
            await transaction
              .updateTable('deliveries')
              .set(eb => ({ ...columnsOf(outcome), attempts: eb('attempts', '+', 1), held_until: null }))
              .where(database.among('id', ids))
              .where('ended_at', 'is', null)
              .execute()
            if (outcome.status === 'retrying' && outcome.refused) {
              const more = transaction.updateTable('deliveries').set(eb => ({ refused: eb('refused', '+', 1) }))
              await more.where(database.among('id', ids)).execute()
            }
            await tell(transaction, history)
            if (rest !== undefined) {
              await transaction
                .updateTable('deliveries')
                .set({ next_try: rest.until })
                .where('target', '=', rest.target)
                .where('ended_at', 'is', null)
                .where('gathers', '=', 1)
                .where('batch', 'is', null)
                .where('next_try', '<', rest.until)
                .execute()
            }
          }
          if (letGo.length > 0) {
            const free = transaction.updateTable('deliveries').set({ held_until: null })
            await free.where(database.among('id', letGo)).execute()
          }
          return ok(undefined)
        }),
      ),

    letAllGo: () =>
      answer(database, async () => {
        await db.updateTable('deliveries').set({ held_until: null }).where('ended_at', 'is', null).execute()
        return ok(undefined)
      }),

    deliveries: ({ topic, alarm, ids, before, limit }) =>
      answer(database, async () => {
        if (![topic ?? '', alarm ?? ''].every(isStorable)) return ok([])
        let select = db.selectFrom('deliveries').selectAll()
        if (topic !== undefined) select = select.where('topic', '=', topic)
        if (alarm !== undefined) select = select.where('alarm', '=', alarm)
        if (ids !== undefined) select = select.where(database.among('id', ids))
        if (before !== undefined) select = select.where('seq', '<', before)
        return ok((await select.orderBy('seq', 'desc').limit(limit).execute()).map(toDelivery))
      }),

    tidy: (before, keep) =>
      answer(database, async () => {
        await db.deleteFrom('deliveries').where('ended_at', '<', before).execute()
        const past = await db
          .selectFrom('deliveries')
          .select('seq')
          .where('ended_at', 'is not', null)
          .orderBy('seq', 'desc')
          .offset(keep)
          .limit(1)
          .executeTakeFirst()
        if (past === undefined) return ok(undefined)
        await db.deleteFrom('deliveries').where('ended_at', 'is not', null).where('seq', '<=', past.seq).execute()
        return ok(undefined)
      }),
  }
}

/** The oldest open delivery of each target, where its time has come and nobody holds it. */
const headsOf = ({ lockRows }: Database, transaction: Transaction<Tables>, now: number, targets: number) =>
  transaction
    .selectFrom('deliveries as head')
    .selectAll('head')
    .where('head.ended_at', 'is', null)
    .where('head.next_try', '<=', now)
    .where(eb => eb.or([eb('head.held_until', 'is', null), eb('head.held_until', '<', now)]))
    .where(eb =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('deliveries as before')
            .select('before.seq')
            .whereRef('before.target', '=', 'head.target')
            .where('before.ended_at', 'is', null)
            .whereRef('before.seq', '<', 'head.seq'),
        ),
      ),
    )
    .orderBy('head.next_try')
    .orderBy('head.seq')
    .limit(targets)
    .modifyEnd(lockRows)
    .execute()

/** A batch that was begun goes on as it is; otherwise those behind the head whose time has come, or (in a batch) whether it has or not. */
function goingWith(transaction: Transaction<Tables>, head: Selectable<DeliveriesTable>, now: number, most: number) {
  const open = transaction
    .selectFrom('deliveries')
    .selectAll()
    .where('target', '=', head.target)
    .where('ended_at', 'is', null)
    .orderBy('seq')
    .limit(most)
  if (head.batch !== null) return open.where('batch', '=', head.batch).execute()
  if (head.gathers !== 0) return open.where('batch', 'is', null).where('gathers', '=', 1).execute()
  return open.where('gathers', '=', 0).where('next_try', '<=', now).execute()
}

function columnsOf(outcome: DeliveryOutcome) {
  switch (outcome.status) {
    case 'retrying':
      return { status: 'retrying', next_try: outcome.nextTry, error: storable(outcome.error) }
    case 'failed':
      return { ...ended, status: 'failed', ended_at: outcome.at, error: storable(outcome.error) }
    case 'delivered':
      return { ...ended, status: 'delivered', ended_at: outcome.at, error: null }
  }
}

const ended = { next_try: null, message: '', sealed: null }
