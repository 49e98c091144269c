/** Comparison, `in`, `like` and truth in SQL, as `functions/compare.ts` has them: what is missing matches nothing. */
import { type Sql, sql } from '../../../store/engine/sql.ts'
import { printNumber, textNumber } from '../functions/index.ts'
import type { CompareOp, Regex } from '../tree.ts'
import type { AnswerValues } from './fields.ts'
import type { Layers, Piece } from './layers.ts'
import { numeric, over, type Typed, textual } from './typed.ts'

/** As a condition: 1 or 0, never NULL. */
export function truth(layers: Layers, value: Typed): Typed {
  if (value.kind === 'flag') return isSure(value.sql) ? value : over(layers, 'flag', [value], sure(value.sql))
  const n = numeric(layers, value)
  return over(layers, 'flag', [n], sure(sql`${n.sql} != 0`))
}

const sure = (flag: Sql): Sql => sql`ifNull(${flag}, 0)`
const isSure = (flag: Sql): boolean => /^(ifNull\(.*, 0\)|isNull\([^()]*\)|isNotNull\([^()]*\)|0|1)$/.test(flag.text)

export const operators: Readonly<Record<CompareOp, Sql>> = {
  '=': sql`=`,
  '!=': sql`!=`,
  '<': sql`<`,
  '<=': sql`<=`,
  '>': sql`>`,
  '>=': sql`>=`,
}
const turned: Readonly<Record<CompareOp, CompareOp>> = {
  '=': '=',
  '!=': '!=',
  '<': '>',
  '<=': '>=',
  '>': '<',
  '>=': '<=',
}

export function compare(layers: Layers, op: CompareOp, left: Typed, right: Typed): Typed {
  if (left.constant !== undefined && right.constant === undefined) return compare(layers, turned[op], right, left)
  const sign = operators[op]
  if (left.kind !== 'text' && right.kind !== 'text') {
    const [x, y] = [numeric(layers, left), numeric(layers, right)]
    return over(layers, 'flag', [x, y], sure(sql`${x.sql} ${sign} ${y.sql}`))
  }
  if (left.kind === 'text' && right.constant !== undefined) return compareConstant(layers, op, left, right.constant)
  const [x, y] = [numeric(layers, left), numeric(layers, right)]
  if (left.kind === 'time' || right.kind === 'time')
    return over(layers, 'flag', [x, y], sure(sql`${x.sql} ${sign} ${y.sql}`))
  const [a, b] = [textual(layers, left), textual(layers, right)]
  const both = sql`isNotNull(${x.sql}) AND isNotNull(${y.sql})`
  return over(
    layers,
    'flag',
    [x, y, a, b],
    sure(sql`if(${both}, ${x.sql} ${sign} ${y.sql}, ${a.sql} ${sign} ${b.sql})`),
  )
}

/** A text against a value that is written in the query. */
function compareConstant(layers: Layers, op: CompareOp, value: Typed, constant: string | number): Typed {
  const sign = operators[op]
  const number = typeof constant === 'number' ? constant : textNumber(constant)
  if (number === null) {
    const held = rawFor(value, op, String(constant))
    return over(layers, 'flag', [held], sure(sql`${held.sql} ${sign} ${constant}`))
  }
  const [held, n] = [layers.short(value), numeric(layers, value)]
  if (op === '=') return over(layers, 'flag', [n], sure(sql`${n.sql} = ${number}`))
  const words = typeof constant === 'number' ? printNumber(constant) : constant
  const other = op === '!=' ? sql`isNotNull(${held.sql})` : sql`${held.sql} ${sign} ${words}`
  return over(layers, 'flag', [n, held], sure(sql`if(isNull(${n.sql}), ${other}, ${n.sql} ${sign} ${number})`))
}

/** The member's text as the engine gives it, where it cannot matter that booleans and structures are not told apart yet. */
function rawFor(value: Typed, op: CompareOp, constant: string): Piece {
  const raw = value.kind === 'text' && value.found?.in === 'member' ? value.found.raw : undefined
  return raw !== undefined && op === '=' && isPlainWord(constant) ? raw : value
}

/** Texts that no boolean, number or structure has when the engine writes it. */
const isPlainWord = (constant: string): boolean =>
  textNumber(constant) === null && !/^(true|false|[-0-9[{])/.test(constant) && constant !== ''

export function among(layers: Layers, value: Typed, values: readonly Typed[], negated: boolean): Typed | undefined {
  const held = textual(layers, value)
  const tests = values.map(one => compare(layers, '=', value, one))
  const any = tests.length === 0 ? sql`0` : (plainList(layers, value, values) ?? sql.or(tests.map(one => one.sql)))
  const found = negated ? sql`isNotNull(${held.sql}) AND NOT (${any})` : any
  return over(layers, 'flag', [held, value, ...tests], sure(found))
}

/** Words that are no numbers compare as texts: one set instead of many comparisons. */
function plainList(layers: Layers, value: Typed, values: readonly Typed[]): Sql | undefined {
  const words = values.flatMap(one =>
    typeof one.constant === 'string' && textNumber(one.constant) === null ? [one.constant] : [],
  )
  if (value.kind !== 'text' || words.length < values.length) return undefined
  return sure(
    sql`${layers.short(value).sql} IN (${sql.join(
      words.map(word => sql`${word}`),
      ', ',
    )})`,
  )
}

/** Numbers are found by value, everything else by text. */
export function inAnswer(layers: Layers, value: Typed, { texts, numbers }: AnswerValues, negated: boolean): Typed {
  const held = layers.short(textual(layers, value))
  const n = numeric(layers, value)
  const list = (all: readonly (string | number)[], of: Sql): Sql =>
    all.length === 0
      ? sql`0`
      : sql`${of} IN (${sql.join(
          all.map(one => sql`${one}`),
          ', ',
        )})`
  const found = sql`if(isNull(${n.sql}), ${list(texts, held.sql)}, ${list(numbers, n.sql)})`
  return over(layers, 'flag', [held, n], sure(negated ? sql`isNotNull(${held.sql}) AND NOT (${found})` : found))
}

export function like(layers: Layers, value: Typed, pattern: string | Regex, negated: boolean): Typed {
  const held = textual(layers, value)
  const found =
    typeof pattern === 'string' ? contains(held.sql, pattern) : sql`match(${held.sql}, ${regexText(pattern.source)})`
  return over(layers, 'flag', [held], sure(negated ? sql`NOT (${found})` : found))
}

/** RE2 in the engine lets `.` match a line break unless it is told not to; what `(?<` opens it knows as `(?P<` everywhere. */
export const regexText = (source: string): string => `(?-s)${source.replaceAll('(?<', '(?P<')}`

/** LIKE rather than position(): as quick, and the engine's indexes can use it. The text may be NULL. */
export const contains = (held: Sql, part: string): Sql => sql`${held} LIKE ${`%${part.replace(/[\\%_]/g, '\\$&')}%`}`
