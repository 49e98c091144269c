/** The rules inside of one stats: aggregates over rows, arithmetic over aggregates, keys of scalars. */
import { said } from '../said/index.ts'
import type { Column, Command, Expression } from '../tree.ts'
import { fieldNamed } from './names.ts'
import { isStructure, knows, resolve, type Scope, type Uses, unknownSymbols, use } from './scope.ts'
import { QueryTrouble } from './trouble.ts'
import { everyPart, partsOf, withParts } from './walk.ts'

type Stats = Extract<Command, { kind: 'stats' }>

/** Aggregates that look at the time of each event. */
const timed: ReadonlySet<string> = new Set(['earliest', 'latest', 'rate'])

/** The stats with names resolved in the scope before it. */
export function checkStats(stats: Stats, scope: Scope): Stats {
  const uses: Uses = { unknown: [], known: [] }
  const by = stats.by.map(column => {
    refuseStructure(column.expression, scope, 'stats')
    return { ...column, expression: resolve(column.expression, scope, uses) }
  })
  const earlier = new Set<string>()
  const aggregates = stats.aggregates.map(column => {
    const expression = item(column, scope, uses, earlier)
    earlier.add(column.name)
    return { ...column, expression }
  })
  if (uses.unknown.length > 0) throw unknownSymbols(uses, scope)
  refuseTwice([...by, ...aggregates])
  checkTopk(stats)
  if (stats.offset !== null && !by.some(({ expression }) => [...everyPart(expression)].some(isBin))) {
    throw new QueryTrouble('offset-needs-bin', stats.span, {
      suggestion: 'bin-before-offset',
    })
  }
  return { ...stats, aggregates, by }
}

export const isBin = (expression: Expression): boolean => expression.kind === 'call' && expression.name === 'bin'

function item(column: Column, scope: Scope, uses: Uses, earlier: ReadonlySet<string>): Expression {
  const found = { aggregate: false }
  const walk = (expression: Expression): Expression => {
    if (expression.kind === 'aggregate') {
      found.aggregate = true
      return aggregate(expression, scope, uses)
    }
    if (expression.kind === 'field') {
      if (!knows({ ...scope, names: earlier, prefixes: [] }, expression.field))
        throw outside(expression, expression.field.text)
      found.aggregate = true
      return expression
    }
    return withParts(expression, partsOf(expression).map(walk))
  }
  const expression = walk(column.expression)
  if (!found.aggregate) {
    throw new QueryTrouble('aggregate-expected', column.span, {
      suggestion: 'stats-takes',
    })
  }
  return expression
}

const outside = (expression: Expression, name: string): QueryTrouble =>
  new QueryTrouble(said('outside-aggregate', { name }), expression.span, {
    suggestion: said('aggregate-it', { name }),
  })

function aggregate(expression: Expression & { kind: 'aggregate' }, scope: Scope, uses: Uses): Expression {
  if (timed.has(expression.name)) use(fieldNamed('@timestamp'), expression.span, scope, uses)
  for (const arg of expression.args) refuseStructure(arg, scope, 'stats')
  return { ...expression, args: expression.args.map(arg => resolve(arg, scope, uses)) }
}

/** Maps and lists have no order and no identity. */
export function refuseStructure(expression: Expression, scope: Scope, command: string): void {
  if (!isStructure(expression, scope)) return
  throw new QueryTrouble(said('no-structure', { command }), expression.span, {
    suggestion: 'name-one-value',
  })
}

function refuseTwice(columns: readonly Column[]): void {
  const names = new Set<string>()
  for (const { name, span } of columns) {
    if (names.has(name))
      throw new QueryTrouble(said('two-columns', { name }), span, {
        suggestion: 'another-name',
      })
    names.add(name)
  }
}

function checkTopk(stats: Stats): void {
  for (const { expression } of stats.aggregates) {
    if (![...everyPart(expression)].some(part => part.kind === 'aggregate' && part.name === 'topk')) continue
    if (stats.aggregates.length > 1 || stats.by.length > 0) throw new QueryTrouble('topk-alone', expression.span)
  }
}
