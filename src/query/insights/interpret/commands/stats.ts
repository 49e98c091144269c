/** `stats`: groups of rows, and one value of each aggregate per group. Groups come in the natural order of their keys. */
import { compareNatural, isStructure, isTime, lengthOf, textOf, time } from '../../functions/index.ts'
import type { Column, Command, Expression, Period } from '../../tree.ts'
import type { Value } from '../../value.ts'
import { type Aggregation, aggregatesIn, aggregation } from '../aggregates/index.ts'
import type { InterpretContext } from '../context.ts'
import { evaluate } from '../evaluate.ts'
import type { Gathering } from '../gathering.ts'
import { computedRow, computedShape, type Row, type Shape, withValues } from '../table.ts'

type StatsCommand = Extract<Command, { kind: 'stats' }>
interface Group {
  readonly keys: readonly Value[]
  readonly aggregations: ReadonlyMap<Expression, Aggregation>
}

export function statsGathering(command: StatsCommand, context: InterpretContext): Gathering {
  const { by, offset } = command
  const nodes = command.aggregates.flatMap(({ expression }) => aggregatesIn(expression))
  const groups = new Map<string, Group>()
  const groupOf = (keys: readonly Value[]): Group => {
    const name = JSON.stringify(keys.map(textOf))
    const known = groups.get(name)
    if (known !== undefined) return known
    const group: Group = { keys, aggregations: new Map(nodes.map(node => [node, aggregation(node, context)])) }
    groups.set(name, group)
    return group
  }
  // Without keys there is a group, also of no rows.
  if (by.length === 0) groupOf([])
  return {
    push(row) {
      const group = groupOf(by.map(column => keyOf(column, offset, row, context)))
      for (const one of group.aggregations.values()) one.add(row)
    },
    get held() {
      return groups.size
    },
    result: () => ({
      shape: shapeOf(command),
      rows: [...groups.values()].sort(byKeys).map(group => outputs(command, group, context)),
    }),
  }
}

/** `offset` moves the beginning of a bin forward, so that it stands beside the bin of that much later. */
function keyOf({ expression }: Column, offset: Period | null, row: Row, context: InterpretContext): Value {
  const value = evaluate(expression, row, context)
  if (isStructure(value)) return null
  return offset !== null && isBin(expression) && isTime(value) ? time(value.at + lengthOf(offset)) : value
}

const isBin = (expression: Expression): expression is Extract<Expression, { kind: 'call' }> =>
  expression.kind === 'call' && expression.name === 'bin'

function byKeys(a: Group, b: Group): number {
  for (const [at, key] of a.keys.entries()) {
    const order = compareNatural(key, b.keys[at] ?? null)
    if (order !== 0) return order
  }
  return 0
}

/** Later columns may use earlier ones. */
function outputs({ by, aggregates }: StatsCommand, { keys, aggregations }: Group, context: InterpretContext): Row {
  let row = computedRow(by.map((column, at) => [column.name, keys[at] ?? null] as const))
  for (const { name, expression } of aggregates) {
    const value = evaluate(expression, row, context, node => aggregations.get(node)?.result() ?? null)
    row = withValues(row, [[name, value]])
  }
  return row
}

function shapeOf({ by, aggregates, offset }: StatsCommand): Shape {
  const bin = by.find(({ expression }) => isBin(expression))
  const period = bin !== undefined && isBin(bin.expression) ? bin.expression.args[0] : undefined
  return {
    ...computedShape([...new Set([...by, ...aggregates].map(column => column.name))]),
    keys: by.map(column => column.name),
    bin:
      bin === undefined || period?.kind !== 'period'
        ? null
        : { column: bin.name, period: period.period, offset: offset === null ? 0 : lengthOf(offset) },
  }
}
