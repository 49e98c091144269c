/**
 * An expression of the language as SQL. What is known of its type decides how it compares, computes and prints: a text behaves as a
 * number where it is wholly one, exactly as `functions/` has it. Everything may be NULL.
 */
import { type Sql, sql } from '../../../store/engine/sql.ts'
import { numberPattern, printNumber, textNumber } from '../functions/index.ts'
import { deepest, type Layers, type Piece } from './layers.ts'

export type Typed = Piece &
  (
    | {
        /** Nullable(String). */
        readonly kind: 'text'
        /** Where a message holds it, as it stands there or escaped: what a condition may look for before it reads JSON. */
        readonly found?: Found
      }
    /** Nullable(Float64), finite. */
    | { readonly kind: 'number' }
    /** Nullable(Int64 or Float64): epoch milliseconds within what a date can hold. */
    | { readonly kind: 'time' }
    /** Nullable(UInt8), 1 or 0. */
    | { readonly kind: 'flag' }
  ) & {
    /** Known before the query runs. */
    readonly constant?: string | number
  }

/**
 * `column`: a column of the table is the field, with its numbers when there is a column for them. `message`: the whole text. `member`: a JSON
 * member with this key, or a word of a line whose fields are known. `parsed`: what `parse` took out of the message, NULL where that does not
 * hold what it `needs` (a condition on the table's columns, never of an empty message).
 */
export type Found =
  | {
      readonly in: 'column'
      readonly column: Sql
      readonly number: Sql | undefined
      readonly numeric: Piece | undefined
    }
  | { readonly in: 'message' }
  | { readonly in: 'parsed'; readonly needs: Sql }
  | {
      readonly in: 'member'
      readonly key: string
      readonly alsoPlain: boolean
      readonly raw: Piece | undefined
      number(): Piece
    }

export const nothing: Typed = { kind: 'text', sql: sql`CAST(NULL, 'Nullable(String)')`, depth: 0 }
export const text = (value: string): Typed => ({ kind: 'text', sql: sql`${value}`, depth: 0, constant: value })
export const number = (value: number): Typed =>
  Number.isFinite(value)
    ? { kind: 'number', sql: sql`toFloat64(${value})`, depth: 0, constant: value }
    : { ...nothing, kind: 'number', sql: sql`CAST(NULL, 'Nullable(Float64)')` }

/** An expression over others. */
export function over(layers: Layers, kind: Typed['kind'], parts: readonly Piece[], made: Sql): Typed {
  return { kind, ...layers.short({ sql: made, depth: deepest(...parts) }) } as Typed
}

/** The number that a value is, Nullable(Float64). */
export function numeric(layers: Layers, value: Typed): Piece {
  if (value.constant !== undefined) {
    const known = typeof value.constant === 'number' ? value.constant : textNumber(value.constant)
    return known === null ? { sql: sql`CAST(NULL, 'Nullable(Float64)')`, depth: 0 } : number(known)
  }
  if (value.kind === 'number') return value
  if (value.kind !== 'text') return { sql: sql`toFloat64(${value.sql})`, depth: value.depth }
  if (value.found?.in === 'column' && value.found.numeric !== undefined) return value.found.numeric
  return value.found?.in === 'member' ? value.found.number() : textNumberSql(layers, layers.short(value))
}

/** The number that a text is. The engine reads `.5`, `5.` and `inf` too; most numbers have no point, and then need no second look. */
export function textNumberSql(layers: Layers, held: Piece): Piece {
  const read = layers.bind({ sql: sql`toFloat64OrNull(${held.sql})`, depth: held.depth })
  return layers.bind({
    sql: sql`if(${isNumberSql(held.sql, read.sql)}, ${read.sql}, NULL)`,
    depth: Math.max(read.depth, held.depth),
  })
}

/** Whether a text that the engine could read as a number is one of ours. NULL AND x would ask x of everything. */
export const isNumberSql = (held: Sql, read: Sql): Sql =>
  sql`isNotNull(${read}) AND isFinite(assumeNotNull(${read})) AND (position(ifNull(${held}, ''), '.') = 0 OR match(ifNull(${held}, ''), ${numberPattern}))`

/** The text of a value, as rows print it. Undefined: the engine cannot write it as we do. */
export function textual(layers: Layers, value: Typed): Piece {
  if (typeof value.constant === 'number') return text(printNumber(value.constant))
  switch (value.kind) {
    case 'text':
      return value
    case 'flag':
      return layers.short({ sql: sql`toString(${value.sql})`, depth: value.depth })
    case 'time':
      return layers.short({
        sql: sql`formatDateTime(fromUnixTimestamp64Milli(toInt64(${value.sql}), 'UTC'), '%Y-%m-%d %H:%i:%S.%f')`,
        depth: value.depth,
      })
    case 'number':
      return printed(layers, value)
  }
}

/**
 * `printNumber` in SQL: whole numbers at once, the rest by their shortest text. Each step names the one before it as an argument of a
 * lambda: written out, the steps would multiply.
 */
function printed(layers: Layers, value: Piece): Piece {
  const x = sql`x`
  const p = sql`p`
  const mantissa = sql`splitByChar('e', s)[1]`
  const exponent = sql`toInt32OrZero(splitByChar('e', s)[2])`
  const digits = sql`replaceAll(replaceAll(${mantissa}, '-', ''), '.', '')`
  const sign = sql`if(x < 0, '-', '')`
  // Under a NULL stands anything: what is repeated is bounded. Only numbers below 0.0001 or from 1e21 on have an exponent.
  const small = sql`concat(${sign}, '0.', repeat('0', least(-(${exponent}) - 1, 400)), ${digits})`
  const large = sql`concat(${sign}, ${digits}, repeat('0', least(${exponent} - length(${digits}) + 1, 400)))`
  const plain = sql`if(position(s, 'e') = 0, s, if(${exponent} < 0, ${small}, ${large}))`
  const decimals = sql`if(position(p, '.') = 0, 0, length(p) - position(p, '.'))`
  const significant = sql`length(replaceAll(replaceRegexpOne(p, '^-?[0.]*', ''), '.', ''))`
  // Four digits as a whole number, put behind the point with the zeros that belong between.
  const places = sql`(3 - toInt32(floor(log10(greatest(abs(x), 1e-300)))))`
  const four = sql`toString(toInt64(round(abs(x) * exp10(${places}))))`
  const fourDigits = sql`concat(${sign}, '0.', replaceRegexpOne(leftPad(${four}, toUInt32(least(greatest(${places}, 0), 400)), '0'), '0+$', ''))`
  const rounded = sql`if(${decimals} <= 4 OR ${significant} <= 12, ${p}, if(abs(${x}) >= 0.1, toString(round(x, 4)), ${fourDigits}))`
  const body = sql`if(x = trunc(x) AND abs(x) < 1e15, toString(toInt64(x)), ${named('p', plain, rounded)})`
  const held = layers.short(value)
  return layers.bind({
    sql: sql`if(isNull(${held.sql}), NULL, ${named('x', sql`assumeNotNull(${held.sql})`, named('s', sql`toString(x)`, body))})`,
    depth: held.depth,
  })
}

/** An expression in which a name stands for another, however often: the engine writes everything else out. */
export const named = (name: string, value: Sql, body: Sql): Sql =>
  sql`arrayMap(${sql.ours(name)} -> ${body}, [${value}])[1]`
