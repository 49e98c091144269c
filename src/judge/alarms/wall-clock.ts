/** Whole minutes, hours, days and weeks by the clocks of a time zone: a day of 23 or 25 hours is one day. */
import { type Instant, instant, type Millis } from '../../model/index.ts'
import { type Zone, zoneOf } from '../../query/insights/functions/index.ts'

/** Lengths that a wall-clock window may have. */
export const wallClockPeriods: readonly number[] = [60_000, 300_000, 3_600_000, 86_400_000, 604_800_000]

const minute = 60_000
const day = 86_400_000
const week = 604_800_000
/** Monday 1970-01-05. */
const firstMonday = 4 * day

/** The start of the period that `at` lies in. `zone` must be one that `zoneOf` knows. */
export function wallClockStart(at: Instant, period: Millis, zone: string): Instant {
  const found = known(zone)
  const origin = period === week ? firstMonday : 0
  const local = localOf(at, found)
  const start = Math.floor((local - origin) / period) * period + origin
  return period < day ? withinDay(at, local - start, start, found) : firstOf(start, found)
}

/** The start of the period before the one that starts at `start`. */
export const wallClockBefore = (start: Instant, period: Millis, zone: string): Instant =>
  wallClockStart(instant(start - 1), period, zone)

/** The first start after `at`. */
export function wallClockNext(at: Instant, period: Millis, zone: string): Instant {
  // A period is never longer than two hours more than its name says.
  let next = wallClockStart(instant(at + period + 2 * 3_600_000), period, zone)
  for (let before = wallClockBefore(next, period, zone); before > at; before = wallClockBefore(next, period, zone))
    next = before
  return next
}

/** Short periods: back from `at`, but not over a change of the clocks. */
function withinDay(at: Instant, passed: number, start: number, zone: Zone): Instant {
  const straight = at - passed
  if (localOf(straight, zone) === start) return instant(straight)
  // The clocks changed since: the period began when they did.
  const offset = zone.offsetAt(at)
  let [low, high] = [straight, at as number]
  while (high - low > minute) {
    const middle = Math.floor((low + high) / 2 / minute) * minute
    if (middle <= low || middle >= high) break
    if (zone.offsetAt(middle) === offset) high = middle
    else low = middle
  }
  return instant(high)
}

/** The first instant at which clocks show `local` or, where they skip it, what comes after. */
function firstOf(local: number, zone: Zone): Instant {
  const tried = [zone.offsetAt(local - day), zone.offsetAt(local + day)].map(offset => local - offset * minute)
  const shown = tried.filter(at => localOf(at, zone) === local)
  if (shown.length > 0) return instant(Math.min(...shown))
  return instant(Math.min(...tried.filter(at => localOf(at, zone) > local)))
}

const localOf = (at: number, zone: Zone): number => at + zone.offsetAt(at) * minute

function known(zone: string): Zone {
  const found = zoneOf(zone)
  if (found === null) throw new RangeError(`${zone} is no time zone`)
  return found
}
