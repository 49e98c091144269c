/** Texts in other clothes: percent-encoding, Base64, hexadecimal. What cannot be read is null. Bytes that are no UTF-8 read as U+FFFD. */
import type { Value } from '../value.ts'

export const urlEncode = (text: string): string => encodeURIComponent(text.toWellFormed())

/** `+` is a blank, as forms send it. */
export function urlDecode(text: string): string | null {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    return null
  }
}

export const base64Encode = (text: string): string => Buffer.from(text).toString('base64')

/** Also the alphabet of URLs, and without padding. */
export function base64Decode(text: string): string | null {
  const plain = text
    .replaceAll('-', '+')
    .replaceAll('_', '/')
    .replace(/={0,2}$/, '')
  if (/[^A-Za-z0-9+/]/.test(plain) || plain.length % 4 === 1) return null
  return Buffer.from(plain, 'base64').toString()
}

/** `0x` before the digits may stand or not. */
const digitsOf = (text: string): string => text.replace(/^0x/i, '')

export function hexToText(text: string): string | null {
  const digits = digitsOf(text)
  return /^([0-9a-fA-F]{2})*$/.test(digits) ? Buffer.from(digits, 'hex').toString() : null
}

/** Beyond what a double counts exactly the number stays a text of its digits; up to 64 digits. */
export function hexToNumber(text: string): Value {
  const digits = digitsOf(text)
  if (!/^[0-9a-fA-F]{1,64}$/.test(digits)) return null
  const value = BigInt(`0x${digits}`)
  return value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : value.toString()
}

export function numberToHex(value: number): string | null {
  if (!Number.isSafeInteger(value)) return null
  return value < 0 ? `-0x${(-value).toString(16)}` : `0x${value.toString(16)}`
}
