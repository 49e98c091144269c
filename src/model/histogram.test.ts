import { expect, test } from 'vitest'
import { limits } from '../limits.ts'
import { histogramStep } from './histogram.ts'

const day = 86_400_000

test.each([
  [0, 1, 1, 1],
  [0, 120, 120, 1],
  [0, 121, 120, 2],
  [0, day, 120, 900_000],
  [0, day, 24, 3_600_000],
  [1, day + 1, 24, 7_200_000],
  [0, limits.lastInstant, 120, 965 * day],
  [day - 1, day + 1, 1, day],
  [0, limits.lastInstant, limits.histogramBars, 116 * day],
])('from %d to %d in %d bars: a step of %d', (from, to, bars, step) => {
  expect(histogramStep(from, to, bars)).toBe(step)
})
