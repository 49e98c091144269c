import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fieldsOf, localMinute, longestMute, nextWindows, onceOf, parseDuration, printDuration } from './schedule.ts'

const minute = 60_000
const at = (text: string) => Date.parse(`${text.replace(' ', 'T')}Z`)
const shown = (time: number) => new Date(time).toISOString().slice(0, 16).replace('T', ' ')

test.each<[string, number | undefined]>([
  ['PT1M', minute],
  ['PT59S', undefined],
  ['PT0M', undefined],
  ['PT2H30M', 150 * minute],
  ['P1DT1H', 25 * 60 * minute],
  ['P15D', longestMute],
  ['P15DT1M', undefined],
  ['P', undefined],
  ['PT', undefined],
  ['1h', undefined],
])('a length of %s', (text, length) => {
  expect(parseDuration(text)).toBe(length)
})

test('lengths are printed as they are read', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: longestMute / minute }), minutes => {
      expect(parseDuration(printDuration(minutes * minute))).toBe(minutes * minute)
    }),
    { seed: 20261121, numRuns: 200 },
  )
})

test.each<[string, string | undefined]>([
  ['at(2026-11-21T10:00)', '2026-11-21T10:00'],
  ['at(2026-02-31T10:00)', undefined],
  ['at(2026-11-21)', undefined],
  ['cron(0 2 * * *)', undefined],
])('once: %s', (expression, local) => {
  expect(onceOf(expression)).toBe(local)
})

test.each<[string, readonly string[] | undefined]>([
  ['cron(0 2 * * *)', ['0', '2', '*', '*', '*']],
  ['cron(0 2 * * ? *)', undefined],
  ['rate(5 minutes)', undefined],
])('fields: %s', (expression, fields) => {
  expect(fieldsOf(expression)).toEqual(fields)
})

test.each<[string, string, string, string, string, string[] | string]>([
  ['once, to come', 'at(2026-11-21T10:00)', 'PT1H', 'UTC', '2026-11-21 09:00', ['2026-11-21 10:00 – 2026-11-21 11:00']],
  [
    'once, under way',
    'at(2026-11-21T10:00)',
    'PT1H',
    'UTC',
    '2026-11-21 10:59',
    ['2026-11-21 10:00 – 2026-11-21 11:00'],
  ],
  ['once, over', 'at(2026-11-21T10:00)', 'PT1H', 'UTC', '2026-11-21 11:00', []],
  [
    'by the clocks of Seoul',
    'at(2026-11-21T10:00)',
    'PT1H',
    'Asia/Seoul',
    '2026-11-21 00:00',
    ['2026-11-21 01:00 – 2026-11-21 02:00'],
  ],
  [
    'every night',
    'cron(0 2 * * *)',
    'PT2H',
    'UTC',
    '2026-11-21 03:00',
    [
      '2026-11-21 02:00 – 2026-11-21 04:00',
      '2026-11-22 02:00 – 2026-11-22 04:00',
      '2026-11-23 02:00 – 2026-11-23 04:00',
    ],
  ],
  [
    'on Sundays, where clocks are set back',
    'cron(0 9 * * 0)',
    'PT1H',
    'Europe/Berlin',
    '2026-10-18 12:00',
    [
      '2026-10-25 08:00 – 2026-10-25 09:00',
      '2026-11-01 08:00 – 2026-11-01 09:00',
      '2026-11-08 08:00 – 2026-11-08 09:00',
    ],
  ],
  ['never', 'cron(0 0 30 2 *)', 'PT1H', 'UTC', '2026-11-21 00:00', []],
  ['no cron', 'cron(60 2 * * *)', 'PT1H', 'UTC', '2026-11-21 00:00', 'expression'],
  ['six fields', 'cron(0 2 * * ? *)', 'PT1H', 'UTC', '2026-11-21 00:00', 'expression'],
  ['no length', 'cron(0 2 * * *)', 'PT0M', 'UTC', '2026-11-21 00:00', 'duration'],
  ['no zone', 'cron(0 2 * * *)', 'PT1H', 'Mars/Olympus', '2026-11-21 00:00', 'timezone'],
])('the next windows: %s', (_story, expression, duration, timezone, now, windows) => {
  const found = nextWindows({ expression, duration, timezone }, at(now), 3)
  expect(typeof found === 'string' ? found : found.map(one => `${shown(one.from)} – ${shown(one.to)}`)).toEqual(windows)
})

test('a rule’s life cuts its windows', () => {
  const rule = {
    expression: 'cron(0 2 * * *)',
    duration: 'PT2H',
    timezone: 'UTC',
    start: at('2026-11-22 02:00'),
    expire: at('2026-11-23 03:00'),
  }
  expect(nextWindows(rule, at('2026-11-20 00:00'), 5)).toEqual([
    { from: at('2026-11-22 02:00'), to: at('2026-11-22 04:00') },
    { from: at('2026-11-23 02:00'), to: at('2026-11-23 03:00') },
  ])
})

test('minutes of a zone', () => {
  expect(localMinute(at('2026-11-21 15:30') + 59_000, 'Asia/Seoul')).toBe('2026-11-22T00:30')
  expect(localMinute(0, 'Mars/Olympus')).toBeUndefined()
})
