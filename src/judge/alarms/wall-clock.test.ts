import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { instant, millis } from '../../model/index.ts'
import { utcTime } from './sample-alarm.ts'
import { wallClockBefore, wallClockNext, wallClockPeriods, wallClockStart } from './wall-clock.ts'

const hour = 3_600_000
const day = 86_400_000
const week = 604_800_000

test.each([
  ['minute', 60_000, 'UTC', '2026-01-20T10:05:59', '2026-01-20T10:05'],
  ['five minutes', 300_000, 'UTC', '2026-01-20T10:09:59', '2026-01-20T10:05'],
  ['an hour of India begins at half past', hour, 'Asia/Kolkata', '2026-01-20T10:29', '2026-01-20T09:30'],
  ['a fixed offset', hour, '+05:45', '2026-01-20T10:14', '2026-01-20T09:15'],
  ['an offset by name', hour, 'UTC+05:30', '2026-01-20T10:29', '2026-01-20T09:30'],
  ['a day of Seoul', day, 'Asia/Seoul', '2026-01-20T15:00', '2026-01-20T15:00'],
  ['a day of Seoul, just before', day, 'Asia/Seoul', '2026-01-20T14:59', '2026-01-19T15:00'],
  ['a week begins on Monday', week, 'UTC', '2026-01-25T23:59', '2026-01-19T00:00'],
  ['a week of New York', week, 'America/New_York', '2026-01-19T04:59', '2026-01-12T05:00'],
  ['the day that clocks go forward', day, 'Europe/Berlin', '2026-03-29T12:00', '2026-03-28T23:00'],
  ['the day after', day, 'Europe/Berlin', '2026-03-30T12:00', '2026-03-29T22:00'],
  ['no midnight: Beirut skips it', day, 'Asia/Beirut', '2026-03-29T12:00', '2026-03-28T22:00'],
  ['midnight twice: Havana', day, 'America/Havana', '2026-11-01T12:00', '2026-11-01T04:00'],
  ['the hour that comes twice, first', hour, 'America/New_York', '2026-11-01T05:30', '2026-11-01T05:00'],
  ['the hour that comes twice, again', hour, 'America/New_York', '2026-11-01T06:30', '2026-11-01T06:00'],
  ['half an hour back: Lord Howe', hour, 'Australia/Lord_Howe', '2026-04-04T15:15', '2026-04-04T15:00'],
  ['half an hour forward: Lord Howe', hour, 'Australia/Lord_Howe', '2026-10-03T15:45', '2026-10-03T15:30'],
])('%s', (_story, period, zone, at, start) => {
  expect(new Date(wallClockStart(utcTime(at), millis(period), zone)).toISOString()).toBe(
    new Date(utcTime(start)).toISOString(),
  )
})

describe('days are as long as they are', () => {
  test.each([
    ['2026-03-30T12:00', 23],
    ['2026-10-26T12:00', 25],
    ['2026-06-02T12:00', 24],
  ])('the day before %s in Berlin has %d hours', (at, hours) => {
    const today = wallClockStart(utcTime(at), millis(day), 'Europe/Berlin')
    expect((today - wallClockBefore(today, millis(day), 'Europe/Berlin')) / hour).toBe(hours)
  })
})

test('periods lie end to end in every zone and over every change', () => {
  const zones = [
    'UTC',
    'America/New_York',
    'Australia/Lord_Howe',
    'Asia/Beirut',
    'America/Havana',
    'Asia/Kolkata',
    '-03:30',
  ]
  fc.assert(
    fc.property(
      fc.constantFrom(...zones),
      fc.constantFrom(...wallClockPeriods),
      fc.integer({ min: utcTime('2026-01-01T00:00') / 1_000, max: utcTime('2027-01-01T00:00') / 1_000 }),
      (zone, length, second) => {
        const [at, period] = [instant(second * 1_000), millis(length)]
        const start = wallClockStart(at, period, zone)
        const next = wallClockNext(at, period, zone)
        expect(start).toBeLessThanOrEqual(at)
        expect(next).toBeGreaterThan(at)
        expect(wallClockStart(start, period, zone)).toBe(start)
        expect(wallClockStart(instant(next - 1), period, zone)).toBe(start)
        expect(wallClockBefore(next, period, zone)).toBe(start)
      },
    ),
    { numRuns: 300 },
  )
})

test('what is no zone is our own mistake', () => {
  expect(() => wallClockStart(utcTime('2026-01-01T00:00'), millis(day), 'Nowhere/Land')).toThrow(RangeError)
})
