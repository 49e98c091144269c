/** Expressions as canonical text, with parentheses only where they change the meaning. */
import type { Expression, Period, Query } from '../tree.ts'
import { printName } from './names.ts'
import { printRegex } from './regex.ts'
import { printText } from './text.ts'

/** How strongly each binds; an operand that binds less stands in parentheses. */
const strength = { or: 1, and: 2, not: 3, compare: 4, sum: 5, product: 6, power: 7, sign: 8, value: 9 } as const

const arithmetic = { '+': 'sum', '-': 'sum', '*': 'product', '/': 'product', '%': 'product', '^': 'power' } as const

function strengthOf(expression: Expression): number {
  switch (expression.kind) {
    case 'or':
    case 'and':
    case 'not':
      return strength[expression.kind]
    case 'compare':
    case 'like':
    case 'in':
    case 'in-query':
      return strength.compare
    case 'arithmetic':
      return strength[arithmetic[expression.op]]
    case 'negate':
      return strength.sign
    case 'number':
      return expression.value < 0 ? strength.sign : strength.value
    default:
      return strength.value
  }
}

export const printPeriod = ({ amount, unit }: Period): string => `${amount}${unit}`

/** `query` prints what stands in the parentheses of `in ( … )`. */
export class ExpressionPrinter {
  readonly #query: (query: Query) => string
  constructor(query: (query: Query) => string) {
    this.#query = query
  }

  /** In parentheses when it binds less than `least`. */
  print(expression: Expression, least: number = strength.or): string {
    const text = this.#plain(expression)
    return strengthOf(expression) < least ? `(${text})` : text
  }

  /** As an operand of a command that reads sums. */
  sum(expression: Expression): string {
    return this.print(expression, strength.sum)
  }

  value(expression: Expression): string {
    return this.print(expression, strength.value)
  }

  list(expressions: readonly Expression[]): string {
    return expressions.map(expression => this.print(expression)).join(', ')
  }

  #plain(expression: Expression): string {
    switch (expression.kind) {
      case 'text':
        return printText(expression.value)
      case 'number':
        return String(expression.value)
      case 'period':
        return printPeriod(expression.period)
      case 'regex':
        return printRegex(expression.regex)
      case 'field':
        return printName(expression.field)
      case 'access':
        return this.#access(expression)
      case 'call':
        return `${expression.name}(${this.list(expression.args)})`
      case 'aggregate':
        return `${expression.name}(${expression.name === 'count' && expression.args.length === 0 ? '*' : this.list(expression.args)})`
      case 'negate':
        return `-${expression.of.kind === 'number' ? `(${this.#plain(expression.of)})` : this.print(expression.of, strength.sign)}`
      case 'arithmetic': {
        const own = strengthOf(expression)
        const [left, right] = expression.op === '^' ? [strength.sign, own] : [own, own + 1]
        return `${this.print(expression.left, left)} ${expression.op} ${this.print(expression.right, right)}`
      }
      case 'compare':
        return `${this.sum(expression.left)} ${expression.op} ${this.sum(expression.right)}`
      case 'like': {
        const { pattern } = expression
        const shown = typeof pattern === 'string' ? printText(pattern) : printRegex(pattern)
        return `${this.sum(expression.of)} ${expression.negated ? 'not ' : ''}like ${shown}`
      }
      case 'in':
        return `${this.sum(expression.of)} ${expression.negated ? 'not ' : ''}in [${expression.values.map(value => this.sum(value)).join(', ')}]`
      case 'in-query':
        return `${this.sum(expression.of)} ${expression.negated ? 'not ' : ''}in (${this.#query(expression.query)})`
      case 'not':
        return `not ${this.print(expression.of, strength.not)}`
      case 'and':
        return expression.parts.map(part => this.print(part, strength.not)).join(' and ')
      case 'or':
        return expression.parts.map(part => this.print(part, strength.and)).join(' or ')
    }
  }

  /** After a field a dot would be part of its name, so a key stands in brackets there. */
  #access({ of, key }: Expression & { kind: 'access' }): string {
    const steps = of.kind === 'field' || of.kind === 'access' || of.kind === 'call' || of.kind === 'aggregate'
    const base = steps ? this.#plain(of) : `(${this.#plain(of)})`
    if (typeof key === 'number') return `${base}[${key}]`
    const dotted = of.kind !== 'field' && /^[\p{L}_][\p{L}\p{N}_]*$/u.test(key) && !/[\ud800-\udfff]/.test(key)
    return dotted ? `${base}.${key}` : `${base}[${printText(key)}]`
  }
}
