/** `formatDate`: a time by a strftime pattern, in a time zone. */
import { dayNames, dayOfYear, isoWeek, monthNames } from './calendar.ts'
import { furthestInstant } from './print.ts'
import { printOffset, type Zone } from './time-zone.ts'

/** An instant (epoch milliseconds) by a pattern such as `%Y-%m-%d %H:%M`. What is no known letter stands as written. */
export function formatDate(at: number, pattern: string, zone: Zone): string | null {
  if (!(Math.abs(at) <= furthestInstant)) return null
  const offset = zone.offsetAt(at)
  const local = new Date(at + offset * 60_000)
  if (Number.isNaN(local.getTime())) return null
  const moment: Moment = { at, local, offset, zone }
  return pattern.replace(/%([-_0]?)([A-Za-z%])/g, (whole, flag: string, letter: string) =>
    written(letter, flag, moment, whole),
  )
}

interface Moment {
  readonly at: number
  /** Its UTC fields are the local ones. */
  readonly local: Date
  readonly offset: number
  readonly zone: Zone
}

function written(letter: string, flag: string, moment: Moment, whole: string): string {
  const number = numbers[letter]
  if (number !== undefined) {
    const [value, width, fill] = number(moment)
    const filler = flag === '-' ? '' : flag === '_' ? ' ' : flag === '0' ? '0' : fill
    return filler === '' ? String(value) : pad(value, width, filler)
  }
  return texts[letter]?.(moment) ?? whole
}

const pad = (value: number, width: number, fill: string): string =>
  value < 0 ? `-${String(-value).padStart(width, fill)}` : String(value).padStart(width, fill)

const twelve = (local: Date): number => local.getUTCHours() % 12 || 12
const monday = (local: Date): number => local.getUTCDay() || 7

/** Letter → value, width, what fills it. */
const numbers: Readonly<Record<string, (moment: Moment) => readonly [value: number, width: number, fill: string]>> = {
  Y: ({ local }) => [local.getUTCFullYear(), 4, '0'],
  C: ({ local }) => [Math.floor(local.getUTCFullYear() / 100), 2, '0'],
  y: ({ local }) => [((local.getUTCFullYear() % 100) + 100) % 100, 2, '0'],
  m: ({ local }) => [local.getUTCMonth() + 1, 2, '0'],
  d: ({ local }) => [local.getUTCDate(), 2, '0'],
  e: ({ local }) => [local.getUTCDate(), 2, ' '],
  j: ({ local }) => [dayOfYear(local), 3, '0'],
  H: ({ local }) => [local.getUTCHours(), 2, '0'],
  k: ({ local }) => [local.getUTCHours(), 2, ' '],
  I: ({ local }) => [twelve(local), 2, '0'],
  l: ({ local }) => [twelve(local), 2, ' '],
  M: ({ local }) => [local.getUTCMinutes(), 2, '0'],
  S: ({ local }) => [local.getUTCSeconds(), 2, '0'],
  L: ({ local }) => [local.getUTCMilliseconds(), 3, '0'],
  f: ({ local }) => [local.getUTCMilliseconds() * 1_000, 6, '0'],
  N: ({ local }) => [local.getUTCMilliseconds() * 1_000_000, 9, '0'],
  u: ({ local }) => [monday(local), 1, '0'],
  w: ({ local }) => [local.getUTCDay(), 1, '0'],
  U: ({ local }) => [Math.floor((dayOfYear(local) + 6 - local.getUTCDay()) / 7), 2, '0'],
  W: ({ local }) => [Math.floor((dayOfYear(local) + 7 - monday(local)) / 7), 2, '0'],
  V: ({ local }) => [isoWeek(local).week, 2, '0'],
  G: ({ local }) => [isoWeek(local).year, 4, '0'],
  s: ({ at }) => [Math.floor(at / 1_000), 1, '0'],
}

const compound = (pattern: string) => (moment: Moment) =>
  pattern.replace(/%([A-Za-z])/g, (whole, letter: string) => written(letter, '', moment, whole))

const texts: Readonly<Record<string, (moment: Moment) => string>> = {
  B: ({ local }) => monthNames[local.getUTCMonth()] ?? '',
  b: ({ local }) => monthNames[local.getUTCMonth()]?.slice(0, 3) ?? '',
  h: ({ local }) => monthNames[local.getUTCMonth()]?.slice(0, 3) ?? '',
  A: ({ local }) => dayNames[local.getUTCDay()] ?? '',
  a: ({ local }) => dayNames[local.getUTCDay()]?.slice(0, 3) ?? '',
  p: ({ local }) => (local.getUTCHours() < 12 ? 'AM' : 'PM'),
  P: ({ local }) => (local.getUTCHours() < 12 ? 'am' : 'pm'),
  z: ({ offset }) => printOffset(offset, ''),
  Z: ({ at, zone }) => zone.nameAt(at),
  F: compound('%Y-%m-%d'),
  T: compound('%H:%M:%S'),
  D: compound('%m/%d/%y'),
  R: compound('%H:%M'),
  c: compound('%a %b %e %H:%M:%S %Y'),
  x: compound('%m/%d/%y'),
  X: compound('%H:%M:%S'),
  r: compound('%I:%M:%S %p'),
  n: () => '\n',
  t: () => '\t',
  '%': () => '%',
}
