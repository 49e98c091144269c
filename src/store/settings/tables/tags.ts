/** Tags of a log group, at most `limits.tagsPerResource` of them, whoever adds at the same time. */
import { limits } from '../../../limits.ts'
import { err, ok } from '../../../model/index.ts'
import type { LogSettings } from '../port.ts'
import { answer, type Database } from './database.ts'
import { isStorable, unstorable } from './text.ts'

export function logGroupTags(database: Database): Pick<LogSettings, 'tags' | 'tag' | 'untag'> {
  const { db, among, lockRows } = database
  return {
    tags: groupId =>
      answer(database, async () => {
        const rows = await db
          .selectFrom('log_group_tags')
          .select(['key', 'value'])
          .where('group_id', '=', groupId)
          .orderBy('key')
          .execute()
        // fromEntries makes own properties, so a tag called __proto__ is only a tag.
        return ok(Object.fromEntries(rows.map(row => [row.key, row.value])))
      }),

    tag: (groupId, tags) =>
      answer(database, async () => {
        const added = Object.entries(tags)
        if (!added.flat().every(isStorable)) return unstorable()
        if (added.length === 0) return ok(undefined)
        return db.transaction().execute(async transaction => {
          // Holding the group makes two calls count one after the other. A group deleted meanwhile has nothing to tag.
          const group = await transaction
            .selectFrom('log_groups')
            .select('id')
            .where('id', '=', groupId)
            .modifyEnd(lockRows)
            .execute()
          if (group.length === 0) return ok(undefined)
          const old = await transaction
            .selectFrom('log_group_tags')
            .select('key')
            .where('group_id', '=', groupId)
            .execute()
          const keys = new Set([...old.map(row => row.key), ...added.map(([key]) => key)])
          if (keys.size > limits.tagsPerResource) return err({ code: 'too-many-tags' })
          await transaction
            .insertInto('log_group_tags')
            .values(added.map(([key, value]) => ({ group_id: groupId, key, value })))
            .onConflict(conflict =>
              conflict.columns(['group_id', 'key']).doUpdateSet(eb => ({ value: eb.ref('excluded.value') })),
            )
            .execute()
          return ok(undefined)
        })
      }),

    untag: (groupId, keys) =>
      answer(database, async () => {
        await db
          .deleteFrom('log_group_tags')
          .where('group_id', '=', groupId)
          .where(among('key', keys.filter(isStorable)))
          .execute()
        return ok(undefined)
      }),
  }
}
