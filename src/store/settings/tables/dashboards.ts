/** Dashboards, by name. */
import { type Selectable, sql, type Transaction } from 'kysely'
import { limits } from '../../../limits.ts'
import { err, instant, ok } from '../../../model/index.ts'
import type { DashboardEntry, DashboardSettings, NewDashboard } from '../dashboard-port.ts'
import type { DashboardsTable } from './dashboard-tables.ts'
import { answer, type Database } from './database.ts'
import type { Tables } from './tables.ts'
import { afterPrefix, isStorable, pageEdge, unstorable } from './text.ts'

const columns = ['name', 'bytes', 'widgets', 'changed_at', 'version'] as const

const toEntry = (row: Omit<Selectable<DashboardsTable>, 'body'>): DashboardEntry => ({
  name: row.name,
  bytes: row.bytes,
  widgets: row.widgets,
  changedAt: instant(row.changed_at),
  version: row.version,
})

export function dashboards(database: Database): DashboardSettings {
  const { db, among, lockRows } = database
  return {
    put: (dashboard, expected) =>
      answer(database, async () => {
        if (![dashboard.name, dashboard.body].every(isStorable)) return unstorable()
        return db.transaction().execute(async transaction => {
          const full = await isFull(transaction, dashboard.name)
          if (full) return err({ code: 'too-many' })
          const row = await store(transaction, dashboard, expected)
          return row === undefined ? err({ code: 'changed' }) : ok(toEntry(row))
        })
      }),

    dashboard: name =>
      answer(database, async () => {
        if (!isStorable(name)) return ok(undefined)
        const row = await db.selectFrom('dashboards').selectAll().where('name', '=', name).executeTakeFirst()
        return ok(row && { ...toEntry(row), body: row.body })
      }),

    dashboards: ({ prefix, after, limit }) =>
      answer(database, async () => {
        if (!isStorable(prefix ?? '')) return ok([])
        let select = db.selectFrom('dashboards').select(columns)
        if (prefix) {
          const end = afterPrefix(prefix)
          select = select.where('name', '>=', prefix)
          if (end !== undefined) select = select.where('name', '<', end)
        }
        if (after !== undefined) {
          const edge = pageEdge(after)
          select = select.where('name', edge.reached ? '>=' : '>', edge.text)
        }
        const rows = await select.orderBy('name').limit(limit).execute()
        return ok(rows.map(toEntry))
      }),

    remove: names =>
      answer(database, async () => {
        const wanted = [...new Set(names)]
        const odd = wanted.find(name => !isStorable(name))
        if (odd !== undefined) return err({ code: 'missing', name: odd })
        if (wanted.length === 0) return ok(undefined)
        return db.transaction().execute(async transaction => {
          const found = await transaction
            .selectFrom('dashboards')
            .select('name')
            .where(among('name', wanted))
            .modifyEnd(lockRows)
            .execute()
          const there = new Set(found.map(({ name }) => name))
          const missing = wanted.find(name => !there.has(name))
          if (missing !== undefined) return err({ code: 'missing', name: missing })
          await transaction.deleteFrom('dashboards').where(among('name', wanted)).execute()
          return ok(undefined)
        })
      }),
  }
}

async function isFull(transaction: Transaction<Tables>, name: string): Promise<boolean> {
  const others = await transaction
    .selectFrom('dashboards')
    .select(eb => eb.fn.countAll<number>().as('count'))
    .where('name', '!=', name)
    .executeTakeFirst()
  return Number(others?.count ?? 0) >= limits.dashboards
}

async function store(
  transaction: Transaction<Tables>,
  { name, body, widgets, changedAt }: NewDashboard,
  expected?: number,
) {
  const bytes = Buffer.byteLength(body)
  // The time, so that a dashboard that was away does not come back under an old number.
  const fresh = { name, body, bytes, widgets, changed_at: changedAt as number, version: Math.max(1, changedAt) }
  const insert = transaction.insertInto('dashboards').values(fresh)
  if (expected === 0)
    return insert
      .onConflict(conflict => conflict.column('name').doNothing())
      .returning(columns)
      .executeTakeFirst()
  const next = sql<number>`case when dashboards.version < ${fresh.version} then ${fresh.version} else dashboards.version + 1 end`
  const changed = { body, bytes, widgets, changed_at: fresh.changed_at, version: next }
  if (expected === undefined)
    return insert
      .onConflict(conflict => conflict.column('name').doUpdateSet(changed))
      .returning(columns)
      .executeTakeFirst()
  return transaction
    .updateTable('dashboards')
    .set(changed)
    .where('name', '=', name)
    .where('version', '=', expected)
    .returning(columns)
    .executeTakeFirst()
}
