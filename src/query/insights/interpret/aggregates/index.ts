/** The aggregates of stats: one value of many rows. */

import { numberOf } from '../../functions/index.ts'
import type { Expression } from '../../tree.ts'
import type { Value } from '../../value.ts'
import type { InterpretContext } from '../context.ts'
import { argumentOf, evaluate } from '../evaluate.ts'
import { computedRow, lookup, nameOf, type Row } from '../table.ts'
import type { Aggregate } from './input.ts'
import { numberAggregates } from './numbers.ts'
import { valueAggregates } from './values.ts'

export { percentile } from './numbers.ts'

export const aggregateImplementations: ReadonlyMap<string, Aggregate> = new Map([
  ...Object.entries(numberAggregates),
  ...Object.entries(valueAggregates),
])

/** Throws on a name that the catalogue does not have. */
export function aggregateRows(
  { name, args }: Extract<Expression, { kind: 'aggregate' }>,
  rows: readonly Row[],
  context: InterpretContext,
): Value {
  const implementation = aggregateImplementations.get(name)
  if (implementation === undefined) throw new Error(`no aggregate ${name}`)
  return implementation({
    rows: rows.length,
    argumentCount: args.length,
    column: at => {
      const argument = args[at]
      return argument === undefined ? [] : rows.map(row => evaluate(argument, row, context))
    },
    constant: at => {
      const argument = args[at]
      return argument === undefined ? null : argumentOf(argument, one => evaluate(one, nowhere, context))
    },
    times: () => rows.map(row => numberOf(lookup(row, timestamp, context.region))),
  })
}

const timestamp = nameOf('@timestamp')
const nowhere = computedRow([])
