/** Queries inside a query: subqueries of `in`, the right sides of join, what appendcols adds. */
import { limits } from '../../../limits.ts'
import { numberOf, textOf } from '../functions/index.ts'
import { lookup, shownColumns, type Table } from '../interpret/index.ts'
import type { AnswerValues } from '../sql/index.ts'
import type { Command, Expression, Query } from '../tree.ts'

/** Each once, in the order in which they stand. */
export const innerQueries = (commands: readonly Command[]): readonly Query[] => [
  ...new Set(commands.flatMap(command => queriesOf(command))),
]

function queriesOf(command: Command): readonly Query[] {
  switch (command.kind) {
    case 'join':
    case 'appendcols':
      return [command.query]
    case 'filter':
      return queriesIn(command.condition)
    case 'relevantfields':
      return queriesIn(command.where)
    case 'fields':
    case 'display':
      return command.columns.flatMap(column => queriesIn(column.expression))
    case 'stats':
      return [...command.by, ...command.aggregates].flatMap(column => queriesIn(column.expression))
    case 'sort':
      return command.keys.flatMap(key => queriesIn(key.expression))
    case 'parse':
    case 'unnest':
    case 'pattern':
      return queriesIn(command.of)
    default:
      return []
  }
}

function queriesIn(expression: Expression): readonly Query[] {
  switch (expression.kind) {
    case 'in-query':
      return [...queriesIn(expression.of), expression.query]
    case 'access':
    case 'negate':
    case 'not':
    case 'like':
      return queriesIn(expression.of)
    case 'in':
      return [expression.of, ...expression.values].flatMap(queriesIn)
    case 'call':
    case 'aggregate':
      return expression.args.flatMap(queriesIn)
    case 'arithmetic':
    case 'compare':
      return [expression.left, expression.right].flatMap(queriesIn)
    case 'and':
    case 'or':
      return expression.parts.flatMap(queriesIn)
    default:
      return []
  }
}

/** The values of a query's first column; undefined: more than a statement should hold. */
export function valuesOf(table: Table, region: string): AnswerValues | undefined {
  const column = shownColumns(table.shape)[0] ?? ''
  const texts = new Set<string>()
  const numbers = new Set<number>()
  let size = 0
  for (const row of table.rows) {
    const value = lookup(row, { segments: column.split('.'), text: column }, region)
    const text = textOf(value)
    if (text === null) continue
    const number = numberOf(value)
    if (number === null) {
      if (!texts.has(text)) size += text.length
      texts.add(text)
    } else numbers.add(number)
    if (texts.size + numbers.size > limits.insightsAnswerValues || size > limits.insightsAnswerBytes) return undefined
  }
  return { texts: [...texts], numbers: [...numbers] }
}

/** Names of the lookup tables that commands ask for. */
export const lookupTables = (commands: readonly Command[]): readonly string[] => [
  ...new Set(
    commands.flatMap(command => (command.kind === 'lookup' || command.kind === 'cidrlookup' ? [command.table] : [])),
  ),
]
