/**
 * One formatter per unit, for every screen: numbers with a sensible number of digits, times with their zone.
 * Pure; nothing here depends on the reader's language, since digits and unit signs are the same in both.
 */
export type Zone = 'local' | 'utc'

/** Made when first asked for, and once: the first takes the browser tens of milliseconds, which a page that opens does not have. */
const formats = new Map<number, Intl.NumberFormat>()
function withDigits(value: number, digits: number): string {
  // Whole numbers, nearly all that a page shows first, need none.
  if (Number.isSafeInteger(value) && !Object.is(value, -0)) return String(value).replace(/\B(?=(\d{3})+$)/g, ',')
  let format = formats.get(digits)
  if (format === undefined) {
    format = new Intl.NumberFormat('en-US', { maximumFractionDigits: digits })
    formats.set(digits, format)
  }
  return format.format(value)
}
const grouped = (value: number): string => withDigits(value, 0)

/** 482113 → `482,113`. */
export const showCount = (count: number): string => grouped(count)

/** Three significant digits at most, no trailing zeros: 1.234 → `1.23`, 12.3 → `12.3`, 482 → `482`. */
function threeDigits(value: number): string {
  if (value >= 100) return grouped(Math.round(value))
  return String(Number(value.toPrecision(3)))
}

/** 482113 → `482 k`; for places where the exact number stands in the hover. */
export function showShortCount(count: number): string {
  for (const [size, sign] of [
    [1e12, 'T'],
    [1e9, 'G'],
    [1e6, 'M'],
    [1e4, 'k'],
  ] as const) {
    if (Math.abs(count) >= size) return `${threeDigits(count / (sign === 'k' ? 1e3 : size))} ${sign}`
  }
  return Number.isInteger(count) ? grouped(count) : threeDigits(count)
}

const byteUnits = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB']

/** 1536 → `1.5 KiB`. */
export function showBytes(bytes: number): string {
  let value = bytes
  let unit = 0
  while (Math.abs(value) >= 1_024 && unit < byteUnits.length - 1) {
    value /= 1_024
    unit += 1
  }
  return `${unit === 0 ? grouped(value) : threeDigits(value)} ${byteUnits[unit]}`
}

export const showByteRate = (bytesPerSecond: number): string =>
  bytesPerSecond < 0.5 ? '0 B/s' : `${showBytes(Math.round(bytesPerSecond))}/s`

export const showRate = (perSecond: number): string => `${showShortCount(round(perSecond))}/s`
const round = (value: number): number => (value >= 10 ? Math.round(value) : Math.round(value * 10) / 10)

/** CPU in cores, as Kubernetes counts it: 0.25 → `250m`, 1.234 → `1.23`. */
export const showCores = (cores: number): string =>
  cores > 0 && cores < 0.0005 ? '< 1m' : cores < 0.9995 ? `${Math.round(cores * 1_000)}m` : threeDigits(cores)

/** 0.1234 → `12.3 %`, 0.00001 → `< 0.01 %`. */
export const showShare = (share: number): string =>
  share > 0 && share < 0.0001 ? '< 0.01 %' : `${threeDigits(share * 100)} %`

/** A value that may be a part: 12.3456 → `12.35`, 1234.5 → `1,234.5`, 0.00012 → `0.00012`; at most four digits after the whole. */
export function showNumber(value: number): string {
  const size = Math.abs(value)
  if (size !== 0 && size < 0.001) return String(Number(value.toPrecision(2)))
  return withDigits(value, size >= 1_000 ? 1 : size >= 10 ? 2 : 4)
}

/** US dollars: 1234.5 → `$1,235`, 12.3 → `$12.30`, 0.0123 → `$0.012`, 0.00001 → `< $0.0001`, 0 → `$0`. */
export function showMoney(dollars: number): string {
  const size = Math.abs(dollars)
  if (size === 0) return '$0'
  if (size < 0.0001) return '< $0.0001'
  if (size < 0.1) return `$${Number(dollars.toPrecision(2))}`
  if (size < 1_000) return `$${dollars.toFixed(2)}`
  return `$${grouped(Math.round(dollars))}`
}

/** How units of time are written behind a number, with the blank where there is one. */
export interface TimeUnits {
  readonly ms: string
  readonly s: string
  readonly min: string
  readonly h: string
  readonly d: string
}

/** Milliseconds → `340 ms`, `1.24 s`, `3 min 4 s`, `2 h 5 min`, `12 d 3 h`, by the reader's units. */
export function showDuration(ms: number, units: TimeUnits): string {
  if (ms < 1) return `${ms <= 0 ? '0' : '< 1'}${units.ms}`
  if (ms < 1_000) return `${Math.round(ms)}${units.ms}`
  if (ms < 59_995) return `${threeDigits(ms / 1_000)}${units.s}`
  const seconds = Math.round(ms / 1_000)
  const steps = [
    [86_400, 'd', 3_600, 'h'],
    [3_600, 'h', 60, 'min'],
    [60, 'min', 1, 's'],
  ] as const
  for (const [big, bigSign, small, smallSign] of steps) {
    if (seconds < big) continue
    const rest = Math.floor((seconds % big) / small)
    return `${grouped(Math.floor(seconds / big))}${units[bigSign]}${rest > 0 ? ` ${rest}${units[smallSign]}` : ''}`
  }
  return `${seconds}${units.s}`
}

interface Parts {
  readonly date: string
  readonly time: string
  readonly ms: string
}

function parts(at: number, zone: Zone): Parts {
  const shifted = zone === 'utc' ? at : at - new Date(at).getTimezoneOffset() * 60_000
  const iso = new Date(shifted).toISOString()
  const split = iso.indexOf('T')
  return { date: iso.slice(0, split), time: iso.slice(split + 1, split + 9), ms: iso.slice(split + 10, split + 13) }
}

/** `UTC`, or the offset at that moment: `UTC+9`, `UTC-3:30`. */
export function showZone(at: number, zone: Zone): string {
  const offset = zone === 'utc' ? 0 : -new Date(at).getTimezoneOffset()
  if (offset === 0) return 'UTC'
  const minutes = Math.abs(offset) % 60
  return `UTC${offset < 0 ? '-' : '+'}${Math.floor(Math.abs(offset) / 60)}${minutes ? `:${String(minutes).padStart(2, '0')}` : ''}`
}

/** `11-21 03:12:04.123`: a log line's time; the zone stands in the column's head. */
export function showLineTime(at: number, zone: Zone): string {
  const { date, time, ms } = parts(at, zone)
  return `${date.slice(-5)} ${time}.${ms}`
}

/** `2026-11-21 03:12:04.123 UTC`: the exact value, for hovers and details. */
export function showExactTime(at: number, zone: Zone): string {
  const { date, time, ms } = parts(at, zone)
  return `${date} ${time}.${ms} ${showZone(at, zone)}`
}

/** `2026-11-21 03:12:04 UTC`: to the second where there is no more to tell. */
export const showMoment = (at: number, zone: Zone): string => `${showFieldTime(at, zone)} ${showZone(at, zone)}`

/** `2026-11-21 03:12:04`, as it is typed into a field. */
export function showFieldTime(at: number, zone: Zone): string {
  const { date, time, ms } = parts(at, zone)
  return `${date} ${time}${ms === '000' ? '' : `.${ms}`}`
}

/** A stretch of time, without what both ends share: `11-21 03:00 – 04:30`. */
export function showStretch(from: number, to: number, zone: Zone): string {
  const start = parts(from, zone)
  const end = parts(to, zone)
  const fine = to - from < 600_000 || start.time.slice(6) !== '00' || end.time.slice(6) !== '00'
  const clock = (part: Parts) => (fine ? part.time : part.time.slice(0, 5))
  const day = (part: Parts) => part.date.slice(-5)
  return start.date === end.date
    ? `${day(start)} ${clock(start)} – ${clock(end)}`
    : `${day(start)} ${clock(start)} – ${day(end)} ${clock(end)}`
}

/** An axis tick: as coarse as the distance between ticks allows. */
export function showTick(at: number, step: number, zone: Zone): string {
  const { date, time, ms } = parts(at, zone)
  if (step < 1_000) return `${time.slice(3)}.${ms}`
  if (step < 60_000) return time
  if (step < 86_400_000) return time.startsWith('00:00') ? date.slice(-5) : time.slice(0, 5)
  return date.slice(-5)
}
