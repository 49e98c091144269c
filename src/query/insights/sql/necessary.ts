/**
 * What a message must hold for a condition to be true: cheap tests of bytes that stand before any reading of JSON. They may let
 * through too much, never too little; the exact condition stands behind them.
 */
import { type Sql, sql } from '../../../store/engine/sql.ts'
import { levelOfValue } from '../../../store/logs/index.ts'
import { printNumber, textNumber } from '../functions/index.ts'
import type { CompareOp, Expression } from '../tree.ts'
import { contains, operators, regexText } from './compare.ts'
import type { EventScope } from './fields.ts'
import { anyCaseLiterals, heldLiteral } from './regex-literals.ts'

/** Conditions over the columns of the log table, all of which hold where the expression does. */
export function necessary(expression: Expression, scope: EventScope): readonly Sql[] {
  switch (expression.kind) {
    case 'and':
      return expression.parts.flatMap(part => necessary(part, scope))
    case 'or': {
      const parts = expression.parts.map(part => necessary(part, scope))
      return parts.some(part => part.length === 0) ? [] : [sql.or(parts.map(part => sql.and(part)))]
    }
    case 'compare': {
      const [field, constant, op] = sides(expression)
      if (field === undefined || constant === undefined) return []
      const place = placeOf(field, scope)
      if (place?.in === 'column') return columnIs(place, op, constant.value)
      if (place?.in === 'parsed') return [place.needs]
      if (place?.in !== 'member') return []
      const words = expression.op === '=' && typeof constant.value === 'string' ? wordsIn(constant.value) : []
      return [...keyOf(place), ...words, ...(expression.op === '=' ? levelOf(field, constant.value) : [])]
    }
    case 'like': {
      const place = placeOf(expression.of, scope)
      if (place === undefined || place.in === 'column') return []
      if (place.in === 'parsed') return [place.needs]
      const { pattern } = expression
      if (place.in === 'message') {
        if (expression.negated) return []
        if (typeof pattern === 'string') return [contains(sql`message`, pattern)]
        return [...anyCase(pattern.source), sql`match(message, ${regexText(pattern.source)})`]
      }
      return [...keyOf(place), ...(typeof pattern === 'string' && !expression.negated ? wordsIn(pattern) : [])]
    }
    case 'in': {
      const place = placeOf(expression.of, scope)
      if (place?.in === 'parsed') return [place.needs]
      if (place?.in !== 'member') return []
      const words = expression.values.map(value => (value.kind === 'text' ? wordsIn(value.value) : []))
      const any =
        expression.negated || words.some(one => one.length === 0) ? [] : [sql.or(words.map(one => sql.and(one)))]
      return [...keyOf(place), ...any]
    }
    case 'call': {
      const [first, second] = expression.args
      if (first === undefined || !nullOfMissing.has(expression.name)) return []
      const place = placeOf(first, scope)
      if (place === undefined || place.in === 'column') return []
      if (place.in === 'parsed') return [place.needs]
      const part = second?.kind === 'text' && holdsPart.has(expression.name) ? second.value : ''
      if (place.in === 'message') return part === '' ? [] : [contains(sql`message`, part)]
      return [...keyOf(place), ...wordsIn(part)]
    }
    default:
      return []
  }
}

/** Texts that stand, letter by letter, in the message of each event for which the expression holds. */
export function heldTexts(expression: Expression, scope: EventScope): readonly string[] {
  switch (expression.kind) {
    case 'and':
      return expression.parts.flatMap(part => heldTexts(part, scope))
    case 'like': {
      const { of, negated, pattern } = expression
      if (negated || placeOf(of, scope)?.in !== 'message') return []
      const text = typeof pattern === 'string' ? pattern : heldLiteral(pattern.source)
      return text === undefined ? [] : [text]
    }
    case 'call': {
      const [first, second] = expression.args
      const isHeld = holdsPart.has(expression.name) && first !== undefined && placeOf(first, scope)?.in === 'message'
      return isHeld && second?.kind === 'text' ? [second.value] : []
    }
    default:
      return []
  }
}

/** For a regular expression of any case the engine finds no literals by itself. */
function anyCase(source: string): readonly Sql[] {
  const literals = anyCaseLiterals(source)?.map(literal => sql`${literal}`)
  return literals === undefined ? [] : [sql`multiSearchAnyCaseInsensitive(message, [${sql.join(literals, ', ')}])`]
}

/** Functions that are not true of a field that is missing. */
const nullOfMissing = new Set(
  'ispresent isNumeric strcontains startsWith endsWith isValidIp isValidIpV4 isValidIpV6 isIpInSubnet isIpv4InSubnet isIpv6InSubnet isPrivateIP isPublicIP isReservedIP'.split(
    ' ',
  ),
)
const holdsPart = new Set(['strcontains', 'startsWith', 'endsWith'])

type Constant = Extract<Expression, { kind: 'text' | 'number' }>
const isConstant = (one: Expression): one is Constant => one.kind === 'text' || one.kind === 'number'

const turned: Readonly<Record<CompareOp, CompareOp>> = {
  '=': '=',
  '!=': '!=',
  '<': '>',
  '<=': '>=',
  '>': '<',
  '>=': '<=',
}

/** The expression, the constant and how they compare in this order, whichever stands first. */
function sides({
  left,
  op,
  right,
}: Extract<Expression, { kind: 'compare' }>): readonly [Expression | undefined, Constant | undefined, CompareOp] {
  if (isConstant(right)) return [left, right, op]
  return isConstant(left) ? [right, left, turned[op]] : [undefined, undefined, op]
}

function placeOf(expression: Expression, scope: EventScope) {
  if (expression.kind !== 'field') return undefined
  const value = scope.field(expression.field)
  return value?.kind === 'text' ? value.found : undefined
}

/** The column itself is asked before anything else is read. */
function columnIs(
  { column, number }: Extract<NonNullable<ReturnType<typeof placeOf>>, { in: 'column' }>,
  op: CompareOp,
  value: string | number,
): readonly Sql[] {
  const sign = operators[op]
  const known = typeof value === 'number' ? value : textNumber(value)
  if (known === null) return [sql`ifNull(${column} ${sign} ${value}, 0)`]
  if (number === undefined) return []
  if (op === '=') return [sql`ifNull(${number} = ${known}, 0)`]
  const words = typeof value === 'number' ? printNumber(value) : value
  const other = op === '!=' ? sql`isNotNull(${column})` : sql`${column} ${sign} ${words}`
  return [sql`ifNull(if(isNull(${number}), ${other}, ${number} ${sign} ${known}), 0)`]
}

type Member = Extract<NonNullable<ReturnType<typeof placeOf>>, { in: 'member' }>

/** The key must stand in the message, unless the line is of a kind whose fields have no keys. */
const keyOf = ({ key, alsoPlain }: Member): readonly Sql[] => (alsoPlain ? [] : wordsIn(key))

/** The longest piece of a text that JSON writes as it is; only `\u…` could hide it. */
function wordsIn(text: string): readonly Sql[] {
  if (textNumber(text) !== null) return []
  const pieces = text.split(/[^ !#-.0-[\]-~]+/)
  const longest = pieces.reduce((best, one) => (one.length > best.length ? one : best), '')
  return longest.length < 2 ? [] : [sql`(${contains(sql`message`, longest)} OR ${contains(sql`message`, '\\u')})`]
}

/** The level of a record's root is in its column. What means no level there may be anything. */
function levelOf(field: Expression, value: string | number): readonly Sql[] {
  if (field.kind !== 'field' || field.field.text !== 'level' || typeof value !== 'string') return []
  const level = levelOfValue(value)
  return level === '' ? [] : [sql`level = ${level}`]
}
