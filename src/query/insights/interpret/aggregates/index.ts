/** The aggregates of stats: one value of many rows. */
import { numberOf } from '../../functions/index.ts'
import type { Expression } from '../../tree.ts'
import type { Value } from '../../value.ts'
import type { InterpretContext } from '../context.ts'
import { argumentOf, evaluate } from '../evaluate.ts'
import { computedRow, lookup, nameOf, type Row } from '../table.ts'
import type { MakeFold } from './fold.ts'
import { numberAggregates } from './numbers.ts'
import { valueAggregates } from './values.ts'

export { percentile } from './numbers.ts'

export const aggregateImplementations: ReadonlyMap<string, MakeFold> = new Map([
  ...Object.entries(numberAggregates),
  ...Object.entries(valueAggregates),
])

type AggregateNode = Extract<Expression, { kind: 'aggregate' }>

/** An aggregate of an expression, over the rows of one group. */
export interface Aggregation {
  add(row: Row): void
  result(): Value
}

/** Throws on a name that the catalogue does not have. */
export function aggregation({ name, args }: AggregateNode, context: InterpretContext): Aggregation {
  const make = aggregateImplementations.get(name)
  if (make === undefined) throw new Error(`no aggregate ${name}`)
  const [field, constant] = name === 'topk' ? [args[1], args[0]] : [args[0], args[1]]
  const fold = make(constant === undefined ? null : argumentOf(constant, one => evaluate(one, nowhere, context)))
  return {
    add: row =>
      fold.add(field === undefined ? true : evaluate(field, row, context), () =>
        numberOf(lookup(row, timestamp, context.region)),
      ),
    result: () => fold.result(),
  }
}

const timestamp = nameOf('@timestamp')
const nowhere = computedRow([])

/** The aggregates in an expression, each once. */
export function aggregatesIn(expression: Expression): readonly AggregateNode[] {
  switch (expression.kind) {
    case 'aggregate':
      return [expression]
    case 'access':
    case 'negate':
    case 'not':
    case 'like':
    case 'in-query':
      return aggregatesIn(expression.of)
    case 'in':
      return [expression.of, ...expression.values].flatMap(aggregatesIn)
    case 'call':
      return expression.args.flatMap(aggregatesIn)
    case 'arithmetic':
    case 'compare':
      return [expression.left, expression.right].flatMap(aggregatesIn)
    case 'and':
    case 'or':
      return expression.parts.flatMap(aggregatesIn)
    default:
      return []
  }
}
