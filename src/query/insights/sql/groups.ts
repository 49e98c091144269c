/** `stats` as a grouped SELECT: its keys and every aggregate in it are columns; what is computed of them is the interpreter's. */
import { type Sql, sql } from '../../../store/engine/sql.ts'
import { lengthOf } from '../functions/index.ts'
import type { Command, Expression } from '../tree.ts'
import type { Value } from '../value.ts'
import { type AggregateColumns, aggregateSql, valueOfCell } from './aggregates.ts'
import { expressionSql } from './expressions.ts'
import type { Scope } from './fields.ts'
import type { Piece } from './layers.ts'
import { type Typed, textual } from './typed.ts'
import { type Unmatched, unmatchedOf } from './unmatched.ts'

type StatsCommand = Extract<Command, { kind: 'stats' }>
export type AggregateNode = Extract<Expression, { kind: 'aggregate' }>

export interface GroupKey {
  readonly name: Sql
  readonly piece: Piece
  /** What it is to the statements above. */
  readonly typed: Typed
  read(cell: unknown): Value
}

export interface GroupsSelect {
  readonly keys: readonly GroupKey[]
  /** Every aggregate that the command names, with the columns that hold it. */
  readonly aggregates: readonly {
    readonly node: AggregateNode
    readonly names: readonly Sql[]
    readonly made: AggregateColumns
  }[]
  /** Absent: every row has to be read. */
  readonly unmatched?: Unmatched
}

/** `isFiltered`: not all rows belong to some group. */
export function groupsSelect(command: StatsCommand, scope: Scope, isFiltered = false): GroupsSelect | undefined {
  const keys: GroupKey[] = []
  for (const { expression } of command.by) {
    const key = keySql(expression, command, scope, sql.ours(`k${keys.length + 1}`))
    if (key === undefined) return undefined
    keys.push(key)
  }
  const aggregates: GroupsSelect['aggregates'][number][] = []
  let column = 0
  for (const node of command.aggregates.flatMap(one => aggregatesIn(one.expression))) {
    const made = aggregateSql(node, scope)
    if (made === undefined) return undefined
    aggregates.push({ node, made, names: made.columns.map(() => sql.ours(`a${++column}`)) })
  }
  const unmatched = isFiltered ? undefined : unmatchedOf(command, keys, scope)
  return { keys, aggregates, ...(unmatched && { unmatched }) }
}

/** Groups are the same when their texts are. A number that is not whole is told by its text, as rows print it. */
function keySql(expression: Expression, { offset }: StatsCommand, scope: Scope, name: Sql): GroupKey | undefined {
  const key = expressionSql(expression, scope)
  if (key === undefined) return undefined
  if (key.kind === 'number') {
    const printed = textual(scope.layers, key)
    const typed: Typed = { kind: 'number', sql: sql`toFloat64OrNull(${name})`, depth: 0 }
    return { name, piece: printed, typed, read: cell => valueOfCell('number', cell) }
  }
  const bin = expression.kind === 'call' && expression.name === 'bin'
  const moved: Typed = bin && offset !== null ? { ...key, sql: sql`(${key.sql} + ${lengthOf(offset)})` } : key
  const typed = { kind: moved.kind, sql: name, depth: 0 } as Typed
  return { name, piece: moved, typed, read: cell => valueOfCell(moved.kind, cell) }
}

/** The aggregates in an expression, each node by itself. */
export function aggregatesIn(expression: Expression): readonly AggregateNode[] {
  switch (expression.kind) {
    case 'aggregate':
      return [expression]
    case 'call':
      return expression.args.flatMap(aggregatesIn)
    case 'arithmetic':
    case 'compare':
      return [...aggregatesIn(expression.left), ...aggregatesIn(expression.right)]
    case 'negate':
    case 'not':
    case 'like':
    case 'access':
    case 'in-query':
      return aggregatesIn(expression.of)
    case 'in':
      return [expression.of, ...expression.values].flatMap(aggregatesIn)
    case 'and':
    case 'or':
      return expression.parts.flatMap(aggregatesIn)
    default:
      return []
  }
}
