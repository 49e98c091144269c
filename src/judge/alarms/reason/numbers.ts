/** Numbers and times as CloudWatch writes them in reasons: `21.0`, `1.0E7`, `20/01/26 10:05:00`. */
import type { Instant } from '../../../model/index.ts'

/** With at least one decimal, and in powers of ten from 10^7 and below 10^-3. Also a JSON number. */
export function printNumber(value: number): string {
  if (value === 0) return Object.is(value, -0) ? '-0.0' : '0.0'
  const size = Math.abs(value)
  if (size >= 1e-3 && size < 1e7) return withDecimal(String(value))
  const [digits = '', power = ''] = value.toExponential().split('e')
  return `${withDecimal(digits)}E${Number(power)}`
}

const withDecimal = (digits: string): string => (digits.includes('.') ? digits : `${digits}.0`)

const two = (n: number): string => String(n).padStart(2, '0')

/** Day, month and year, UTC. */
export function printPointTime(at: Instant): string {
  const time = new Date(at)
  const date = `${two(time.getUTCDate())}/${two(time.getUTCMonth() + 1)}/${two(time.getUTCFullYear() % 100)}`
  return `${date} ${two(time.getUTCHours())}:${two(time.getUTCMinutes())}:${two(time.getUTCSeconds())}`
}

/** `2026-01-20T10:05:00.000+0000` */
export const printDataTime = (at: Instant): string => new Date(at).toISOString().replace('Z', '+0000')

const weekdays = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday']
const months = [
  ...['January', 'February', 'March', 'April', 'May', 'June'],
  ...['July', 'August', 'September', 'October', 'November', 'December'],
]

/** `Tuesday 20 January, 2026 10:06:00 UTC` */
export function printLongTime(at: Instant): string {
  const time = new Date(at)
  const date = `${weekdays[time.getUTCDay()]} ${two(time.getUTCDate())} ${months[time.getUTCMonth()]}, ${time.getUTCFullYear()}`
  return `${date} ${two(time.getUTCHours())}:${two(time.getUTCMinutes())}:${two(time.getUTCSeconds())} UTC`
}
