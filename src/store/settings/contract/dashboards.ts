/** The contract's stories about dashboards. */
import { describe, expect, test } from 'vitest'
import { limits } from '../../../limits.ts'
import type { NewDashboard } from '../port.ts'
import { at, must, oddNames, refusal, type Stage } from './place.ts'

const board = (name: string, over: Partial<NewDashboard> = {}): NewDashboard => ({
  name,
  body: '{"widgets":[]}',
  widgets: 0,
  changedAt: at(5),
  ...over,
})

export function dashboardStories(stage: Stage): void {
  const boards = () => stage.settings.dashboards
  const listed = async (query: { prefix?: string; after?: string; limit?: number } = {}) =>
    must(await boards().dashboards({ limit: 10_000, ...query })).map(({ name }) => name)

  describe('dashboards', () => {
    test('come back after a restart as they were put, byte for byte', async () => {
      const body = ` { "widgets" : [ ] , "로그" : "😀\\u0000\\ud800" , "x" : 1.0e0 }\n`
      must(await boards().put(board('a', { body, widgets: 3 })))
      await stage.reopen()
      const kept = { name: 'a', bytes: Buffer.byteLength(body), widgets: 3, changedAt: at(5) }
      expect(must(await boards().dashboard('a'))).toEqual({ ...kept, body, version: expect.any(Number) })
      expect(must(await boards().dashboards({ limit: 5 }))).toEqual([{ ...kept, version: expect.any(Number) }])
      expect(must(await boards().dashboard('b'))).toBeUndefined()
      expect(must(await boards().dashboard('\0'))).toBeUndefined()
      expect(await boards().put(board('b', { body: '\0' }))).toEqual(refusal('unavailable'))
      expect(await boards().put(board('b', { body: '\ud800' }))).toEqual(refusal('unavailable'))
    })

    test(`a body of ${limits.dashboardBytes} bytes is kept whole`, async () => {
      const body = JSON.stringify('가'.repeat(Math.floor((limits.dashboardBytes - 2) / 3)))
      must(await boards().put(board('big', { body })))
      expect(must(await boards().dashboard('big'))?.body === body).toBe(true)
    })

    test('every put gives another version, and one that expects an older is refused', async () => {
      const first = must(await boards().put(board('a'))).version
      const second = must(await boards().put(board('a', { body: '{}' }), first)).version
      expect(second).toBeGreaterThan(first)
      expect(await boards().put(board('a'), first)).toEqual(refusal('changed'))
      expect(await boards().put(board('a'), 0)).toEqual(refusal('changed'))
      expect(must(await boards().dashboard('a'))).toMatchObject({ body: '{}', version: second })
      must(await boards().remove(['a']))
      expect(await boards().put(board('a'), second)).toEqual(refusal('changed'))
      const again = must(await boards().put(board('a', { changedAt: at(9) }), 0)).version
      expect([first, second]).not.toContain(again)
    })

    test('of two who change the same version, one is refused', async () => {
      const { version } = must(await boards().put(board('a')))
      const puts = await Promise.all(['1', '2', '3'].map(body => boards().put(board('a', { body }), version)))
      expect(puts.filter(put => put.ok)).toHaveLength(1)
      const made = await Promise.all(['1', '2', '3'].map(body => boards().put(board('new', { body }), 0)))
      expect(made.filter(put => put.ok)).toHaveLength(1)
    })

    test('are listed by the bytes of their names, by prefix, page by page', async () => {
      for (const name of oddNames.toReversed()) must(await boards().put(board(name)))
      expect(await listed()).toEqual(oddNames)
      expect(await listed({ prefix: '로그' })).toEqual(['로그', '로그/앱'])
      expect(await listed({ prefix: '%' })).toEqual(['%', '%like%'])
      for (const [place, name] of oddNames.entries())
        expect(await listed({ after: name, limit: 2 })).toEqual(oddNames.slice(place + 1, place + 3))
      expect(await listed({ prefix: '\0' })).toEqual([])
    })

    test('are removed all together or not at all', async () => {
      for (const name of ['a', 'b', 'c']) must(await boards().put(board(name)))
      expect(await boards().remove(['a', 'x', 'b'])).toEqual({ ok: false, error: { code: 'missing', name: 'x' } })
      expect(await boards().remove(['a', '\0'])).toEqual({ ok: false, error: { code: 'missing', name: '\0' } })
      expect(await listed()).toEqual(['a', 'b', 'c'])
      must(await boards().remove(['a', 'b', 'a']))
      must(await boards().remove([]))
      expect(await listed()).toEqual(['c'])
    })

    test(`${limits.dashboards} stand, one more does not`, async () => {
      for (let n = 0; n < limits.dashboards; n++) must(await boards().put(board(`d${n}`)))
      expect(await boards().put(board('more'))).toEqual(refusal('too-many'))
      must(await boards().put(board('d0', { body: '{}' })))
      must(await boards().remove(['d1']))
      must(await boards().put(board('more')))
    }, 60_000)
  })
}
