import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { instant, millis, minutes } from '../../model/index.ts'
import { planWindows, stepFor } from './windows.ts'

const minute = minutes(1)
const counts = (...rows: readonly number[]) => rows.map((n, at) => ({ at: instant(at * minute), rows: n }))
const range = { from: instant(0), to: instant(10 * minute) }
const sizes = { first: 10, growth: 4, most: 100, whole: minute }

test.each([
  ['nothing there, nothing to search', [], 'ascending', []],
  [
    'small steps share a window',
    [4, 4, 4],
    'ascending',
    [
      [0, 2],
      [2, 3],
    ],
  ],
  [
    'from the other side',
    [4, 4, 4],
    'descending',
    [
      [1, 3],
      [0, 1],
    ],
  ],
  [
    'the second window may be larger',
    [10, 10, 10, 10, 10],
    'ascending',
    [
      [0, 1],
      [1, 5],
    ],
  ],
  [
    'a step is never split',
    [500, 1],
    'ascending',
    [
      [0, 1],
      [1, 2],
    ],
  ],
  ['a gap is bridged, not searched twice', [5, 0, 0, 5], 'ascending', [[0, 4]]],
] as const)('%s', (_story, rows, order, expected) => {
  const windows = planWindows(range, counts(...rows), minute, order, sizes)
  expect(windows.map(w => [w.from / minute, w.to / minute])).toEqual(expected)
})

describe('a window ends where a whole piece of time does', () => {
  const windowsOf = (rows: readonly number[], order: 'ascending' | 'descending') =>
    planWindows(range, counts(...rows), minute, order, { ...sizes, whole: minutes(3) }).map(w => [
      w.from / minute,
      w.to / minute,
    ])

  test('where that leaves half of its rows or more', () => {
    expect(windowsOf([2, 2, 1, 2, 2, 9, 9], 'ascending')).toEqual([
      [0, 3],
      [3, 7],
    ])
    expect(windowsOf([9, 9, 2, 2, 2, 2, 1], 'descending')).toEqual([
      [3, 7],
      [0, 3],
    ])
  })

  test('not where that leaves less', () => {
    expect(windowsOf([1, 1, 2, 5, 9, 9], 'ascending')).toEqual([
      [0, 4],
      [4, 6],
    ])
  })

  test('not the last one: it ends with the rows', () => {
    expect(windowsOf([2, 2, 2, 2], 'ascending')).toEqual([[0, 4]])
  })
})

test('the edges of the range cut the first and last step', () => {
  const cut = { from: instant(30_000), to: instant(90_000) }
  expect(planWindows(cut, counts(5, 5, 5), minute, 'ascending', sizes)).toEqual([
    { from: 30_000, to: 90_000, rows: 10 },
  ])
})

test('every counted step lies in exactly one window, in order', () => {
  fc.assert(
    fc.property(
      fc.array(fc.nat(50), { maxLength: 60 }),
      fc.boolean(),
      fc.integer({ min: 1, max: 12 }),
      (rows, up, piece) => {
        const all = { from: instant(0), to: instant(rows.length * minute) }
        const pieces = { ...sizes, whole: minutes(piece) }
        const windows = planWindows(all, counts(...rows), minute, up ? 'ascending' : 'descending', pieces)
        rows.forEach((n, at) => {
          const holders = windows.filter(w => w.from <= at * minute && at * minute < w.to)
          if (n > 0) expect(holders).toHaveLength(1)
        })
        const starts = windows.map(w => w.from)
        expect(starts).toEqual([...starts].sort((a, b) => (up ? a - b : b - a)))
        expect(windows.reduce((sum, w) => sum + w.rows, 0)).toBe(rows.reduce((a, b) => a + b, 0))
        for (const w of windows) expect(w.rows <= sizes.most || w.to - w.from === minute).toBe(true)
      },
    ),
  )
})

test.each([
  [60, 60_000],
  [60 * 48, 600_000],
  [60 * 24 * 30, 3_600_000],
  [60 * 24 * 3000, 86_400_000],
])('a range of %d minutes is counted in steps of %d ms', (long, step) => {
  expect(stepFor(instant(0), instant(millis(long * 60_000)), 2_000)).toBe(step)
})
