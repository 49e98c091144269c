/**
 * Text to tree, by descent: or, and, comparison, sum, product, sign, power, value. What the names mean and which types fit is
 * `check.ts`'s. No text makes it throw.
 */
import { limits } from '../../../limits.ts'
import type { Result } from '../../../model/index.ts'
import { said } from '../said/index.ts'
import type { BinaryOp, CompileError, Link, MathArgument, MathExpression } from '../tree.ts'
import { mathFunction, refusedFunctions } from './catalogue.ts'
import { Cursor, functionNear } from './cursor.ts'
import { compiled, QueryTrouble } from './mend.ts'
import type { Token, TokenKind } from './tokens.ts'

export function parseMath(text: string): Result<MathExpression, CompileError> {
  return compiled(text, readMath)
}

/** The same, throwing `QueryTrouble`. */
export function readMath(text: string): MathExpression {
  if (text.length > limits.mathExpressionLength) {
    const span = { from: limits.mathExpressionLength, to: text.length }
    throw new QueryTrouble(said('math-too-long', { most: limits.mathExpressionLength }), span)
  }
  return new Parser(text).whole()
}

/** From weakest to strongest. */
const levels: readonly { readonly kind: TokenKind; readonly ops: Readonly<Record<string, BinaryOp>> }[] = [
  { kind: 'LogicOp', ops: { OR: 'OR', '||': 'OR' } },
  { kind: 'LogicOp', ops: { AND: 'AND', '&&': 'AND' } },
  { kind: 'CompareOp', ops: { '==': '==', '!=': '!=', '<': '<', '<=': '<=', '>': '>', '>=': '>=' } },
  { kind: 'ArithmeticOp', ops: { '+': '+', '-': '-' } },
  { kind: 'ArithmeticOp', ops: { '*': '*', '/': '/' } },
]

class Parser {
  readonly #cursor: Cursor

  constructor(text: string) {
    this.#cursor = new Cursor(text)
  }

  whole(): MathExpression {
    if (this.#cursor.peek() === undefined) throw this.#cursor.unexpected('math-expression-expected')
    const expression = this.#chain(0)
    if (this.#cursor.peek() !== undefined) throw this.#cursor.unexpected('math-operator-expected')
    return expression
  }

  #chain(level: number): MathExpression {
    const strength = levels[level]
    if (strength === undefined) return this.#sign()
    const cursor = this.#cursor
    const start = cursor.here
    const first = this.#chain(level + 1)
    const rest: Link[] = []
    for (;;) {
      const token = cursor.peek()
      const op = token?.kind === strength.kind ? strength.ops[token.text] : undefined
      if (token === undefined || op === undefined) break
      cursor.next()
      rest.push({ op, operand: this.#chain(level + 1), at: spanOf(token) })
    }
    return rest.length === 0 ? first : { kind: 'chain', first, rest, span: cursor.since(start) }
  }

  #sign(): MathExpression {
    const cursor = this.#cursor
    const token = cursor.peek()
    if (token?.kind !== 'ArithmeticOp' || token.text !== '-') return this.#power()
    cursor.next()
    cursor.deeper(token)
    const of = this.#sign()
    cursor.shallower()
    return { kind: 'negate', of, span: cursor.since(token) }
  }

  /** Binds to the right, and stronger than a sign before it: `-2^2` is -4. */
  #power(): MathExpression {
    const cursor = this.#cursor
    const start = cursor.here
    const base = this.#value()
    const token = cursor.peek()
    if (token?.kind !== 'ArithmeticOp' || token.text !== '^') return base
    cursor.next()
    cursor.deeper(token)
    const exponent = this.#sign()
    cursor.shallower()
    return { kind: 'power', base, exponent, span: cursor.since(start) }
  }

  #value(): MathExpression {
    const cursor = this.#cursor
    const token = cursor.peek()
    switch (token?.kind) {
      case 'Number':
        return this.#number(cursor.next())
      case 'Id':
        cursor.next()
        return { kind: 'reference', id: token.text, span: spanOf(token) }
      case 'FunctionName':
        return this.#call()
      case 'OpenParen': {
        cursor.open('OpenParen')
        const inner = this.#chain(0)
        cursor.close('CloseParen', 'math-operator-or-close')
        return { ...inner, span: cursor.since(token) }
      }
      case 'OpenBracket':
        return this.#array()
      case 'Word':
        throw this.#word(token)
      case 'String':
        throw cursor.unexpected('math-text-where')
      default:
        throw cursor.unexpected('math-value-expected')
    }
  }

  #number(token: Token): MathExpression {
    const value = Number(token.text)
    if (!Number.isFinite(value)) throw new QueryTrouble(said('math-number-large', { text: token.text }), token)
    return { kind: 'number', value, span: spanOf(token) }
  }

  #array(): MathExpression {
    const cursor = this.#cursor
    const open = cursor.open('OpenBracket')
    const items = [this.#chain(0)]
    while (cursor.take('Comma') !== undefined) items.push(this.#chain(0))
    cursor.close('CloseBracket', said('math-comma-or', { symbol: ']' }))
    return { kind: 'array', items, span: cursor.since(open) }
  }

  #call(): MathExpression {
    const cursor = this.#cursor
    const token = cursor.next()
    const name = nameOf(token)
    cursor.open('OpenParen')
    const args: MathArgument[] = []
    if (!cursor.is('CloseParen')) {
      do args.push(this.#argument())
      while (cursor.take('Comma') !== undefined)
    }
    cursor.close('CloseParen', said('math-comma-or', { symbol: ')' }))
    return { kind: 'call', name, args, span: cursor.since(token) }
  }

  #argument(): MathArgument {
    const cursor = this.#cursor
    const token = cursor.peek()
    const alone = cursor.is('Comma', 1) || cursor.is('CloseParen', 1)
    if (token?.kind === 'String') {
      cursor.next()
      return { kind: 'text', value: readText(token.text), span: spanOf(token) }
    }
    if (token?.kind === 'Word' && alone) {
      cursor.next()
      return { kind: 'word', word: token.text, span: spanOf(token) }
    }
    return this.#chain(0)
  }

  #word(token: Token): QueryTrouble {
    const small = token.text[0]!.toLowerCase() + token.text.slice(1)
    const repairs = [
      ...(mathFunction(token.text) === undefined
        ? []
        : [{ span: token, insert: `${token.text}()`, words: said('math-is-function', { name: token.text }) }]),
      { span: token, insert: small, words: said('math-small-letter', { id: small }) },
    ]
    return new QueryTrouble(said('math-unexpected', { symbol: token.text }), token, {
      reason: 'math-id-begins',
      repairs,
    })
  }
}

function nameOf(token: Token): string {
  const name = token.text
  if (mathFunction(name) !== undefined) return name
  const why = Object.hasOwn(refusedFunctions, name) ? refusedFunctions[name] : undefined
  if (why !== undefined) throw new QueryTrouble(said('math-function-refused', { name }), token, { reason: why })
  const upper = name.toUpperCase()
  const meant = mathFunction(upper) !== undefined ? upper : functionNear(name)
  const words =
    meant === upper ? said('math-write-capitals', { name: upper }) : said('math-near', { near: meant ?? '' })
  throw new QueryTrouble(said('math-no-function', { name }), token, {
    reason: meant === upper ? 'math-capitals' : null,
    suggestion: meant === undefined ? null : words,
    repairs: meant === undefined ? [] : [{ span: token, insert: meant, words }],
  })
}

/** Text in quotes: a backslash goes away before the quote that encloses it, and stays before anything else. */
export function readText(literal: string): string {
  const quote = literal[0]!
  return literal.slice(1, -1).replace(/\\([\s\S])/g, (pair, char: string) => (char === quote ? char : pair))
}

const spanOf = ({ from, to }: Token) => ({ from, to })
