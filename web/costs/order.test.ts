import { expect, test } from 'vitest'
import type { ApiCostRecommendation } from '../../src/model/index.ts'
import { byNumber, retentionOf, total } from './order.ts'

test('the largest first, then by name', () => {
  const rows = [
    { name: 'b', size: 1 },
    { name: 'a', size: 1 },
    { name: 'c', size: 9 },
  ]
  expect(
    byNumber(
      rows,
      row => row.size,
      row => row.name,
    ).map(row => row.name),
  ).toEqual(['c', 'a', 'b'])
  expect(total(rows, row => row.size)).toBe(11)
})

test.each([
  ['no-retention', 30, 30],
  ['long-retention', undefined, undefined],
  ['debug-lines', 7, undefined],
] as const)('%s with %s: a retention of %s', (code, retentionDays, expected) => {
  const one: ApiCostRecommendation = {
    code,
    group: '/a',
    days: 90,
    herePerMonth: 1,
    cloudWatchPerMonth: 2,
    ...(retentionDays === undefined ? {} : { retentionDays }),
  }
  expect(retentionOf(one)).toBe(expected)
})
