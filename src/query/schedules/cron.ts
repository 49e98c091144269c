/**
 * Cron expressions: six fields as AWS has them (minutes hours day-of-month month day-of-week year, with `?`, `L`, `W`, `#`) or the five
 * of Unix. Pure: an expression and a time give the next time.
 */
import { limits } from '../../limits.ts'
import { type Instant, instant } from '../../model/index.ts'
import type { Zone } from '../insights/functions/time-zone.ts'

export interface Cron {
  readonly minutes: ReadonlySet<number>
  readonly hours: ReadonlySet<number>
  readonly months: ReadonlySet<number>
  /** Undefined: every year. */
  readonly years: ReadonlySet<number> | undefined
  /** Is this a day of it? `weekday` is 0 for Sunday. */
  matches(day: {
    readonly year: number
    readonly month: number
    readonly date: number
    readonly weekday: number
  }): boolean
}

const monthNames = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC']
const dayNames = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT']

/** Undefined: no cron expression. `text` is what stands between the parentheses. */
export function parseCron(text: string): Cron | undefined {
  const fields = text.trim().toUpperCase().split(/\s+/)
  if (fields.length !== 5 && fields.length !== 6) return undefined
  const [minute = '', hour = '', date = '', month = '', weekday = '', year = '*'] = fields
  const unix = fields.length === 5
  const minutes = numbers(minute, { least: 0, most: 59 })
  const hours = numbers(hour, { least: 0, most: 23 })
  const months = numbers(month, { least: 1, most: 12, names: monthNames })
  const years = year === '*' ? undefined : numbers(year, { least: 1970, most: 2199 })
  const dates = datesOf(date)
  const weekdays = weekdaysOf(weekday, unix)
  if (!minutes || !hours || !months || (year !== '*' && !years) || !dates || !weekdays) return undefined
  // Both restricted: in Unix either may match, AWS refuses it.
  const [freeDate, freeWeekday] = [date === '*' || date === '?', weekday === '*' || weekday === '?']
  if (!unix && !freeDate && !freeWeekday) return undefined
  if (!unix && date !== '?' && weekday !== '?' && !(date === '*' && weekday === '*')) return undefined
  const either = unix && !freeDate && !freeWeekday
  return {
    ...{ minutes, hours, months, years },
    matches: day => (either ? dates(day) || weekdays(day) : dates(day) && weekdays(day)),
  }
}

interface FieldRules {
  readonly least: number
  readonly most: number
  readonly names?: readonly string[]
}

/** `*`, `1,2`, `1-5`, `0/15`, `10-50/5`; undefined: wrong, or none at all. */
function numbers(text: string, { least, most, names = [] }: FieldRules): ReadonlySet<number> | undefined {
  const one = (word: string): number | undefined => {
    const at = names.indexOf(word)
    const value = at >= 0 ? at + least : /^\d{1,4}$/.test(word) ? Number(word) : Number.NaN
    return value >= least && value <= most ? value : undefined
  }
  const found = new Set<number>()
  for (const part of text.split(',')) {
    const match = /^(\*|\w+)(?:-(\w+))?(?:\/(\d{1,4}))?$/.exec(part)
    if (match === null) return undefined
    const [, first = '', last, step] = match
    if (first === '*' && last !== undefined) return undefined
    const from = first === '*' ? least : one(first)
    const to = last !== undefined ? one(last) : first === '*' || step !== undefined ? most : from
    const by = step === undefined ? 1 : Number(step)
    if (from === undefined || to === undefined || from > to || by < 1) return undefined
    for (let value = from; value <= to; value += by) found.add(value)
  }
  return found
}

type DayTest = Cron['matches']
const lastDate = (year: number, month: number): number => new Date(Date.UTC(year, month, 0)).getUTCDate()

function datesOf(text: string): DayTest | undefined {
  if (text === '?' || text === '*') return () => true
  if (text === 'L') return ({ year, month, date }) => date === lastDate(year, month)
  const near = /^(\d{1,2}|L)W$/.exec(text)?.[1]
  if (near !== undefined) {
    const wanted = Number(near)
    if (near !== 'L' && !(wanted >= 1 && wanted <= 31)) return undefined
    return day => day.date === nearestWorkday(day.year, day.month, near === 'L' ? 31 : wanted)
  }
  const dates = numbers(text, { least: 1, most: 31 })
  return dates && (({ date }) => dates.has(date))
}

/** Monday to Friday next to a date, within its month. */
function nearestWorkday(year: number, month: number, wanted: number): number {
  const last = lastDate(year, month)
  const date = Math.min(wanted, last)
  const weekday = new Date(Date.UTC(year, month - 1, date)).getUTCDay()
  if (weekday === 6) return date === 1 ? 3 : date - 1
  if (weekday === 0) return date === last ? date - 2 : date + 1
  return date
}

/** AWS counts 1 to 7 from Sunday, Unix 0 to 7 with both ends Sunday. */
function weekdaysOf(text: string, unix: boolean): DayTest | undefined {
  if (text === '?' || text === '*') return () => true
  const dayOf = (word: string): number => {
    const at = dayNames.indexOf(word)
    if (at >= 0) return at
    return /^\d$/.test(word) ? (unix ? Number(word) % 7 : Number(word) - 1) : -1
  }
  if (text === 'L') return ({ weekday }) => weekday === 6
  const last = /^(\w{1,3})L$/.exec(text)?.[1]
  if (last !== undefined) {
    const wanted = dayOf(last)
    if (wanted < 0 || wanted > 6) return undefined
    return ({ year, month, date, weekday }) => weekday === wanted && date + 7 > lastDate(year, month)
  }
  const nth = /^(\w{1,3})#([1-5])$/.exec(text)
  if (nth !== null) {
    const wanted = dayOf(nth[1] ?? '')
    if (wanted < 0 || wanted > 6) return undefined
    return ({ date, weekday }) => weekday === wanted && Math.ceil(date / 7) === Number(nth[2])
  }
  const named = text.replace(/[A-Z]{3}/g, name => String(dayNames.indexOf(name) + (unix ? 0 : 1)))
  const days = numbers(named, unix ? { least: 0, most: 7 } : { least: 1, most: 7 })
  return days && (({ weekday }) => (unix ? days.has(weekday) || (weekday === 0 && days.has(7)) : days.has(weekday + 1)))
}

const dayMillis = 86_400_000

/** The first time after `after`; null when there is none within `limits.scheduleDays`. A local time that a day does not have is left out. */
export function nextOfCron(cron: Cron, after: Instant, zone: Zone): Instant | null {
  const local = after + zone.offsetAt(after) * 60_000
  // A day back: clocks that were set back show the same date again.
  const firstDay = Math.floor(local / dayMillis) * dayMillis - dayMillis
  for (let n = 0; n < limits.scheduleDays; n++) {
    const midnight = firstDay + n * dayMillis
    const day = new Date(midnight)
    const [year, month] = [day.getUTCFullYear(), day.getUTCMonth() + 1]
    if (!cron.months.has(month) || cron.years?.has(year) === false) continue
    if (!cron.matches({ year, month, date: day.getUTCDate(), weekday: day.getUTCDay() })) continue
    const times = [...cron.hours].flatMap(hour =>
      [...cron.minutes].map(minute => midnight + (hour * 60 + minute) * 60_000),
    )
    const instants = times.flatMap(time => instantOf(time, zone) ?? []).filter(at => at > after)
    if (instants.length > 0) return instant(Math.min(...instants))
  }
  return null
}

/** The first instant at which the zone's clocks show it. */
function instantOf(local: number, zone: Zone): number | undefined {
  const offsets = [zone.offsetAt(local - dayMillis), zone.offsetAt(local + dayMillis)]
  const found = offsets.map(offset => local - offset * 60_000).filter(at => at + zone.offsetAt(at) * 60_000 === local)
  return found.length === 0 ? undefined : Math.min(...found)
}
