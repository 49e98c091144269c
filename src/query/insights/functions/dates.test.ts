/** Periods, time zones, dates read and written. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { limits } from '../../../limits.ts'
import type { PeriodUnit } from '../tree.ts'
import {
  ceilTime,
  floorTime,
  formatDate,
  isCapped,
  lengthOf,
  nextStep,
  parseDate,
  periodOf,
  type Steps,
  zoneOf,
} from './index.ts'

const iso = (text: string) => Date.parse(text)
const shown = (at: number | null) => (at === null ? null : new Date(at).toISOString())
const steps = (amount: number, unit: PeriodUnit): Steps => {
  const made = periodOf({ amount, unit })
  if (made === null) throw new Error(`${amount}${unit}`)
  return made
}

test.each([
  [5, 'm', '2026-01-20T10:05:00.000Z', '2026-01-20T10:10:00.000Z'],
  [300, 's', '2026-01-20T10:07:00.000Z', '2026-01-20T10:08:00.000Z'],
  [2_000, 'ms', '2026-01-20T10:07:31.000Z', '2026-01-20T10:07:32.000Z'],
  [90, 'm', '2026-01-20T10:00:00.000Z', '2026-01-20T11:00:00.000Z'],
  [36, 'h', '2026-01-20T00:00:00.000Z', '2026-01-21T00:00:00.000Z'],
  [1, 'd', '2026-01-20T00:00:00.000Z', '2026-01-21T00:00:00.000Z'],
  [1, 'w', '2026-01-19T00:00:00.000Z', '2026-01-26T00:00:00.000Z'],
  [1, 'mo', '2026-01-01T00:00:00.000Z', '2026-02-01T00:00:00.000Z'],
  [1, 'q', '2026-01-01T00:00:00.000Z', '2026-04-01T00:00:00.000Z'],
  [1, 'y', '2026-01-01T00:00:00.000Z', '2027-01-01T00:00:00.000Z'],
  [10, 'y', '2020-01-01T00:00:00.000Z', '2030-01-01T00:00:00.000Z'],
] as const)('%d%s: the step of 10:07:31.500 goes from %s to %s', (amount, unit, from, to) => {
  const at = iso('2026-01-20T10:07:31.500Z')
  expect(shown(floorTime(at, steps(amount, unit)))).toBe(from)
  expect(shown(ceilTime(at, steps(amount, unit)))).toBe(to)
})

test('caps, and periods that make no steps', () => {
  expect(isCapped({ amount: 60, unit: 's' })).toBe(false)
  expect(isCapped({ amount: 61, unit: 's' })).toBe(true)
  expect(isCapped({ amount: 400, unit: 'd' })).toBe(false)
  expect(periodOf({ amount: 0, unit: 'm' })).toBeNull()
  expect(periodOf({ amount: -1, unit: 'mo' })).toBeNull()
  expect(periodOf({ amount: 1e300, unit: 'y' })).toBeNull()
  expect(periodOf({ amount: 1e300, unit: 'd' })).toBeNull()
  expect(lengthOf({ amount: 300, unit: 's' })).toBe(300_000)
})

test('floor ≤ t < next step, both are steps, and ceil is the first step not before t', () => {
  const unit = fc.constantFrom<PeriodUnit[]>('ms', 's', 'm', 'h', 'd', 'w', 'mo', 'q', 'y')
  fc.assert(
    fc.property(fc.integer({ min: -4e15, max: 4e15 }), fc.integer({ min: 1, max: 50 }), unit, (at, amount, of) => {
      const step = steps(amount, of)
      const floor = floorTime(at, step) as number
      const next = nextStep(floor, step) as number
      expect(floor).toBeLessThanOrEqual(at)
      expect(next).toBeGreaterThan(at)
      expect(floorTime(floor, step)).toBe(floor)
      expect(floorTime(next, step)).toBe(next)
      expect(ceilTime(at, step)).toBe(floor === at ? floor : next)
    }),
    { numRuns: 2_000 },
  )
})

test.each([
  ["yyyy-MM-dd'T'HH:mm:ss.SSSXXX", '2026-01-20T10:00:00.123+09:00', '2026-01-20T01:00:00.123Z'],
  ["yyyy-MM-dd'T'HH:mm:ssX", '2026-01-20T10:00:00Z', '2026-01-20T10:00:00.000Z'],
  ['dd/MMM/yyyy:HH:mm:ss Z', '20/Jan/2026:10:00:00 -0500', '2026-01-20T15:00:00.000Z'],
  ['EEE, d MMM yyyy hh:mm a z', 'Tue, 20 jan 2026 12:30 AM KST', '2026-01-19T15:30:00.000Z'],
  ['yyyyMMddHHmmss', '20260120100000', '2026-01-20T10:00:00.000Z'],
  ['yy-M-d', '26-1-5', '2026-01-05T00:00:00.000Z'],
  ['yyyy-DDD', '2026-020', '2026-01-20T00:00:00.000Z'],
  ['MMMM d, yyyy', 'January 20, 2026', '2026-01-20T00:00:00.000Z'],
  ["h 'o''clock' a", "3 o'clock PM", '1970-01-01T15:00:00.000Z'],
  ['HH:mm:ss.SSSSSS', '10:00:00.123999', '1970-01-01T10:00:00.123Z'],
  ['yyyy-MM-dd', '2026-02-30', null],
  ['yyyy-MM-dd', '2026-1-2', null],
  ['yyyy-MM-dd', '2026-01-20 ', null],
  ['yyyy-MM-dd HH', '2026-01-20 24', null],
  ['yyyy-DDD', '2026-366', null],
  ['yyyy-QQ', '2026-01', null],
])('%s reads %s', (pattern, text, at) => {
  expect(shown(parseDate(text, pattern))).toBe(at)
})

test('a local time is of its zone, summer time too', () => {
  const berlin = zoneOf('Europe/Berlin')
  if (berlin === null) throw new Error('no Berlin')
  expect(shown(parseDate('2026-07-01 12:00', 'yyyy-MM-dd HH:mm', berlin))).toBe('2026-07-01T10:00:00.000Z')
  expect(shown(parseDate('2026-01-01 12:00', 'yyyy-MM-dd HH:mm', berlin))).toBe('2026-01-01T11:00:00.000Z')
  expect(formatDate(iso('2026-07-01T10:00:00Z'), '%F %T %z', berlin)).toBe('2026-07-01 12:00:00 +0200')
})

test.each([
  ['%Y-%m-%d %H:%M:%S.%L', '2026-01-05 09:04:05.006'],
  ['%-d.%-m.%y %e %k %l %I %p', '5.1.26  5  9  9 09 AM'],
  ['%A %a %B %b %j %u %w', 'Monday Mon January Jan 005 1 1'],
  ['%G-W%V %U %W', '2026-W02 01 01'],
  ['%s %f %N', '1767603845 006000 006000000'],
  ['%F %T %D %R %c', '2026-01-05 09:04:05 01/05/26 09:04 Mon Jan  5 09:04:05 2026'],
  ['%Z %z %% %q %', 'UTC +0000 % %q %'],
])('%s writes %s', (pattern, text) => {
  const utc = zoneOf('UTC')
  expect(utc && formatDate(iso('2026-01-05T09:04:05.006Z'), pattern, utc)).toBe(text)
})

test('what is written is read back', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 4e12 }),
      fc.constantFrom('UTC', '+09:00', 'GMT-3', 'UTC+5:30'),
      (at, name) => {
        const zone = zoneOf(name)
        const text = zone && formatDate(at, '%Y-%m-%d %H:%M:%S.%L %z', zone)
        expect(text && parseDate(text, 'yyyy-MM-dd HH:mm:ss.SSS Z')).toBe(at)
      },
    ),
  )
})

describe('bounds', () => {
  test('patterns of insightsDatePattern units are read, longer ones are not', () => {
    const blanks = ' '.repeat(limits.insightsDatePattern - 4)
    expect(parseDate(`2026${blanks}`, `yyyy${blanks}`)).toBe(iso('2026-01-01T00:00:00Z'))
    expect(parseDate(`2026${blanks} `, `yyyy${blanks} `)).toBeNull()
  })
  test('letters of open length side by side cost no time', () => {
    expect(parseDate(`${'a'.repeat(5_000)}!`, 'zV'.repeat(100))).toBeNull()
  })
  test('more zones and patterns than insightsZones are still right', () => {
    for (let at = 0; at <= limits.insightsZones; at++) {
      expect(zoneOf(`+00:${String(at % 60).padStart(2, '0')}${at >= 60 ? 'x' : ''}`)?.offsetAt(0)).toBe(
        at >= 60 ? undefined : at,
      )
      expect(parseDate(`2026${'x'.repeat(at)}`, `yyyy'${'x'.repeat(at)}'`)).toBe(
        at === 0 ? null : iso('2026-01-01T00:00:00Z'),
      )
    }
    expect(zoneOf('Asia/Seoul')?.offsetAt(0)).toBe(540)
  })
})
