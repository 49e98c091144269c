/** `+ - * / % ^` and the sign. What is not a number on either side, or gives none (x / 0), is null. */
import type { ArithmeticOp } from '../tree.ts'
import type { Value } from '../value.ts'
import { finite, numberOf } from './numbers.ts'

export function calculate(op: ArithmeticOp, left: Value, right: Value): Value {
  const [x, y] = [numberOf(left), numberOf(right)]
  return x === null || y === null ? null : finite(apply(op, x, y))
}

function apply(op: ArithmeticOp, x: number, y: number): number {
  switch (op) {
    case '+':
      return x + y
    case '-':
      return x - y
    case '*':
      return x * y
    case '/':
      return x / y
    case '%': // the sign of the left side
      return x % y
    case '^':
      return x ** y
  }
}

export function negate(value: Value): Value {
  const x = numberOf(value)
  return x === null ? null : finite(-x)
}
