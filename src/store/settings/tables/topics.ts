/** Topics and who subscribed to them; within the bounds, whoever puts at the same time. */
import type { Kysely, Selectable, Transaction } from 'kysely'
import { limits } from '../../../limits.ts'
import { err, type Instant, instant, ok } from '../../../model/index.ts'
import type { NotifySettings, StoredTopic, StoredTopicSubscription } from '../notify-port.ts'
import { answer, type Database } from './database.ts'
import type { TopicSubscriptionsTable, TopicsTable } from './notify-tables.ts'
import type { Tables } from './tables.ts'
import { isStorable, pageEdge, unstorable } from './text.ts'

type Topics = Pick<NotifySettings, 'putTopic' | 'patchTopic' | 'removeTopic' | 'topic' | 'topics'>
type Subscriptions = Pick<
  NotifySettings,
  | 'addSubscription'
  | 'patchSubscription'
  | 'removeSubscription'
  | 'forgetUnconfirmed'
  | 'subscription'
  | 'subscriptionByToken'
  | 'subscriptions'
>

const toTopic = (row: Selectable<TopicsTable>): StoredTopic => ({
  name: row.name,
  displayName: row.display_name,
  language: row.language as StoredTopic['language'],
  attributes: row.attributes,
  tags: JSON.parse(row.tags) as Record<string, string>,
  createdAt: instant(row.created_at),
})

const orNull = (at: number | null): Instant | null => (at === null ? null : instant(at))

const toSubscription = (row: Selectable<TopicSubscriptionsTable>): StoredTopicSubscription => ({
  order: row.seq,
  id: row.id,
  topic: row.topic,
  way: row.way,
  endpoint: row.endpoint,
  sealed: row.sealed,
  fingerprint: row.fingerprint,
  attributes: row.attributes,
  createdAt: instant(row.created_at),
  confirmedAt: orNull(row.confirmed_at),
  tokenHash: row.token_hash,
  tokenUntil: orNull(row.token_until),
})

export const topics = (database: Database): Topics & Subscriptions => ({
  ...topicCalls(database),
  ...subscriptionCalls(database),
})

function topicCalls(database: Database): Topics {
  const { db } = database
  return {
    putTopic: ({ name, displayName, language, attributes, tags, createdAt }) =>
      answer(database, async () => {
        const written = JSON.stringify(tags)
        if (![name, displayName, attributes, written].every(isStorable)) return unstorable()
        return db.transaction().execute(async transaction => {
          const there = await transaction.selectFrom('topics').selectAll().where('name', '=', name).executeTakeFirst()
          if (there !== undefined) return ok(toTopic(there))
          const { count } = await transaction
            .selectFrom('topics')
            .select(eb => eb.fn.countAll<number>().as('count'))
            .executeTakeFirstOrThrow()
          if (Number(count) >= limits.topics) return err({ code: 'too-many' })
          await transaction
            .insertInto('topics')
            .values({ name, display_name: displayName, language, attributes, tags: written, created_at: createdAt })
            // Another replica was faster.
            .onConflict(conflict => conflict.column('name').doNothing())
            .execute()
          const made = transaction.selectFrom('topics').selectAll().where('name', '=', name)
          return ok(toTopic(await made.executeTakeFirstOrThrow()))
        })
      }),

    patchTopic: (name, { displayName, language, attributes, tags }) =>
      answer(database, async () => {
        const written = tags === undefined ? undefined : JSON.stringify(tags)
        if (![name, displayName ?? '', attributes ?? '', written ?? ''].every(isStorable)) return unstorable()
        const row = await db
          .updateTable('topics')
          .set({
            name,
            ...(displayName === undefined ? {} : { display_name: displayName }),
            ...(language === undefined ? {} : { language }),
            ...(attributes === undefined ? {} : { attributes }),
            ...(written === undefined ? {} : { tags: written }),
          })
          .where('name', '=', name)
          .returningAll()
          .executeTakeFirst()
        return row === undefined ? err({ code: 'missing' }) : ok(toTopic(row))
      }),

    removeTopic: (name, at, why) =>
      answer(database, async () => {
        if (!isStorable(name)) return err({ code: 'missing' })
        return db.transaction().execute(async transaction => {
          const gone = await transaction.deleteFrom('topics').where('name', '=', name).returning('name').execute()
          if (gone.length === 0) return err({ code: 'missing' })
          await giveUp(transaction, at, why).where('topic', '=', name).execute()
          return ok(undefined)
        })
      }),

    topic: name =>
      answer(database, async () => {
        if (!isStorable(name)) return ok(undefined)
        const row = await db.selectFrom('topics').selectAll().where('name', '=', name).executeTakeFirst()
        return ok(row && toTopic(row))
      }),

    topics: ({ after, limit }) =>
      answer(database, async () => {
        let select = db.selectFrom('topics').selectAll()
        if (after !== undefined) select = select.where('name', '>', pageEdge(after).text)
        return ok((await select.orderBy('name').limit(limit).execute()).map(toTopic))
      }),
  }
}

/** What is open of a topic or a subscription that is gone. */
const giveUp = (db: Kysely<Tables> | Transaction<Tables>, at: Instant, why: string) =>
  db
    .updateTable('deliveries')
    .set({ status: 'failed', error: why, ended_at: at, next_try: null, held_until: null, message: '', sealed: null })
    .where('ended_at', 'is', null)

function subscriptionCalls(database: Database): Subscriptions {
  const { db, keepRows } = database
  const find = (column: 'id' | 'token_hash', value: string) =>
    answer(database, async () => {
      if (!isStorable(value)) return ok(undefined)
      const row = await db.selectFrom('topic_subscriptions').selectAll().where(column, '=', value).executeTakeFirst()
      return ok(row && toSubscription(row))
    })
  return {
    addSubscription: one =>
      answer(database, async () => {
        if (![one.id, one.topic, one.endpoint, one.sealed ?? '', one.attributes].every(isStorable)) return unstorable()
        return db.transaction().execute(async transaction => {
          const topic = transaction.selectFrom('topics').select('name').where('name', '=', one.topic)
          if ((await topic.modifyEnd(keepRows).execute()).length === 0) return err({ code: 'missing' })
          const same = transaction
            .selectFrom('topic_subscriptions')
            .selectAll()
            .where('topic', '=', one.topic)
            .where('fingerprint', '=', one.fingerprint)
          const there = await same.executeTakeFirst()
          if (there !== undefined) return ok(toSubscription(there))
          const { count } = await transaction
            .selectFrom('topic_subscriptions')
            .select(eb => eb.fn.countAll<number>().as('count'))
            .executeTakeFirstOrThrow()
          if (Number(count) >= limits.topicSubscriptions) return err({ code: 'too-many' })
          await transaction
            .insertInto('topic_subscriptions')
            .values({
              ...{ id: one.id, topic: one.topic, way: one.way, endpoint: one.endpoint, sealed: one.sealed },
              ...{ fingerprint: one.fingerprint, attributes: one.attributes, created_at: one.createdAt },
              ...{ confirmed_at: one.confirmedAt, token_hash: one.tokenHash, token_until: one.tokenUntil },
            })
            .onConflict(conflict => conflict.columns(['topic', 'fingerprint']).doNothing())
            .execute()
          return ok(toSubscription(await same.executeTakeFirstOrThrow()))
        })
      }),

    patchSubscription: (id, { attributes, confirmedAt, tokenHash, tokenUntil }) =>
      answer(database, async () => {
        if (!isStorable(id)) return err({ code: 'missing' })
        if (!isStorable(attributes ?? '')) return unstorable()
        const row = await db
          .updateTable('topic_subscriptions')
          .set({
            id,
            ...(attributes === undefined ? {} : { attributes }),
            ...(confirmedAt === undefined ? {} : { confirmed_at: confirmedAt }),
            ...(tokenHash === undefined ? {} : { token_hash: tokenHash }),
            ...(tokenUntil === undefined ? {} : { token_until: tokenUntil }),
          })
          .where('id', '=', id)
          .returningAll()
          .executeTakeFirst()
        return row === undefined ? err({ code: 'missing' }) : ok(toSubscription(row))
      }),

    removeSubscription: (id, at, why) =>
      answer(database, async () => {
        if (!isStorable(id)) return err({ code: 'missing' })
        return db.transaction().execute(async transaction => {
          const gone = transaction.deleteFrom('topic_subscriptions').where('id', '=', id).returningAll()
          const row = await gone.executeTakeFirst()
          if (row === undefined) return err({ code: 'missing' })
          await giveUp(transaction, at, why).where('subscription', '=', id).execute()
          return ok(toSubscription(row))
        })
      }),

    forgetUnconfirmed: now =>
      answer(database, async () => {
        const gone = db.deleteFrom('topic_subscriptions').where('confirmed_at', 'is', null)
        await gone.where('token_until', '<', now).execute()
        return ok(undefined)
      }),

    subscription: id => find('id', id),
    subscriptionByToken: hash => find('token_hash', hash),

    subscriptions: ({ topic, after, limit }) =>
      answer(database, async () => {
        if (!isStorable(topic ?? '')) return ok([])
        let select = db.selectFrom('topic_subscriptions').selectAll()
        if (topic !== undefined) select = select.where('topic', '=', topic)
        if (after !== undefined) select = select.where('seq', '>', after)
        return ok((await select.orderBy('seq').limit(limit).execute()).map(toSubscription))
      }),
  }
}
