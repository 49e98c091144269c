/**
 * The one time range that all pages share, as values: expressions as they stand in the address (`now-15m`, an ISO time),
 * and what resolving, stepping, zooming and checking make of them. Times are epoch milliseconds.
 */
import { err, ok, type Result } from '../../src/model/index.ts'
import type { Zone } from '../format/index.ts'

export type { Zone } from '../format/index.ts'

/** Two expressions: `now`, `now-15m`, `now-1d`, `2026-11-21T03:12:00Z`, or epoch milliseconds. */
export interface TimeRange {
  readonly from: string
  readonly to: string
}

/** Inclusive `from`, exclusive `to`. */
export interface ResolvedRange {
  readonly from: number
  readonly to: number
}

export type TimeError = { readonly code: 'not-a-time'; readonly text: string } | { readonly code: 'ends-before-start' }

export const defaultRange: TimeRange = { from: 'now-15m', to: 'now' }

/** The widths offered by the picker, in the order shown. */
export const quickRanges: readonly string[] = [
  '5m',
  '15m',
  '30m',
  '1h',
  '3h',
  '6h',
  '12h',
  '24h',
  '2d',
  '7d',
  '14d',
  '30d',
]

const unitMillis: Readonly<Record<string, number>> = {
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
}

/** `1h30m` → 5,400,000; undefined when it is not a length of time. */
export function parseLength(text: string): number | undefined {
  if (!/^(\d+[smhdw])+$/.test(text)) return undefined
  let total = 0
  for (const [, count, unit] of text.matchAll(/(\d+)([smhdw])/g)) total += Number(count) * unitMillis[unit!]!
  return total
}

/** The shortest expression of a whole number of seconds: 5,400,000 → `90m`. */
export function printLength(length: number): string {
  for (const unit of ['d', 'h', 'm'] as const) {
    const size = unitMillis[unit]!
    if (length >= size && length % size === 0) return `${length / size}${unit}`
  }
  return `${Math.max(1, Math.round(length / 1_000))}s`
}

export function parseTime(text: string, now: number, zone: Zone): Result<number, TimeError> {
  const wanted = text.trim()
  if (wanted === 'now') return ok(now)
  const relative = /^now\s*([-+])\s*(\S+)$/.exec(wanted)
  if (relative) {
    const length = parseLength(relative[2]!)
    if (length !== undefined) return ok(relative[1] === '-' ? now - length : now + length)
  }
  if (/^\d{12,14}$/.test(wanted)) return ok(Number(wanted))
  const written =
    /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,3}))?)?)?\s*(Z|UTC|[+-]\d\d:?\d\d)?$/i.exec(wanted)
  if (!written) return err({ code: 'not-a-time', text: wanted })
  const [, year, month, day, hour = '0', minute = '0', second = '0', fraction = '0', offset] = written
  const parts = [Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second)] as const
  const ms = Number(fraction.padEnd(3, '0'))
  const asUtc = Date.UTC(...parts, ms)
  const check = new Date(asUtc)
  // A date such as 02-31 would silently become another day.
  if (
    check.getUTCMonth() !== parts[1] ||
    check.getUTCDate() !== parts[2] ||
    parts[3] > 23 ||
    parts[4] > 59 ||
    parts[5] > 59
  )
    return err({ code: 'not-a-time', text: wanted })
  if (offset === undefined) return ok(zone === 'utc' ? asUtc : new Date(...parts, ms).getTime())
  if (/^(z|utc)$/i.test(offset)) return ok(asUtc)
  const sign = offset.startsWith('-') ? -1 : 1
  const digits = offset.replace(/\D/g, '')
  return ok(asUtc - sign * (Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2))) * 60_000)
}

export function resolveRange(range: TimeRange, now: number, zone: Zone): Result<ResolvedRange, TimeError> {
  const from = parseTime(range.from, now, zone)
  if (!from.ok) return from
  const to = parseTime(range.to, now, zone)
  if (!to.ok) return to
  if (to.value <= from.value) return err({ code: 'ends-before-start' })
  return ok({ from: from.value, to: to.value })
}

/** As `resolveRange`, and the usual range where this one says nothing sound. */
export function resolvedOr(range: TimeRange, now: number, zone: Zone): ResolvedRange {
  const result = resolveRange(range, now, zone)
  const usual = result.ok ? result : resolveRange(defaultRange, now, zone)
  return usual.ok ? usual.value : { from: now - 900_000, to: now }
}

/** What a person typed into the one field: `15m`, `now-1h`, `A to B`, `A – B`, a single time (until now). */
export function parseTyped(text: string, now: number, zone: Zone): Result<TimeRange, TimeError> {
  const wanted = text.trim()
  if (parseLength(wanted) !== undefined) return ok({ from: `now-${wanted}`, to: 'now' })
  const halves = wanted.split(/\s+(?:to|–|—|-|~|\.\.)\s+|\s*~\s*|\.\./)
  const range = halves.length === 2 ? { from: halves[0]!, to: halves[1]! } : { from: wanted, to: 'now' }
  const resolved = resolveRange(range, now, zone)
  if (!resolved.ok) return resolved
  return ok({
    from: isRelative(range.from) ? range.from.replace(/\s/g, '') : absolute(resolved.value.from),
    to: isRelative(range.to) ? range.to.replace(/\s/g, '') : absolute(resolved.value.to),
  })
}

export const isRelative = (expression: string): boolean => expression.trim().startsWith('now')

/** `15m` for `now-15m … now`; undefined for any other range. */
export function relativeWidth(range: TimeRange): string | undefined {
  if (range.to !== 'now' || !range.from.startsWith('now-')) return undefined
  const width = range.from.slice(4)
  return parseLength(width) === undefined ? undefined : width
}

export const absolute = (at: number): string => new Date(at).toISOString()

/** A brushed stretch; at least one second wide, so that a slip of the hand does not end in an empty range. */
export function zoomTo(from: number, to: number): TimeRange {
  const [start, end] = from <= to ? [from, to] : [to, from]
  return { from: absolute(Math.floor(start)), to: absolute(Math.max(Math.ceil(end), Math.floor(start) + 1_000)) }
}

/** Twice as wide. A range that ends now keeps ending now; another grows on both sides, but not into the future. */
export function zoomOut(range: TimeRange, now: number, zone: Zone): TimeRange {
  const resolved = resolveRange(range, now, zone)
  if (!resolved.ok) return defaultRange
  const width = resolved.value.to - resolved.value.from
  if (relativeWidth(range) !== undefined) return { from: `now-${printLength(width * 2)}`, to: 'now' }
  const to = Math.max(resolved.value.to, Math.min(resolved.value.to + width / 2, now))
  return zoomTo(to - 2 * width, to)
}

/** The stretch of the same width just before (-1) or after (+1). Stepping into the future ends at now. */
export function stepRange(range: TimeRange, direction: -1 | 1, now: number, zone: Zone): TimeRange {
  const resolved = resolveRange(range, now, zone)
  if (!resolved.ok) return defaultRange
  const { from, to } = resolved.value
  const width = to - from
  if (direction === 1 && to + width >= now) {
    return Number.isInteger(width / 1_000) ? { from: `now-${printLength(width)}`, to: 'now' } : zoomTo(now - width, now)
  }
  return zoomTo(from + direction * width, to + direction * width)
}

export type Refresh = 'off' | '5s' | '30s' | '1m'
export const refreshChoices: readonly Refresh[] = ['off', '5s', '30s', '1m']
/** Milliseconds between two refreshes; undefined: none. */
export const refreshEvery = (refresh: Refresh): number | undefined => parseLength(refresh)
