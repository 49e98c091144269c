import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { PlacedWidget } from '../../../src/model/dashboard/index.ts'
import { bottomOf, columns, moved, type Nudge, pulledUp, readingOrder, resized } from './places.ts'

const at = (text: string): PlacedWidget[] =>
  text
    .split(' ')
    .filter(Boolean)
    .map(one => {
      const [x, y, width, height] = one.split(',').map(Number) as [number, number, number, number]
      return { x, y, width, height }
    })
const text = (places: readonly PlacedWidget[]): string =>
  places.map(({ x, y, width, height }) => [x, y, width, height].join(',')).join(' ')

test.each([
  ['nothing', '', ''],
  ['a gap closes', '0,3,6,6', '0,0,6,6'],
  ['what lies over another goes below', '0,0,6,6 3,2,6,6', '0,0,6,6 3,6,6,6'],
  ['beside stays beside', '0,0,12,6 12,0,12,6', '0,0,12,6 12,0,12,6'],
])('pulled up: %s', (_story, before, after) => {
  expect(text(pulledUp(at(before)))).toBe(after)
})

test.each<[string, string, number, Nudge, string]>([
  ['to the right', '0,0,6,6', 0, 'right', '1,0,6,6'],
  ['not over the left edge', '0,0,6,6', 0, 'left', '0,0,6,6'],
  ['not over the right edge', '18,0,6,6', 0, 'right', '18,0,6,6'],
  ['down past its neighbour', '0,0,6,4 0,4,6,6', 0, 'down', '0,6,6,4 0,0,6,6'],
  ['up past its neighbour', '0,0,6,4 0,4,6,6', 1, 'up', '0,6,6,4 0,0,6,6'],
  ['nowhere below the last', '0,0,6,4', 0, 'down', '0,0,6,4'],
  ['nobody there', '0,0,6,4', 7, 'down', '0,0,6,4'],
])('moved %s', (_story, before, which, way, after) => {
  expect(text(moved(at(before), which, way))).toBe(after)
})

test.each<[string, string, number, Nudge, string]>([
  ['wider', '0,0,6,6 6,0,6,6', 0, 'right', '0,0,7,6 6,6,6,6'],
  ['narrower', '0,0,6,6', 0, 'left', '0,0,5,6'],
  ['taller', '0,0,6,6 0,6,6,2', 0, 'down', '0,0,6,7 0,7,6,2'],
  ['lower', '0,0,6,6 0,6,6,2', 0, 'up', '0,0,6,5 0,5,6,2'],
  ['not over the edge', '18,0,6,6', 0, 'right', '18,0,6,6'],
  ['not to nothing', '0,0,1,1', 0, 'left', '0,0,1,1'],
  ['not past the tallest', '0,0,6,1000', 0, 'down', '0,0,6,1000'],
])('resized: %s', (_story, before, which, way, after) => {
  expect(text(resized(at(before), which, way))).toBe(after)
})

test('reading order and bottom', () => {
  expect(readingOrder(at('12,0,6,6 0,6,6,6 0,0,6,6'))).toEqual([2, 0, 1])
  expect(bottomOf(at('12,0,6,6 0,6,6,6'))).toBe(12)
  expect(bottomOf([])).toBe(0)
})

const place = fc
  .record({
    x: fc.nat(23),
    y: fc.nat(30),
    width: fc.integer({ min: 1, max: 24 }),
    height: fc.integer({ min: 1, max: 8 }),
  })
  .map(one => ({ ...one, width: Math.min(one.width, columns - one.x) }))

test('whatever is done, no widget lies over another or off the grid', () => {
  const way = fc.constantFrom<Nudge>('left', 'right', 'up', 'down')
  const steps = fc.array(fc.tuple(fc.nat(9), way, fc.boolean()), { maxLength: 12 })
  fc.assert(
    fc.property(fc.array(place, { minLength: 1, maxLength: 8 }), steps, (start, all) => {
      let places: readonly PlacedWidget[] = pulledUp(start)
      for (const [which, to, size] of all) places = (size ? resized : moved)(places, which, to)
      expect(places).toHaveLength(start.length)
      places.forEach((one, index) => {
        expect(one.x >= 0 && one.y >= 0 && one.x + one.width <= columns).toBe(true)
        for (const other of places.slice(index + 1)) {
          const apart =
            one.x + one.width <= other.x ||
            other.x + other.width <= one.x ||
            one.y + one.height <= other.y ||
            other.y + other.height <= one.y
          expect(apart).toBe(true)
        }
      })
    }),
    { seed: 20261121, numRuns: 200 },
  )
})
