import { describe, expect, test } from 'vitest'
import { limits } from '../../limits.ts'
import { days, hours, instant, minutes, plus, seconds } from '../../model/index.ts'
import type { MetricAlarm } from './definition.ts'
import { sampleAlarm, utcTime } from './sample-alarm.ts'
import { evaluateFrom, firstEvaluation, nextEvaluation } from './schedule.ts'

const clockOf = (at: number) => new Date(at).toISOString().slice(11, 19)
const wallClock = { kind: 'wall-clock', zone: 'Asia/Seoul' } as const

describe('the next evaluation', () => {
  test.each<[string, Partial<MetricAlarm>, string, string]>([
    ['every minute', {}, '2026-01-20T10:05', '2026-01-20T10:06'],
    ['every minute, also of long periods', { period: hours(6) }, '2026-01-20T10:05:01', '2026-01-20T10:06'],
    ['every ten seconds for ten seconds', { period: seconds(10) }, '2026-01-20T10:05', '2026-01-20T10:05:10'],
    ['every ten seconds for thirty', { period: seconds(30) }, '2026-01-20T10:05:19', '2026-01-20T10:05:20'],
    ['exactly a day: every minute', { period: hours(6), periods: 4 }, '2026-01-20T10:05', '2026-01-20T10:06'],
    ['more than a day: every hour', { period: hours(6), periods: 5 }, '2026-01-20T10:05', '2026-01-20T11:00'],
    [
      'by the wall clock: at the end of the period',
      { period: days(1), window: wallClock },
      '2026-01-20T10:05',
      '2026-01-20T15:00',
    ],
    [
      'by the wall clock, just then: the one after',
      { period: days(1), window: wallClock },
      '2026-01-20T15:00',
      '2026-01-21T15:00',
    ],
  ])('%s', (_story, differs, at, next) => {
    expect(nextEvaluation(sampleAlarm(differs), utcTime(at))).toBe(utcTime(next))
  })

  test('the first is at the next step', () => {
    expect(firstEvaluation(sampleAlarm(), utcTime('2026-01-20T10:05:01'))).toBe(utcTime('2026-01-20T10:06'))
    expect(firstEvaluation(sampleAlarm(), utcTime('2026-01-20T10:05'))).toBe(utcTime('2026-01-20T10:05'))
    expect(firstEvaluation(sampleAlarm({ period: seconds(20) }), utcTime('2026-01-20T10:05:01'))).toBe(
      utcTime('2026-01-20T10:05:10'),
    )
  })
})

describe('what remains after a pause', () => {
  const ten = utcTime('2026-01-20T10:00')
  const due = (last: number | undefined, now: number, differs: Partial<MetricAlarm> = {}) =>
    evaluateFrom(sampleAlarm(differs), last === undefined ? undefined : instant(last), instant(now))

  test('nothing before alarmSettle has passed', () => {
    expect(due(ten, ten + 60_000 + limits.alarmSettle - 1)).toEqual([])
    expect(due(ten, ten + 60_000 + limits.alarmSettle)).toEqual([{ at: ten + 60_000, silent: false }])
  })
  test('an alarm that was never evaluated is evaluated at once', () => {
    expect(due(undefined, ten + 59_000)).toEqual([{ at: ten, silent: false }])
  })
  test('a pause up to alarmPause is made up for loudly', () => {
    const remaining = due(ten, ten + 60_000 + limits.alarmPause + limits.alarmSettle)
    expect(remaining.map(({ at }) => clockOf(at))).toEqual([
      '10:01:00',
      '10:02:00',
      '10:03:00',
      '10:04:00',
      '10:05:00',
      '10:06:00',
    ])
    expect(remaining.some(({ silent }) => silent)).toBe(false)
  })
  test('after a longer one only the last speaks', () => {
    const remaining = due(ten, ten + 60_000 + limits.alarmPause + limits.alarmSettle + 60_000)
    expect(remaining).toHaveLength(7)
    expect(remaining.map(({ silent }) => silent)).toEqual([true, true, true, true, true, true, false])
  })
  test('after days only alarmCatchUp is gone through', () => {
    const now = plus(ten, days(3))
    const remaining = due(ten, now + limits.alarmSettle)
    expect(remaining).toHaveLength(limits.alarmCatchUp / 60_000)
    expect(remaining.at(-1)).toEqual({ at: now, silent: false })
    expect(remaining.slice(0, -1).every(({ silent }) => silent)).toBe(true)
  })
  test('a daily window that ended long ago is still judged, once', () => {
    const remaining = due(ten, plus(ten, days(3)) + limits.alarmSettle, {
      period: days(1),
      window: { kind: 'wall-clock', zone: 'UTC' },
    })
    expect(remaining).toEqual([{ at: utcTime('2026-01-23T00:00'), silent: false }])
  })
  test('evaluations go on without a gap, whatever the pauses', () => {
    const alarm = sampleAlarm({ period: minutes(5) })
    let last = ten
    const seen: number[] = []
    for (const pause of [61, 5, 240, 59, 60, 119, 1]) {
      const now = instant(last + pause * 1_000 + limits.alarmSettle)
      for (const { at } of evaluateFrom(alarm, last, now)) {
        seen.push(at)
        last = at
      }
    }
    expect(seen).toEqual(seen.map((_at, n) => ten + (n + 1) * 60_000))
    expect(seen.length).toBeGreaterThan(5)
  })
})
