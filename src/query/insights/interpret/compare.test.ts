/** Commands that look at an earlier time: diff, anomaly, logcompare. */
import { describe, expect, test } from 'vitest'
import { limits } from '../../../limits.ts'
import type { EventRow } from '../value.ts'
import { ask, eventsOf } from './ask.cases.ts'
import { specWindow } from './spec.cases.ts'

const { from, to } = specWindow
const length = to - from + 1
const day = 86_400_000
/** The lines at the beginning of the window that lies so much earlier. */
const at = (earlier: number, ...lines: readonly string[]): readonly EventRow[] =>
  eventsOf(lines).map(event => ({ ...event, timestamp: event.timestamp - earlier }))
const times = (count: number, line: (at: number) => string) => Array.from({ length: count }, (_, at) => line(at))

const now = at(0, ...times(3, n => `user ${n} logged in`), 'disk is full on node-1')
const short = (query: string, events: readonly EventRow[]) =>
  ask(
    query,
    [...events].sort((a, b) => a.timestamp - b.timestamp),
  ).map(row => [row['@sampleCount'], row['@diffEventCount']])

describe('diff', () => {
  test.each([
    ['diff', length],
    ['diff previousDay', day],
    ['diff previousWeek', 7 * day],
    ['diff previousMonth', 31 * day],
  ])('pattern @message | %s', (command, earlier) => {
    const before = at(earlier, 'user 7 logged in', 'backup done well')
    expect(short(`pattern @message | ${command}`, [...before, ...now])).toEqual([
      ['3', '2'],
      ['1', '1'],
      ['0', '-1'],
    ])
    const aside = at(earlier + 3 * length, 'user 7 logged in')
    expect(short(`pattern @message | ${command}`, [...aside, ...now])).toEqual([
      ['3', '3'],
      ['1', '1'],
    ])
  })
  test('the same filters hold before', () => {
    const before = at(length, 'user 7 logged in', 'backup done well')
    expect(short('filter @message like "user" | pattern @message | diff', [...before, ...now])).toEqual([['3', '2']])
  })
  test('in words', () => {
    expect(ask('pattern @message | diff', [...at(length, 'user 7 logged in'), ...now])[0]).toMatchObject({
      '@diffEventDescription': 'Up 200%: 1 before, 3 now',
      '@ratio': '0.75',
    })
  })
})

describe('anomaly', () => {
  const steady = (windows: number) =>
    Array.from({ length: windows }, (_, w) => at((w + 1) * length, ...times(20, n => `user ${n} logged in`)))
      .flat()
      .reverse()
  test('a new pattern', () => {
    const rows = ask('pattern @message | anomaly', [
      ...steady(4),
      ...at(0, ...times(20, n => `user ${n} logged in`), 'disk is full on node-1'),
    ])
    expect(rows).toMatchObject([{ '@pattern': expect.stringMatching(/^disk is full/), '@anomalyKind': 'new-pattern' }])
  })
  test('nothing when all is as before', () => {
    expect(
      ask('pattern @message | anomaly', [...steady(4), ...at(0, ...times(20, n => `user ${n} logged in`))]),
    ).toEqual([])
  })
  test('it measures by insightsAnomalyWindows windows, not one more', () => {
    const known = (window: number) => [
      ...at(window * length, 'disk is full on node-1'),
      ...steady(2),
      ...at(0, 'disk is full on node-1'),
    ]
    const kinds = (window: number) => ask('pattern @message | anomaly', known(window)).map(row => row['@anomalyKind'])
    expect(kinds(limits.insightsAnomalyWindows)).not.toContain('new-pattern')
    expect(kinds(limits.insightsAnomalyWindows + 1)).toContain('new-pattern')
  })
})

describe('logcompare', () => {
  test('lines by their patterns', () => {
    expect(short('logcompare timeshift 7d', [...at(7 * day, 'user 7 logged in'), ...now])).toEqual([
      ['3', '2'],
      ['1', '1'],
    ])
  })
  test('groups by their keys, the time that much later', () => {
    const events = [...at(day, 'a', 'b'), ...at(0, 'a', 'b', 'c')]
    expect(ask('stats count(*) as n by bin(5m) as t | logcompare timeshift 1d', events)).toEqual([
      { t: '2026-01-20 10:00:00.000', n: '3', n_before: '2' },
    ])
  })
})
