/** Tree to text, as short as it can be without another meaning. Reading it gives the same tree, but for where things stood. */
import type { BinaryOp, MathArgument, MathExpression } from '../tree.ts'

const strengthOf: Readonly<Record<BinaryOp, number>> = {
  OR: 1,
  AND: 2,
  '==': 3,
  '!=': 3,
  '<': 3,
  '<=': 3,
  '>': 3,
  '>=': 3,
  '+': 4,
  '-': 4,
  '*': 5,
  '/': 5,
}
const sign = 6
const power = 7
const value = 8

export const printMath = (expression: MathExpression): string => print(expression)

function print(node: MathArgument): string {
  switch (node.kind) {
    case 'number':
      return String(node.value)
    case 'reference':
      return node.id
    case 'word':
      return node.word
    case 'text':
      return printText(node.value)
    case 'negate':
      return `-${within(node.of, sign)}`
    case 'power':
      return `${within(node.base, value)}^${within(node.exponent, sign)}`
    case 'array':
      return `[${node.items.map(print).join(', ')}]`
    case 'call':
      return `${node.name}(${node.args.map(print).join(', ')})`
    case 'chain': {
      const own = strengthOf[node.rest[0]!.op]
      let out = within(node.first, own + 1)
      for (const { op, operand } of node.rest) out += ` ${op} ${within(operand, own + 1)}`
      return out
    }
  }
}

/** In parentheses when it binds weaker than what stands around it. */
function within(node: MathExpression, least: number): string {
  return strength(node) < least ? `(${print(node)})` : print(node)
}

function strength(node: MathExpression): number {
  if (node.kind === 'chain') return strengthOf[node.rest[0]!.op]
  if (node.kind === 'negate') return sign
  return node.kind === 'power' ? power : value
}

/** In quotes that `readText` takes off again; single ones where both will do. */
export function printText(text: string): string {
  const parts: readonly string[] = text.match(/\\[\s\S]|[^\\]|\\$/g) ?? []
  // A backslash belongs to what follows it: only the other quotes keep such a pair.
  const quote = parts.includes("\\'") || (parts.includes("'") && !parts.some(part => part.endsWith('"'))) ? '"' : "'"
  return quote + parts.map(part => (part === quote ? `\\${part}` : part)).join('') + quote
}
