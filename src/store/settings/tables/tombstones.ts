/** What deletes left behind in the engine, oldest first, until the janitor has removed the rows. */
import { instant, ok } from '../../../model/index.ts'
import type { LogSettings, Tombstone } from '../port.ts'
import { answer, type Database } from './database.ts'

export function logTombstones(database: Database): Pick<LogSettings, 'tombstones' | 'clearTombstone'> {
  const { db } = database
  return {
    tombstones: () =>
      answer(database, async () => {
        const rows = await db
          .selectFrom('tombstones')
          .selectAll()
          .orderBy('deleted_at')
          .orderBy('kind')
          .orderBy('id')
          .execute()
        return ok(
          rows.map(row => ({
            kind: row.kind as Tombstone['kind'],
            id: row.id,
            groupId: row.group_id,
            deletedAt: instant(row.deleted_at),
          })),
        )
      }),

    clearTombstone: (kind, id) =>
      answer(database, async () => {
        await db.deleteFrom('tombstones').where('kind', '=', kind).where('id', '=', id).execute()
        return ok(undefined)
      }),
  }
}
