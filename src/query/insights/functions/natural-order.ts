/**
 * The natural order of `sort`, `min` and `max`: null, then every value that is not wholly a number, then numbers by value. Other texts
 * are cut into runs of digits and runs of anything else; digits compare by length and then value, others by code point. Numbers of one
 * value (`01`, `1`) go by their text, so the order is total: only equal texts are equal.
 */
import type { Value } from '../value.ts'
import { numberOf } from './numbers.ts'
import { textOf } from './print.ts'

/** Maps and lists sort as null. */
export function compareNatural(left: Value, right: Value): number {
  const [a, b] = [textOf(left), textOf(right)]
  if (a === null || b === null) return a === b ? 0 : a === null ? -1 : 1
  const [x, y] = [numberOf(left), numberOf(right)]
  if (x !== null && y !== null) return x === y ? compareText(a, b) : x < y ? -1 : 1
  if (x !== null || y !== null) return x === null ? -1 : 1
  return compareChunks(a, b)
}

const chunk = /[0-9]+|[^0-9]+/g

function compareChunks(a: string, b: string): number {
  const [left, right] = [a.match(chunk) ?? [], b.match(chunk) ?? []]
  for (let at = 0; at < left.length && at < right.length; at++) {
    const [x, y] = [left[at] as string, right[at] as string]
    const order = isDigits(x) && isDigits(y) ? x.length - y.length || compareText(x, y) : compareText(x, y)
    if (order !== 0) return order
  }
  return left.length - right.length
}

const isDigits = (text: string): boolean => text >= '0' && text < ':'

/** By code point, as UTF-8 sorts: JavaScript's own order puts U+FFFD after emoji. */
export function compareText(a: string, b: string): number {
  if (a === b) return 0
  const length = Math.min(a.length, b.length)
  for (let at = 0; at < length; at++) {
    const [x, y] = [a.charCodeAt(at), b.charCodeAt(at)]
    if (x !== y) return byPlane(x) - byPlane(y)
  }
  return a.length - b.length
}

/** Surrogates, the halves of everything beyond U+FFFF, sort last. */
const byPlane = (unit: number): number => (unit >= 0xd800 && unit < 0xe000 ? unit + 0x10000 : unit)
