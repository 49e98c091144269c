import fc from 'fast-check'
import { expect, test } from 'vitest'
import { sparkOf } from './spark.ts'

const box = { width: 106, height: 26 }

test('values and threshold share a scale that begins at nothing', () => {
  const recent = [
    { at: 0, value: 0 },
    { at: 60, value: 5 },
    { at: 120, value: 10 },
  ]
  expect(sparkOf(recent, 5, box)).toEqual({
    points: [
      [3, 23],
      [53, 13],
      [103, 3],
    ],
    limit: 13,
    newest: [103, 3],
  })
})

test.each<[string, { at: number; value: number }[], number | null, number | null]>([
  ['without a threshold there is no line', [{ at: 1, value: 2 }], null, null],
  ['all at nothing lies at the foot', [{ at: 1, value: 0 }], 0, 23],
  ['a threshold above all values is the top', [{ at: 1, value: 1 }], 100, 3],
  ['below nothing the scale reaches down', [{ at: 1, value: -10 }], 0, 3],
])('%s', (_story, recent, threshold, limit) => {
  expect(sparkOf(recent, threshold, box).limit).toBe(limit)
})

test('everything stays inside its box, whatever the values', () => {
  const value = fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e100, max: 1e100 })
  const recent = fc.array(fc.record({ at: fc.integer({ min: 0, max: 1e12 }), value }), { minLength: 1, maxLength: 60 })
  fc.assert(
    fc.property(recent, fc.option(value), (points, threshold) => {
      const sorted = points.toSorted((a, b) => a.at - b.at)
      const spark = sparkOf(sorted, threshold, box)
      for (const [x, y] of spark.points) {
        expect(x).toBeGreaterThanOrEqual(0)
        expect(x).toBeLessThanOrEqual(box.width)
        expect(y).toBeGreaterThanOrEqual(0)
        expect(y).toBeLessThanOrEqual(box.height)
      }
    }),
    { seed: 20261121, numRuns: 100 },
  )
})
