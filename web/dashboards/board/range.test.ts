import { expect, test } from 'vitest'
import { isUnchosen, ownRange } from './range.ts'

test.each([
  [null, null, 'now-3h', 'now'],
  ['-PT6H', null, 'now-6h', 'now'],
  ['-P7D', null, 'now-7d', 'now'],
  ['2026-11-21T00:00:00Z', '2026-11-21T06:00:00Z', '2026-11-21T00:00:00.000Z', '2026-11-21T06:00:00.000Z'],
  ['nonsense', null, 'now-3h', 'now'],
])('a board from %s to %s opens with %s to %s', (start, end, from, to) => {
  expect(ownRange({ start, end })).toEqual({ from, to })
})

test.each([
  ['now-15m', 'now', true],
  ['now-1h', 'now', false],
])('%s to %s was not chosen: %s', (from, to, unchosen) => {
  expect(isUnchosen({ from, to })).toBe(unchosen)
})
