/** Date functions. `bin` is `datefloor` of the event's time: whoever evaluates hands that time in as the first argument. */
import type { Value } from '../value.ts'
import { formatDate } from './format-date.ts'
import { parseDate } from './parse-date.ts'
import { ceilTime, floorTime, periodOf, type Steps } from './period.ts'
import { furthestInstant, time } from './print.ts'
import { type Argument, numberAt, periodAt, type ScalarFunction, type ScalarFunctions, textAt } from './scalar.ts'
import { utc, type Zone, zoneOf } from './time-zone.ts'

const stepped =
  (step: (at: number, steps: Steps) => number | null): ScalarFunction =>
  args => {
    const [at, period] = [numberAt(args, 0), periodAt(args, 1)]
    const steps = period === null ? null : periodOf(period)
    return at === null || steps === null ? null : asTime(step(at, steps))
  }

const asTime = (at: number | null): Value => (at !== null && Math.abs(at) <= furthestInstant ? time(at) : null)

export const dateFunctions: ScalarFunctions = {
  bin: stepped(floorTime),
  datefloor: stepped(floorTime),
  dateceil: stepped(ceilTime),
  fromMillis: args => {
    const at = numberAt(args, 0)
    return at === null ? null : asTime(Math.trunc(at))
  },
  toMillis: args => numberAt(args, 0),
  /** Seconds. */
  now: (_, { startedAt }) => Math.floor(startedAt / 1_000),
  parseDate: args => {
    const [text, pattern, zone] = [textAt(args, 0), textAt(args, 1), zoneAt(args, 2)]
    return text === null || pattern === null || zone === null ? null : parseDate(text, pattern, zone)
  },
  formatDate: args => {
    const [at, pattern, zone] = [numberAt(args, 0), textAt(args, 1), zoneAt(args, 2)]
    return at === null || pattern === null || zone === null ? null : formatDate(Math.trunc(at), pattern, zone)
  },
}

/** UTC when none is given, null when it is no zone. */
function zoneAt(args: readonly Argument[], at: number): Zone | null {
  if (args.length <= at) return utc
  const name = textAt(args, at)
  return name === null ? null : zoneOf(name)
}
