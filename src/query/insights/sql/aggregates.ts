/** Aggregates in SQL, as `interpret/aggregates` has them. What is not here is counted by the interpreter over the rows. */
import { type Sql, sql } from '../../../store/engine/sql.ts'
import { textNumber, time } from '../functions/index.ts'
import type { Expression } from '../tree.ts'
import type { Value } from '../value.ts'
import { expressionSql } from './expressions.ts'
import type { Scope } from './fields.ts'
import { deepest, type Piece } from './layers.ts'
import { naturalText } from './natural.ts'
import { numeric, type Typed, textual } from './typed.ts'

type AggregateNode = Extract<Expression, { kind: 'aggregate' }>

/** An aggregate as columns of a grouped SELECT, and how the interpreter's value is made of them. */
export interface AggregateColumns {
  readonly columns: readonly Piece[]
  read(cells: readonly unknown[]): Value
  /** The same as one expression over the columns' names, for what SQL goes on to do with it. */
  typed(names: readonly Sql[]): Typed | undefined
}

export function aggregateSql(node: AggregateNode, scope: Scope): AggregateColumns | undefined {
  const [first, second] = node.args
  if (node.name === 'count' || node.name === 'countOverTime') return count(first, scope)
  const argument = first === undefined ? undefined : expressionSql(first, scope)
  if (argument === undefined) return undefined
  const { layers } = scope
  // Of no rows at all they are NULL, also where the argument never is.
  const n = (): Piece => nullable(layers.short(numeric(layers, argument)))
  switch (node.name) {
    case 'count_distinct': {
      const held = textual(layers, argument)
      return whole(sql`uniqExact(${held.sql})`, held)
    }
    case 'sum':
    case 'sumOverTime':
      return plain(sql`sum(${n().sql})`, n())
    case 'avg':
      return plain(sql`avg(${n().sql})`, n())
    case 'variance':
      return plain(sql`varPopStable(${n().sql})`, n())
    case 'stddev':
      return plain(sql`stddevPopStable(${n().sql})`, n())
    case 'median':
      return percentile(50, n())
    case 'pct': {
      const percent =
        second?.kind === 'number' ? second.value : second?.kind === 'text' ? textNumber(second.value) : null
      return percent === null ? undefined : percentile(Math.min(100, Math.max(0, percent)), n())
    }
    case 'min':
      return extreme(argument, 'min', scope, true)
    case 'max':
      return extreme(argument, 'max', scope, true)
    case 'sortsFirst':
      return extreme(argument, 'min', scope, false)
    case 'sortsLast':
      return extreme(argument, 'max', scope, false)
    case 'earliest':
    case 'latest':
      return atTime(argument, node.name, scope)
    default:
      return undefined
  }
}

/** A cell that is a number: 64-bit integers come as text. */
export const numberCell = (cell: unknown): number | null => {
  const value = cell === null ? Number.NaN : Number(cell)
  return Number.isFinite(value) ? value + 0 : null
}

const nullable = ({ sql: of, depth }: Piece): Piece => ({ sql: sql`toNullable(${of})`, depth })

function count(argument: Expression | undefined, scope: Scope): AggregateColumns | undefined {
  if (argument === undefined) return whole(sql`count()`)
  const value = expressionSql(argument, scope)
  return value === undefined ? undefined : whole(sql`countIf(isNotNull(${value.sql}))`, value)
}

const whole = (made: Sql, ...parts: readonly Piece[]): AggregateColumns => ({
  columns: [{ sql: made, depth: deepest(...parts) }],
  read: ([cell]) => numberCell(cell),
  typed: ([name = sql`NULL`]) => ({ kind: 'number', sql: sql`toFloat64(${name})`, depth: 0 }),
})

const plain = (made: Sql, ...parts: readonly Piece[]): AggregateColumns => ({
  columns: [{ sql: sql`toNullable(${made})`, depth: deepest(...parts) }],
  read: ([cell]) => numberCell(cell),
  typed: ([name = sql`NULL`]) => ({ kind: 'number', sql: sql`if(isFinite(${name}), ${name}, NULL)`, depth: 0 }),
})

/** Between the nearest ranks by line. Equal values are counted, not kept: durations in whole milliseconds need little memory. */
const percentile = (percent: number, n: Piece): AggregateColumns =>
  plain(sql`quantileExactInclusiveOrNull(${percent / 100})(${n.sql})`, n)

/** `asNumber`: a text that is a number becomes one, as min and max have it. */
function extreme(argument: Typed, way: 'min' | 'max', scope: Scope, asNumber: boolean): AggregateColumns {
  const { layers } = scope
  const [least, argLeast] = way === 'min' ? [sql`min`, sql`argMinIf`] : [sql`max`, sql`argMaxIf`]
  const n = nullable(layers.short(numeric(layers, argument)))
  if (argument.kind !== 'text') return plain(sql`${least}(${n.sql})`, n)
  const held = layers.short(argument)
  const isWord = sql`isNotNull(${held.sql}) AND isNull(${n.sql})`
  const word = sql`if(countIf(${isWord}) = 0, NULL, ${argLeast}(${held.sql}, ${naturalText(sql`ifNull(${held.sql}, '')`)}, ${isWord}))`
  const number = asNumber
    ? sql`${least}(${n.sql})`
    : sql`${argLeast}(${held.sql}, (ifNull(${n.sql}, 0), ifNull(${held.sql}, '')), isNotNull(${n.sql}))`
  // Numbers sort last: the least is a word if there is one, the greatest a number if there is one.
  return {
    columns: [word, sql`toNullable(${number})`, sql`countIf(isNotNull(${n.sql}))`, sql`countIf(${isWord})`].map(
      made => ({
        sql: made,
        depth: deepest(n, held),
      }),
    ),
    read([text, numeral, numbers, words]) {
      const takesNumber = way === 'min' ? Number(words) === 0 : Number(numbers) > 0
      if (!takesNumber) return Number(words) === 0 ? null : String(text)
      if (Number(numbers) === 0) return null
      return asNumber ? numberCell(numeral) : String(numeral)
    },
    typed([text = sql`NULL`, numeral = sql`NULL`, numbers = sql`0`, words = sql`0`]) {
      const takesNumber = way === 'min' ? sql`${words} = 0` : sql`${numbers} > 0`
      return { kind: 'text', sql: sql`if(${takesNumber}, toString(${numeral}), ${text})`, depth: 0 }
    },
  }
}

/** Of rows at the same time the one that stands first: the one that came last. */
function atTime(argument: Typed, name: 'earliest' | 'latest', scope: Scope): AggregateColumns | undefined {
  if (scope.time === undefined) return undefined
  const held = scope.layers.short(argument)
  const made =
    name === 'latest'
      ? sql`argMaxIf(${held.sql}, (ts, batch, idx), isNotNull(${held.sql}))`
      : sql`argMinIf(${held.sql}, (ts, bitNot(batch), bitNot(idx)), isNotNull(${held.sql}))`
  const found = sql`if(countIf(isNotNull(${held.sql})) = 0, NULL, ${made})`
  const { kind } = argument
  return {
    columns: [{ sql: found, depth: held.depth }],
    read: ([cell]) => valueOfCell(kind === 'time' ? 'number' : kind, cell),
    typed: ([column = sql`NULL`]) => ({ kind: kind === 'time' ? 'number' : kind, sql: column, depth: 0 }),
  }
}

/** The interpreter's value of a cell of this type. */
export function valueOfCell(kind: Typed['kind'], cell: unknown): Value {
  if (cell === null || cell === undefined) return null
  if (kind === 'text') return String(cell)
  const number = numberCell(cell)
  if (number === null) return null
  return kind === 'flag' ? number !== 0 : kind === 'time' ? time(number) : number
}
