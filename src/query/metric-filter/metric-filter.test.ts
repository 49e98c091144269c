/** What a metric filter may be, and what it takes out of messages. The whole way to the store is in `births`. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { limits } from '../../limits.ts'
import { instant } from '../../model/index.ts'
import type { SeriesKey } from '../../store/metrics/index.ts'
import type { MetricFilter } from '../../store/settings/index.ts'
import { compileGroup, constantOf, readMetricFilter } from './index.ts'
import { parseSelection } from './selection.ts'

const written = { pattern: '{ $.a = * }', value: '1', defaultValue: null, dimensions: {}, selection: null }
const filter = (over: Partial<MetricFilter> = {}): MetricFilter => ({
  ...{ groupId: 1, name: 'f', namespace: 'n', metric: 'm', unit: 'None', systemFields: [], transformedLogs: false },
  ...{ region: 'eu-west-1', regexes: 0, createdAt: instant(0), changedAt: instant(0), stopped: null },
  ...written,
  ...over,
})
const stops: string[] = []
const world = {
  store: { series: (key: SeriesKey) => ({ key, id: JSON.stringify(key.labels) }) },
  account: '123456789012',
  onStopped: (_filter: MetricFilter, reason: string) => void stops.push(reason),
}
const published = (filters: readonly MetricFilter[], message: string, now = 0) => {
  const found: unknown[] = []
  compileGroup(filters, world)?.evaluate([message], instant(now), (by, series, value) =>
    found.push([by.filter.name, series.key.labels, value]),
  )
  return found
}

describe('a filter is read', () => {
  test.each([
    ['1', 1],
    ['-2.5', -2.5],
    ['+.5e1', 5],
    ['7.', 7],
    [' 3 ', 3],
    ['0', 0],
  ])('with the constant %s', (text, value) => {
    expect(constantOf(text)).toBe(value)
    expect(readMetricFilter({ ...written, value: text })).toMatchObject({ ok: true, value: { value } })
  })

  test.each(['', '.', '1e999', '0x10', 'NaN', '1 2', '１', '1e-300'])('%s is no constant', text => {
    expect(constantOf(text)).toBeUndefined()
  })

  test.each([
    ['pattern', { pattern: '{ $.a' }],
    ['value', { value: 'a' }],
    ['value', { value: '$a' }],
    ['value', { pattern: 'ERROR', value: '$.a' }],
    ['defaultValue', { defaultValue: 1, dimensions: { a: '$.a' } }],
    ['defaultValue', { defaultValue: Number.NaN }],
    ['dimensions', { dimensions: { a: 'b' } }],
    ['dimensions', { dimensions: { a: '$.a', b: '$.b', c: '$.c', d: '$.d' } }],
    ['selection', { selection: 'a = b' }],
  ])('and its %s is refused: %j', (field, over) => {
    expect(readMetricFilter({ ...written, ...over })).toMatchObject({ ok: false, error: { field } })
  })

  test.each([
    ['ERROR', 0],
    ['%a%', 1],
    ['{ $.a = %x% || ($.b = %y% && $.c = 1) }', 2],
    ['[a = %x%, b]', 1],
  ])('%s holds %i regular expressions', (pattern, regexes) => {
    expect(readMetricFilter({ ...written, pattern })).toMatchObject({ ok: true, value: { regexes } })
  })
})

describe('the filters of a group', () => {
  test('see a message together, each for itself', () => {
    const filters = [
      filter({ name: 'a', value: '$.a' }),
      filter({ name: 'b', pattern: 'x', value: '2' }),
      filter({ name: 'c', value: '$.b', dimensions: { B: '$.b', C: '$.c' } }),
      filter({ name: 'd', pattern: '[first, ...]', value: '$first' }),
    ]
    expect(published(filters, '{"a":1.50,"b":"7","c":"x"}')).toEqual([
      ['a', {}, 1.5],
      ['b', {}, 2],
      ['c', { B: '7', C: 'x' }, 7],
    ])
    expect(published(filters, '12 x')).toEqual([
      ['b', {}, 2],
      ['d', {}, 12],
    ])
  })

  test(`a dimension value of ${limits.metricDimensionValueLength} is taken, a longer one is not`, () => {
    const by = [filter({ dimensions: { A: '$.a' } })]
    expect(published(by, JSON.stringify({ a: 'x'.repeat(limits.metricDimensionValueLength) }))).toHaveLength(1)
    expect(published(by, JSON.stringify({ a: 'x'.repeat(limits.metricDimensionValueLength + 1) }))).toEqual([])
  })

  test('stopped ones, those for others and those nobody can read are left out', () => {
    const none = [
      filter({ stopped: { at: instant(1), reason: 'so' } }),
      filter({ selection: '@aws.account = "1"' }),
      filter({ pattern: '{ of a later version' }),
    ]
    expect(compileGroup(none, world)).toBeUndefined()
    expect(compileGroup([...none, filter()], world)?.filters).toHaveLength(1)
  })

  test('dimension values are counted by the hour', () => {
    const group = compileGroup([filter({ dimensions: { A: '$.a' } })], world)
    let count = 0
    const ask = (from: number, hour: number) => {
      for (let at = from; at < from + limits.metricFilterPairs; at++)
        group?.evaluate([`{"a":${at}}`], instant(hour * 3_600_000), () => count++)
    }
    ask(0, 1)
    ask(0, 1)
    ask(5_000, 2)
    expect([count, stops]).toEqual([limits.metricFilterPairs * 3, []])
    group?.evaluate(['{"a":"more"}'], instant(2 * 3_600_000), () => count++)
    expect([count, stops.length]).toEqual([limits.metricFilterPairs * 3, 1])
  })

  test('no message makes them throw', () => {
    const group = compileGroup([filter({ value: '$.a' }), filter({ pattern: '[a, b]', value: '$b' })], world)
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.json()), message => {
        group?.evaluate([message], instant(0), (_by, _series, value) => expect(Number.isFinite(value)).toBe(true))
      }),
    )
  })
})

describe('field selection criteria', () => {
  const here = { '@aws.account': '123', '@aws.region': 'eu-west-1' }
  test.each([
    ['', true],
    ['  ', true],
    ['@aws.account = "123"', true],
    ["@aws.account='123'", true],
    ['@aws.account != "123"', false],
    ['@aws.region IN ["us-east-1", "eu-west-1"]', true],
    ['@aws.region not in ["us-east-1"]', true],
    ['@aws.region NOT IN ["eu-west-1"]', false],
    ['@aws.account = "1" OR @aws.region = "eu-west-1"', true],
    ['@aws.account = "123" AND @aws.region = "x" OR @aws.account = "123"', true],
    ['@aws.account = "123" AND (@aws.region = "x" OR @aws.account = "1")', false],
    ['@aws.account = "say \\"hi\\""', false],
  ])('%s', (text, selects) => {
    const parsed = parseSelection(text)
    expect(parsed.ok && parsed.value(here)).toBe(selects)
  })

  test.each([
    '@aws.zone = "a"',
    '@aws.account',
    '@aws.account =',
    '@aws.account = 1',
    '@aws.account IN []',
    '@aws.account IN ["a",]',
    '@aws.account NOT = "a"',
    '@aws.account = "a" AND',
    '(@aws.account = "a"',
    '@aws.account = "a")',
    '@aws.account = "a" ; drop',
    `${'('.repeat(limits.filterPatternDepth + 1)}@aws.account = "a"${')'.repeat(limits.filterPatternDepth + 1)}`,
  ])('%s is none', text => expect(parseSelection(text).ok).toBe(false))

  test('nothing makes the parser throw', () => {
    const words = [
      '@aws.account',
      '@aws.region',
      '=',
      '!=',
      'IN',
      'NOT',
      'AND',
      'OR',
      '(',
      ')',
      '[',
      ']',
      ',',
      '"a"',
      "'",
      ' ',
    ]
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...words), { maxLength: 12 }), parts => {
        expect(typeof parseSelection(parts.join(' ')).ok).toBe('boolean')
      }),
    )
  })
})
