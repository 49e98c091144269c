import { expect, test } from 'vitest'
import { type Drawn, linesOf, nearestPlace } from './metric-lines.ts'
import type { MetricSeries } from './metric-props.ts'

const series = (id: string, values: readonly number[], more: Partial<MetricSeries> = {}): MetricSeries => ({
  id,
  label: id,
  at: values.map((_, at) => at * 10),
  values,
  periodMs: 10,
  unit: 'Percent',
  ...more,
})
const drawn = (all: readonly MetricSeries[], more: Partial<Drawn> = {}): Drawn => ({
  series: all,
  range: { from: 0, to: 1_000 },
  ...more,
})
const none = new Set<string>()

test('all series are read at a moment, the greatest first; what is hidden is not', () => {
  const all = drawn([series('a', [1, 5]), series('b', [3, 2]), series('c', [9, 9])])
  const said = linesOf(all, new Set(['c']))
    .read(1)
    .map(({ line, value }) => [line.series.id, value])
  expect(said).toEqual([
    ['a', 5],
    ['b', 2],
  ])
})

test('colours stay with their series when others are hidden', () => {
  const all = drawn([series('a', [1]), series('b', [1]), series('c', [1], { colour: '#123456' })])
  expect(linesOf(all, new Set(['a'])).lines.map(line => line.colour)).toEqual(['--mg-series-2', '#123456'])
})

test('each axis stacks its own, and is as high as its stack', () => {
  const all = [series('a', [10]), series('b', [1], { axis: 'right' }), series('c', [20])]
  const { lines, ranges, hasRight } = linesOf(drawn(all, { stacked: true }), none)
  expect(lines.map(({ row, on }) => [row[0], on])).toEqual([
    [10, undefined],
    [1, undefined],
    [30, 0],
  ])
  expect(ranges.left[1]).toBeCloseTo(31.8)
  expect(ranges.right[1]).toBeCloseTo(1.06)
  expect(hasRight).toBe(true)
})

test('a band is seen whole, and a threshold too', () => {
  const banded = series('a', [5], { low: [2], high: [8] })
  const { lines, ranges } = linesOf(drawn([banded], { levels: [{ value: 10 }] }), none)
  expect(lines[0]).toMatchObject({ low: [2], high: [8] })
  expect(ranges.left[1]).toBeCloseTo(10.6)
})

test.each([
  ['one unit', ['Percent', 'Percent'], 'Percent'],
  ['several', ['Percent', 'Bytes'], undefined],
  ['none said', [null, null], 'None'],
])('an axis with %s', (_story, units, unit) => {
  const all = units.map((one, at) => series(String(at), [1], { unit: one }))
  expect(linesOf(drawn(all), none).units.left).toBe(unit)
})

test('of powers of ten, what is not above nothing has no say', () => {
  const { ranges } = linesOf(drawn([series('a', [-5, 0, 3, 400])], { left: { log: true } }), none)
  expect(ranges.left).toEqual([1, 1_000])
})

test.each([
  [[], 5, 0],
  [[0, 10, 20], 14, 1],
  [[0, 10, 20], 99, 2],
])('in %j the nearest to %s is %s', (times, at, place) => {
  expect(nearestPlace(times, at)).toBe(place)
})
