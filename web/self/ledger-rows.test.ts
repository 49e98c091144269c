import { expect, test } from 'vitest'
import type { ApiLedger } from '../../src/model/index.ts'
import { rejectedOf, troubled } from './ledger-rows.ts'

const source: ApiLedger['sources'][number] = {
  group: '/a',
  stream: 's',
  accepted: 10,
  durable: 9,
  queryable: 9,
  late: 2,
  rejected: { tooOld: 0, tooNew: 0, expired: 0, throttled: 0, invalid: 0 },
  lastAt: 0,
}

test.each([
  ['on its way to disk', {}, 0, false],
  ['not counted yet', { queryable: null }, 0, false],
  ['lost between disk and search', { queryable: 8 }, 0, true],
  ['refused', { rejected: { ...source.rejected, expired: 2, invalid: 1 } }, 3, true],
])('%s', (_story, part, rejected, expected) => {
  const one = { ...source, ...part }
  expect(rejectedOf(one)).toBe(rejected)
  expect(troubled(one)).toBe(expected)
})
