/** Values as pictures write them: a few digits and the unit's sign. The same in every language. */

const signs: Readonly<Record<string, string>> = {
  Percent: '%',
  Seconds: 's',
  Milliseconds: 'ms',
  Microseconds: 'µs',
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
const binary = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB']
const decimal = [
  [1e12, 'T'],
  [1e9, 'G'],
  [1e6, 'M'],
  [1e4, 'k'],
] as const

const split = (unit: string): readonly [string, string] =>
  unit.endsWith('/Second') ? [unit.slice(0, -'/Second'.length), '/s'] : [unit, '']

/** Whether ticks are best at powers of two. */
export const isBinary = (unit: string | null | undefined): boolean => split(unit ?? '')[0] === 'Bytes'

/** `1.5 KiB/s`, `12.3 %`, `482 k`. */
export function showValue(value: number, unit?: string | null): string {
  const [base, per] = split(unit ?? 'None')
  if (base === 'Bytes') return bytes(value) + per
  const sign = (signs[base] ?? base) + per
  return sign === '' ? short(value) : `${short(value)}${sign.startsWith('/') ? '' : ' '}${sign}`
}

function bytes(value: number): string {
  const power = Math.min(binary.length - 1, Math.max(0, Math.floor(Math.log2(Math.max(1, Math.abs(value))) / 10)))
  return `${digits(value / 1_024 ** power)} ${binary[power]}`
}

function short(value: number): string {
  for (const [size, sign] of decimal)
    if (Math.abs(value) >= size) return `${digits(value / (sign === 'k' ? 1_000 : size))} ${sign}`
  return digits(value)
}

/** Three digits that mean something, or all before the point. */
function digits(value: number): string {
  const size = Math.abs(value)
  if (size >= 1e15) return value.toExponential(2)
  return size >= 100
    ? Math.round(value).toLocaleString('en-US')
    : String(Number(value.toPrecision(size >= 1 ? 4 : 3)) + 0)
}
