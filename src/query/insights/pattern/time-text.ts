/**
 * Instants as logs write them. A function looks at one place of a line and tells where the time ends that begins there, or -1:
 * ISO 8601 and its cousins, the clock alone, Apache's `10/Oct/2000:13:25:15 -0700`, syslog's `Jan  2 10:00:00`, `Thu Jun 14 15:16:01 2005`.
 */
import { isDigit, isLetter } from './characters.ts'

/** Digits from `at`, at most `most`: where they end. */
function digits(text: string, at: number, end: number, most: number): number {
  const last = Math.min(end, at + most)
  let here = at
  while (here < last && isDigit(text.charCodeAt(here))) here++
  return here
}

/** A time may not be the beginning of something longer. */
const closed = (text: string, at: number, end: number): boolean => {
  if (at >= end) return true
  const code = text.charCodeAt(at)
  if (isDigit(code) || isLetter(code) || code === 95 || code >= 128) return false
  if ((code !== 45 && code !== 46 && code !== 58) || at + 1 >= end) return true
  const next = text.charCodeAt(at + 1)
  return !isDigit(next) && !isLetter(next)
}

/** Two digits from `at` are at most `most`. */
const within = (text: string, at: number, end: number, most: number): boolean => Number(text.slice(at, end)) <= most

const months = new Set(['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'])
const weekdays = new Set(['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'])

/** `10:00`, `10:00:00`, `10:00:00.123456`, `10:00:00,123`, `22:15:29:606`, with `Z` or an offset. */
function clockEnd(text: string, at: number, end: number): number {
  let here = digits(text, at, end, 2)
  if (here === at || text.charCodeAt(here) !== 58) return -1
  let minutes = digits(text, here + 1, end, 2)
  if (minutes !== here + 3 || !within(text, here + 1, minutes, 59)) return -1
  here = minutes
  if (here < end && text.charCodeAt(here) === 58) {
    minutes = digits(text, here + 1, end, 2)
    if (minutes !== here + 3) return -1
    here = minutes
    if (here < end) {
      const mark = text.charCodeAt(here)
      if (mark === 46 || mark === 44 || mark === 58) {
        const fraction = digits(text, here + 1, end, 9)
        if (fraction > here + 1) here = fraction
      }
    }
  }
  if (here < end) {
    const zone = text.charCodeAt(here)
    if (zone === 90) here++
    else if (zone === 43 || zone === 45) {
      const hours = digits(text, here + 1, end, 2)
      if (hours === here + 3) {
        const colon = text.charCodeAt(hours) === 58 ? hours + 1 : hours
        const rest = digits(text, colon, end, 2)
        here = rest === colon + 2 ? rest : hours
      }
    }
  }
  return closed(text, here, end) ? here : -1
}

/** ` -0700` or ` +0900` or ` UTC`, if there. */
function zoneEnd(text: string, at: number, end: number): number {
  if (at + 6 > end || text.charCodeAt(at) !== 32) return at
  const sign = text.charCodeAt(at + 1)
  if (sign !== 43 && sign !== 45) return at
  const here = digits(text, at + 2, end, 4)
  return here === at + 6 && closed(text, here, end) ? here : at
}

/** A date with what follows it of a clock: `T`, blank, `:` or `-` between. */
function withClock(text: string, at: number, end: number): number {
  if (at < end) {
    const mark = text.charCodeAt(at)
    if (mark === 84 || mark === 32 || mark === 58 || mark === 45 || mark === 95) {
      const clock = clockEnd(text, at + 1, end)
      if (clock > 0) return zoneEnd(text, clock, end)
      // 2005-06-03-15.42.50.675872
      if (mark === 45 && text.charCodeAt(at + 3) === 46) {
        let here = at + 1
        while (here < end && (isDigit(text.charCodeAt(here)) || text.charCodeAt(here) === 46)) here++
        if (closed(text, here, end)) return here
      }
    }
  }
  return closed(text, at, end) ? at : -1
}

/** A time that begins with a digit at `at`. */
export function timeFromDigit(text: string, at: number, end: number): number {
  const here = digits(text, at, end, 9)
  const length = here - at
  if (here >= end) return -1
  const mark = text.charCodeAt(here)
  if (mark === 58) {
    if (length <= 2) return clockEnd(text, at, end)
    return -1
  }
  if (mark === 45 || mark === 47 || mark === 46) {
    if (length === 4) {
      const month = digits(text, here + 1, end, 2)
      if (month <= here + 1 || text.charCodeAt(month) !== mark) return -1
      const day = digits(text, month + 1, end, 2)
      if (day <= month + 1 || !within(text, here + 1, month, 12) || !within(text, month + 1, day, 31)) return -1
      return mark === 46 && (day >= end || classIsWord(text, day)) ? -1 : withClock(text, day, end)
    }
    if (length <= 2 && mark !== 46) {
      if (months.has(text.slice(here + 1, here + 4)) && text.charCodeAt(here + 4) === mark) {
        const year = digits(text, here + 5, end, 4)
        return year > here + 6 ? withClock(text, year, end) : -1
      }
      const second = digits(text, here + 1, end, 2)
      if (second <= here + 1 || text.charCodeAt(second) !== mark) return -1
      const year = digits(text, second + 1, end, 4)
      const size = year - second - 1
      if (!within(text, at, here, 31) || !within(text, here + 1, second, 31)) return -1
      return size === 4 || size === 2 ? withClock(text, year, end) : -1
    }
  }
  if (mark === 45 && length === 8 && text.charCodeAt(here + 3) === 58) return withClock(text, here, end)
  return -1
}

const classIsWord = (text: string, at: number): boolean => !closed(text, at, text.length)

/** A time that begins with the three letters of a month or a weekday at `at`. */
export function timeFromName(text: string, at: number, end: number): number {
  const name = text.slice(at, at + 3)
  let here = at + 3
  if (weekdays.has(name)) {
    if (text.charCodeAt(here) === 44) here++
    if (text.charCodeAt(here) !== 32) return -1
    here++
    if (isDigit(text.charCodeAt(here))) {
      // Sun, 10 Jul 2005 03:…
      const day = digits(text, here, end, 2)
      if (text.charCodeAt(day) !== 32 || !months.has(text.slice(day + 1, day + 4))) return -1
      const year = digits(text, day + 5, end, 4)
      return year === day + 9 ? withClock(text, year, end) : -1
    }
    return timeFromName(text, here, end)
  }
  if (!months.has(name)) return -1
  while (here < end && here < at + 5 && text.charCodeAt(here) === 32) here++
  if (here === at + 3) return -1
  const day = digits(text, here, end, 2)
  if (day === here) return -1
  if (text.charCodeAt(day) !== 32) return -1
  let clock = clockEnd(text, day + 1, end)
  if (clock < 0) return -1
  // `Thu Jun 14 15:16:01 2005`, and `15:16:01 PST 2005`
  if (text.charCodeAt(clock) === 32) {
    const year = digits(text, clock + 1, end, 4)
    if (year === clock + 5 && closed(text, year, end)) clock = year
    else if (isLetter(text.charCodeAt(clock + 1)) && text.charCodeAt(clock + 4) === 32) {
      const late = digits(text, clock + 5, end, 4)
      if (late === clock + 9 && closed(text, late, end)) clock = late
    }
  }
  return clock
}
