import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { limits } from '../../limits.ts'
import {
  compileSelection,
  gatherInsights,
  groupMetrics,
  type InsightsSeries,
  narrowSelection,
  type PeriodSums,
  parseMetricsInsights,
  type SelectableMetric,
} from './index.ts'

const account = '000000000000'
const grid = { start: 0, step: 60_000, count: 2 }

const query = (text: string) => {
  const read = parseMetricsInsights(text)
  if (!read.ok) throw new Error(read.error.message)
  return read.value
}

interface Stored {
  readonly metric: SelectableMetric
  readonly periods: readonly PeriodSums[]
}
const stored = (
  dimensions: Record<string, string>,
  values: readonly (number | null)[],
  more: Partial<SelectableMetric> = {},
): Stored => ({
  metric: { namespace: 'X', metric: 'CPU', dimensions, ...more },
  periods: values.flatMap((value, at) =>
    value === null ? [] : [{ at: at * 60_000, count: 1, sum: value, min: value, max: value }],
  ),
})

/** The whole way: choose, group, add the periods of all metrics of a group. */
function answer(text: string, all: readonly Stored[]): readonly InsightsSeries[] {
  const asked = query(text)
  const chosen = all.filter(({ metric }) => compileSelection(asked, account)(metric))
  const { groups } = groupMetrics(
    asked,
    chosen.map(({ metric }) => metric),
    account,
  )
  const gathering = gatherInsights(asked, grid)
  for (const { names, metrics } of groups) {
    gathering.add(
      names,
      all.filter(({ metric }) => metrics.includes(metric)).flatMap(({ periods }) => periods),
    )
  }
  return gathering.answer()
}
const shown = (series: readonly InsightsSeries[]) =>
  series.map(
    ({ label, values }) =>
      `${label}:${[...values].map(value => (Number.isNaN(value) ? '-' : Number(value.toFixed(2)))).join(' ')}`,
  )

const example = [stored({ i: 'a' }, [1, 3]), stored({ i: 'b' }, [5, 7]), stored({}, [100, 100])]

test.each<[string, string[]]>([
  ['SELECT AVG(CPU) FROM X', [':35.33 36.67']],
  ['SELECT SUM(CPU) FROM X', [':106 110']],
  ['SELECT COUNT(CPU) FROM X', [':3 3']],
  ['SELECT MIN(CPU) FROM X', [':1 3']],
  ['SELECT MAX(CPU) FROM X', [':100 100']],
  ['SELECT MAX(CPU) FROM SCHEMA(X, i) GROUP BY i ORDER BY MAX() DESC LIMIT 1', ['b:5 7']],
  ["SELECT AVG(CPU) FROM X WHERE i != 'a'", [':5 7']],
  ["SELECT AVG(CPU) FROM X WHERE i = 'a'", [':1 3']],
  ["SELECT AVG(CPU) FROM X WHERE i = 'c'", []],
  ['SELECT AVG(CPU) FROM SCHEMA(X)', [':100 100']],
  ['SELECT AVG(CPU) FROM SCHEMA(X, i)', [':3 5']],
  ['SELECT AVG(CPU) FROM SCHEMA(X, i, j)', []],
  ['SELECT AVG(CPU) FROM X GROUP BY i', ['Other:100 100', 'a:1 3', 'b:5 7']],
  ['SELECT AVG(CPU) FROM X GROUP BY i ORDER BY AVG()', ['a:1 3', 'b:5 7', 'Other:100 100']],
  ['SELECT AVG(CPU) FROM X GROUP BY i ORDER BY SUM() DESC', ['Other:100 100', 'b:5 7', 'a:1 3']],
  ['SELECT AVG(CPU) FROM X GROUP BY i ORDER BY COUNT() DESC', ['Other:100 100', 'a:1 3', 'b:5 7']],
  ['SELECT AVG(CPU) FROM X GROUP BY i ORDER BY MIN() ASC LIMIT 2', ['a:1 3', 'b:5 7']],
  ['SELECT AVG(CPU) FROM X GROUP BY i LIMIT 2', ['Other:100 100', 'a:1 3']],
  ['SELECT AVG(CPU) FROM Y', []],
  ['SELECT AVG(cpu) FROM X', []],
])('%s', (text, series) => expect(shown(answer(text, example))).toEqual(series))

test('groups by two keys, points that are missing, observations by weight', () => {
  const all = [
    stored({ s: 'web', o: 'get' }, [1, null]),
    stored({ s: 'web', o: 'put' }, [null, 2]),
    stored({ s: 'db' }, [null, null]),
    {
      metric: { namespace: 'X', metric: 'CPU', dimensions: { s: 'web', o: 'get', z: '1' } },
      periods: [{ at: 0, count: 9, sum: 90, min: 5, max: 20 }],
    },
  ]
  expect(shown(answer('SELECT AVG(CPU) FROM X GROUP BY s, o', all))).toEqual(['web get:9.1 -', 'web put:- 2'])
})

test('accounts and tags', () => {
  const all = [
    stored({ i: 'a' }, [1, 1], { tags: { env: 'prod' } }),
    stored({ i: 'b' }, [2, 2], { account: '111122223333', tags: { env: 'test' } }),
    stored({ i: 'c' }, [4, 4]),
  ]
  expect(shown(answer('SELECT SUM(CPU) FROM X WHERE AWS.AccountId = CURRENT_ACCOUNT_ID()', all))).toEqual([':5 5'])
  expect(shown(answer("SELECT SUM(CPU) FROM X WHERE AWS.AccountId = '111122223333'", all))).toEqual([':2 2'])
  expect(shown(answer("SELECT SUM(CPU) FROM X WHERE tag.env = 'prod'", all))).toEqual([':1 1'])
  expect(shown(answer('SELECT SUM(CPU) FROM X GROUP BY tag.env', all))).toEqual(['Other:4 4', 'prod:1 1', 'test:2 2'])
})

test('names that every object has are no dimensions', () => {
  expect(shown(answer("SELECT SUM(CPU) FROM X WHERE constructor != 'x'", example))).toEqual([])
  expect(shown(answer('SELECT SUM(CPU) FROM X GROUP BY __proto__', example))).toEqual(['Other:106 110'])
})

describe('bounds', () => {
  const metrics = (count: number) =>
    Array.from(
      { length: count },
      (_, at): SelectableMetric => ({ namespace: 'X', metric: 'CPU', dimensions: { i: String(at).padStart(6, '0') } }),
    )
  test('metricsInsightsMetrics: the first are looked at', () => {
    const asked = query('SELECT AVG(CPU) FROM X GROUP BY i')
    const at = groupMetrics(asked, metrics(limits.metricsInsightsMetrics), account)
    expect([at.groups.length, at.partial]).toEqual([limits.metricsInsightsMetrics, false])
    const past = groupMetrics(asked, metrics(limits.metricsInsightsMetrics + 1), account)
    expect([past.groups.length, past.partial]).toEqual([limits.metricsInsightsMetrics, true])
  })

  const gathered = (text: string, count: number) => {
    const gathering = gatherInsights(query(text), grid)
    for (let at = 0; at < count; at++)
      gathering.add([String(at).padStart(6, '0')], [{ at: 0, count: 1, sum: at, min: at, max: at }])
    return gathering
  }
  test('metricsInsightsSeries: so many are given, the best by ORDER BY', () => {
    const most = limits.metricsInsightsSeries
    expect(gathered('SELECT SUM(CPU) FROM X GROUP BY i', most - 1).full).toBe(false)
    const plain = gathered('SELECT SUM(CPU) FROM X GROUP BY i', most)
    expect(plain.full).toBe(true)
    expect(plain.answer()).toHaveLength(most)
    const best = gathered('SELECT SUM(CPU) FROM X GROUP BY i ORDER BY MAX() DESC', most * 3 + 1)
    expect(best.full).toBe(false)
    expect(best.answer().map(({ values }) => values[0])).toEqual(Array.from({ length: most }, (_, at) => most * 3 - at))
  })
})

test('held in part or whole, the answer is the same', () => {
  const anyGroups = fc.array(fc.tuple(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 0, max: 9 })), {
    maxLength: 40,
  })
  fc.assert(
    fc.property(
      anyGroups,
      fc.integer({ min: 1, max: 5 }),
      fc.constantFrom('ASC', 'DESC'),
      (groups, limit, direction) => {
        const distinct = [...new Map(groups).entries()]
        const gathering = gatherInsights(
          query(`SELECT SUM(CPU) FROM X GROUP BY i ORDER BY SUM() ${direction} LIMIT ${limit}`),
          grid,
        )
        for (const [name, value] of distinct)
          gathering.add([String(name)], [{ at: 0, count: 1, sum: value, min: value, max: value }])
        const sign = direction === 'ASC' ? 1 : -1
        const all = distinct.toSorted((a, b) => sign * (a[1] - b[1]) || a[0] - b[0]).slice(0, limit)
        expect(gathering.answer().map(({ label }) => label)).toEqual(all.map(([name]) => String(name)))
      },
    ),
  )
})

test.each([
  ['SELECT AVG(CPU) FROM X', { namespace: 'X', metric: 'CPU' }],
  [
    "SELECT AVG(CPU) FROM SCHEMA(X, i, j) WHERE i = 'a'",
    { namespace: 'X', metric: 'CPU', labels: [{ name: 'i', value: 'a' }, { name: 'j' }] },
  ],
  [
    "SELECT AVG(CPU) FROM X WHERE i != 'a' AND tag.t = 'b' AND AWS.AccountId = '1'",
    { namespace: 'X', metric: 'CPU', labels: [{ name: 'i' }] },
  ],
])('%s asks the store for %j', (text, wanted) => expect(narrowSelection(query(text))).toEqual(wanted))
