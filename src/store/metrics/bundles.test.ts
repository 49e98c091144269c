import { expect, test } from 'vitest'
import { limits } from '../../limits.ts'
import { instant, millis, ok } from '../../model/index.ts'
import type { Engine } from '../engine/index.ts'
import { testEngine } from '../logs/test-engine.ts'
import { noAges } from './ages.ts'
import { bundlesOf } from './bundles.ts'
import { findSeries } from './find.ts'
import type { Series, StatisticsQuery } from './port.ts'
import { readManyStatistics } from './statistics.ts'

const series = (id: number, metric = 'm'): Series => ({
  ...{ namespace: 'n', metric, labels: {}, sets: [[]], unit: 'None', resolution: 60, source: '' },
  ...{ id: String(id), fallback: false, first: instant(0), last: instant(0) },
})
const line = (ids: readonly number[], more: Partial<StatisticsQuery> = {}): StatisticsQuery => ({
  ...{ series: ids.map(id => series(id)), from: instant(0), to: instant(3_600_000), period: millis(60_000) },
  ...more,
})
const shape = (queries: readonly StatisticsQuery[]) => bundlesOf(queries).map(({ lines }) => lines.length)

test('lines of one grid share a statement; another grid, another way, or a series that is there already does not', () => {
  expect(shape([line([1]), line([2]), line([3, 4])])).toEqual([3])
  expect(shape([line([1]), line([2], { period: millis(300_000) })])).toEqual([1, 1])
  expect(shape([line([1]), line([2], { distribution: true })])).toEqual([1, 1])
  expect(shape([line([1, 2]), line([2, 3]), line([4])])).toEqual([2, 1])
  expect(shape([line([1]), line([2], { series: [series(2, 'other')] })])).toEqual([2])
})

test('percentiles of one line share it, and are one statement with those of other lines', () => {
  expect(shape([line([1], { percent: 50 }), line([1], { percent: 99 }), line([2], { percent: 99 })])).toEqual([2])
  expect(bundlesOf([line([1], { percent: 50 }), line([1], { percent: 99 })])[0]?.percents).toEqual([50, 99])
  expect(shape([line([1], { percent: 50 }), line([1]), line([1], { distribution: true })])).toEqual([1, 1, 1])
  expect(shape([line([1, 2], { percent: 50 }), line([2], { percent: 50 })])).toEqual([1, 1])
})

test('lines go as the table holds them: by name, then by number, so that each statement has a part of it', () => {
  const half = { to: instant((limits.metricStatementPoints / 2) * 60_000) }
  const ids = [900, 20, 10_000, 3].map(id => line([id], half))
  const parts = bundlesOf(ids).map(({ lines }) => lines.flatMap(({ series }) => series.map(({ id }) => id)))
  expect(parts).toEqual([
    ['3', '20'],
    ['900', '10000'],
  ])
  const named = ['b', 'a', 'b', 'a'].map((metric, id) => line([], { series: [series(id, metric)], ...half }))
  const names = bundlesOf(named).map(({ lines }) => new Set(lines.map(one => one.series[0]?.metric)).size)
  expect(names).toEqual([1, 1])
})

test('equal lines are one; what has no answer is none', () => {
  expect(shape([line([1, 2]), line([2, 1])])).toEqual([1])
  expect(shape([line([]), line([1], { to: instant(0) })])).toEqual([])
  expect(() => bundlesOf([line([], { series: [series(1), series(2, 'other')] })])).toThrow('no one line')
})

test('a statement has as many series and points as it may (metricStatementSeries, metricStatementPoints)', () => {
  const many = Array.from({ length: limits.metricStatementSeries + 1 }, (_, id) => line([id], { to: instant(60_000) }))
  expect(shape(many.slice(1))).toEqual([limits.metricStatementSeries])
  expect(shape(many)).toEqual([limits.metricStatementSeries, 1])
  const half = { to: instant((limits.metricStatementPoints / 2) * 60_000) }
  expect(shape([line([1], half), line([2], half)])).toEqual([2])
  expect(shape([line([1], half), line([2], half), line([3], { to: instant(60_000) })])).toEqual([2, 1])
  // One line alone is never too much.
  const ids = Array.from({ length: limits.metricStatementSeries + 1 }, (_, id) => id)
  expect(shape([line(ids, { to: instant(limits.metricStatementPoints * 120_000) })])).toEqual([1])
})

test('so many statements at the same time, and no more (metricStatementsAtOnce)', async () => {
  let [now, most] = [0, 0]
  const engine: Engine = {
    ...testEngine(),
    query: async () => {
      most = Math.max(most, ++now)
      await new Promise(resolve => setImmediate(resolve))
      now -= 1
      return ok({ rows: [], rowsRead: 0, bytesRead: 0, elapsed: millis(0) })
    },
  }
  const ask = (count: number) =>
    readManyStatistics(
      engine,
      noAges,
      Array.from({ length: count }, (_, at) => line([1], { period: millis(60_000 * (at + 1)) })),
    )
  await ask(limits.metricStatementsAtOnce)
  expect(most).toBe(limits.metricStatementsAtOnce)
  expect(await ask(limits.metricStatementsAtOnce * 5 + 1)).toMatchObject({ ok: true })
  expect(most).toBe(limits.metricStatementsAtOnce)
})

test.each([
  [limits.metricSeriesFound, true],
  [limits.metricSeriesFound + 1, false],
])('%i series are found: %s (metricSeriesFound)', async (count, found) => {
  const row = ['n', 'm', '1', {}, ['[]'], 'None', 60, '', 0, '0', '0']
  const engine = testEngine(() => Array.from({ length: count }, () => row))
  const answer = await findSeries(engine, [{ namespace: 'n', metric: 'm', dimensions: {} }], instant(0), undefined)
  expect(answer.ok).toBe(found)
  if (!answer.ok) expect(answer.error.code).toBe('over-limit')
})
