/** Numbers, times and spans as the API writes them: quantities that hold what we know and no more, times in seconds, spans as Go prints them. */
import type { Instant, Millis } from '../../model/index.ts'

/** Cores, exact to a billionth, in the shortest way: `123456789n`, `250m`, `2`. */
export const cpuQuantity = (cores: number): string => shortest(cores * 1e9, 1_000, ['n', 'u', 'm', ''])

/** Bytes in the shortest way: `1000`, `4Ki`, `3Mi`. */
export const memoryQuantity = (bytes: number): string => shortest(bytes, 1_024, ['', 'Ki', 'Mi', 'Gi', 'Ti'])

function shortest(amount: number, step: number, suffixes: readonly string[]): string {
  let left = Math.round(amount)
  if (left === 0) return '0'
  let at = 0
  while (at < suffixes.length - 1 && left % step === 0) {
    left /= step
    at += 1
  }
  return `${whole(left)}${suffixes[at]}`
}

/** Any number, exact to a thousandth: `12`, `1500m`, `-3`. Undefined: more than a quantity can hold, or no number. */
export function quantity(value: number): string | undefined {
  if (!Number.isFinite(value) || Math.abs(value) >= largest) return undefined
  if (Number.isInteger(value)) return whole(value)
  // Past this a thousandth is finer than the number itself.
  if (Math.abs(value) >= 1e12) return whole(Math.round(value))
  const thousandths = Math.round(value * 1_000)
  return thousandths % 1_000 === 0 ? whole(thousandths / 1_000) : `${whole(thousandths)}m`
}

/** A quantity in thousandths must fit 64 bits, or programs that ask for thousandths round it off. */
const largest = 9.2e15

/** Never with an exponent. */
const whole = (value: number): string => BigInt(Math.round(value)).toString()

/** RFC 3339, to the second. */
export const timeText = (at: Instant): string => `${new Date(at).toISOString().slice(0, 19)}Z`

/** `15.012s`, `1m0.5s`, `1h0m0s`: to the thousandth of a second. */
export function spanText(span: Millis): string {
  const seconds = Math.floor(span / 1_000)
  const [hours, minutes] = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60]
  const rest = `${((span % 60_000) / 1_000).toFixed(3).replace(/\.?0+$/, '')}s`
  return hours > 0 ? `${hours}h${minutes}m${rest}` : minutes > 0 ? `${minutes}m${rest}` : rest
}
