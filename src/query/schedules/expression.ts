/** `rate(5 minutes)` and `cron(0 9 ? * MON-FRI *)`: read once, and asked for the next time. */
import { type Instant, instant } from '../../model/index.ts'
import { type Zone, zoneOf } from '../insights/functions/time-zone.ts'
import { type Cron, nextOfCron, parseCron } from './cron.ts'

export type Schedule =
  | { readonly kind: 'rate'; readonly every: number }
  | { readonly kind: 'cron'; readonly cron: Cron; readonly zone: Zone }

const units: Readonly<Record<string, number>> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 }

/** What is wrong, or the schedule. */
export function parseSchedule(expression: string, timezone: string): Schedule | 'bad-expression' | 'bad-timezone' {
  const zone = zoneOf(timezone)
  if (zone === null) return 'bad-timezone'
  const rate = /^rate\(\s*([1-9]\d{0,5})\s+(minute|hour|day)s?\s*\)$/i.exec(expression.trim())
  if (rate !== null) return { kind: 'rate', every: Number(rate[1]) * (units[(rate[2] ?? '').toLowerCase()] ?? 0) }
  const inside = /^cron\((.*)\)$/is.exec(expression.trim())?.[1]
  const cron = parseCron(inside ?? expression)
  return cron === undefined ? 'bad-expression' : { kind: 'cron', cron, zone }
}

/** The first time after `after`, counted from `start` (rates), never before it; null: not any more, or not before `end`'s end. */
export function nextTime(schedule: Schedule, after: Instant, start: Instant, end: Instant | undefined): Instant | null {
  const next =
    schedule.kind === 'rate'
      ? instant(start + Math.max(1, Math.floor((after - start) / schedule.every) + 1) * schedule.every)
      : nextOfCron(schedule.cron, instant(Math.max(after, start - 1)), schedule.zone)
  return next === null || (end !== undefined && next > end) ? null : next
}
