/** The contract's stories about access keys. */
import { describe, expect, test } from 'vitest'
import type { StoredKey } from '../port.ts'
import { at, must, refusal, type Stage } from './place.ts'

const key = (id: string, over: Partial<StoredKey> = {}): StoredKey => ({
  accessKeyId: id,
  name: '경비',
  role: 'writer',
  sealedSecret: `sealed ${id}`,
  tokenHash: `hash ${id}`,
  createdAt: at(0),
  revokedAt: null,
  ...over,
})

export function keyStories(stage: Stage): void {
  const keys = () => stage.settings.keys

  describe('keys', () => {
    test('are found by id and by token, also after a restart', async () => {
      must(await keys().add(key('A')))
      must(await keys().add(key('B', { role: 'reader' })))
      await stage.reopen()
      expect(must(await keys().byAccessKeyId('A'))).toEqual(key('A'))
      expect(must(await keys().byTokenHash('hash B'))).toEqual(key('B', { role: 'reader' }))
      for (const nobody of ['a', '', 'A\0', 'hash A']) {
        expect(must(await keys().byAccessKeyId(nobody))).toBeUndefined()
      }
      expect(must(await keys().byTokenHash('A'))).toBeUndefined()
    })

    test('neither an id nor a token is given twice', async () => {
      must(await keys().add(key('A')))
      expect(await keys().add(key('A', { tokenHash: 'other' }))).toEqual(refusal('exists'))
      expect(await keys().add(key('B', { tokenHash: 'hash A' }))).toEqual(refusal('exists'))
      expect(await keys().add(key('C\0'))).toEqual(refusal('unavailable'))
      expect(must(await keys().list())).toEqual([key('A')])
    })

    test('are listed as they were made', async () => {
      for (const [id, millis] of [['C', 1] as const, ['A', 2] as const, ['B', 1] as const]) {
        must(await keys().add(key(id, { createdAt: at(millis) })))
      }
      expect(must(await keys().list()).map(one => one.accessKeyId)).toEqual(['B', 'C', 'A'])
    })

    test('stay revoked since the first time', async () => {
      must(await keys().add(key('A')))
      must(await keys().add(key('B')))
      const revoked = key('A', { revokedAt: at(5) })
      expect(must(await keys().revoke('A', at(5)))).toEqual(revoked)
      expect(must(await keys().revoke('A', at(9)))).toEqual(revoked)
      expect(must(await keys().byTokenHash('hash A'))).toEqual(revoked)
      expect(must(await keys().list())).toEqual([revoked, key('B')])
      expect(await keys().revoke('C', at(5))).toEqual(refusal('missing'))
      expect(await keys().revoke('C\0', at(5))).toEqual(refusal('missing'))
    })
  })
}
