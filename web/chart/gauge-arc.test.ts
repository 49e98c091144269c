import { expect, test } from 'vitest'
import { arcPath, gaugeBands, shareOf } from './gauge-arc.ts'

test.each([
  [50, 0, 100, 0.5],
  [-5, 0, 100, 0],
  [500, 0, 100, 1],
  [1, 5, 5, 0],
  [15, 10, 20, 0.5],
])('%s from %s to %s stands at %s', (value, least, most, share) => {
  expect(shareOf(value, least, most)).toBe(share)
})

test.each([
  [0, 1, 'M-40 0A40 40 0 0 1 40 0'],
  [0, 0.5, 'M-40 0A40 40 0 0 1 0 -40'],
])('the arc from %s to %s', (from, to, path) => {
  expect(arcPath(from, to, 40)).toBe(path)
})

test('bands come of bands and fills, not of lines', () => {
  const levels = [
    { value: 80, fill: 'above' as const, colour: '#f00', label: 'hot' },
    { value: 20, fill: 'below' as const },
    { value: 60, to: 40, label: 'middle' },
    { value: 50 },
    { value: 200, fill: 'above' as const },
  ]
  expect(gaugeBands(levels, 0, 100)).toEqual([
    { from: 0.8, to: 1, colour: '#f00', label: 'hot' },
    { from: 0, to: 0.2, colour: null, label: null },
    { from: 0.4, to: 0.6, colour: null, label: 'middle' },
  ])
})
