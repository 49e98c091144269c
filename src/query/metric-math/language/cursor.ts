/** Walks the tokens of an expression and knows what to say, and what might repair it, when the next one is not what was expected. */
import { limits } from '../../../limits.ts'
import { nearest } from '../../insights/language/nearest.ts'
import { type Sentence, said } from '../said/index.ts'
import type { Span } from '../tree.ts'
import { mathFunctions } from './catalogue.ts'
import { QueryTrouble, type Repair } from './mend.ts'
import { type Token, type TokenKind, tokensOf } from './tokens.ts'
import { placeValues } from './trouble.ts'

const closing = { OpenParen: ')', OpenBracket: ']' } as const

export class Cursor {
  readonly text: string
  readonly #tokens: readonly Token[]
  readonly #open: Token[] = []
  #at = 0
  #nested = 0

  constructor(text: string) {
    this.text = text
    this.#tokens = tokensOf(text)
  }

  peek(ahead = 0): Token | undefined {
    return this.#tokens[this.#at + ahead]
  }

  get last(): Token | undefined {
    return this.#tokens[this.#at - 1]
  }

  is(kind: TokenKind, ahead = 0): boolean {
    return this.peek(ahead)?.kind === kind
  }

  next(): Token {
    const token = this.peek()
    if (token === undefined) throw this.unexpected(null)
    this.#at++
    return token
  }

  take(kind: TokenKind): Token | undefined {
    return this.is(kind) ? this.next() : undefined
  }

  open(kind: keyof typeof closing): Token {
    const token = this.take(kind)
    if (token === undefined)
      throw this.unexpected(said('math-symbol-expected', { symbol: kind === 'OpenParen' ? '(' : '[' }))
    this.#open.push(token)
    this.deeper(token)
    return token
  }

  close(kind: 'CloseParen' | 'CloseBracket', wanted: Sentence): Token {
    const token = this.take(kind)
    if (token === undefined) throw this.unexpected(wanted)
    this.#open.pop()
    this.#nested--
    return token
  }

  /** Counts what stands inside of something else, so that no text makes us recurse without end. */
  deeper(span: Span): void {
    if (++this.#nested > limits.mathDepth) {
      throw new QueryTrouble(said('math-deep', { most: limits.mathDepth }), span)
    }
  }

  shallower(): void {
    this.#nested--
  }

  /** From a token to the last one that was taken. */
  since(start: Span): Span {
    return { from: start.from, to: Math.max(this.last?.to ?? start.to, start.to) }
  }

  /** Where the next token is, or the end of the text. */
  get here(): Span {
    return this.peek() ?? { from: this.text.length, to: this.text.length }
  }

  /** The trouble with the next token, with every single edit that might repair it. */
  unexpected(wanted: Sentence | null, repairs: readonly Repair[] = []): QueryTrouble {
    const token = this.peek()
    const open = this.#open.at(-1)
    const left =
      open === undefined ? null : said('math-not-closed', { open: open.text, ...placeValues(this.text, open.from) })
    const all = [...repairs, ...this.#closings(open), ...this.#trailing(token), ...this.#edits(token)]
    if (token === undefined) {
      const end = this.last?.to ?? this.text.length
      return new QueryTrouble('math-end', open ?? { from: end, to: end }, {
        reason: left ?? wanted,
        repairs: all,
        at: this.text.length,
      })
    }
    if (token.kind === 'Unclosed') return unclosed(token)
    const shown = token.text.length > 40 ? `${token.text.slice(0, 40)}…` : token.text
    return new QueryTrouble(said('math-unexpected', { symbol: shown }), token, {
      reason: token.kind.startsWith('Close') && left !== null ? left : (hint(token) ?? wanted),
      repairs: all,
    })
  }

  #closings(open: Token | undefined): Repair[] {
    if (open === undefined) return []
    const insert = closing[open.kind as keyof typeof closing]
    const at = this.last?.to ?? this.text.length
    const words = said('math-add-for', { insert, open: open.text, ...placeValues(this.text, open.from) })
    return [
      { span: { from: at, to: at }, insert, words },
      ...(at === this.text.length ? [] : [{ span: { from: this.text.length, to: this.text.length }, insert, words }]),
    ]
  }

  /** A comma or an operator behind which nothing comes. */
  #trailing(token: Token | undefined): Repair[] {
    const { last } = this
    if (last === undefined || (last.kind !== 'Comma' && !last.kind.endsWith('Op'))) return []
    if (token !== undefined && !token.kind.startsWith('Close')) return []
    const words = said('math-leave-at', { symbol: last.text, ...placeValues(this.text, last.from) })
    return [{ span: last, insert: '', words }]
  }

  #edits(token: Token | undefined): Repair[] {
    if (token === undefined) return []
    const edits: Repair[] = straightened(token, this.text)
    const swap = Object.hasOwn(instead, token.text) ? instead[token.text] : undefined
    if (swap !== undefined) {
      const doubled = this.text[token.to] === '=' || this.text[token.to] === '>' ? 1 : 0
      edits.push({ span: token, insert: swap, words: said('math-write-for', { insert: swap, symbol: token.text }) })
      if (doubled === 1)
        edits.push({
          span: { from: token.from, to: token.to + 1 },
          insert: swap,
          words: said('math-write-this', { insert: swap }),
        })
    }
    if (/^(and|or)$/i.test(token.text)) {
      const insert = token.text.toUpperCase()
      edits.push({ span: token, insert, words: said('math-write-word-capitals', { insert }) })
    }
    if (token.kind.startsWith('Close'))
      edits.push({ span: token, insert: '', words: said('math-leave-nothing-open', { symbol: token.text }) })
    if (token.kind === 'Id' || token.kind === 'FunctionName' || token.kind === 'Number' || token.kind === 'OpenParen') {
      const at = this.last?.to ?? token.from
      edits.push({
        span: { from: at, to: at },
        insert: ' *',
        words: said('math-operator-missing', { symbol: token.text }),
      })
    }
    return edits
  }
}

const instead: Readonly<Record<string, string>> = { '=': '==', '<>': '!=', '&': '&&', '|': '||', '×': '*', '÷': '/' }

/** `“x”` from a word processor: both quotes are straightened at once. */
function straightened(token: Token, text: string): Repair[] {
  if (!'“”‘’'.includes(token.text)) return []
  const close = /^[^“”‘’"'\n]{0,200}([”’“‘])/.exec(text.slice(token.to, token.to + 201))
  if (close === null) return []
  const to = token.to + close[0].length
  const insert = `"${text.slice(token.to, to - 1)}"`
  return [{ span: { from: token.from, to }, insert, words: said('math-straight-quotes') }]
}

function hint(token: Token): Sentence | null {
  if ('“”‘’'.includes(token.text)) return 'math-typographic'
  if (token.kind.startsWith('Close')) return said('math-nothing-open', { symbol: token.text })
  if (token.text === '=') return 'math-equality'
  if (token.text === '%') return 'math-percent'
  return null
}

function unclosed(token: Token): QueryTrouble {
  const quote = token.text[0]!
  const ends = [...token.text.matchAll(/\s*[,)]/g)].map(match => token.from + match.index).slice(0, 8)
  return new QueryTrouble(
    said('math-unexpected', { symbol: quote }),
    { from: token.from, to: token.from + 1 },
    {
      reason: said('math-no-closing', { quote }),
      repairs: [...ends, token.to].map(at => ({
        span: { from: at, to: at },
        insert: quote,
        words: said('math-add', { insert: quote }),
      })),
    },
  )
}

/** The function that was most likely meant. */
export function functionNear(name: string): string | undefined {
  return nearest(
    name,
    mathFunctions.map(entry => entry.name),
  )
}
