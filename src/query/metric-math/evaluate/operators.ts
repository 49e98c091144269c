/**
 * Operators between numbers, series and lists. Between two series a missing point counts as 0 where the other has one; between a
 * series and a number there is a point where the series has one. What is no finite number (a division by 0) is no point.
 */
import type { ArithmeticOp, BinaryOp } from '../tree.ts'
import type { Points } from './grid.ts'
import { computed, type Line, list, scalar, single, type Value } from './value.ts'

export type Operator = BinaryOp | ArithmeticOp

const flag = (condition: boolean): number => (condition ? 1 : 0)

export const operators: Readonly<Record<Operator, (a: number, b: number) => number>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '^': (a, b) => a ** b,
  '==': (a, b) => flag(a === b),
  '!=': (a, b) => flag(a !== b),
  '<': (a, b) => flag(a < b),
  '<=': (a, b) => flag(a <= b),
  '>': (a, b) => flag(a > b),
  '>=': (a, b) => flag(a >= b),
  AND: (a, b) => flag(a !== 0 && b !== 0),
  OR: (a, b) => flag(a !== 0 || b !== 0),
}

/** Two lists are refused before anything is computed. */
export function operate(op: Operator, left: Value, right: Value): Value {
  const apply = operators[op]
  if (left.type === 'TS[]') {
    return list(left.lines.map(line => ({ ...line, values: withOne(apply, line.values, right) })))
  }
  if (right.type === 'TS[]') {
    return list(right.lines.map(line => ({ ...line, values: withOne((a, b) => apply(b, a), line.values, left) })))
  }
  if (left.type === 'TS') return single(keeping(left.line, right, withOne(apply, left.line.values, right)))
  if (right.type === 'TS') {
    return single(
      keeping(
        right.line,
        left,
        withOne((a, b) => apply(b, a), right.line.values, left),
      ),
    )
  }
  if (Number.isNaN(left.value) || Number.isNaN(right.value)) return scalar(Number.NaN)
  return scalar(apply(left.value, right.value))
}

/** A series and a number are still about the series' metric; two series are about none. */
const keeping = (line: Line, other: Value, values: Points): Line =>
  other.type === 'S' ? { ...line, values } : computed(values)

function withOne(apply: (a: number, b: number) => number, left: Points, right: Value): Points {
  if (right.type === 'TS[]') throw new Error('two lists were let through')
  const out = new Float64Array(left.length)
  if (right.type === 'S') {
    const b = right.value
    for (let at = 0; at < out.length; at++) {
      const a = left[at]!
      // A comparison of NaN gives 0, which would be a point.
      out[at] = Number.isNaN(a) || Number.isNaN(b) ? Number.NaN : finite(apply(a, b))
    }
    return out
  }
  const others = right.line.values
  for (let at = 0; at < out.length; at++) {
    const a = left[at]!
    const b = others[at]!
    out[at] =
      Number.isNaN(a) && Number.isNaN(b) ? Number.NaN : finite(apply(Number.isNaN(a) ? 0 : a, Number.isNaN(b) ? 0 : b))
  }
  return out
}

/** No -0 either: nobody should read it. */
const finite = (value: number): number => (Number.isFinite(value) ? value + 0 : Number.NaN)
