/** Names for destinations, as PutDestination makes them. */
import type { Selectable } from 'kysely'
import { limits } from '../../../limits.ts'
import { err, instant, ok } from '../../../model/index.ts'
import type { StoredDestination, SubscriptionSettings } from '../subscription-port.ts'
import { answer, type Database } from './database.ts'
import type { LogDestinationsTable } from './subscription-tables.ts'
import { afterPrefix, isStorable, pageEdge, unstorable } from './text.ts'

const toDestination = (row: Selectable<LogDestinationsTable>): StoredDestination => ({
  name: row.name,
  target: row.target,
  roleArn: row.role_arn,
  policy: row.policy,
  createdAt: instant(row.created_at),
})

type Destinations = Pick<SubscriptionSettings, 'putDestination' | 'removeDestination' | 'putPolicy' | 'destinations'>

export function logDestinations(database: Database): Destinations {
  const { db } = database
  return {
    putDestination: ({ name, target, roleArn, createdAt }) =>
      answer(database, async () => {
        if (![name, target, roleArn].every(isStorable)) return unstorable()
        return db.transaction().execute(async transaction => {
          const there = await transaction.selectFrom('log_destinations').select('name').execute()
          if (there.length >= limits.logDestinations && !there.some(row => row.name === name)) {
            return err({ code: 'too-many' })
          }
          const row = await transaction
            .insertInto('log_destinations')
            .values({ name, target, role_arn: roleArn, policy: null, created_at: createdAt })
            .onConflict(conflict => conflict.column('name').doUpdateSet({ target, role_arn: roleArn }))
            .returningAll()
            .executeTakeFirstOrThrow()
          return ok(toDestination(row))
        })
      }),

    removeDestination: name =>
      answer(database, async () => {
        if (!isStorable(name)) return err({ code: 'missing' })
        const gone = await db.deleteFrom('log_destinations').where('name', '=', name).returning('name').execute()
        return gone.length === 0 ? err({ code: 'missing' }) : ok(undefined)
      }),

    putPolicy: (name, policy) =>
      answer(database, async () => {
        if (![name, policy].every(isStorable)) return unstorable()
        const set = db.updateTable('log_destinations').set({ policy }).where('name', '=', name)
        const changed = await set.returning('name').execute()
        return changed.length === 0 ? err({ code: 'missing' }) : ok(undefined)
      }),

    destinations: ({ prefix, after, limit }) =>
      answer(database, async () => {
        if (!isStorable(prefix ?? '')) return ok([])
        let select = db.selectFrom('log_destinations').selectAll()
        if (prefix) {
          const end = afterPrefix(prefix)
          select = select.where('name', '>=', prefix)
          if (end !== undefined) select = select.where('name', '<', end)
        }
        if (after !== undefined) select = select.where('name', '>', pageEdge(after).text)
        return ok((await select.orderBy('name').limit(limit).execute()).map(toDestination))
      }),
  }
}
