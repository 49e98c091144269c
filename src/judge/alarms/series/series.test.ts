import fc from 'fast-check'
import { expect, test } from 'vitest'
import { instant, minutes, plus } from '../../../model/index.ts'
import { utcTime } from '../sample-alarm.ts'
import { remembered, seriesPoints, statisticOf, withBand } from './index.ts'

const noon = utcTime('2026-01-20T12:00')
/** Each minute holds these values. */
const steps = (rows: readonly (readonly number[])[]) =>
  rows.flatMap((values, at) =>
    values.length === 0
      ? []
      : [
          {
            at: plus(noon, minutes(at)),
            count: values.length,
            sum: values.reduce((sum, value) => sum + value, 0),
            min: Math.min(...values),
            max: Math.max(...values),
            distribution: { values: values.toSorted((a, b) => a - b), weights: values.map(() => 1) },
          },
        ],
  )
const rows = [[1, 2], [3], [], [4, 5, 6], [10]]

test.each<[string, from: number, minutes: number, value: number | undefined, samples: number]>([
  ['Sum', 0, 5, 31, 7],
  ['Average', 0, 2, 2, 3],
  ['SampleCount', 1, 3, 4, 4],
  ['Minimum', 1, 4, 3, 5],
  ['Maximum', 0, 4, 6, 6],
  ['p50', 0, 5, 4, 7],
  ['p100', 0, 4, 6, 6],
  ['Sum', 2, 1, undefined, 0],
])('%s of %d for %d minutes', (name, from, length, value, samples) => {
  const statistic = statisticOf(name)
  if (statistic === undefined) throw new Error('no such statistic')
  const start = plus(noon, minutes(from))
  const point = seriesPoints(steps(rows).toReversed(), statistic).at(start, plus(start, minutes(length)))
  expect(point).toEqual(value === undefined ? undefined : { at: start, value, samples })
})

test('a percentile of values that nobody kept is missing', () => {
  const [one] = steps(rows)
  const hidden = [{ ...one!, distribution: null }]
  const p90 = statisticOf('p90') ?? (() => 0)
  expect(seriesPoints(hidden, p90).at(noon, plus(noon, minutes(1)))).toBe(undefined)
})

test.each(['TM(10%:90)', 'p101', 'sum', ''])('%s is not one of ours', name => {
  expect(statisticOf(name)).toBe(undefined)
})

test('bands are told with their points', () => {
  const points = seriesPoints(steps([[1], [2]]), statisticOf('Sum') ?? (() => 0))
  const banded = withBand(points, start => (start === noon ? [0, 5] : undefined))
  expect(banded.at(noon, plus(noon, minutes(1)))).toMatchObject({ value: 1, low: 0, high: 5 })
  expect(banded.at(plus(noon, minutes(1)), plus(noon, minutes(2)))).not.toHaveProperty('low')
  expect(banded.at(plus(noon, minutes(9)), plus(noon, minutes(10)))).toBe(undefined)
})

test('remembered points are the same points', () => {
  const windows = fc.array(fc.tuple(fc.integer({ min: -3, max: 6 }), fc.integer({ min: 1, max: 5 })), { maxLength: 20 })
  const points = seriesPoints(steps(rows), statisticOf('Sum') ?? (() => 0))
  fc.assert(
    fc.property(windows, asked => {
      const shared = remembered(points)
      for (const [from, length] of asked) {
        const start = instant(noon + from * 60_000)
        const end = instant(start + length * 60_000)
        expect(shared.at(start, end)).toEqual(points.at(start, end))
      }
    }),
  )
})
