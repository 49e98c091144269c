/** Whole minutes, hours, days and weeks by the clocks of a time zone: a day of 23 or 25 hours is one day. */
import { type Instant, instant, type Millis } from '../../model/index.ts'
import { type ZoneClock, zoneClock } from './zone-clock.ts'

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
  const local = found.localOf(at)
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
function withinDay(at: Instant, passed: number, start: number, clock: ZoneClock): Instant {
  const straight = at - passed
  if (clock.localOf(straight) === start) return instant(straight)
  // The clocks changed since: the period began when they did.
  const offset = clock.localOf(at) - at
  let [low, high] = [straight, at as number]
  while (high - low > minute) {
    const middle = Math.floor((low + high) / 2 / minute) * minute
    if (middle <= low || middle >= high) break
    if (clock.localOf(middle) - middle === offset) high = middle
    else low = middle
  }
  return instant(high)
}

/** The first instant at which clocks show `local` or, where they skip it, what comes after. */
function firstOf(local: number, clock: ZoneClock): Instant {
  const tried = [local - day, local + day].map(at => local - (clock.localOf(at) - at))
  const shown = tried.filter(at => clock.localOf(at) === local)
  if (shown.length > 0) return instant(Math.min(...shown))
  return instant(Math.min(...tried.filter(at => clock.localOf(at) > local)))
}

function known(zone: string): ZoneClock {
  const found = zoneClock(zone)
  if (found === undefined) throw new RangeError(`${zone} is no time zone`)
  return found
}
