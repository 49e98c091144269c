/**
 * Instants as logs write them. A function looks at one place of a line and tells where the time ends that begins there, or -1:
 * ISO 8601 and its cousins, the clock alone, Apache's `10/Oct/2000:13:25:15 -0700`, syslog's `Jan  2 10:00:00`, `Thu Jun 14 15:16:01 2005`.
 */
import { type Codes, isDigit, isLetter } from './characters.ts'
import { hashText, months, weekdays } from './known-words.ts'

/** Digits from `at`, at most `most`: where they end. */
function digits(codes: Codes, at: number, end: number, most: number): number {
  const last = Math.min(end, at + most)
  let here = at
  while (here < last && isDigit(codes[here]!)) here++
  return here
}

/** A time may not be the beginning of something longer. */
const closed = (codes: Codes, at: number, end: number): boolean => {
  if (at >= end) return true
  const code = codes[at]!
  if (isDigit(code) || isLetter(code) || code === 95 || code >= 128) return false
  if ((code !== 45 && code !== 46 && code !== 58) || at + 1 >= end) return true
  const next = codes[at + 1]!
  return !isDigit(next) && !isLetter(next)
}

/** The digits from `at` to `end` count to no more than `most`. */
function within(codes: Codes, at: number, end: number, most: number): boolean {
  let value = 0
  for (let here = at; here < end; here++) value = value * 10 + codes[here]! - 48
  return value <= most
}

/** `10:00`, `10:00:00`, `10:00:00.123456`, `10:00:00,123`, `22:15:29:606`, with `Z` or an offset. */
function clockEnd(codes: Codes, at: number, end: number): number {
  let here = digits(codes, at, end, 2)
  if (here === at || codes[here]! !== 58) return -1
  let minutes = digits(codes, here + 1, end, 2)
  if (minutes !== here + 3 || !within(codes, here + 1, minutes, 59)) return -1
  here = minutes
  if (here < end && codes[here]! === 58) {
    minutes = digits(codes, here + 1, end, 2)
    if (minutes !== here + 3) return -1
    here = minutes
    if (here < end) {
      const mark = codes[here]!
      if (mark === 46 || mark === 44 || mark === 58) {
        const fraction = digits(codes, here + 1, end, 9)
        if (fraction > here + 1) here = fraction
      }
    }
  }
  if (here < end) {
    const zone = codes[here]!
    if (zone === 90) here++
    else if (zone === 43 || zone === 45) {
      const hours = digits(codes, here + 1, end, 2)
      if (hours === here + 3) {
        const colon = codes[hours]! === 58 ? hours + 1 : hours
        const rest = digits(codes, colon, end, 2)
        here = rest === colon + 2 ? rest : hours
      }
    }
  }
  return closed(codes, here, end) ? here : -1
}

/** ` -0700` or ` +0900` or ` UTC`, if there. */
function zoneEnd(codes: Codes, at: number, end: number): number {
  if (at + 6 > end || codes[at]! !== 32) return at
  const sign = codes[at + 1]!
  if (sign !== 43 && sign !== 45) return at
  const here = digits(codes, at + 2, end, 4)
  return here === at + 6 && closed(codes, here, end) ? here : at
}

/** A date with what follows it of a clock: `T`, blank, `:` or `-` between. */
function withClock(codes: Codes, at: number, end: number): number {
  if (at < end) {
    const mark = codes[at]!
    if (mark === 84 || mark === 32 || mark === 58 || mark === 45 || mark === 95) {
      const clock = clockEnd(codes, at + 1, end)
      if (clock > 0) return zoneEnd(codes, clock, end)
      // 2005-06-03-15.42.50.675872
      if (mark === 45 && codes[at + 3]! === 46) {
        let here = at + 1
        while (here < end && (isDigit(codes[here]!) || codes[here]! === 46)) here++
        if (closed(codes, here, end)) return here
      }
    }
  }
  return closed(codes, at, end) ? at : -1
}

/** A time that begins with a digit at `at`. */
export function timeFromDigit(codes: Codes, at: number, end: number): number {
  const here = digits(codes, at, end, 9)
  const length = here - at
  if (here >= end) return -1
  const mark = codes[here]!
  if (mark === 58) {
    if (length <= 2) return clockEnd(codes, at, end)
    return -1
  }
  if (mark === 45 || mark === 47 || mark === 46) {
    if (length === 4) {
      const month = digits(codes, here + 1, end, 2)
      if (month <= here + 1 || codes[month]! !== mark) return -1
      const day = digits(codes, month + 1, end, 2)
      if (day <= month + 1 || !within(codes, here + 1, month, 12) || !within(codes, month + 1, day, 31)) return -1
      return mark === 46 && (day >= end || classIsWord(codes, day)) ? -1 : withClock(codes, day, end)
    }
    if (length <= 2 && mark !== 46) {
      if (months.has(hashText(codes, here + 1, here + 4)) && codes[here + 4]! === mark) {
        const year = digits(codes, here + 5, end, 4)
        return year > here + 6 ? withClock(codes, year, end) : -1
      }
      const second = digits(codes, here + 1, end, 2)
      if (second <= here + 1 || codes[second]! !== mark) return -1
      const year = digits(codes, second + 1, end, 4)
      const size = year - second - 1
      if (!within(codes, at, here, 31) || !within(codes, here + 1, second, 31)) return -1
      return size === 4 || size === 2 ? withClock(codes, year, end) : -1
    }
  }
  if (mark === 45 && length === 8 && codes[here + 3]! === 58) return withClock(codes, here, end)
  return -1
}

const classIsWord = (codes: Codes, at: number): boolean => !closed(codes, at, codes.length)

/** A time that begins with the three letters of a month or a weekday at `at`. */
export function timeFromName(codes: Codes, at: number, end: number): number {
  const name = hashText(codes, at, at + 3)
  let here = at + 3
  if (weekdays.has(name)) {
    if (codes[here]! === 44) here++
    if (codes[here]! !== 32) return -1
    here++
    if (isDigit(codes[here]!)) {
      // Sun, 10 Jul 2005 03:…
      const day = digits(codes, here, end, 2)
      if (codes[day]! !== 32 || !months.has(hashText(codes, day + 1, day + 4))) return -1
      const year = digits(codes, day + 5, end, 4)
      return year === day + 9 ? withClock(codes, year, end) : -1
    }
    return timeFromName(codes, here, end)
  }
  if (!months.has(name)) return -1
  while (here < end && here < at + 5 && codes[here]! === 32) here++
  if (here === at + 3) return -1
  const day = digits(codes, here, end, 2)
  if (day === here) return -1
  if (codes[day]! !== 32) return -1
  let clock = clockEnd(codes, day + 1, end)
  if (clock < 0) return -1
  // `Thu Jun 14 15:16:01 2005`, and `15:16:01 PST 2005`
  if (codes[clock]! === 32) {
    const year = digits(codes, clock + 1, end, 4)
    if (year === clock + 5 && closed(codes, year, end)) clock = year
    else if (isLetter(codes[clock + 1]!) && codes[clock + 4]! === 32) {
      const late = digits(codes, clock + 5, end, 4)
      if (late === clock + 9 && closed(codes, late, end)) clock = late
    }
  }
  return clock
}
