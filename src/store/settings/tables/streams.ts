/** Log streams of a group: made by agents at any rate, so the way that finds one already there costs no id and no write. */
import type { Selectable } from 'kysely'
import { err, instant, ok } from '../../../model/index.ts'
import type { LogSettings, LogStream } from '../port.ts'
import { answer, type Database } from './database.ts'
import type { LogStreamsTable } from './tables.ts'
import { afterPrefix, isStorable, pageEdge, unstorable } from './text.ts'

type Streams = Pick<
  LogSettings,
  'countStreams' | 'createStream' | 'removeStream' | 'stream' | 'streams' | 'streamsById'
>

const toStream = (row: Selectable<LogStreamsTable>): LogStream => ({
  id: row.id,
  groupId: row.group_id,
  name: row.name,
  createdAt: instant(row.created_at),
})

export const logStreams = (database: Database): Streams => ({
  ...changes(database),
  ...questions(database),
})

function changes(database: Database): Pick<Streams, 'createStream' | 'removeStream'> {
  const { db, keepRows } = database
  return {
    createStream: (groupId, name, at) =>
      answer(database, async () => {
        if (!isStorable(name)) return unstorable()
        return db.transaction().execute(async transaction => {
          // Holding the group keeps its delete from coming between this look and the insert.
          const group = await transaction
            .selectFrom('log_groups')
            .select('id')
            .where('id', '=', groupId)
            .modifyEnd(keepRows)
            .execute()
          if (group.length === 0) return err({ code: 'missing' })
          // An insert that meets its like still uses up an id in PostgreSQL, and agents create before every write.
          const there = await transaction
            .selectFrom('log_streams')
            .select('id')
            .where('group_id', '=', groupId)
            .where('name', '=', name)
            .execute()
          if (there.length > 0) return err({ code: 'exists' })
          const made = await transaction
            .insertInto('log_streams')
            .values({ group_id: groupId, name, created_at: at })
            .onConflict(conflict => conflict.columns(['group_id', 'name']).doNothing())
            .returningAll()
            .executeTakeFirst()
          return made === undefined ? err({ code: 'exists' }) : ok(toStream(made))
        })
      }),

    removeStream: (groupId, name, at) =>
      answer(database, async () => {
        if (!isStorable(name)) return err({ code: 'missing' })
        return db.transaction().execute(async transaction => {
          const row = await transaction
            .deleteFrom('log_streams')
            .where('group_id', '=', groupId)
            .where('name', '=', name)
            .returningAll()
            .executeTakeFirst()
          if (row === undefined) return err({ code: 'missing' })
          await transaction
            .insertInto('tombstones')
            .values({ kind: 'stream', id: row.id, group_id: groupId, deleted_at: at })
            .execute()
          return ok(toStream(row))
        })
      }),
  }
}

function questions(database: Database): Pick<Streams, 'countStreams' | 'stream' | 'streams' | 'streamsById'> {
  const { db, among } = database
  return {
    stream: (groupId, name) =>
      answer(database, async () => {
        if (!isStorable(name)) return ok(undefined)
        const row = await db
          .selectFrom('log_streams')
          .selectAll()
          .where('group_id', '=', groupId)
          .where('name', '=', name)
          .executeTakeFirst()
        return ok(row && toStream(row))
      }),

    streams: query =>
      answer(database, async () => {
        if (!isStorable(query.prefix ?? '')) return ok([])
        let select = db.selectFrom('log_streams').selectAll().where('group_id', '=', query.groupId)
        if (query.prefix) {
          const end = afterPrefix(query.prefix)
          select = select.where('name', '>=', query.prefix)
          if (end !== undefined) select = select.where('name', '<', end)
        }
        if (query.names !== undefined) select = select.where(among('name', query.names.filter(isStorable)))
        if (query.after !== undefined) {
          const { text, reached } = pageEdge(query.after)
          select = select.where('name', query.descending ? (reached ? '<=' : '<') : '>', text)
        }
        const rows = await select
          .orderBy('name', query.descending ? 'desc' : 'asc')
          .limit(query.limit)
          .execute()
        return ok(rows.map(toStream))
      }),

    streamsById: ids =>
      answer(database, async () => {
        const rows = await db.selectFrom('log_streams').selectAll().where(among('id', ids)).orderBy('id').execute()
        return ok(rows.map(toStream))
      }),

    countStreams: groupIds =>
      answer(database, async () => {
        const rows = await db
          .selectFrom('log_streams')
          .select(eb => ['group_id' as const, eb.fn.countAll<number>().as('streams')])
          .where(among('group_id', groupIds))
          .groupBy('group_id')
          .execute()
        const counts = new Map(groupIds.map(id => [id, 0]))
        for (const row of rows) counts.set(row.group_id, row.streams)
        return ok(counts)
      }),
  }
}
