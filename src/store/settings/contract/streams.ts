/** The contract's stories about log streams. */
import { describe, expect, test } from 'vitest'
import type { LogStreamQuery } from '../port.ts'
import { at, makeGroup, must, names, oddNames, refusal, type Stage } from './place.ts'

export function streamStories(stage: Stage): void {
  const logs = () => stage.settings.logs

  describe('streams', () => {
    test('a new stream is found in its group only', async () => {
      const a = await makeGroup(stage.settings, 'a')
      const b = await makeGroup(stage.settings, 'b')
      const made = must(await logs().createStream(a.id, 's', at(7)))
      expect(made).toEqual({ id: made.id, groupId: a.id, name: 's', createdAt: at(7) })
      expect(must(await logs().stream(a.id, 's'))).toEqual(made)
      expect(must(await logs().stream(a.id, 'S'))).toBeUndefined()
      expect(must(await logs().stream(b.id, 's'))).toBeUndefined()
      expect(await logs().createStream(a.id, 's', at(8))).toEqual(refusal('exists'))
      expect(await logs().createStream(b.id, 's', at(8))).toMatchObject({ ok: true })
      expect(await logs().createStream(b.id + 1, 's', at(8))).toEqual(refusal('missing'))
    })

    test('of many that make one name together, exactly one wins', async () => {
      const { id } = await makeGroup(stage.settings, 'a')
      const answers = await Promise.all(Array.from({ length: 20 }, () => logs().createStream(id, 's', at(0))))
      expect(answers.filter(answer => answer.ok)).toHaveLength(1)
      expect(answers.filter(answer => !answer.ok)).toEqual(Array(19).fill(refusal('exists')))
    })

    test('a delete leaves a tombstone, and the id is never used again', async () => {
      const { id } = await makeGroup(stage.settings, 'a')
      const first = must(await logs().createStream(id, 's', at(0)))
      expect(must(await logs().removeStream(id, 's', at(1)))).toEqual(first)
      expect(await logs().removeStream(id, 's', at(2))).toEqual(refusal('missing'))
      expect(must(await logs().tombstones())).toEqual([{ kind: 'stream', id: first.id, groupId: id, deletedAt: at(1) }])
      await stage.reopen()
      const second = must(await logs().createStream(id, 's', at(3)))
      expect(second.id).not.toBe(first.id)
    })

    test('asking for a name that is taken uses up no id', async () => {
      const group = await makeGroup(stage.settings, 'a')
      const { id } = must(await logs().createStream(group.id, 's', at(0)))
      for (let n = 0; n < 10; n++) await logs().createStream(group.id, 's', at(0))
      expect(must(await logs().createStream(group.id, 't', at(0))).id).toBe(id + 1)
    })

    test('streams are counted by group, and by id found', async () => {
      const a = await makeGroup(stage.settings, 'a')
      const b = await makeGroup(stage.settings, 'b')
      const made = []
      for (const name of ['z', 'y', 'x']) made.push(must(await logs().createStream(a.id, name, at(0))))
      const nobody = 4_000_000_000
      expect(must(await logs().countStreams([a.id, b.id, nobody]))).toEqual(
        new Map([
          [a.id, 3],
          [b.id, 0],
          [nobody, 0],
        ]),
      )
      expect(must(await logs().countStreams([]))).toEqual(new Map())
      expect(must(await logs().streamsById([made[2]!.id, nobody, made[0]!.id]))).toEqual([made[0], made[2]])
      expect(must(await logs().streamsById([]))).toEqual([])
    })

    test('a group of many streams goes in one delete', async () => {
      const { id } = await makeGroup(stage.settings, 'a')
      const made = await Promise.all(Array.from({ length: 500 }, (_, n) => logs().createStream(id, `s${n}`, at(0))))
      expect(must(await logs().countStreams([id]))).toEqual(new Map([[id, 500]]))
      must(await logs().remove('a', at(1)))
      expect(must(await logs().streamsById(made.map(answer => must(answer).id)))).toEqual([])
      expect(must(await logs().tombstones())).toHaveLength(1)
    })

    test('odd names come back as they were, in the order of their bytes', async () => {
      const { id } = await makeGroup(stage.settings, 'a')
      for (const name of oddNames.toReversed()) must(await logs().createStream(id, name, at(0)))
      await stage.reopen()
      expect(names(must(await logs().streams({ groupId: id, limit: 100 })))).toEqual(oddNames)
      const back = must(await logs().streams({ groupId: id, descending: true, limit: 100 }))
      expect(names(back)).toEqual(oddNames.toReversed())
    })

    test('a name that no database can keep is refused in writes and not there in reads', async () => {
      const { id } = await makeGroup(stage.settings, 'a')
      for (const name of ['x', 'xy']) must(await logs().createStream(id, name, at(0)))
      for (const name of ['x\0y', '\0', 'x\ud800']) {
        expect(await logs().createStream(id, name, at(0))).toEqual(refusal('unavailable'))
        expect(must(await logs().stream(id, name))).toBeUndefined()
        expect(await logs().removeStream(id, name, at(0))).toEqual(refusal('missing'))
        expect(must(await logs().streams({ groupId: id, prefix: name, limit: 9 }))).toEqual([])
        expect(names(must(await logs().streams({ groupId: id, names: [name, 'x'], limit: 9 })))).toEqual(['x'])
      }
      const edge = { groupId: id, after: 'x\0', limit: 9 }
      expect(names(must(await logs().streams(edge)))).toEqual(['xy'])
      expect(names(must(await logs().streams({ ...edge, descending: true })))).toEqual(['x'])
    })

    test.each<[string, Partial<LogStreamQuery>, string[]]>([
      ['everything', {}, ['S', 's', 's%', 's-1', 's_1', 't']],
      ['a prefix', { prefix: 's' }, ['s', 's%', 's-1', 's_1']],
      ['a prefix backwards', { prefix: 's', descending: true }, ['s_1', 's-1', 's%', 's']],
      ['an underscore is itself', { prefix: 's_' }, ['s_1']],
      ['after', { after: 's-1' }, ['s_1', 't']],
      ['after, backwards', { after: 's-1', descending: true }, ['s%', 's', 'S']],
      ['names', { names: ['t', 'nobody', 'S'] }, ['S', 't']],
      ['no names', { names: [] }, []],
      ['all at once', { prefix: 's', names: ['s', 's%', 's_1'], after: 's_1', descending: true, limit: 1 }, ['s%']],
    ])('streams by: %s', async (_story, query, expected) => {
      const group = await makeGroup(stage.settings, 'a')
      const other = await makeGroup(stage.settings, 'b')
      for (const name of ['t', 's_1', 's', 'S', 's-1', 's%']) must(await logs().createStream(group.id, name, at(0)))
      must(await logs().createStream(other.id, 'sb', at(0)))
      expect(names(must(await logs().streams({ groupId: group.id, limit: 50, ...query })))).toEqual(expected)
    })
  })
}
