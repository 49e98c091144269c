import { expect, test } from 'vitest'
import type { WidgetLine } from '../../../src/model/dashboard/index.ts'
import type { ApiMetricSeries } from '../../../src/model/index.ts'
import { pageLimits } from '../../limits.ts'
import { messagesOf, newestOf, newestTimes, seriesOf, summaryOf, trendOf } from './series.ts'

const answer = (
  id: string,
  label: string,
  values: readonly number[],
  messages: readonly string[] = [],
): ApiMetricSeries => ({
  id,
  label,
  periodMs: 60_000,
  unit: 'Percent',
  at: values.map((_, at) => at * 60_000),
  values,
  messages: messages.map(message => ({ code: 'x', message })),
})
const line = (id: string, row: object = {}, more: Partial<WidgetLine> = {}): WidgetLine => ({
  id,
  color: null,
  yAxis: 'left',
  row: { kind: 'metric', label: null, ...row } as WidgetLine['row'],
  ...more,
})

test('series stand in the rows’ order, with their row’s colour and axis', () => {
  const made = seriesOf(
    [answer('b', 'two', [1]), answer('a', 'one', [2]), answer('b', 'two', [3]), answer('hidden', 'no', [4])],
    [line('a', {}, { color: '#123456' }), line('b', {}, { yAxis: 'right', color: '#ff0000' })],
  )
  expect(made.map(({ id, colour, axis }) => [id, colour, axis])).toEqual([
    ['a one', '#123456', 'left'],
    ['b two', '#ff0000', 'right'],
    ['b two 2', null, 'right'],
  ])
})

test('the two edges of an anomaly band are one band', () => {
  const band = line('e', { kind: 'expression', expression: 'ANOMALY_DETECTION_BAND(m1, 2)', label: 'usual' })
  const [made] = seriesOf([answer('e', 'high', [5, 6]), answer('e', 'low', [1, 2, 3])], [band])
  expect(made).toMatchObject({ label: 'usual', at: [0, 60_000], values: [3, 4], low: [1, 2], high: [5, 6] })
})

const series = (values: readonly number[]) => seriesOf([answer('a', 'a', values)], [line('a')])[0]!

test.each([
  [[], undefined, undefined],
  [[5], 5, undefined],
  [[4, 6], 6, 0.5],
  [[-4, -6], -6, -0.5],
  [[0, 6], 6, undefined],
  [[9, 4, 4], 4, 0],
])('of %j the newest is %s and the trend %s', (values, newest, trend) => {
  expect(newestOf(series(values))).toBe(newest)
  expect(trendOf(series(values))).toBe(trend)
})

test.each([
  ['MIN', 1],
  ['MAX', 6],
  ['SUM', 9],
  ['AVG', 3],
] as const)('%s is %s', (kind, value) => {
  expect(summaryOf(series([2, 1, 6]), kind)).toBe(value)
  expect(summaryOf(series([]), kind)).toBeUndefined()
})

test('a table shows as many times as its bound, the newest, and counts all', () => {
  const most = pageLimits.tableTimes
  const of = (count: number) => newestTimes([series(Array.from({ length: count }, () => 1)), series([1])], most)
  expect(of(most)).toMatchObject({ all: most })
  expect(of(most).times).toHaveLength(most)
  const past = of(most + 1)
  expect(past.all).toBe(most + 1)
  expect(past.times).toHaveLength(most)
  expect(past.times[0]).toBe(most * 60_000)
})

test('a message is told once', () => {
  expect(messagesOf([answer('a', 'a', [], ['x', 'y']), answer('b', 'b', [], ['x'])])).toEqual(['x', 'y'])
})
