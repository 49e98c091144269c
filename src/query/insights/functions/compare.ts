/**
 * Comparison, equality and truth. Two values that are both numbers compare as numbers, else as texts by code point. Null, maps and
 * lists match nothing, also not `!=`, `not like` and `not in`. What comes of it is true or false, never null: so `not (a = 1)` holds
 * where `a` is missing.
 */
import type { CompareOp } from '../tree.ts'
import type { Value } from '../value.ts'
import { compareText } from './natural-order.ts'
import { numberOf } from './numbers.ts'
import { isTime, textOf } from './print.ts'

export function compareValues(op: CompareOp, left: Value, right: Value): boolean {
  const order = orderOf(left, right)
  if (order === null) return false
  switch (op) {
    case '=':
      return order === 0
    case '!=':
      return order !== 0
    case '<':
      return order < 0
    case '<=':
      return order <= 0
    case '>':
      return order > 0
    case '>=':
      return order >= 0
  }
}

/** Null: not comparable. A time compares only with numbers and times, never with a date's text. */
function orderOf(left: Value, right: Value): number | null {
  const [x, y] = [numberOf(left), numberOf(right)]
  if (x !== null && y !== null) return x === y ? 0 : x < y ? -1 : 1
  if (isTime(left) || isTime(right)) return null
  const [a, b] = [textOf(left), textOf(right)]
  return a === null || b === null ? null : compareText(a, b)
}

/** `in [..]`; with `negated` the value must be there all the same. */
export function isAmong(value: Value, values: readonly Value[], negated: boolean): boolean {
  if (textOf(value) === null) return false
  return values.some(one => compareValues('=', value, one)) !== negated
}

/** Whether a value that stands as a condition holds: true, or a number other than 0. */
export const holds = (value: Value): boolean => value === true || (numberOf(value) ?? 0) !== 0
