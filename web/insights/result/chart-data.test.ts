import { describe, expect, test } from 'vitest'
import type { ApiQueryAnswer } from '../../../src/model/index.ts'
import type { Column, Expression, Query } from '../../../src/query/insights/index.ts'
import { categoriesOf, timeOf, timeSeriesOf } from './chart-data.ts'
import { type Grouping, groupingOf, isPatterns, obstacleTo } from './grouping.ts'

const span = { from: 0, to: 0 }
const field = (text: string): Expression => ({ kind: 'field', field: { segments: [text], text }, span })
const bin: Expression = { kind: 'call', name: 'bin', args: [], span }
const column = (name: string, expression: Expression): Column => ({ name, expression, aliased: true, span })
const stats = (...by: readonly Column[]): Query['commands'][number] => ({
  kind: 'stats',
  span,
  aggregates: [column('n', { kind: 'aggregate', name: 'count', args: [], span })],
  by,
  offset: null,
})
const query = (...commands: Query['commands']): Query => ({ source: null, commands, span })
const answer = (columns: readonly string[], ...rows: readonly (readonly (string | null)[])[]): ApiQueryAnswer => ({
  columns,
  rows: rows.map(values => ({ values })),
  statistics: {
    recordsScanned: 0,
    recordsMatched: 0,
    bytesScanned: 0,
    logGroupsScanned: 0,
    elapsedMs: 0,
    cloudWatchCost: 0,
  },
  notices: [],
})
const ten = '2026-01-20 10:00:00.000'
const five = '2026-01-20 10:05:00.000'

describe('what can be drawn', () => {
  const byApp = answer(['app', 'n'], ['a', '1'])
  const overTime = answer(['t', 'n'], [ten, '1'])
  const both = answer(['t', 'app', 'n'], [ten, 'a', '1'])
  const three = answer(['t', 'app', 'pod', 'n'], [ten, 'a', 'p', '1'])
  test.each([
    ['events', query(), answer(['@message'], ['x']), ['no-stats', 'no-stats', 'no-stats']],
    ['by a field', query(stats(column('app', field('app')))), byApp, ['no-bin', undefined, undefined]],
    ['over time', query(stats(column('t', bin))), overTime, [undefined, undefined, 'no-key']],
    [
      'over time by a field',
      query(stats(column('t', bin), column('app', field('app')))),
      both,
      [undefined, undefined, undefined],
    ],
    [
      'over time by two',
      query(stats(column('t', bin), column('app', field('app')), column('pod', field('pod')))),
      three,
      ['many-keys', 'many-keys', undefined],
    ],
    [
      'a name that an earlier stats gave to a bin',
      query(stats(column('t', bin)), stats(column('t', field('t')))),
      overTime,
      [undefined, undefined, 'no-key'],
    ],
    ['one number', query(stats()), answer(['n'], ['5']), ['no-bin', 'no-key', 'no-key']],
    [
      'no number at all',
      query(stats(column('app', field('app')))),
      answer(['app', 'n'], ['a', null]),
      ['no-number', 'no-number', 'no-number'],
    ],
    ['two bins', query(stats(column('t', bin), column('u', bin))), overTime, ['two-bins', 'two-bins', 'two-bins']],
    ['no rows', query(stats(column('t', bin))), answer(['t', 'n']), ['empty', 'empty', 'empty']],
  ])('%s', (_story, asked, came, expected) => {
    const grouping = groupingOf(asked, came)
    expect((['line', 'bar', 'pie'] as const).map(shape => obstacleTo(shape, came, grouping))).toEqual(expected)
    expect(obstacleTo('table', came, grouping)).toBeUndefined()
  })
  test('patterns are known by their columns', () => {
    expect(isPatterns(answer(['@pattern', '@ratio', '@sampleCount']))).toBe(true)
    expect(obstacleTo('patterns', overTime, undefined)).toBe('no-pattern')
  })
})

test.each([
  [ten, Date.UTC(2026, 0, 20, 10)],
  ['2026-01-20 10:00:00', undefined],
  ['2026-99-20 10:00:00.000', undefined],
  [null, undefined],
])('the time of %s', (text, at) => {
  expect(timeOf(text)).toBe(at)
})

test('rows become series: one per key, gaps where a time is missing, the largest first', () => {
  const grouping: Grouping = { time: 't', keys: ['app'], values: ['n'] }
  const rows = answer(['t', 'app', 'n'], [five, 'b', '7'], [ten, 'a', '1'], [five, 'a', '2'], [ten, null, '1'])
  expect(timeSeriesOf(rows, grouping, 2, '–')).toEqual({
    times: [timeOf(ten), timeOf(five)],
    series: [
      { name: 'b', values: [null, 7] },
      { name: 'a', values: [1, 2] },
    ],
    left: 1,
  })
})

test('rows become categories named by their keys', () => {
  const grouping: Grouping = { time: undefined, keys: ['app', 'pod'], values: ['n', 'm'] }
  expect(categoriesOf(answer(['app', 'pod', 'n', 'm'], ['a', null, '1.5', 'x']), grouping, '–')).toEqual([
    { label: 'a · –', values: [1.5, null] },
  ])
})
