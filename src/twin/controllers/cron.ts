/** When a cron schedule comes round next, in UTC: five fields with `*`, lists, ranges and steps. */
import { type Instant, instant } from '../../model/index.ts'

const bounds = [
  [0, 59],
  [0, 23],
  [1, 31],
  [1, 12],
  [0, 6],
] as const

function fieldOf(text: string, [least, most]: readonly [number, number]): ReadonlySet<number> | undefined {
  const values = new Set<number>()
  for (const part of text.split(',')) {
    const match = /^(\*|(\d+)(?:-(\d+))?)(?:\/(\d+))?$/.exec(part)
    if (match === null) return undefined
    const [, all, first, last, step] = match
    const from = all === '*' ? least : Number(first)
    const to = all === '*' || (step !== undefined && last === undefined) ? most : Number(last ?? first)
    if (from < least || to > most || Number(step ?? 1) === 0) return undefined
    for (let n = from; n <= to; n += Number(step ?? 1)) values.add(n)
  }
  return values
}

/** The first minute after `after` that fits; undefined where the schedule cannot be read, or names no minute of the next year. */
export function nextRun(schedule: string, after: Instant): Instant | undefined {
  const texts = schedule.trim().split(/\s+/)
  const fields = texts.map((text, n) => (bounds[n] === undefined ? undefined : fieldOf(text, bounds[n])))
  const [minutes, hours, days, months, weekdays] = fields
  if (texts.length !== 5 || !minutes || !hours || !days || !months || !weekdays) return undefined
  // Where both days are named, either will do.
  const either = texts[2] !== '*' && texts[4] !== '*'
  const last = after + 366 * 86_400_000
  let at = Math.floor(after / 60_000) * 60_000 + 60_000
  while (at <= last) {
    const date = new Date(at)
    const [fitsDay, fitsWeekday] = [days.has(date.getUTCDate()), weekdays.has(date.getUTCDay())]
    const fits = months.has(date.getUTCMonth() + 1) && (either ? fitsDay || fitsWeekday : fitsDay && fitsWeekday)
    if (!fits) at = Math.floor(at / 86_400_000) * 86_400_000 + 86_400_000
    else if (!hours.has(date.getUTCHours())) at = Math.floor(at / 3_600_000) * 3_600_000 + 3_600_000
    else if (minutes.has(date.getUTCMinutes())) return instant(at)
    else at += 60_000
  }
  return undefined
}
