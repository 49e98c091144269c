import { describe, expect, test } from 'vitest'
import { utcTime } from '../sample-alarm.ts'
import { isMuting, type MuteRule, muteStatus, readMuteRule } from './index.ts'

const read = (differs: Partial<MuteRule>) => {
  const rule = readMuteRule({ expression: 'cron(0 2 * * *)', duration: 'PT2H', zone: 'UTC', ...differs })
  if (!rule.ok) throw new Error(rule.error)
  return rule.value
}

test.each<[string, Partial<MuteRule>, string, boolean]>([
  ['begins', {}, '2026-01-20T02:00', true],
  ['not before', {}, '2026-01-20T01:59:59', false],
  ['lasts', {}, '2026-01-20T03:59:59', true],
  ['ends', {}, '2026-01-20T04:00', false],
  ['by the clocks of Seoul', { zone: 'Asia/Seoul' }, '2026-01-19T17:30', true],
  ['over the weekend', { expression: 'cron(0 18 * * FRI)', duration: 'P2DT12H' }, '2026-01-26T05:59', true],
  ['and no longer', { expression: 'cron(0 18 * * FRI)', duration: 'P2DT12H' }, '2026-01-26T06:00', false],
  ['once', { expression: 'at(2026-01-20T10:00)', duration: 'PT30M' }, '2026-01-20T10:29', true],
  ['once, and over', { expression: 'at(2026-01-20T10:00)', duration: 'PT30M' }, '2026-01-20T10:30', false],
  ['once, in New York', { expression: 'at(2026-01-20T10:00)', zone: 'America/New_York' }, '2026-01-20T15:00', true],
  ['windows that overlap', { expression: 'cron(0 * * * *)', duration: 'PT90M' }, '2026-01-20T13:45', true],
  ['before it is in force', { start: utcTime('2026-01-20T02:30') }, '2026-01-20T03:00', false],
  ['the first window in force', { start: utcTime('2026-01-20T02:00') }, '2026-01-20T03:00', true],
  ['cut by its end', { expire: utcTime('2026-01-20T03:00') }, '2026-01-20T03:00', false],
  ['until its end', { expire: utcTime('2026-01-20T03:00') }, '2026-01-20T02:59', true],
  ['summer time: by the clock on the wall', { zone: 'Europe/Berlin' }, '2026-07-01T00:30', true],
  ['winter time', { zone: 'Europe/Berlin' }, '2026-01-20T00:30', false],
])('%s', (_story, rule, at, muted) => {
  expect(isMuting(read(rule), utcTime(at))).toBe(muted)
})

test.each<[string, Partial<MuteRule>, string, string]>([
  ['between windows', {}, '2026-01-20T12:00', 'SCHEDULED'],
  ['within one', {}, '2026-01-20T02:10', 'ACTIVE'],
  ['once, before', { expression: 'at(2026-01-20T10:00)' }, '2026-01-20T09:00', 'SCHEDULED'],
  ['once, after', { expression: 'at(2026-01-20T10:00)' }, '2026-01-20T12:00', 'EXPIRED'],
  ['no window before its end', { expire: utcTime('2026-01-21T01:00') }, '2026-01-20T12:00', 'EXPIRED'],
  ['in force only later', { start: utcTime('2026-03-01T00:00') }, '2026-01-20T02:10', 'SCHEDULED'],
])('status %s', (_story, rule, at, status) => {
  expect(muteStatus(read(rule), utcTime(at))).toBe(status)
})

describe('what is refused', () => {
  test.each<[Partial<MuteRule>, string]>([
    [{ expression: 'rate(5 minutes)' }, 'bad-expression'],
    [{ expression: 'cron(0 2 * *)' }, 'bad-expression'],
    [{ expression: 'cron(0 2 * * * *)' }, 'bad-expression'],
    [{ expression: 'cron(61 2 * * *)' }, 'bad-expression'],
    [{ expression: 'at(2026-02-31T10:00)' }, 'bad-expression'],
    [{ expression: 'at(tomorrow)' }, 'bad-expression'],
    [{ duration: 'PT0M' }, 'bad-duration'],
    [{ duration: 'P16D' }, 'bad-duration'],
    [{ duration: 'P15DT1M' }, 'bad-duration'],
    [{ duration: 'P' }, 'bad-duration'],
    [{ duration: 'P1DT' }, 'bad-duration'],
    [{ duration: '2 hours' }, 'bad-duration'],
    [{ zone: 'Nowhere/Land' }, 'bad-timezone'],
  ])('%o: %s', (differs, error) => {
    expect(readMuteRule({ expression: 'cron(0 2 * * *)', duration: 'PT2H', zone: 'UTC', ...differs })).toEqual({
      ok: false,
      error,
    })
  })
  test.each(['PT1M', 'P15D', 'P14DT24H', 'PT90M'])('%s is a duration', duration => {
    expect(read({ duration }).duration).toBeGreaterThan(0)
  })
})
