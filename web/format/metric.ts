/** Values of metrics with the units that CloudWatch knows, by one formatter each. Pure. */
import { showBytes, showDuration, showNumber, type TimeUnits } from './format.ts'

/** Milliseconds of one. */
const times: Readonly<Record<string, number>> = { Seconds: 1_000, Milliseconds: 1, Microseconds: 0.001 }
/** Signs of units that are shown as they are counted. */
const signs: Readonly<Record<string, string>> = {
  Percent: '%',
  Kilobytes: 'kB',
  Megabytes: 'MB',
  Gigabytes: 'GB',
  Terabytes: 'TB',
  Bits: 'b',
  Kilobits: 'kb',
  Megabits: 'Mb',
  Gigabits: 'Gb',
  Terabits: 'Tb',
  Count: '',
  None: '',
}

/** `Bytes/Second` → ['Bytes', '/s'] */
function split(unit: string): readonly [string, string] {
  return unit.endsWith('/Second') ? [unit.slice(0, -7), '/s'] : [unit, '']
}

/** 1536, `Bytes` → `1.5 KiB`; 0.25, `Seconds` → `250 ms`; 12.3, `Percent` → `12.3 %`; 1234.5 without a unit → `1,234.5`. */
export function showMetric(value: number, unit: string | null | undefined, units: TimeUnits): string {
  const [base, per] = split(unit ?? 'None')
  const ms = times[base]
  if (ms !== undefined && per === '') return showLength(value * ms, units)
  if (base === 'Bytes') return `${showBytes(value)}${per}`
  const sign = `${signs[base] ?? base}${per}`
  return sign === '' ? showNumber(value) : `${showNumber(value)}${per !== '' && sign === per ? per : ` ${sign}`}`
}

function showLength(ms: number, units: TimeUnits): string {
  const size = Math.abs(ms)
  const sign = ms < 0 ? '-' : ''
  if (size === 0) return `0${units.ms}`
  // Shorter than what durations of the page have a word for.
  if (size < 1) return `${sign}${Number((size * 1_000).toPrecision(3))} µs`
  if (size < 10) return `${sign}${Number(size.toPrecision(3))}${units.ms}`
  return sign + showDuration(size, units)
}

/** The short word of a unit at an axis or in a table's head; '' for counts. */
export function unitSign(unit: string | null | undefined): string {
  const [base, per] = split(unit ?? 'None')
  return `${signs[base] ?? base}${per}`
}

/** Values that grow by powers of two have ticks that do. */
export const isBinary = (unit: string | null | undefined): boolean => split(unit ?? '')[0] === 'Bytes'
