/** Access keys, in the order they were made. A revoked key stays in the list with its time: nobody gets its id again. */
import type { Selectable } from 'kysely'
import { err, instant, ok } from '../../../model/index.ts'
import type { KeySettings, Role, StoredKey } from '../port.ts'
import { answer, type Database } from './database.ts'
import type { AccessKeysTable } from './tables.ts'
import { isStorable, unstorable } from './text.ts'

const toKey = (row: Selectable<AccessKeysTable>): StoredKey => ({
  accessKeyId: row.access_key_id,
  name: row.name,
  role: row.role as Role,
  sealedSecret: row.sealed_secret,
  tokenHash: row.token_hash,
  createdAt: instant(row.created_at),
  revokedAt: row.revoked_at === null ? null : instant(row.revoked_at),
})

export function accessKeys(database: Database): KeySettings {
  const { db } = database
  const find = (column: 'access_key_id' | 'token_hash', value: string) =>
    answer(database, async () => {
      if (!isStorable(value)) return ok(undefined)
      const row = await db.selectFrom('access_keys').selectAll().where(column, '=', value).executeTakeFirst()
      return ok(row && toKey(row))
    })
  return {
    add: key =>
      answer(database, async () => {
        if (![key.accessKeyId, key.name, key.sealedSecret, key.tokenHash].every(isStorable)) return unstorable()
        const made = await db
          .insertInto('access_keys')
          .values({
            access_key_id: key.accessKeyId,
            name: key.name,
            role: key.role,
            sealed_secret: key.sealedSecret,
            token_hash: key.tokenHash,
            created_at: key.createdAt,
            revoked_at: key.revokedAt,
          })
          .onConflict(conflict => conflict.doNothing())
          .returning('access_key_id')
          .executeTakeFirst()
        return made === undefined ? err({ code: 'exists' }) : ok(undefined)
      }),

    list: () =>
      answer(database, async () => {
        const rows = await db
          .selectFrom('access_keys')
          .selectAll()
          .orderBy('created_at')
          .orderBy('access_key_id')
          .execute()
        return ok(rows.map(toKey))
      }),

    byAccessKeyId: id => find('access_key_id', id),
    byTokenHash: hash => find('token_hash', hash),

    revoke: (accessKeyId, at) =>
      answer(database, async () => {
        if (!isStorable(accessKeyId)) return err({ code: 'missing' })
        const row = await db
          .updateTable('access_keys')
          // The first revocation is the one that counts.
          .set(eb => ({ revoked_at: eb.fn.coalesce('revoked_at', eb.val(at as number)) }))
          .where('access_key_id', '=', accessKeyId)
          .returningAll()
          .executeTakeFirst()
        return row === undefined ? err({ code: 'missing' }) : ok(toKey(row))
      }),
  }
}
