import { expect, test } from 'vitest'
import type { ApiRehearsal } from '../../../src/model/index.ts'
import { byLocalHour, rehearsalRange, statesOf } from './rehearsed.ts'

const nothing: ApiRehearsal = {
  finalState: 'OK',
  evaluations: 1,
  transitions: [],
  pages: 0,
  longest: 0,
  byHour: Array(24).fill(0),
}

test('states stand in order, the first at the start', () => {
  expect(statesOf(nothing, 5_000)).toEqual([{ at: 5_000, state: 'OK' }])
  const transitions = [
    { at: 10, from: 'INSUFFICIENT_DATA', to: 'ALARM', reason: '' },
    { at: 20, from: 'ALARM', to: 'OK', reason: '' },
  ] as const
  expect(statesOf({ ...nothing, transitions }, 5_000)).toEqual([
    { at: 5_000, state: 'INSUFFICIENT_DATA' },
    { at: 10_000, state: 'ALARM' },
    { at: 20_000, state: 'OK' },
  ])
})

const at = (hour: number) => Array.from({ length: 24 }, (_, one) => (one === hour ? 2 : 0))
test.each<[string, number, number, readonly number[] | undefined]>([
  ['in UTC', 3, 0, at(3)],
  ['in Seoul', 18, 540, at(3)],
  ['in New York', 3, -300, at(22)],
  ['in Kolkata nothing can be told', 3, 330, undefined],
])('pages by hour: %s', (_story, utc, offset, expected) => {
  expect(byLocalHour(at(utc), offset)).toEqual(expected)
})

const day = 86_400_000
test.each<[string, number, number, number]>([
  ['as many days as are wished', 3, 60_000, 3 * day],
  ['not more periods than can be drawn', 3, 10_000, 10_000_000 - (10_000_000 % 60_000)],
  ['at least a minute', 3, 1, 60_000],
])('the range: %s', (_story, days, periodMs, width) => {
  const range = rehearsalRange(1_000_000_030_000, days, periodMs, periodMs === 60_000 ? 10_000 : 1_000)
  expect(range.to).toBe(999_999_960_000 + 60_000)
  expect(range.to - range.from).toBe(width)
})
