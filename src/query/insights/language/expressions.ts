/** Expressions and conditions, by descent: or, and, not, comparison, sum, product, power, sign, step, value. */
import { said } from '../said/index.ts'
import type { ArithmeticOp, Column, CompareOp, Expression, Query, Regex, Span } from '../tree.ts'
import { checkArguments, functionNamed } from './calls.ts'
import type { Cursor } from './cursor.ts'
import { Leaves, spanOf } from './leaves.ts'
import { fieldNamed, readName } from './names.ts'
import { readText } from './text.ts'
import type { Token } from './tokens.ts'
import { QueryTrouble, unexpectedSymbol } from './trouble.ts'

export class Expressions extends Leaves {
  /** Reads the query inside of `in ( … )`; it stands after the parenthesis. */
  protected readonly readQuery: () => Query

  constructor(cursor: Cursor, readQuery: () => Query) {
    super(cursor)
    this.readQuery = readQuery
  }

  expression(): Expression {
    return this.#joined('or', () => this.#joined('and', () => this.#not()))
  }

  #joined(kind: 'or' | 'and', part: () => Expression): Expression {
    const start = this.cursor.here
    const parts = [part()]
    while (this.cursor.takeKeyword(kind) !== undefined) parts.push(part())
    if (parts.length === 1) return parts[0]!
    return { kind, parts, span: this.cursor.since(start) }
  }

  #not(): Expression {
    const { cursor } = this
    const start = cursor.here
    if (cursor.takeKeyword('not') === undefined && cursor.take('Bang') === undefined) return this.#comparison()
    cursor.deeper(start)
    const of = this.#not()
    cursor.shallower()
    return { kind: 'not', of, span: cursor.since(start) }
  }

  #comparison(): Expression {
    const { cursor } = this
    const start = cursor.here
    const left = this.sum()
    const op = cursor.peek()
    if (op?.kind === 'CompareOp' && op.text === '=~') {
      cursor.next()
      return { kind: 'like', of: left, pattern: this.#likePattern(), negated: false, span: cursor.since(start) }
    }
    if (op?.kind === 'CompareOp' && op.text !== '==' && op.text !== '<>') {
      cursor.next()
      if (cursor.is('Regex')) throw cursor.unexpected('regex-is-liked', likeInstead(op))
      const right = this.sum()
      return { kind: 'compare', op: op.text as CompareOp, left, right, span: cursor.since(start) }
    }
    const negated = cursor.takeKeyword('not') !== undefined
    if (cursor.takeKeyword('like') !== undefined) {
      return { kind: 'like', of: left, pattern: this.#likePattern(), negated, span: cursor.since(start) }
    }
    if (cursor.takeKeyword('in') !== undefined) return this.#in(left, negated, start)
    if (negated) throw cursor.unexpected('like-or-in-expected')
    return left
  }

  #likePattern(): string | Regex {
    const { cursor } = this
    const token = cursor.peek()
    if (token?.kind === 'String') return readText(cursor.next())
    if (token?.kind === 'Regex') return this.regex(cursor.next())
    throw cursor.unexpected('like-pattern-expected', token?.kind === 'Field' ? quote(token) : [])
  }

  #in(of: Expression, negated: boolean, start: Span): Expression {
    const { cursor } = this
    if (cursor.is('OpenParen')) {
      const open = cursor.open('OpenParen')
      if (!cursor.is('CommandName')) throw this.#listInParens(open)
      const query = this.readQuery()
      cursor.close('CloseParen')
      return { kind: 'in-query', of, query, negated, span: cursor.since(start) }
    }
    const values = this.list(() => this.sum())
    return { kind: 'in', of, values, negated, span: cursor.since(start) }
  }

  /** `in ("a", "b")`: one edit over the whole list makes brackets of the parentheses. */
  #listInParens(open: Token): QueryTrouble {
    const { cursor } = this
    let ahead = 0
    while (cursor.peek(ahead) !== undefined && !cursor.is('CloseParen', ahead)) ahead++
    const close = cursor.peek(ahead)
    const words = said('list-in-brackets')
    return new QueryTrouble(unexpectedSymbol('('), open, {
      reason: 'in-takes-list',
      suggestion: words,
      repairs:
        close === undefined
          ? []
          : [{ span: { from: open.from, to: close.to }, insert: `[${cursor.text.slice(open.to, close.from)}]`, words }],
    })
  }

  /** `[a, b]`, at least one. */
  list<T>(item: () => T): T[] {
    const { cursor } = this
    cursor.open('OpenBracket', 'list-expected')
    const items = [item()]
    while (cursor.take('Comma') !== undefined) items.push(item())
    cursor.close('CloseBracket')
    return items
  }

  sum(): Expression {
    return this.#chain(['+', '-'], () => this.#chain(['*', '/', '%'], () => this.#power()))
  }

  /** Operators of one strength bind to the left; each makes the tree a level deeper. */
  #chain(ops: readonly string[], operand: () => Expression): Expression {
    const { cursor } = this
    const start = cursor.here
    let left = operand()
    let levels = 0
    for (;;) {
      const token = cursor.peek()
      if (token === undefined || (token.kind !== 'ArithmeticOp' && token.kind !== 'Star') || !ops.includes(token.text))
        break
      cursor.next()
      cursor.deeper(token)
      levels++
      const right = operand()
      left = { kind: 'arithmetic', op: token.text as ArithmeticOp, left, right, span: cursor.since(start) }
    }
    for (; levels > 0; levels--) cursor.shallower()
    return left
  }

  #power(): Expression {
    const { cursor } = this
    const start = cursor.here
    const left = this.#sign()
    const token = cursor.peek()
    if (token?.kind !== 'ArithmeticOp' || token.text !== '^') return left
    cursor.next()
    cursor.deeper(token)
    const right = this.#power()
    cursor.shallower()
    return { kind: 'arithmetic', op: '^', left, right, span: cursor.since(start) }
  }

  #sign(): Expression {
    const { cursor } = this
    const token = cursor.peek()
    if (token?.kind !== 'ArithmeticOp' || token.text !== '-') return this.#steps()
    cursor.next()
    if (cursor.is('Number')) {
      const { value } = this.number()
      return { kind: 'number', value: value === 0 ? 0 : -value, span: cursor.since(token) }
    }
    cursor.deeper(token)
    const of = this.#sign()
    cursor.shallower()
    return { kind: 'negate', of, span: cursor.since(token) }
  }

  #steps(): Expression {
    const { cursor } = this
    const start = cursor.here
    let of = this.#value()
    let levels = 0
    const step = (key: string | number): void => {
      cursor.deeper(start)
      levels++
      of = { kind: 'access', of, key, span: cursor.since(start) }
    }
    for (;;) {
      if (cursor.is('Path')) {
        const token = cursor.next()
        const { segments } = readName(token.text.slice(1), token)
        for (const segment of segments) step(/^\d{1,9}$/.test(segment) ? Number(segment) : segment)
      } else if (cursor.is('OpenBracket')) {
        cursor.open('OpenBracket')
        const key = cursor.is('String') ? readText(cursor.next()) : this.count('index-expected', 0)
        cursor.close('CloseBracket')
        step(key)
      } else break
    }
    for (; levels > 0; levels--) cursor.shallower()
    return of
  }

  #value(): Expression {
    const { cursor } = this
    const token = cursor.peek()
    switch (token?.kind) {
      case 'String':
        return { kind: 'text', value: readText(cursor.next()), span: spanOf(token) }
      case 'Number':
        return this.number()
      case 'Period':
        return { kind: 'period', period: this.period(), span: spanOf(token) }
      case 'Regex':
        return { kind: 'regex', regex: this.regex(cursor.next()), span: spanOf(token) }
      case 'FunctionName':
        return this.#call()
      case 'OpenParen': {
        cursor.open('OpenParen')
        const inner = this.expression()
        cursor.close('CloseParen')
        return { ...inner, span: cursor.since(token) }
      }
      case 'Parameter':
        throw new QueryTrouble(unexpectedSymbol(token.text), token, {
          reason: 'no-parameter-value',
        })
      default: {
        if (token?.kind === 'Field' && /^(true|false)$/i.test(token.text)) {
          cursor.next()
          return { kind: 'number', value: token.text.toLowerCase() === 'true' ? 1 : 0, span: spanOf(token) }
        }
        const field = this.field('operand-expected')
        return { kind: 'field', field, span: cursor.since(token!) }
      }
    }
  }

  #call(): Expression {
    const { cursor } = this
    const token = cursor.next()
    const entry = functionNamed(token, cursor.here.from)
    cursor.open('OpenParen')
    const args: Expression[] = []
    const starred = cursor.is('Star') && cursor.is('CloseParen', 1)
    if (starred) cursor.next()
    else if (!cursor.is('CloseParen')) {
      do args.push(this.expression())
      while (cursor.take('Comma') !== undefined)
    }
    cursor.close('CloseParen')
    checkArguments(entry, args, starred, token)
    return {
      kind: entry.group === 'aggregate' ? 'aggregate' : 'call',
      name: entry.name,
      args,
      span: cursor.since(token),
    }
  }

  column(): Column {
    const { cursor } = this
    const start = cursor.here
    const expression = this.expression()
    const written = cursor.written({ from: start.from, to: cursor.last!.to })
    const alias = this.aliasIfAny()
    const own = expression.kind === 'field' ? expression.field.text : written
    return { name: alias ?? own, expression, aliased: alias !== null, span: cursor.since(start) }
  }

  columns(): Column[] {
    const columns = [this.column()]
    while (this.cursor.take('Comma') !== undefined) columns.push(this.column())
    return columns
  }
}

/** The field that commands without one are about. */
export const messageAt = (span: Span): Expression => ({
  kind: 'field',
  field: fieldNamed('@message'),
  span: { from: span.to, to: span.to },
})

const likeInstead = (op: Token) =>
  op.text === '=' || op.text === '!='
    ? [
        {
          span: op,
          insert: op.text === '=' ? 'like' : 'not like',
          words: said('regex-with-like'),
        },
      ]
    : []

const quote = (token: Token) => [{ span: token, insert: `"${token.text}"`, words: said('quote-text') }]
