/**
 * `parseDate`: reads a date by a Java pattern (`yyyy-MM-dd'T'HH:mm:ss.SSSXXX`). The whole text must fit. What the pattern leaves open is
 * 1970-01-01 00:00; a zone in the text goes before the one that was given, and without either it is UTC.
 */
import { limits } from '../../../limits.ts'
import { dateAt } from './calendar.ts'
import { type DateParts, type Letter, letterOf } from './date-letters.ts'
import { captures } from './regex.ts'
import { fromLocal, utc, type Zone } from './time-zone.ts'

/** Epoch milliseconds; null when text or pattern is not right. */
export function parseDate(text: string, pattern: string, zone: Zone = utc): number | null {
  const reader = readerOf(pattern)
  // A linear matcher: letters of open length side by side would let a backtracking one try every cut.
  const found = reader === null ? undefined : captures(text, reader.source, false)[0]
  if (reader === null || found === undefined) return null
  const parts: DateParts = {}
  for (const [at, letter] of reader.letters.entries()) {
    const read = letter.read(found[at] ?? '')
    if (read === null) return null
    Object.assign(parts, read)
  }
  return instantOf(parts, zone)
}

interface DateReader {
  readonly source: string
  readonly letters: readonly Letter[]
}

const readers = new Map<string, DateReader | null>()

function readerOf(pattern: string): DateReader | null {
  const known = readers.get(pattern)
  if (known !== undefined) return known
  const reader = pattern.length > limits.insightsDatePattern ? null : compile(pattern)
  if (readers.size >= limits.insightsZones) readers.clear()
  readers.set(pattern, reader)
  return reader
}

/** Quoted text, a run of one letter, or one other character. */
const piece = /'((?:[^']|'')*)'|([A-Za-z])\2*|[\s\S]/g

function compile(pattern: string): DateReader | null {
  const letters: Letter[] = []
  let source = ''
  const pieces = [...pattern.matchAll(piece)]
  for (const [at, [whole, quoted, letter]] of pieces.entries()) {
    if (letter === undefined) {
      source += literal(quoted === '' ? "'" : (quoted?.replaceAll("''", "'") ?? whole))
      continue
    }
    const one = letterOf(letter, whole.length, /^[yuMdDHhKkmsSn]/.test(pieces[at + 1]?.[2] ?? ''))
    if (one === null) return null
    letters.push(one)
    source += `(${one.pattern})`
  }
  return { source: `(?i)^${source}$`, letters }
}

const literal = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')

function instantOf(parts: DateParts, zone: Zone): number | null {
  const year = parts.before ? 1 - (parts.year ?? 1) : (parts.year ?? 1970)
  const date = dayOf(year, parts)
  if (date === null) return null
  const hour = parts.hour ?? (parts.hour12 ?? 0) + (parts.afternoon ? 12 : 0)
  const time = hour * 3_600_000 + (parts.minute ?? 0) * 60_000 + (parts.second ?? 0) * 1_000 + (parts.millis ?? 0)
  const at = fromLocal(date + time, parts.zone ?? zone)
  return Number.isFinite(at) ? at : null
}

function dayOf(year: number, { month = 1, day = 1, dayOfYear }: DateParts): number | null {
  if (dayOfYear === undefined) return dateAt(year, month, day)
  const first = dateAt(year, 1, 1)
  if (first === null) return null
  const date = first + (dayOfYear - 1) * 86_400_000
  return new Date(date).getUTCFullYear() === year ? date : null
}
