import { expect, test } from 'vitest'
import { pointsOn, readingGrid } from './index.ts'

const now = Date.UTC(2026, 5, 1)
const day = 86_400_000

test.each<[string, number, number, number, string, number]>([
  ['to the minute', 1.5, 300, 3_600, ':56:00', 13],
  ['to the period where it is shorter', 1.5, 10, 25, ':56:40', 4],
  ['to five minutes past 15 days', 16, 60, 60, ':55:00', 3],
  ['to the hour past 63 days', 64, 3_600, 7_200, ':00:00', 3],
])('a start is rounded %s', (_name, daysAgo, period, seconds, shown, count) => {
  const start = now - daysAgo * day - 3_600_000 + 56 * 60_000 + 47_000
  const grid = readingGrid({ start, end: start + seconds * 1_000, period, now })
  expect(new Date(grid.start).toISOString()).toContain(shown)
  expect(grid).toMatchObject({ step: period * 1_000, count })
})

test('the end is not among the times, and nothing is when it comes before the start', () => {
  const start = now - 600_000
  expect(readingGrid({ start, end: start + 600_000, period: 60, now }).count).toBe(10)
  expect(readingGrid({ start, end: start - 1, period: 60, now }).count).toBe(0)
})

test('points find their places, others are left out', () => {
  const grid = { start: 1_000, step: 1_000, count: 3 }
  const points = [
    { at: 999, value: 1 },
    { at: 1_000, value: 2 },
    { at: 3_999, value: 3 },
    { at: 4_000, value: 4 },
    { at: 2_000, value: Number.POSITIVE_INFINITY },
  ]
  expect([...pointsOn(grid, points)]).toEqual([2, Number.NaN, 3])
})
