import fc from 'fast-check'
import { expect, test } from 'vitest'
import { alignSeries, extentOf, readingAt, stackRows, within } from './align.ts'

const series = (periodMs: number, points: Record<number, number>) => ({
  at: Object.keys(points).map(Number),
  values: Object.values(points),
  periodMs,
})

test('a missing period is a gap, also where no other series has a time there', () => {
  const aligned = alignSeries([series(10, { 0: 1, 10: 2, 40: 3, 50: 4 })])
  expect(aligned.times).toEqual([0, 10, 20, 40, 50])
  expect(aligned.rows).toEqual([[1, 2, null, 3, 4]])
  expect(aligned.lone).toEqual([[]])
})

test('other series’ times do not break a line; a gap does', () => {
  const aligned = alignSeries([series(10, { 0: 1, 10: 2, 20: 3, 30: 4 }), series(30, { 0: 9, 30: 8, 90: 7 })])
  expect(aligned.times).toEqual([0, 10, 20, 30, 60, 90])
  expect(aligned.rows).toEqual([
    [1, 2, 3, 4, undefined, undefined],
    [9, undefined, undefined, 8, null, 7],
  ])
})

test('points between gaps stand alone, and so does what is no number', () => {
  const aligned = alignSeries([series(10, { 0: 1, 30: 2, 60: 3, 70: Number.NaN })])
  expect(aligned.rows[0]).toEqual([1, null, 2, null, 3, null])
  expect(aligned.lone).toEqual([[0, 2]])
})

test('nothing at all is nothing', () => {
  expect(alignSeries([])).toEqual({ times: [], rows: [], lone: [] })
  expect(alignSeries([series(10, {})])).toEqual({ times: [], rows: [[]], lone: [[]] })
})

test.each([
  ['its own value', 0, 1, 2],
  ['the period it lies in', 1, 2, 9],
  ['nothing after the period', 1, 4, null],
  ['nothing in a gap', 0, 3, null],
])('reads %s', (_story, which, place, value) => {
  const periods = [10, 30]
  const aligned = alignSeries([series(10, { 0: 1, 10: 2, 20: 3, 60: 4 }), series(30, { 0: 9, 80: 1 })])
  expect(aligned.times).toEqual([0, 10, 20, 30, 60, 80])
  expect(readingAt(aligned, which, place, periods[which]!)).toBe(value)
})

test('a stack holds a coarse value through its period, and breaks where nobody has anything', () => {
  const aligned = alignSeries([series(30, { 0: 5, 90: 1 }), series(10, { 0: 1, 10: 2, 20: 3, 100: 4 })])
  expect(aligned.times).toEqual([0, 10, 20, 30, 90, 100])
  expect(stackRows(aligned, [30, 10])).toEqual([
    [5, 5, 5, null, 1, 1],
    [6, 7, 8, null, 1, 5],
  ])
})

test('the top of a stack is the sum of what stands there', () => {
  const points = fc
    .uniqueArray(fc.integer({ min: 0, max: 40 }), { maxLength: 30 })
    .chain(slots => fc.tuple(fc.constant(slots.sort((a, b) => a - b)), fc.array(fc.integer(), { minLength: 40 })))
  fc.assert(
    fc.property(fc.array(points, { minLength: 1, maxLength: 5 }), all => {
      const given = all.map(([slots, values]) => ({ at: slots.map(slot => slot * 10), values, periodMs: 10 }))
      const aligned = alignSeries(given)
      const top = stackRows(
        aligned,
        given.map(() => 10),
      ).at(-1)!
      aligned.times.forEach((time, place) => {
        const there = given.flatMap(one => {
          const at = one.at.indexOf(time)
          return at < 0 ? [] : [one.values[at]!]
        })
        expect(top[place]).toBe(there.length === 0 ? null : there.reduce((sum, one) => sum + one, 0))
      })
    }),
    { seed: 20261121, numRuns: 60 },
  )
})

test.each([
  [
    [
      [1, 5, null],
      [undefined, -2, 3],
    ],
    undefined,
    [-2, 5],
  ],
  [
    [
      [1, 5, null],
      [undefined, -2, 3],
    ],
    0,
    [1, 5],
  ],
  [[[null, undefined]], undefined, undefined],
])('the extent of %j above %s', (rows, above, extent) => {
  expect(extentOf(rows, above)).toEqual(extent)
})

test('what reaches into a stretch belongs to it', () => {
  const one = series(10, { 0: 1, 10: 2, 20: 3, 30: 4 })
  expect(within(one, { from: 15, to: 30 }).at).toEqual([10, 20])
  expect(within(one, { from: 0, to: 40 })).toBe(one)
  expect(within(one, { from: 50, to: 60 }).at).toEqual([])
})
