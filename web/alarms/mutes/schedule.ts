/** When a mute rule is in force: its expression and length read, and its next windows. Pure. */
import { type Instant, instant } from '../../../src/model/index.ts'
import { fromLocal, zoneOf } from '../../../src/query/insights/functions/time-zone.ts'
import { nextTime, parseSchedule } from '../../../src/query/schedules/expression.ts'

export interface MuteTimes {
  readonly expression: string
  readonly duration: string
  readonly timezone: string
  readonly start?: number
  readonly expire?: number
}
export interface MuteWindow {
  readonly from: number
  readonly to: number
}

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour
/** The longest window that CloudWatch takes. */
export const longestMute = 15 * day

/** `PT2H30M` → 9,000,000; undefined: not written so, or not of one minute to 15 days. */
export function parseDuration(text: string): number | undefined {
  const found = /^P(?:(\d{1,4})D)?(?:T(?:(\d{1,4})H)?(?:(\d{1,5})M)?)?$/.exec(text)
  if (found === null || text === 'P' || text.endsWith('T')) return undefined
  const [days = 0, hours = 0, minutes = 0] = found.slice(1).map(part => Number(part ?? 0))
  const length = days * day + hours * hour + minutes * minute
  return length >= minute && length <= longestMute ? length : undefined
}

/** Whole minutes: 9,000,000 → `PT2H30M`. At least one minute. */
export function printDuration(length: number): string {
  const whole = Math.max(1, Math.round(length / minute))
  const [days, hours, minutes] = [Math.floor(whole / 1_440), Math.floor(whole / 60) % 24, whole % 60]
  const time = `${hours > 0 ? `${hours}H` : ''}${minutes > 0 ? `${minutes}M` : ''}`
  return `P${days > 0 ? `${days}D` : ''}${time === '' ? '' : `T${time}`}`
}

/** `at(2026-11-21T10:00)` → the local time; undefined: it is no such expression. */
export function onceOf(expression: string): string | undefined {
  const local = /^at\((\d{4}-\d\d-\d\dT\d\d:\d\d)\)$/.exec(expression.trim())?.[1]
  if (local === undefined) return undefined
  const time = Date.parse(`${local}:00Z`)
  return Number.isNaN(time) || !new Date(time).toISOString().startsWith(local) ? undefined : local
}

/** What stands in `cron(…)`: five fields; undefined: it is no such expression. */
export function fieldsOf(expression: string): readonly string[] | undefined {
  const fields = /^cron\((.*)\)$/s.exec(expression.trim())?.[1]?.trim().split(/\s+/)
  return fields?.length === 5 ? fields : undefined
}

export type MuteTrouble = 'expression' | 'duration' | 'timezone'

/** The next `count` windows that end after `now`, the first perhaps under way; a trouble where the rule cannot be read. */
export function nextWindows(rule: MuteTimes, now: number, count: number): readonly MuteWindow[] | MuteTrouble {
  const zone = zoneOf(rule.timezone)
  if (zone === null) return 'timezone'
  const length = parseDuration(rule.duration)
  if (length === undefined) return 'duration'
  const next = beginnings(rule, zone)
  if (next === undefined) return 'expression'
  const windows: MuteWindow[] = []
  let after = Math.max(now - length, rule.start === undefined ? Number.NEGATIVE_INFINITY : rule.start - 1)
  while (windows.length < count) {
    const from = next(instant(after))
    if (from === null || (rule.expire !== undefined && from >= rule.expire)) break
    windows.push({ from, to: Math.min(from + length, rule.expire ?? Number.POSITIVE_INFINITY) })
    after = from
  }
  return windows
}

type Zone = NonNullable<ReturnType<typeof zoneOf>>

/** The first beginning after a time; undefined: the expression cannot be read. */
function beginnings(rule: MuteTimes, zone: Zone): ((after: Instant) => number | null) | undefined {
  const once = onceOf(rule.expression)
  if (once !== undefined) {
    const from = fromLocal(Date.parse(`${once}:00Z`), zone)
    return after => (from > after ? from : null)
  }
  const fields = fieldsOf(rule.expression)
  if (fields === undefined) return undefined
  const schedule = parseSchedule(`cron(${fields.join(' ')})`, rule.timezone)
  if (typeof schedule === 'string') return undefined
  return after => nextTime(schedule, after, instant(Number.MIN_SAFE_INTEGER), undefined)
}

/** Local time of a zone as `at(…)` writes it; undefined: there is no such zone. */
export function localMinute(at: number, timezone: string): string | undefined {
  const zone = zoneOf(timezone)
  return zone === null ? undefined : new Date(at + zone.offsetAt(at) * minute).toISOString().slice(0, 16)
}
