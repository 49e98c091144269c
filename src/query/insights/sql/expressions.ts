/** Expressions in SQL. Undefined: the engine cannot say it as the interpreter does, so that part runs there. */
import { sql } from '../../../store/engine/sql.ts'
import type { Expression } from '../tree.ts'
import { among, compare, inAnswer, like, truth } from './compare.ts'
import type { Scope } from './fields.ts'
import { callSql, finiteSql } from './functions.ts'
import type { Piece } from './layers.ts'
import { nothing, number, numeric, over, type Typed, text } from './typed.ts'

/** What an aggregate is in SQL: only stats knows. */
export type AggregateSql = (node: Extract<Expression, { kind: 'aggregate' }>) => Typed | undefined

export function expressionSql(expression: Expression, scope: Scope, aggregate?: AggregateSql): Typed | undefined {
  const inside = (one: Expression): Typed | undefined => expressionSql(one, scope, aggregate)
  const { layers } = scope
  switch (expression.kind) {
    case 'text':
      return text(expression.value)
    case 'number':
      return number(expression.value)
    case 'period':
    case 'regex':
      return nothing
    case 'field':
      return scope.field(expression.field)
    case 'access':
      return undefined
    case 'in-query': {
      const value = inside(expression.of)
      const answer = scope.surroundings.answer(expression.query)
      return value === undefined || answer === undefined
        ? undefined
        : inAnswer(layers, value, answer, expression.negated)
    }
    case 'aggregate':
      return aggregate?.(expression)
    case 'call': {
      const args = expression.args.map(inside)
      return args.every(one => one !== undefined)
        ? callSql(expression.name, { scope, args, written: expression.args })
        : undefined
    }
    case 'negate': {
      const value = inside(expression.of)
      if (value === undefined) return undefined
      if (typeof value.constant === 'number') return number(-value.constant)
      const x = numeric(layers, value)
      return over(layers, 'number', [x], sql`-${x.sql}`)
    }
    case 'arithmetic':
      return arithmetic(expression, scope, inside)
    case 'compare': {
      const [left, right] = [inside(expression.left), inside(expression.right)]
      return left === undefined || right === undefined ? undefined : compare(layers, expression.op, left, right)
    }
    case 'like': {
      const value = inside(expression.of)
      return value === undefined ? undefined : like(layers, value, expression.pattern, expression.negated)
    }
    case 'in': {
      const value = inside(expression.of)
      const values = expression.values.map(inside)
      return value === undefined || !values.every(one => one !== undefined)
        ? undefined
        : among(layers, value, values, expression.negated)
    }
    case 'not': {
      const value = inside(expression.of)
      if (value === undefined) return undefined
      const held = truth(layers, value)
      return over(layers, 'flag', [held], sql`NOT (${held.sql})`)
    }
    case 'and':
    case 'or': {
      const parts = expression.parts.map(inside)
      if (!parts.every(one => one !== undefined)) return undefined
      const held = parts.map(one => truth(layers, one))
      const all = held.map(one => one.sql)
      return over(layers, 'flag', held, expression.kind === 'and' ? sql.and(all) : sql.or(all))
    }
  }
}

function arithmetic(
  expression: Extract<Expression, { kind: 'arithmetic' }>,
  scope: Scope,
  inside: (one: Expression) => Typed | undefined,
): Typed | undefined {
  const [left, right] = [inside(expression.left), inside(expression.right)]
  if (left === undefined || right === undefined) return undefined
  const [x, y] = [numeric(scope.layers, left), numeric(scope.layers, right)]
  switch (expression.op) {
    case '+':
      return finiteSql(scope, [x, y], sql`(${x.sql} + ${y.sql})`)
    case '-':
      return finiteSql(scope, [x, y], sql`(${x.sql} - ${y.sql})`)
    case '*':
      return finiteSql(scope, [x, y], sql`(${x.sql} * ${y.sql})`)
    case '/':
      return finiteSql(scope, [x, y], sql`(${x.sql} / ${y.sql})`)
    case '^':
      return power(scope, x, right)
    case '%':
      return remainder(scope, x, right)
  }
}

/** Whole small exponents only: elsewhere two libraries differ in the last digit. */
function power(scope: Scope, x: Piece, by: Typed): Typed | undefined {
  const exponent = by.constant
  if (typeof exponent !== 'number' || !Number.isInteger(exponent) || exponent < 0 || exponent > 8) return undefined
  return finiteSql(scope, [x], sql`pow(${x.sql}, ${exponent})`)
}

/** Whole divisors only: with decimals the engine rounds otherwise than we do. */
function remainder(scope: Scope, x: Piece, by: Typed): Typed | undefined {
  const divisor = by.constant
  if (typeof divisor !== 'number' || !Number.isInteger(divisor) || divisor === 0 || Math.abs(divisor) > 2 ** 31)
    return undefined
  const held = scope.layers.short(x)
  const small = sql`toFloat64(${held.sql} % ${divisor})`
  // Beyond 53 bits every double is whole, and the engine's own remainder no longer exact; beyond 63 it has none at all.
  const large = sql`toFloat64(toInt64(${held.sql}) % ${divisor})`
  return over(
    scope.layers,
    'number',
    [held],
    sql`multiIf(abs(${held.sql}) <= 9007199254740992, ${small}, abs(${held.sql}) < 9.2e18, ${large}, NULL)`,
  )
}
