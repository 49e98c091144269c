import fc from 'fast-check'
import { expect, test } from 'vitest'
import { limits } from '../../limits.ts'
import { instant } from '../../model/index.ts'
import { nextTime, parseSchedule } from './expression.ts'

const at = (text: string) => instant(Date.parse(text.includes('T') ? text : `${text.replace(' ', 'T')}Z`))
const times = (expression: string, timezone: string, after: string, count: number): string[] => {
  const schedule = parseSchedule(expression, timezone)
  if (typeof schedule === 'string') return [schedule]
  const found: string[] = []
  let last = at(after)
  for (let n = 0; n < count; n++) {
    const next = nextTime(schedule, last, instant(0), undefined)
    if (next === null) return [...found, 'never']
    found.push(new Date(next).toISOString().slice(0, 16).replace('T', ' '))
    last = next
  }
  return found
}

test.each<[string, string, string, string[]]>([
  ['rate(5 minutes)', 'UTC', '2026-01-20 10:01:30', ['2026-01-20 10:05', '2026-01-20 10:10']],
  ['rate(1 minute)', 'UTC', '2026-01-20 10:01:00', ['2026-01-20 10:02']],
  ['rate(12 hours)', 'UTC', '2026-01-20 13:00', ['2026-01-21 00:00', '2026-01-21 12:00']],
  ['cron(0 9 * * ? *)', 'UTC', '2026-01-20 10:00', ['2026-01-21 09:00', '2026-01-22 09:00']],
  ['cron(0 9 * * ? *)', 'Asia/Seoul', '2026-01-20 10:00', ['2026-01-21 00:00', '2026-01-22 00:00']],
  ['cron(0/15 10-11 ? * MON-FRI *)', 'UTC', '2026-01-23 11:30', ['2026-01-23 11:45', '2026-01-26 10:00']],
  ['cron(15 12 ? * 2 *)', 'UTC', '2026-01-20 00:00', ['2026-01-26 12:15']],
  ['cron(0 0 L * ? *)', 'UTC', '2026-01-20 00:00', ['2026-01-31 00:00', '2026-02-28 00:00']],
  ['cron(0 0 ? * 6L *)', 'UTC', '2026-01-20 00:00', ['2026-01-30 00:00', '2026-02-27 00:00']],
  ['cron(0 0 ? * TUE#3 *)', 'UTC', '2026-01-20 00:00', ['2026-02-17 00:00']],
  ['cron(0 0 1W * ? *)', 'UTC', '2026-01-20 00:00', ['2026-02-02 00:00', '2026-03-02 00:00']],
  ['cron(0 0 LW * ? *)', 'UTC', '2026-01-20 00:00', ['2026-01-30 00:00', '2026-02-27 00:00']],
  ['cron(0 0 29 2 ? *)', 'UTC', '2026-01-20 00:00', ['2028-02-29 00:00']],
  ['cron(0 0 1 JAN,JUL ? 2027-2028)', 'UTC', '2026-01-20 00:00', ['2027-01-01 00:00', '2027-07-01 00:00']],
  ['cron(0 0 1 1 ? 2020)', 'UTC', '2026-01-20 00:00', ['never']],
  ['cron(0 0 30 2 ? *)', 'UTC', '2026-01-20 00:00', ['never']],
  // Five fields, as Unix has them: 0 and 7 are Sunday, and two restricted days mean either.
  ['cron(*/20 * * * *)', 'UTC', '2026-01-20 10:01', ['2026-01-20 10:20', '2026-01-20 10:40']],
  ['0 6 * * 7', 'UTC', '2026-01-20 00:00', ['2026-01-25 06:00']],
  ['0 6 22 * SUN', 'UTC', '2026-01-20 00:00', ['2026-01-22 06:00', '2026-01-25 06:00']],
  // 2026-03-29: 02:00 to 03:00 is left out in Berlin; 2026-10-25: it comes twice.
  ['cron(30 2 * * ? *)', 'Europe/Berlin', '2026-03-28 01:00', ['2026-03-28 01:30', '2026-03-30 00:30']],
  ['cron(30 2 * * ? *)', 'Europe/Berlin', '2026-10-24 23:00', ['2026-10-25 00:30', '2026-10-26 01:30']],
  ['cron(0 0 * * ? *)', '+09:00', '2026-01-20 00:00', ['2026-01-20 15:00']],
])('%s in %s after %s', (expression, timezone, after, expected) => {
  expect(times(expression, timezone, after, expected.length)).toEqual(expected)
})

test.each([
  'rate(0 minutes)',
  'rate(5 seconds)',
  'rate(5)',
  'cron()',
  'cron(0 9 * *)',
  'cron(60 9 * * ? *)',
  'cron(0 24 * * ? *)',
  'cron(0 9 0 * ? *)',
  'cron(0 9 ? 13 * *)',
  'cron(0 9 ? * 0 *)',
  'cron(0 9 ? * 8 *)',
  'cron(0 9 1 * MON *)',
  'cron(0 9 ? * MON#6 *)',
  'cron(5-1 9 * * ? *)',
  'cron(0/0 9 * * ? *)',
  'cron(a b c d e f)',
  'cron(0 9 ? * XYZ *)',
  'every day',
  '',
])('%j is no schedule', expression => {
  expect(parseSchedule(expression, 'UTC')).toBe('bad-expression')
})

test('a time zone must be one', () => {
  expect(parseSchedule('rate(1 day)', 'Mars/Olympus')).toBe('bad-timezone')
})

test('not before the start, not after the end', () => {
  const schedule = parseSchedule('cron(0 * * * ? *)', 'UTC')
  if (typeof schedule === 'string') throw new Error(schedule)
  const [start, end] = [at('2026-01-20 12:00'), at('2026-01-20 13:00')]
  expect(nextTime(schedule, at('2026-01-20 10:00'), start, end)).toBe(start)
  expect(nextTime(schedule, at('2026-01-20 12:00'), start, end)).toBe(end)
  expect(nextTime(schedule, at('2026-01-20 13:00'), start, end)).toBeNull()
})

test(`what does not come within ${limits.scheduleDays} days never comes (scheduleDays)`, () => {
  // The last day that is looked at, counted from the day before.
  const last = new Date(at('2026-01-20 00:00') + (limits.scheduleDays - 2) * 86_400_000)
  const cron = (day: Date) => `cron(0 0 ${day.getUTCDate()} ${day.getUTCMonth() + 1} ? ${day.getUTCFullYear()})`
  const past = new Date(last.getTime() + 86_400_000)
  expect(times(cron(last), 'UTC', '2026-01-20 00:00', 1)).toEqual([`${last.toISOString().slice(0, 10)} 00:00`])
  expect(times(cron(past), 'UTC', '2026-01-20 00:00', 1)).toEqual(['never'])
})

test('any text is a schedule or is not, and the next time is always later', () => {
  const field = fc.oneof(
    fc.constantFrom('*', '?', 'L', '1', '0/7', '3-5', 'MON', '5L', '2#2', '15W', 'LW'),
    fc.string(),
  )
  const expression = fc.oneof(
    fc.array(field, { minLength: 5, maxLength: 6 }).map(fields => `cron(${fields.join(' ')})`),
    fc.string(),
  )
  fc.assert(
    fc.property(expression, fc.integer({ min: 0, max: 4_000_000_000_000 }), (text, after) => {
      const schedule = parseSchedule(text, 'America/New_York')
      if (typeof schedule === 'string') return
      const next = nextTime(schedule, instant(after), instant(0), undefined)
      if (next !== null) expect(next).toBeGreaterThan(after)
    }),
    { numRuns: 200 },
  )
})
