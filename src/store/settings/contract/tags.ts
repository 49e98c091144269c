/** The contract's stories about tags. */
import { describe, expect, test } from 'vitest'
import { limits } from '../../../limits.ts'
import { makeGroup, must, oddNames, refusal, type Stage } from './place.ts'

const many = (count: number, from = 0): Record<string, string> =>
  Object.fromEntries(Array.from({ length: count }, (_, n) => [`key-${from + n}`, `${n}`]))

export function tagStories(stage: Stage): void {
  const logs = () => stage.settings.logs

  describe('tags', () => {
    test('are added, replaced and taken away', async () => {
      const { id } = await makeGroup(stage.settings, 'a', { tags: { a: '1', b: '2' } })
      must(await logs().tag(id, { b: '3', c: '' }))
      expect(must(await logs().tags(id))).toEqual({ a: '1', b: '3', c: '' })
      must(await logs().tag(id, {}))
      must(await logs().untag(id, ['a', 'nobody', 'x\0']))
      must(await logs().untag(id, []))
      expect(must(await logs().tags(id))).toEqual({ b: '3', c: '' })
    })

    test('are in the order of their keys', async () => {
      const { id } = await makeGroup(stage.settings, 'a', { tags: { b: '', a: '', B: '', 로그: '' } })
      expect(Object.keys(must(await logs().tags(id)))).toEqual(['B', 'a', 'b', '로그'])
    })

    test('odd keys and values come back as they were', async () => {
      const { id } = await makeGroup(stage.settings, 'a')
      const tags = Object.fromEntries(oddNames.map(name => [name, name]))
      must(await logs().tag(id, tags))
      expect(Object.entries(must(await logs().tags(id)))).toEqual(Object.entries(tags))
      expect(await logs().tag(id, { ok: 'bad\0' })).toEqual(refusal('unavailable'))
    })

    test(`${limits.tagsPerResource} stand, and one more is refused as a whole`, async () => {
      const { id } = await makeGroup(stage.settings, 'a')
      must(await logs().tag(id, many(limits.tagsPerResource)))
      expect(Object.keys(must(await logs().tags(id)))).toHaveLength(limits.tagsPerResource)
      expect(await logs().tag(id, { 'key-0': 'new', another: '1' })).toEqual(refusal('too-many-tags'))
      expect(must(await logs().tags(id))).toEqual(many(limits.tagsPerResource))
      must(await logs().tag(id, { 'key-0': 'new' }))
      expect(must(await logs().tags(id))).toMatchObject({ 'key-0': 'new' })
    })

    test('the bound holds for those who add together', async () => {
      const { id } = await makeGroup(stage.settings, 'a')
      const answers = await Promise.all([0, 1, 2, 3].map(n => logs().tag(id, many(20, n * 20))))
      expect(answers.filter(answer => answer.ok)).toHaveLength(2)
      expect(answers.filter(answer => !answer.ok)).toEqual(Array(2).fill(refusal('too-many-tags')))
      expect(Object.keys(must(await logs().tags(id)))).toHaveLength(40)
    })

    test('of a group that is gone are none', async () => {
      const { id } = await makeGroup(stage.settings, 'a')
      expect(must(await logs().tag(id + 1, { a: '1' }))).toBeUndefined()
      expect(must(await logs().tags(id + 1))).toEqual({})
      expect((await makeGroup(stage.settings, 'b')).id).toBe(id + 1)
      expect(must(await logs().tags(id + 1))).toEqual({})
    })
  })
}
