/** Subscriptions and how far each has come; within the quotas, whoever puts at the same time. */
import type { Selectable } from 'kysely'
import { limits } from '../../../limits.ts'
import { err, instant, ok } from '../../../model/index.ts'
import type { StoredSubscription, SubscriptionProgress, SubscriptionSettings } from '../subscription-port.ts'
import { answer, type Database } from './database.ts'
import type { SubscriptionProgressTable, SubscriptionsTable } from './subscription-tables.ts'
import { afterPrefix, isStorable, pageEdge, unstorable } from './text.ts'

type Row = Selectable<SubscriptionsTable> & Selectable<SubscriptionProgressTable> & { readonly group: string }

const toSubscription = (row: Row): StoredSubscription => ({
  groupId: row.group_id,
  group: row.group,
  name: row.name,
  pattern: row.pattern,
  destination: row.destination,
  sealed: row.sealed,
  roleArn: row.role_arn,
  distribution: row.distribution as StoredSubscription['distribution'],
  options: row.options,
  createdAt: instant(row.created_at),
  changedAt: instant(row.changed_at),
  progress: {
    position: { batch: row.batch, index: row.idx },
    controlled: row.controlled !== 0,
    deliveredEvents: row.delivered_events,
    deliveredBytes: row.delivered_bytes,
    lostEvents: row.lost_events,
    failingSince: row.failing_since === null ? null : instant(row.failing_since),
    lastDelivery: row.last_delivery === null ? null : instant(row.last_delivery),
    lastError: row.error_at === null ? null : { at: instant(row.error_at), message: row.error ?? '' },
  },
})

type Subscriptions = Pick<SubscriptionSettings, 'put' | 'remove' | 'find' | 'list' | 'save'>

export const subscriptions = (database: Database): Subscriptions => ({
  put: putting(database),
  ...rest(database),
})

function putting(database: Database): Subscriptions['put'] {
  const { db, lockRows } = database
  return ({ groupId, name, pattern, destination, sealed, roleArn, distribution, options, changedAt }, from) =>
    answer(database, async () => {
      if (![name, pattern, destination, sealed ?? '', roleArn ?? '', options].every(isStorable)) return unstorable()
      return db.transaction().execute(async transaction => {
        const group = await transaction
          .selectFrom('log_groups')
          .select('id')
          .where('id', '=', groupId)
          .modifyEnd(lockRows)
          .execute()
        if (group.length === 0) return err({ code: 'missing' })
        const there = await transaction
          .selectFrom('subscriptions')
          .select(['group_id', 'name', 'destination'])
          .execute()
        const before = there.find(row => row.group_id === groupId && row.name === name)
        const beside = there.filter(row => row.group_id === groupId)
        if (
          before === undefined &&
          (beside.length >= limits.subscriptionsPerGroup || there.length >= limits.subscriptions)
        ) {
          return err({ code: 'too-many' })
        }
        const changed = {
          ...{ pattern, destination, sealed, role_arn: roleArn, distribution, options, changed_at: changedAt },
        }
        await transaction
          .insertInto('subscriptions')
          .values({ group_id: groupId, name, created_at: changedAt, ...changed })
          .onConflict(conflict => conflict.columns(['group_id', 'name']).doUpdateSet(changed))
          .execute()
        if (before === undefined) {
          const counts = { controlled: 0, delivered_events: 0, delivered_bytes: 0, lost_events: 0 }
          const nothing = { failing_since: null, last_delivery: null, error_at: null, error: null }
          await transaction
            .insertInto('subscription_progress')
            .values({ group_id: groupId, name, batch: from.batch, idx: from.index, ...counts, ...nothing })
            .execute()
        } else if (before.destination !== destination) {
          await transaction
            .updateTable('subscription_progress')
            .set({ controlled: 0, failing_since: null, error_at: null, error: null })
            .where('group_id', '=', groupId)
            .where('name', '=', name)
            .execute()
        }
        const row = await select({ db: transaction }, { groupId })
          .where('subscriptions.name', '=', name)
          .executeTakeFirstOrThrow()
        return ok(toSubscription(row))
      })
    })
}

function rest(database: Database): Omit<Subscriptions, 'put'> {
  const { db } = database
  return {
    remove: (groupId, name) =>
      answer(database, async () => {
        if (!isStorable(name)) return err({ code: 'missing' })
        const gone = await db
          .deleteFrom('subscriptions')
          .where('group_id', '=', groupId)
          .where('name', '=', name)
          .returning('name')
          .execute()
        return gone.length === 0 ? err({ code: 'missing' }) : ok(undefined)
      }),

    find: (groupId, name) =>
      answer(database, async () => {
        if (!isStorable(name)) return ok(undefined)
        const row = await select(database, { groupId }).where('subscriptions.name', '=', name).executeTakeFirst()
        return ok(row && toSubscription(row))
      }),

    list: query =>
      answer(database, async () => {
        if (!isStorable(query.prefix ?? '')) return ok([])
        const rows = await select(database, query).limit(query.limit).execute()
        return ok(rows.map(toSubscription))
      }),

    save: all =>
      answer(database, async () =>
        db.transaction().execute(async transaction => {
          for (const { groupId, name, progress } of all) {
            await transaction
              .updateTable('subscription_progress')
              .set(columnsOf(progress))
              .where('group_id', '=', groupId)
              .where('name', '=', name)
              .execute()
          }
          return ok(undefined)
        }),
      ),
  }
}

const columnsOf = (progress: SubscriptionProgress) => ({
  batch: progress.position.batch,
  idx: progress.position.index,
  controlled: progress.controlled ? 1 : 0,
  delivered_events: progress.deliveredEvents,
  delivered_bytes: progress.deliveredBytes,
  lost_events: progress.lostEvents,
  failing_since: progress.failingSince,
  last_delivery: progress.lastDelivery,
  error_at: progress.lastError?.at ?? null,
  // An error may hold anything that a stranger's server said.
  error: progress.lastError?.message.toWellFormed().replaceAll('\0', '') ?? null,
})

function select(
  { db }: Pick<Database, 'db'>,
  { groupId, prefix, after }: { groupId?: number; prefix?: string; after?: { group: string; name: string } },
) {
  let select = db
    .selectFrom('subscriptions')
    .innerJoin('log_groups', 'log_groups.id', 'subscriptions.group_id')
    .innerJoin('subscription_progress', join =>
      join
        .onRef('subscription_progress.group_id', '=', 'subscriptions.group_id')
        .onRef('subscription_progress.name', '=', 'subscriptions.name'),
    )
    .selectAll('subscription_progress')
    .selectAll('subscriptions')
    .select('log_groups.name as group')
  if (groupId !== undefined) select = select.where('subscriptions.group_id', '=', groupId)
  if (prefix) {
    const end = afterPrefix(prefix)
    select = select.where('subscriptions.name', '>=', prefix)
    if (end !== undefined) select = select.where('subscriptions.name', '<', end)
  }
  if (after !== undefined) {
    const group = pageEdge(after.group).text
    const name = pageEdge(after.name).text
    select = select.where(eb =>
      eb.or([
        eb('log_groups.name', '>', group),
        eb.and([eb('log_groups.name', '=', group), eb('subscriptions.name', '>', name)]),
      ]),
    )
  }
  return select.orderBy('log_groups.name').orderBy('subscriptions.name')
}
