/** The contract's stories about log groups. */
import { describe, expect, test } from 'vitest'
import type { LogGroupQuery } from '../port.ts'
import { at, makeGroup, must, names, newGroup, oddNames, refusal, type Stage } from './place.ts'

export function groupStories(stage: Stage): void {
  const logs = () => stage.settings.logs

  describe('groups', () => {
    test('a new group is found as it was made', async () => {
      const made = await makeGroup(stage.settings, '/aws/eks/a', {
        class: 'INFREQUENT_ACCESS',
        deletionProtection: true,
        kmsKeyId: 'arn:aws:kms:eu-west-1:000000000000:key/1',
        tags: { team: 'watch' },
      })
      expect(made).toEqual({
        id: made.id,
        name: '/aws/eks/a',
        createdAt: at(0),
        class: 'INFREQUENT_ACCESS',
        retentionDays: null,
        deletionProtection: true,
        kmsKeyId: 'arn:aws:kms:eu-west-1:000000000000:key/1',
      })
      expect(must(await logs().group('/aws/eks/a'))).toEqual(made)
      expect(must(await logs().tags(made.id))).toEqual({ team: 'watch' })
      expect(must(await logs().group('/aws/eks/A'))).toBeUndefined()
    })

    test('are found by their ids, those that are there', async () => {
      const [a, b] = [await makeGroup(stage.settings, 'a'), await makeGroup(stage.settings, 'b')]
      expect(must(await logs().groupsById([b.id, a.id, 4_294_967_295]))).toEqual([a, b])
      expect(must(await logs().groupsById([]))).toEqual([])
    })

    test('a name is taken once', async () => {
      const made = await makeGroup(stage.settings, 'a')
      expect(await logs().create(newGroup('a', { class: 'DELIVERY', tags: { x: 'y' } }))).toEqual(refusal('exists'))
      expect(must(await logs().group('a'))).toEqual(made)
      expect(must(await logs().tags(made.id))).toEqual({})
    })

    test('of many that make one name together, exactly one wins', async () => {
      const answers = await Promise.all(Array.from({ length: 20 }, () => logs().create(newGroup('a'))))
      expect(answers.filter(answer => answer.ok)).toHaveLength(1)
      expect(answers.filter(answer => !answer.ok)).toEqual(Array(19).fill(refusal('exists')))
      expect(must(await logs().countGroups())).toBe(1)
    })

    test('an id is never used again, not after a delete and not after a restart', async () => {
      const first = await makeGroup(stage.settings, 'a')
      must(await logs().remove('a', at(1)))
      const second = await makeGroup(stage.settings, 'a')
      must(await logs().remove('a', at(2)))
      for (const { kind, id } of must(await logs().tombstones())) must(await logs().clearTombstone(kind, id))
      await stage.reopen()
      const third = await makeGroup(stage.settings, 'a')
      expect(new Set([first.id, second.id, third.id]).size).toBe(3)
    })

    test('asking for a name that is taken uses up no id', async () => {
      const { id } = await makeGroup(stage.settings, 'a')
      for (let n = 0; n < 10; n++) await logs().create(newGroup('a'))
      expect((await makeGroup(stage.settings, 'b')).id).toBe(id + 1)
    })

    test('a patch changes what it names and nothing else', async () => {
      const made = await makeGroup(stage.settings, 'a', { kmsKeyId: 'k' })
      await makeGroup(stage.settings, 'b')
      expect(must(await logs().patch('a', { retentionDays: 7 }))).toEqual({ ...made, retentionDays: 7 })
      expect(must(await logs().patch('a', { deletionProtection: true, kmsKeyId: null }))).toEqual({
        ...made,
        retentionDays: 7,
        deletionProtection: true,
        kmsKeyId: null,
      })
      const last = { ...made, retentionDays: null, deletionProtection: false, kmsKeyId: null }
      expect(must(await logs().patch('a', { retentionDays: null, deletionProtection: false }))).toEqual(last)
      expect(must(await logs().patch('a', {}))).toEqual(last)
      expect(must(await logs().group('a'))).toEqual(last)
      expect(must(await logs().group('b'))).toMatchObject({ retentionDays: null })
      expect(await logs().patch('c', { retentionDays: 1 })).toEqual(refusal('missing'))
      expect(await logs().patch('c', {})).toEqual(refusal('missing'))
    })

    test('a delete takes streams and tags along and leaves a tombstone', async () => {
      const made = await makeGroup(stage.settings, 'a', { tags: { t: '1' } })
      const kept = await makeGroup(stage.settings, 'b', { tags: { t: '2' } })
      const stream = must(await logs().createStream(made.id, 's', at(1)))
      const other = must(await logs().createStream(kept.id, 's', at(1)))
      expect(must(await logs().remove('a', at(5)))).toEqual(made)

      expect(must(await logs().group('a'))).toBeUndefined()
      expect(must(await logs().stream(made.id, 's'))).toBeUndefined()
      expect(must(await logs().streamsById([stream.id, other.id]))).toEqual([other])
      expect(must(await logs().tags(made.id))).toEqual({})
      expect(must(await logs().tags(kept.id))).toEqual({ t: '2' })
      expect(must(await logs().tombstones())).toEqual([
        { kind: 'group', id: made.id, groupId: made.id, deletedAt: at(5) },
      ])
      expect(await logs().remove('a', at(6))).toEqual(refusal('missing'))
      expect(await logs().createStream(made.id, 'late', at(6))).toEqual(refusal('missing'))
    })

    test('a protected group stays until the protection is lifted', async () => {
      const made = await makeGroup(stage.settings, 'a', { deletionProtection: true })
      expect(await logs().remove('a', at(1))).toEqual(refusal('protected'))
      expect(must(await logs().group('a'))).toEqual(made)
      expect(must(await logs().tombstones())).toEqual([])
      must(await logs().patch('a', { deletionProtection: false }))
      expect(await logs().remove('a', at(1))).toMatchObject({ ok: true })
    })

    test('deletes and creates at the same time leave no stream without its group', async () => {
      const { id } = await makeGroup(stage.settings, 'a')
      const answers = await Promise.all([
        ...Array.from({ length: 10 }, (_, n) => logs().createStream(id, `s${n}`, at(n))),
        logs().remove('a', at(1)),
        ...Array.from({ length: 10 }, (_, n) => logs().createStream(id, `t${n}`, at(n))),
      ])
      expect(answers.every(answer => answer.ok || answer.error.code === 'missing')).toBe(true)
      const made = answers.flatMap(answer => (answer.ok && 'groupId' in answer.value ? [answer.value.id] : []))
      expect(must(await logs().streamsById(made))).toEqual([])
      expect(must(await logs().countStreams([id]))).toEqual(new Map([[id, 0]]))
    })

    test('tombstones stand oldest first until they are cleared', async () => {
      const { id } = await makeGroup(stage.settings, 'a')
      const stream = must(await logs().createStream(id, 's', at(0)))
      must(await logs().removeStream(id, 's', at(9)))
      must(await logs().remove('a', at(9)))
      const early = await makeGroup(stage.settings, 'b')
      must(await logs().remove('b', at(3)))
      await stage.reopen()
      const ofStream = { kind: 'stream', id: stream.id, groupId: id, deletedAt: at(9) }
      const ofGroup = { kind: 'group', id, groupId: id, deletedAt: at(9) }
      const ofEarly = { kind: 'group', id: early.id, groupId: early.id, deletedAt: at(3) }
      expect(must(await logs().tombstones())).toEqual([ofEarly, ofGroup, ofStream])
      must(await logs().clearTombstone('group', id))
      must(await logs().clearTombstone('group', id))
      expect(must(await logs().tombstones())).toEqual([ofEarly, ofStream])
    })

    test('odd names come back as they were, in the order of their bytes', async () => {
      for (const name of oddNames.toReversed()) await makeGroup(stage.settings, name)
      await stage.reopen()
      expect(names(must(await logs().groups({ limit: 100 })))).toEqual(oddNames)
      for (const name of oddNames) expect(must(await logs().group(name))).toMatchObject({ name })
    })

    test('every byte between 1 and 127 stands in a name', async () => {
      const ascii = String.fromCharCode(...Array.from({ length: 127 }, (_, n) => n + 1))
      const made = await makeGroup(stage.settings, ascii, { kmsKeyId: ascii, tags: { [ascii]: ascii } })
      expect(must(await logs().group(ascii))).toEqual(made)
      expect(made.kmsKeyId).toBe(ascii)
      expect(must(await logs().tags(made.id))).toEqual({ [ascii]: ascii })
    })

    test('a name that no database can keep is refused in writes and not there in reads', async () => {
      await makeGroup(stage.settings, 'a')
      await makeGroup(stage.settings, 'ab')
      for (const name of ['a\0b', '\0', 'a\ud800', '\udc00']) {
        expect(await logs().create(newGroup(name))).toEqual(refusal('unavailable'))
        expect(must(await logs().group(name))).toBeUndefined()
        expect(must(await logs().groups({ prefix: name, limit: 10 }))).toEqual([])
        expect(must(await logs().groups({ contains: name, limit: 10 }))).toEqual([])
        expect(names(must(await logs().groups({ names: [name, 'a'], limit: 10 })))).toEqual(['a'])
        expect(await logs().patch(name, { retentionDays: 1 })).toEqual(refusal('missing'))
        expect(await logs().remove(name, at(0))).toEqual(refusal('missing'))
      }
      expect(names(must(await logs().groups({ after: 'a\0zzz', limit: 10 })))).toEqual(['ab'])
    })

    test.each<[string, Partial<LogGroupQuery>, string[]]>([
      ['everything', {}, ['%x', 'App', 'app', 'app-1', 'app_1', 'apq', '로그']],
      ['an empty prefix is none', { prefix: '' }, ['%x', 'App', 'app', 'app-1', 'app_1', 'apq', '로그']],
      ['a prefix knows its case', { prefix: 'app' }, ['app', 'app-1', 'app_1']],
      ['an underscore is itself', { prefix: 'app_' }, ['app_1']],
      ['a percent is itself', { prefix: '%' }, ['%x']],
      ['contains knows its case', { contains: 'pp' }, ['App', 'app', 'app-1', 'app_1']],
      ['contains upper case', { contains: 'A' }, ['App']],
      ['contains half of a syllable pair', { contains: '그' }, ['로그']],
      ['after is strictly greater', { after: 'app' }, ['app-1', 'app_1', 'apq', '로그']],
      ['after a name that is not there', { after: 'app-' }, ['app-1', 'app_1', 'apq', '로그']],
      ['a class', { class: 'DELIVERY' }, ['app_1']],
      ['names', { names: ['apq', 'nobody', 'App', 'apq'] }, ['App', 'apq']],
      ['no names', { names: [] }, []],
      [
        'all at once',
        { prefix: 'a', contains: '1', after: 'app', class: 'STANDARD', names: ['app-1', 'app_1'] },
        ['app-1'],
      ],
      ['a limit', { limit: 2 }, ['%x', 'App']],
      ['a limit of none', { limit: 0 }, []],
    ])('groups by: %s', async (_story, query, expected) => {
      for (const name of ['apq', 'app', 'app-1', '로그', 'App', '%x']) await makeGroup(stage.settings, name)
      await makeGroup(stage.settings, 'app_1', { class: 'DELIVERY' })
      expect(names(must(await logs().groups({ limit: 50, ...query })))).toEqual(expected)
    })

    test('closed settings answer that they are closed', async () => {
      await stage.settings.close()
      await stage.settings.close()
      expect(await logs().group('a')).toEqual(refusal('unavailable'))
      expect(await logs().create(newGroup('a'))).toEqual(refusal('unavailable'))
      await stage.reopen()
    })
  })
}
