import { expect, test } from 'vitest'
import { instant } from '../../../model/index.ts'
import { checkInsights } from '../language/index.ts'
import { withIndex } from './indexed.ts'
import { must } from './test-store.ts'

const groups = [1, 2, 3, 4, 5].map(id => ({ id, name: `/g${id}`, notBefore: instant(0) }))
const world = {
  indexedGroups: async (ids: readonly number[], field: string) =>
    new Set(ids.filter(id => (field === 'a' ? id < 3 : field === 'b' && id > 1))),
}
const left = async (text: string, of: Parameters<typeof withIndex>[0] = world) => {
  const { groups: read, notices } = await withIndex(of, must(checkInsights(text)).query, groups)
  return [read.map(({ id }) => id), notices.map(({ message }) => message)]
}

test('only groups with an index on the field are read, and the others are told', async () => {
  expect(await left('filterIndex a = 1')).toEqual([
    [1, 2],
    ['filterIndex did not read /g3, /g4, /g5: no index on a there. Use filter, or put an index policy.'],
  ])
  expect(await left('filterIndex c = 1')).toEqual([[], [expect.stringContaining('/g1, /g2, /g3 and 2 more')]])
  expect(await left('filterIndex a = 1 | filterIndex b = 2')).toEqual([[2], [expect.anything(), expect.anything()]])
})

test('no other command asks for an index, and a house without policies has all', async () => {
  const all = [[1, 2, 3, 4, 5], []]
  expect(await left('filter a = 1')).toEqual(all)
  expect(await left('filterIndex a = 1', {})).toEqual(all)
})
