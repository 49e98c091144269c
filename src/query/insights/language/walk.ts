/** Steps through expressions: the parts of one, and the same one with other parts. */
import type { Expression } from '../tree.ts'

/** Direct parts, in the order in which they were written. */
export function partsOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'access':
    case 'negate':
    case 'not':
    case 'like':
    case 'in-query':
      return [expression.of]
    case 'in':
      return [expression.of, ...expression.values]
    case 'call':
    case 'aggregate':
      return expression.args
    case 'arithmetic':
    case 'compare':
      return [expression.left, expression.right]
    case 'and':
    case 'or':
      return expression.parts
    default:
      return []
  }
}

/** `parts` as `partsOf` gives them, each changed or not. */
export function withParts(expression: Expression, parts: readonly Expression[]): Expression {
  if (parts.every((part, at) => part === partsOf(expression)[at])) return expression
  switch (expression.kind) {
    case 'access':
    case 'negate':
    case 'not':
    case 'like':
    case 'in-query':
      return { ...expression, of: parts[0]! }
    case 'in':
      return { ...expression, of: parts[0]!, values: parts.slice(1) }
    case 'call':
    case 'aggregate':
      return { ...expression, args: parts }
    case 'arithmetic':
    case 'compare':
      return { ...expression, left: parts[0]!, right: parts[1]! }
    case 'and':
    case 'or':
      return { ...expression, parts }
    default:
      return expression
  }
}

/** Itself and everything in it, but no queries in it. */
export function* everyPart(expression: Expression): Generator<Expression> {
  yield expression
  for (const part of partsOf(expression)) yield* everyPart(part)
}
