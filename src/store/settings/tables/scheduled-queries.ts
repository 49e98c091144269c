/** Scheduled queries and what became of each of their runs. With several replicas one alone takes a run: whoever moves it on. */
import { type Selectable, sql } from 'kysely'
import { limits } from '../../../limits.ts'
import { err, instant, ok } from '../../../model/index.ts'
import type { ScheduledQuery, ScheduleSettings, Trigger, TriggerStatus } from '../query-port.ts'
import { answer, type Database } from './database.ts'
import type { ScheduledQueriesTable, TriggersTable } from './query-tables.ts'
import { isStorable, unstorable } from './text.ts'

const toScheduled = (row: Selectable<ScheduledQueriesTable>): ScheduledQuery => ({
  id: row.id,
  name: row.name,
  enabled: row.enabled !== 0,
  createdAt: instant(row.created_at),
  changedAt: instant(row.changed_at),
  dueAt: row.due_at === null ? null : instant(row.due_at),
  last: row.last_at === null ? null : { at: instant(row.last_at), status: row.last_status as TriggerStatus },
  details: JSON.parse(row.details) as ScheduledQuery['details'],
})

const toTrigger = (row: Selectable<TriggersTable>): Trigger => ({
  scheduleId: row.schedule_id,
  queryId: row.query_id,
  at: instant(row.at),
  status: row.status as TriggerStatus,
  message: row.message === null ? null : (JSON.parse(row.message) as string),
})

const valuesOf = ({ name, enabled, changedAt, dueAt, details }: ScheduledQuery) => ({
  name,
  enabled: enabled ? 1 : 0,
  changed_at: changedAt as number,
  due_at: dueAt as number | null,
  details: JSON.stringify(details),
})

export function scheduledQueries(database: Database): ScheduleSettings {
  return { ...changes(database), ...questions(database), ...runs(database), ...history(database) }
}

function changes(database: Database): Pick<ScheduleSettings, 'create' | 'replace' | 'remove'> {
  const { db } = database
  return {
    create: query =>
      answer(database, async () => {
        if (!isStorable(query.name)) return unstorable()
        return db.transaction().execute(async transaction => {
          const there = await transaction.selectFrom('scheduled_queries').select('name').execute()
          if (there.some(({ name }) => name === query.name)) return err({ code: 'exists' })
          if (there.length >= limits.scheduledQueries) return err({ code: 'too-many' })
          const made = await transaction
            .insertInto('scheduled_queries')
            .values({ id: query.id, created_at: query.createdAt, last_at: null, last_status: null, ...valuesOf(query) })
            .onConflict(conflict => conflict.column('name').doNothing())
            .returning('id')
            .executeTakeFirst()
          return made === undefined ? err({ code: 'exists' }) : ok(undefined)
        })
      }),

    replace: query =>
      answer(database, async () => {
        const row = await db
          .updateTable('scheduled_queries')
          .set(valuesOf(query))
          .where('id', '=', query.id)
          .returning('id')
          .executeTakeFirst()
        return row === undefined ? err({ code: 'missing' }) : ok(undefined)
      }),

    remove: id =>
      answer(database, async () => {
        if (!isStorable(id)) return err({ code: 'missing' })
        const row = await db.deleteFrom('scheduled_queries').where('id', '=', id).returning('id').executeTakeFirst()
        return row === undefined ? err({ code: 'missing' }) : ok(undefined)
      }),
  }
}

function questions(database: Database): Pick<ScheduleSettings, 'scheduled' | 'list'> {
  const { db } = database
  return {
    scheduled: nameOrId =>
      answer(database, async () => {
        if (!isStorable(nameOrId)) return ok(undefined)
        const row = await db
          .selectFrom('scheduled_queries')
          .selectAll()
          .where(eb => eb.or([eb('name', '=', nameOrId), eb('id', '=', nameOrId)]))
          .orderBy(eb => eb.case().when('id', '=', nameOrId).then(0).else(1).end())
          .limit(1)
          .executeTakeFirst()
        return ok(row && toScheduled(row))
      }),

    list: query =>
      answer(database, async () => {
        if (!isStorable(query.after ?? '')) return ok([])
        let select = db.selectFrom('scheduled_queries').selectAll()
        if (query.enabled !== undefined) select = select.where('enabled', '=', query.enabled ? 1 : 0)
        if (query.after !== undefined) select = select.where('name', '>', query.after)
        const rows = await select.orderBy('name').limit(query.limit).execute()
        return ok(rows.map(toScheduled))
      }),
  }
}

function runs(database: Database): Pick<ScheduleSettings, 'due' | 'claim' | 'triggered'> {
  const { db, keepRows } = database
  return {
    due: (now, limit) =>
      answer(database, async () => {
        const rows = await db
          .selectFrom('scheduled_queries')
          .selectAll()
          .where('enabled', '=', 1)
          .where('due_at', '<=', now as number)
          .orderBy('due_at')
          .orderBy('id')
          .limit(limit)
          .execute()
        return ok(rows.map(toScheduled))
      }),

    claim: (id, dueAt, next) =>
      answer(database, async () => {
        const row = await db
          .updateTable('scheduled_queries')
          .set({ due_at: next })
          .where('id', '=', id)
          .where('enabled', '=', 1)
          .where('due_at', '=', dueAt as number)
          .returning('id')
          .executeTakeFirst()
        return ok(row !== undefined)
      }),

    triggered: trigger =>
      answer(database, async () => {
        const { scheduleId, queryId, at, status } = trigger
        const message = trigger.message === null ? null : JSON.stringify(trigger.message)
        return db.transaction().execute(async transaction => {
          const known = await transaction
            .selectFrom('scheduled_queries')
            .select('id')
            .where('id', '=', scheduleId)
            .modifyEnd(keepRows)
            .executeTakeFirst()
          // Deleted meanwhile: nobody asks for its history any more.
          if (known === undefined) return ok(undefined)
          await transaction
            .updateTable('scheduled_queries')
            .set({ last_at: at, last_status: status })
            .where('id', '=', scheduleId)
            .where(eb => eb.or([eb('last_at', 'is', null), eb('last_at', '<=', at as number)]))
            .execute()
          await transaction
            .insertInto('scheduled_query_triggers')
            .values({ schedule_id: scheduleId, query_id: queryId, at, status, message })
            .onConflict(conflict => conflict.columns(['schedule_id', 'query_id']).doUpdateSet({ status, message }))
            .execute()
          return ok(undefined)
        })
      }),
  }
}

function history(database: Database): Pick<ScheduleSettings, 'triggers' | 'openTriggers' | 'forgetTriggers'> {
  const { db, among } = database
  return {
    triggers: query =>
      answer(database, async () => {
        let select = db
          .selectFrom('scheduled_query_triggers')
          .selectAll()
          .where('schedule_id', '=', query.scheduleId)
          .where('at', '>=', query.from as number)
          .where('at', '<=', query.to as number)
        if (query.statuses !== undefined) select = select.where(among('status', query.statuses))
        if (query.before !== undefined) {
          const { at, queryId } = query.before
          if (!isStorable(queryId)) return ok([])
          select = select.where(sql<boolean>`(at, query_id) < (${at}, ${queryId})`)
        }
        const rows = await select.orderBy('at', 'desc').orderBy('query_id', 'desc').limit(query.limit).execute()
        return ok(rows.map(toTrigger))
      }),

    openTriggers: limit =>
      answer(database, async () => {
        const rows = await db
          .selectFrom('scheduled_query_triggers')
          .selectAll()
          .where('status', '=', 'Running')
          .orderBy('at')
          .limit(limit)
          .execute()
        return ok(rows.map(toTrigger))
      }),

    forgetTriggers: before =>
      answer(database, async () => {
        await db
          .deleteFrom('scheduled_query_triggers')
          .where('at', '<', before as number)
          .execute()
        return ok(undefined)
      }),
  }
}
