import { expect, test } from 'vitest'
import type { ApiClusterChange } from '../../../src/model/index.ts'
import { besides, marksOf } from './marks.ts'

const change = (at: number, tone: ApiClusterChange['tone'] = 'done') => ({ at, tone }) as ApiClusterChange
const changes = [change(900), change(101, 'bad'), change(100), change(0, 'waiting')]

test('changes that fall together are one mark, as bad as the worst, told by the newest', () => {
  expect(
    marksOf(changes, 0, 1_000, 100).map(({ place, tone, count, change: { at } }) => [place, tone, count, at]),
  ).toEqual([
    [0, 'waiting', 1, 0],
    [0.1, 'bad', 2, 101],
    [0.9, 'done', 1, 900],
  ])
  expect([marksOf(changes, 200, 800, 100), marksOf(changes, 5, 5, 100)]).toEqual([[], []])
})

test.each([
  [undefined, -1, 900],
  [900, -1, 101],
  [0, -1, undefined],
  [0, 1, 100],
  [500, 1, 900],
  [undefined, 1, undefined],
] as const)('from %s by %i to %s', (at, way, to) => {
  expect(besides(changes, at, way)).toBe(to)
})
