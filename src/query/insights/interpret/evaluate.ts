/** The value of an expression in a row. */
import {
  type Argument,
  calculate,
  callScalar,
  compareValues,
  holds,
  isAmong,
  matchesRegex,
  negate,
  numberOf,
  textOf,
} from '../functions/index.ts'
import type { Expression, FieldName, Query } from '../tree.ts'
import type { Value } from '../value.ts'
import type { InterpretContext } from './context.ts'
import { lookup, lookupStructure, nameOf, type Row, shownColumns, step } from './table.ts'

/** How an aggregate inside an expression gets its value: only stats knows. */
export type AggregateValue = (node: Extract<Expression, { kind: 'aggregate' }>) => Value

export function evaluate(
  expression: Expression,
  row: Row,
  context: InterpretContext,
  aggregate?: AggregateValue,
): Value {
  const value = (one: Expression): Value => evaluate(one, row, context, aggregate)
  switch (expression.kind) {
    case 'text':
    case 'number':
      return expression.value
    case 'period':
    case 'regex':
      return null
    case 'field':
      return lookup(row, expression.field, context.region)
    case 'access':
      return accessed(expression, row, context, value)
    case 'call':
      return callScalar(expression.name, argumentsOf(expression, row, context, value), context)
    case 'aggregate':
      return aggregate?.(expression) ?? null
    case 'negate':
      return negate(value(expression.of))
    case 'arithmetic':
      return calculate(expression.op, value(expression.left), value(expression.right))
    case 'compare':
      return compareValues(expression.op, value(expression.left), value(expression.right))
    case 'like':
      return isLike(value(expression.of), expression.pattern, expression.negated)
    case 'in':
      return isAmong(value(expression.of), expression.values.map(value), expression.negated)
    case 'in-query':
      return isInAnswer(value(expression.of), expression.query, context, expression.negated)
    case 'not':
      return !holds(value(expression.of))
    case 'and':
      return expression.parts.every(part => holds(value(part)))
    case 'or':
      return expression.parts.some(part => holds(value(part)))
  }
}

/** As `evaluate`; a field may also be an object or array of the message. */
export const evaluateStructure = (expression: Expression, row: Row, context: InterpretContext): Value =>
  expression.kind === 'field'
    ? lookupStructure(row, expression.field, context.region)
    : evaluate(expression, row, context)

function argumentsOf(
  { name, args }: Extract<Expression, { kind: 'call' }>,
  row: Row,
  context: InterpretContext,
  value: (one: Expression) => Value,
): readonly Argument[] {
  const given = args.map(one => argumentOf(one, value))
  return name === 'bin' ? [lookup(row, timestamp, context.region), ...given] : given
}

const timestamp = nameOf('@timestamp')

export const argumentOf = (one: Expression, value: (one: Expression) => Value): Argument =>
  one.kind === 'period' || one.kind === 'regex' ? one : value(one)

function accessed(
  expression: Extract<Expression, { kind: 'access' }>,
  row: Row,
  context: InterpretContext,
  value: (one: Expression) => Value,
): Value {
  const inside = step(value(expression.of), expression.key)
  const name = inside === null ? fieldOf(expression) : null
  return name === null ? inside : lookup(row, name, context.region)
}

/** `tags[0].id` of a message is the field `tags.0.id`. */
function fieldOf(expression: Expression): FieldName | null {
  if (expression.kind === 'field') return expression.field
  const head = expression.kind === 'access' ? fieldOf(expression.of) : null
  if (head === null || expression.kind !== 'access') return null
  const key = String(expression.key)
  return { segments: [...head.segments, key], text: `${head.text}.${key}` }
}

function isLike(value: Value, pattern: Extract<Expression, { kind: 'like' }>['pattern'], negated: boolean): boolean {
  const text = textOf(value)
  if (text === null) return false
  const found = typeof pattern === 'string' ? text.includes(pattern) : matchesRegex(text, pattern.source)
  return found !== negated
}

interface AnswerSet {
  readonly texts: ReadonlySet<string>
  readonly numbers: ReadonlySet<number>
}
const answers = new WeakMap<InterpretContext, Map<Query, AnswerSet>>()

function isInAnswer(value: Value, query: Query, context: InterpretContext, negated: boolean): boolean {
  const text = textOf(value)
  if (text === null) return false
  const number = numberOf(value)
  const { texts, numbers } = answerSet(query, context)
  return (number === null ? texts.has(text) : numbers.has(number)) !== negated
}

/** The values of an inner query's first column, gathered once. */
function answerSet(query: Query, context: InterpretContext): AnswerSet {
  const known = answers.get(context) ?? new Map<Query, AnswerSet>()
  const set = known.get(query) ?? gather(query, context)
  answers.set(context, known.set(query, set))
  return set
}

function gather(query: Query, context: InterpretContext): AnswerSet {
  const { shape, rows } = context.inner(query)
  const column = nameOf(shownColumns(shape)[0] ?? '')
  const values = rows.map(row => lookup(row, column, context.region))
  return {
    texts: new Set(values.map(textOf).filter(text => text !== null)),
    numbers: new Set(values.map(numberOf).filter(number => number !== null)),
  }
}
