/** The letters of Java's date patterns: what text each takes, and what it says about the date. */
import { dayNames, monthNames } from './calendar.ts'
import { type Zone, zoneOf } from './time-zone.ts'

export interface DateParts {
  year?: number
  month?: number
  day?: number
  dayOfYear?: number
  hour?: number
  hour12?: number
  afternoon?: boolean
  minute?: number
  second?: number
  millis?: number
  zone?: Zone
  /** Before Christ. */
  before?: boolean
}
export interface Letter {
  /** What it takes, as a regular expression. */
  readonly pattern: string
  /** What a taken text says; null: it is no value of this letter. */
  read(text: string): DateParts | null
}

/** Numbers: how many digits at most, the least and largest value, and what they say. */
const numeric: Readonly<
  Record<string, readonly [digits: number, least: number, most: number, say: (value: number) => DateParts]>
> = {
  M: [2, 1, 12, month => ({ month })],
  d: [2, 1, 31, day => ({ day })],
  D: [3, 1, 366, dayOfYear => ({ dayOfYear })],
  H: [2, 0, 23, hour => ({ hour })],
  k: [2, 1, 24, hour => ({ hour: hour % 24 })],
  h: [2, 1, 12, hour => ({ hour12: hour % 12 })],
  K: [2, 0, 11, hour12 => ({ hour12 })],
  m: [2, 0, 59, minute => ({ minute })],
  s: [2, 0, 59, second => ({ second })],
}

/** Null for a letter that is not known. `tight`: digits follow at once, so a number takes exactly as many as it has letters. */
export function letterOf(letter: string, count: number, tight: boolean): Letter | null {
  if (letter === 'y' || letter === 'u') return yearLetter(count, tight)
  if ((letter === 'M' || letter === 'L') && count >= 3) return nameLetter(monthNames, count, at => ({ month: at + 1 }))
  if (letter === 'E') return nameLetter(dayNames, count, () => ({}))
  const known = numeric[letter === 'L' ? 'M' : letter]
  if (known !== undefined) {
    const [digits, least, most, say] = known
    return {
      pattern: count > 1 || tight ? `[0-9]{${count}}` : `[0-9]{1,${digits}}`,
      read: text => (Number(text) >= least && Number(text) <= most ? say(Number(text)) : null),
    }
  }
  return otherLetter(letter, count)
}

function otherLetter(letter: string, count: number): Letter | null {
  switch (letter) {
    case 'S':
      return { pattern: `[0-9]{${count}}`, read: text => ({ millis: fraction(text) }) }
    case 'n':
      return { pattern: '[0-9]{1,9}', read: text => ({ millis: fraction(text.padStart(9, '0')) }) }
    case 'a':
      return { pattern: '[ap]\\.?m\\.?', read: text => ({ afternoon: /^p/i.test(text) }) }
    case 'G':
      return { pattern: 'AD|BC', read: text => ({ before: /bc/i.test(text) }) }
    case 'X':
    case 'x':
    case 'Z':
      return { pattern: '[+-][0-9]{2}(?::?[0-9]{2})?|Z|(?:GMT|UTC)[+-][0-9]{1,2}(?::?[0-9]{2})?', read: readZone }
    case 'z':
    case 'V':
    case 'O':
      return { pattern: '[a-z][a-z0-9_+:/-]{0,63}|[+-][0-9]{2}(?::?[0-9]{2})?', read: readZone }
    default:
      return null
  }
}

function yearLetter(count: number, tight: boolean): Letter {
  if (count === 2) return { pattern: '[0-9]{2}', read: text => ({ year: 2000 + Number(text) }) }
  const width = tight ? `${Math.max(count, 4)}` : count > 4 ? `${count}` : `${count === 1 ? 1 : 4},6`
  return { pattern: `[0-9]{${width}}`, read: text => ({ year: Number(text) }) }
}

function nameLetter(all: readonly string[], count: number, say: (at: number) => DateParts): Letter {
  const shown = all.map(name => (count >= 4 ? name : name.slice(0, 3)))
  return {
    pattern: shown.join('|'),
    read: text => say(shown.findIndex(name => name.toLowerCase() === text.toLowerCase())),
  }
}

function readZone(text: string): DateParts | null {
  const zone = zoneOf(text) ?? zoneOf(shortZones[text.toUpperCase()] ?? '')
  return zone === null ? null : { zone }
}

/** Abbreviations that logs hold, with their most usual meaning. */
const shortZones: Readonly<Record<string, string>> = {
  KST: '+09:00',
  JST: '+09:00',
  EST: '-05:00',
  EDT: '-04:00',
  CST: '-06:00',
  CDT: '-05:00',
  MST: '-07:00',
  MDT: '-06:00',
  PST: '-08:00',
  PDT: '-07:00',
  CET: '+01:00',
  CEST: '+02:00',
  BST: '+01:00',
}

/** Whole milliseconds of a fraction of a second. */
const fraction = (digits: string): number => Number(digits.slice(0, 3).padEnd(3, '0'))
