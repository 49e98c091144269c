/** The contract's stories about metric filters. */
import { describe, expect, test } from 'vitest'
import { limits } from '../../../limits.ts'
import type { MetricFilterQuery, NewMetricFilter } from '../port.ts'
import { at, byBytes, makeGroup, must, oddNames, refusal, type Stage } from './place.ts'

const filter = (groupId: number, name: string, over: Partial<NewMetricFilter> = {}): NewMetricFilter => ({
  ...{
    groupId,
    name,
    pattern: 'ERROR',
    namespace: 'App',
    metric: 'errors',
    value: '1',
    defaultValue: 0,
    unit: 'Count',
  },
  ...{ dimensions: {}, selection: null, systemFields: [], transformedLogs: false, region: 'eu-west-1', regexes: 0 },
  changedAt: at(5),
  ...over,
})

export function metricFilterStories(stage: Stage): void {
  const filters = () => stage.settings.metricFilters
  const listed = async (query: Partial<MetricFilterQuery> = {}) =>
    must(await filters().list({ limit: 1_000, ...query })).map(one => `${one.group} ${one.name}`)

  describe('metric filters', () => {
    test('are put, found again after a restart, replaced, and taken away', async () => {
      const { id } = await makeGroup(stage.settings, 'g')
      const whole = filter(id, 'a', {
        ...{ pattern: '{ $.a = "로그\\0 😀" }', dimensions: { 'd é': '$.x', __proto__x: '$.y' }, defaultValue: null },
        ...{ selection: '@aws.account = "1"', systemFields: ['@aws.account'], transformedLogs: true },
      })
      must(await filters().put(whole))
      await stage.reopen()
      const kept = { ...whole, createdAt: at(5), stopped: null }
      expect(must(await filters().list({ limit: 10 }))).toEqual([{ ...kept, group: 'g' }])
      const changed = filter(id, 'a', { changedAt: at(9), metric: 'other' })
      expect(must(await filters().put(changed))).toEqual({ ...changed, createdAt: at(5), stopped: null })
      must(await filters().remove(id, 'a'))
      expect(await filters().remove(id, 'a')).toEqual(refusal('missing'))
      expect(await listed()).toEqual([])
    })

    test('odd names come back as they were, in the order of their bytes', async () => {
      const { id } = await makeGroup(stage.settings, 'g')
      for (const name of oddNames.toReversed())
        must(await filters().put(filter(id, name, { namespace: name, metric: name })))
      expect(await listed()).toEqual(oddNames.map(name => `g ${name}`))
      for (const name of oddNames.slice(0, 5)) {
        expect(await listed({ metric: { namespace: name, name } })).toEqual([`g ${name}`])
        expect(await listed({ prefix: name })).toEqual(
          oddNames.filter(other => other.startsWith(name)).map(other => `g ${other}`),
        )
      }
      expect(await filters().put(filter(id, 'x\0'))).toEqual(refusal('unavailable'))
      expect(await filters().remove(id, 'x\0')).toEqual(refusal('missing'))
      expect(await listed({ prefix: 'x\0' })).toEqual([])
    })

    test('are listed by group and metric, page by page', async () => {
      const groups = ['b', 'a', 'c']
      for (const group of groups) {
        const { id } = await makeGroup(stage.settings, group)
        for (const name of ['y', 'x', 'é']) must(await filters().put(filter(id, name, { metric: name })))
      }
      const every = groups.toSorted(byBytes).flatMap(group => ['x', 'y', 'é'].map(name => `${group} ${name}`))
      expect(await listed()).toEqual(every)
      expect(await listed({ metric: { namespace: 'App', name: 'y' } })).toEqual(['a y', 'b y', 'c y'])
      expect(await listed({ metric: { namespace: 'Other', name: 'y' } })).toEqual([])
      for (const [at, edge] of every.entries()) {
        const [group = '', name = ''] = edge.split(' ')
        expect(await listed({ after: { group, name }, limit: 2 })).toEqual(every.slice(at + 1, at + 3))
      }
      const b = must(await stage.settings.logs.group('b'))!
      expect(await listed({ groupId: b.id, prefix: 'x' })).toEqual(['b x'])
      expect(must(await filters().count([b.id, b.id + 1_000]))).toEqual(new Map([[b.id, 3]]))
    })

    test('go with their group, and none is put into one that is gone', async () => {
      const { id } = await makeGroup(stage.settings, 'g')
      must(await filters().put(filter(id, 'a')))
      must(await stage.settings.logs.remove('g', at(1)))
      expect(await listed()).toEqual([])
      expect(await filters().put(filter(id, 'a'))).toEqual(refusal('missing'))
    })

    test(`${limits.metricFilters} stand in a group, and one more is refused, whoever puts at the same time`, async () => {
      const { id } = await makeGroup(stage.settings, 'g')
      const puts = await Promise.all(
        Array.from({ length: limits.metricFilters + 3 }, (_, n) => filters().put(filter(id, `f${n}`))),
      )
      expect(puts.filter(put => put.ok)).toHaveLength(limits.metricFilters)
      expect(puts.filter(put => !put.ok)).toEqual(Array(3).fill(refusal('too-many')))
      must(await filters().put(filter(id, 'f0', { metric: 'replaced' })))
    })

    test(`${limits.metricFiltersWithRegex} with a regular expression stand, and one more is refused`, async () => {
      const { id } = await makeGroup(stage.settings, 'g')
      for (let n = 0; n < limits.metricFiltersWithRegex; n++)
        must(await filters().put(filter(id, `r${n}`, { regexes: 1 })))
      expect(await filters().put(filter(id, 'more', { regexes: 2 }))).toEqual(refusal('too-many'))
      must(await filters().put(filter(id, 'r0', { regexes: 2 })))
      must(await filters().put(filter(id, 'plain')))
      expect(await filters().put(filter(id, 'plain', { regexes: 1 }))).toEqual(refusal('too-many'))
    })

    test('a stopped one says why until it is put anew', async () => {
      const { id } = await makeGroup(stage.settings, 'g')
      must(await filters().put(filter(id, 'a')))
      const stopped = { at: at(7), reason: 'too many dimensions' }
      must(await filters().stop({ groupId: id, name: 'a', changedAt: at(4) }, stopped))
      expect(must(await filters().list({ limit: 1 }))[0]?.stopped).toBeNull()
      must(await filters().stop({ groupId: id, name: 'a', changedAt: at(5) }, stopped))
      expect(must(await filters().list({ limit: 1 }))).toMatchObject([{ stopped, pattern: 'ERROR' }])
      must(await filters().put(filter(id, 'a', { changedAt: at(9) })))
      expect(must(await filters().list({ limit: 1 }))[0]?.stopped).toBeNull()
    })
  })
}
