/** Runs of queries and their answers in compressed pieces. A run has an owner who holds it; what nobody holds has failed. */
import { type Selectable, sql } from 'kysely'
import { err, type Instant, instant, ok } from '../../../model/index.ts'
import type { QueryRun, QueryRunEnd, QueryRunStatus, RunSettings } from '../query-port.ts'
import { answer, type Database } from './database.ts'
import type { QueryRunsTable } from './query-tables.ts'
import { isStorable } from './text.ts'

const open: readonly string[] = ['Scheduled', 'Running'] satisfies readonly QueryRunStatus[]

const toRun = (row: Selectable<QueryRunsTable>): QueryRun => ({
  id: row.id,
  createdAt: instant(row.created_at),
  status: row.status as QueryRunStatus,
  groups: JSON.parse(row.group_names) as string[],
  details: JSON.parse(row.details) as QueryRun['details'],
  end: row.ending === null ? null : (JSON.parse(row.ending) as QueryRunEnd),
  answerBytes: row.answer_bytes,
  dropped: row.dropped !== 0,
})

export function queryRuns(database: Database): RunSettings {
  return { ...changes(database), ...questions(database), ...upkeep(database) }
}

function changes(
  database: Database,
): Pick<RunSettings, 'begin' | 'started' | 'hold' | 'askToStop' | 'keepPage' | 'ended'> {
  const { db } = database
  return {
    begin: (run, owner, heldUntil) =>
      answer(database, async () => {
        await db
          .insertInto('query_runs')
          .values({
            id: run.id,
            created_at: run.createdAt,
            status: run.status,
            group_names: JSON.stringify(run.groups),
            details: JSON.stringify(run.details),
            ending: null,
            answer_bytes: 0,
            dropped: 0,
            owner,
            held_until: heldUntil,
            stop_asked: 0,
          })
          .execute()
        return ok(undefined)
      }),

    started: id =>
      answer(database, async () => {
        await db
          .updateTable('query_runs')
          .set({ status: 'Running' })
          .where('id', '=', id)
          .where('status', '=', 'Scheduled')
          .execute()
        return ok(undefined)
      }),

    hold: (owner, until) =>
      answer(database, async () => {
        const rows = await db
          .updateTable('query_runs')
          .set({ held_until: until })
          .where('status', 'in', open)
          .where('owner', '=', owner)
          .returning(['id', 'stop_asked'])
          .execute()
        return ok(rows.filter(row => row.stop_asked !== 0).map(row => row.id))
      }),

    askToStop: id =>
      answer(database, async () => {
        if (!isStorable(id)) return err({ code: 'missing' })
        const row = await db
          .updateTable('query_runs')
          .set({ stop_asked: 1 })
          .where('id', '=', id)
          .where('status', 'in', open)
          .returning('id')
          .executeTakeFirst()
        return row === undefined ? err({ code: 'missing' }) : ok(undefined)
      }),

    keepPage: (id, page) =>
      answer(database, async () => {
        await db
          .insertInto('query_answers')
          .values({
            run_id: id,
            first_row: page.firstRow,
            row_count: page.rows,
            body: page.body,
            body_bytes: page.body.byteLength,
          })
          .execute()
        return ok(undefined)
      }),

    ended: (id, status, end) =>
      answer(database, async () => {
        await db
          .updateTable('query_runs')
          .set(eb => ({
            status,
            ending: JSON.stringify(end),
            answer_bytes: eb.fn.coalesce(
              eb
                .selectFrom('query_answers')
                .select(pages => pages.fn.sum<number>('body_bytes').as('bytes'))
                .where('run_id', '=', id),
              eb.lit(0),
            ),
          }))
          .where('id', '=', id)
          .where('status', 'in', open)
          .execute()
        return ok(undefined)
      }),
  }
}

function questions(database: Database): Pick<RunSettings, 'run' | 'runs' | 'pages'> {
  const { db, contains } = database
  return {
    run: id =>
      answer(database, async () => {
        if (!isStorable(id)) return ok(undefined)
        const row = await db.selectFrom('query_runs').selectAll().where('id', '=', id).executeTakeFirst()
        return ok(row && toRun(row))
      }),

    runs: query =>
      answer(database, async () => {
        let select = db.selectFrom('query_runs').selectAll()
        if (query.status !== undefined) select = select.where('status', '=', query.status)
        // A name in quotation marks, as JSON writes it: no name holds one, so no other name matches.
        if (query.group !== undefined) {
          if (!isStorable(query.group)) return ok([])
          select = select.where(contains('group_names', JSON.stringify(query.group)))
        }
        if (query.before !== undefined) {
          const { createdAt, id } = query.before
          if (!isStorable(id)) return ok([])
          select = select.where(sql<boolean>`(created_at, id) < (${createdAt}, ${id})`)
        }
        const rows = await select.orderBy('created_at', 'desc').orderBy('id', 'desc').limit(query.limit).execute()
        return ok(rows.map(toRun))
      }),

    pages: (id, from, to) =>
      answer(database, async () => {
        if (!isStorable(id)) return ok([])
        const rows = await db
          .selectFrom('query_answers')
          .select(['first_row', 'row_count', 'body'])
          .where('run_id', '=', id)
          .where('first_row', '<', to)
          .where(eb => eb(eb('first_row', '+', eb.ref('row_count')), '>', from))
          .orderBy('first_row')
          .execute()
        return ok(rows.map(row => ({ firstRow: row.first_row, rows: row.row_count, body: row.body })))
      }),
  }
}

function upkeep(database: Database): Pick<RunSettings, 'failLost' | 'tidy'> {
  const { db, among } = database
  return {
    failLost: (now, message, everything) =>
      answer(database, async () => {
        let lost = db.selectFrom('query_runs').select('id').where('status', 'in', open)
        if (!everything) lost = lost.where('held_until', '<', now as number)
        const ids = (await lost.execute()).map(row => row.id)
        if (ids.length === 0) return ok(0)
        const end: QueryRunEnd = {
          at: now,
          startedAt: null,
          message,
          columns: [],
          rows: 0,
          notices: [],
          statistics: {},
        }
        return db.transaction().execute(async transaction => {
          let update = transaction
            .updateTable('query_runs')
            .set({ status: 'Failed', ending: JSON.stringify(end), answer_bytes: 0 })
            .where(among('id', ids))
            .where('status', 'in', open)
          if (!everything) update = update.where('held_until', '<', now as number)
          const failed = (await update.returning('id').execute()).map(row => row.id)
          // What it had kept so far is no answer.
          await transaction.deleteFrom('query_answers').where(among('run_id', failed)).execute()
          return ok(failed.length)
        })
      }),

    tidy: (before: Instant, keepBytes) =>
      answer(database, async () => {
        await db
          .deleteFrom('query_runs')
          .where('created_at', '<', before as number)
          .where('status', 'not in', open)
          .execute()
        const kept = await db
          .selectFrom('query_runs')
          .select(['id', 'answer_bytes'])
          .where('answer_bytes', '>', 0)
          .orderBy('created_at', 'desc')
          .orderBy('id', 'desc')
          .execute()
        let left = keepBytes
        const dropped = kept.filter(row => {
          left -= row.answer_bytes
          return left < 0
        })
        if (dropped.length === 0) return ok(undefined)
        const ids = dropped.map(row => row.id)
        return db.transaction().execute(async transaction => {
          await transaction
            .updateTable('query_runs')
            .set({ answer_bytes: 0, dropped: 1 })
            .where(among('id', ids))
            .execute()
          await transaction.deleteFrom('query_answers').where(among('run_id', ids)).execute()
          return ok(undefined)
        })
      }),
  }
}
