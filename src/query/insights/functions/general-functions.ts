/** Functions that belong to no type: presence, choice, the query's own time range. */
import type { Value } from '../value.ts'
import { holds } from './compare.ts'
import { numberOf } from './numbers.ts'
import { isTime, textOf } from './print.ts'
import { type Argument, type ScalarFunctions, textAt, valueAt } from './scalar.ts'

export const generalFunctions: ScalarFunctions = {
  ispresent: args => valueAt(args, 0) !== null,
  coalesce: args => args.map((_, at) => valueAt(args, at)).find(value => value !== null) ?? null,
  if: args => valueAt(args, holds(valueAt(args, 0)) ? 1 : 2),
  case: choose,
  isNumeric: args => isNumeric(valueAt(args, 0)),
  messageSize: args => {
    const text = textAt(args, 0)
    return text === null ? null : Buffer.byteLength(text)
  },
  queryStartTime: (_, { from }) => from,
  queryEndTime: (_, { to }) => to,
  queryTimeRange: (_, { from, to }) => to - from,
  unmask: args => valueAt(args, 0),
}

/** Conditions and values in turn; a last one that stands alone is for all others. */
function choose(args: readonly Argument[]): Value {
  for (let at = 0; at + 1 < args.length; at += 2) if (holds(valueAt(args, at))) return valueAt(args, at + 1)
  return args.length % 2 === 1 ? valueAt(args, args.length - 1) : null
}

const isNumeric = (value: Value): boolean => !isTime(value) && textOf(value) !== null && numberOf(value) !== null
