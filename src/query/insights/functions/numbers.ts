/**
 * What is a number. A text that is wholly a number behaves as one wherever it stands, so that `status = 200` finds "200" too; maps,
 * lists, null and every other text are none.
 */
import type { Value } from '../value.ts'

/** The texts that are numbers, for RE2 and JavaScript alike. A number beyond a double (1e999) is none. */
export const numberPattern = '^[+-]?[0-9]+(\\.[0-9]+)?([eE][+-]?[0-9]+)?$'
const wholeNumber = new RegExp(numberPattern)

/** The number that a text is, else null. */
export function textNumber(text: string): number | null {
  if (!wholeNumber.test(text)) return null
  const value = Number(text)
  return Number.isFinite(value) ? value : null
}

/** The number that a value is: times are their epoch milliseconds, booleans 1 and 0. Null where it is none. */
export function numberOf(value: Value | undefined): number | null {
  if (typeof value === 'number') return Number.isFinite(value) ? value : null
  if (typeof value === 'string') return textNumber(value)
  if (typeof value === 'boolean') return value ? 1 : 0
  if (value === null || value === undefined) return null
  return value.kind === 'time' ? value.at : null
}

/** A result of arithmetic: null where it is not finite, and no negative zero. */
export const finite = (value: number): number | null => (Number.isFinite(value) ? value + 0 : null)

/**
 * A number as a plain decimal, without trailing zeros. One with more than 12 significant digits and more than 4 decimals came out of
 * inexact arithmetic (1/3, 0.1 + 0.2): it is rounded to 4 decimals, or to 4 significant digits where that shows more.
 */
export function printNumber(value: number): string {
  const shortest = plainDecimal(value)
  const point = shortest.indexOf('.')
  if (point < 0 || shortest.length - point - 1 <= 4) return shortest
  const significant = shortest.replace(/^-?[0.]*/, '').replace('.', '').length
  if (significant <= 12) return shortest
  return plainDecimal(Number(Math.abs(value) >= 0.1 ? value.toFixed(4) : value.toPrecision(4)))
}

/** The shortest text that reads back as the same double, without an exponent. */
function plainDecimal(value: number): string {
  const text = String(value + 0)
  const [mantissa = '', exponent] = text.split('e')
  if (exponent === undefined) return text
  const sign = mantissa.startsWith('-') ? '-' : ''
  const [whole = '', fraction = ''] = mantissa.replace('-', '').split('.')
  const shift = Number(exponent)
  const digits = whole + fraction
  if (shift < 0) return `${sign}0.${'0'.repeat(-shift - whole.length)}${digits}`
  return `${sign}${digits}${'0'.repeat(shift - fraction.length)}`
}
