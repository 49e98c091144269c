/** Walks the tokens of a query and knows what to say when the next one is not what was expected. */
import { limits } from '../../../limits.ts'
import { type Sentence, said } from '../said/index.ts'
import type { Notice, Span } from '../tree.ts'
import { commandNames } from './catalogue-commands.ts'
import { nearest } from './nearest.ts'
import { type Token, type TokenKind, tokensOf } from './tokens.ts'
import { placeOf, QueryTrouble, type Repair, unexpectedSymbol } from './trouble.ts'

const closing = { OpenParen: ')', OpenBracket: ']', OpenBrace: '}' } as const

export class Cursor {
  readonly text: string
  readonly notices: Notice[] = []
  readonly #tokens: readonly Token[]
  readonly #open: Token[] = []
  #at = 0
  #nested = 0

  constructor(text: string) {
    this.text = text
    this.#tokens = tokensOf(text)
  }

  /** How many tokens were taken. */
  get taken(): number {
    return this.#at
  }

  /** The token `ahead` of the next one; undefined beyond the end. */
  peek(ahead = 0): Token | undefined {
    return this.#tokens[this.#at + ahead]
  }

  /** The token before the next one. */
  get last(): Token | undefined {
    return this.#tokens[this.#at - 1]
  }

  is(kind: TokenKind, ahead = 0): boolean {
    return this.peek(ahead)?.kind === kind
  }

  /** `words` in small letters. */
  isKeyword(...words: string[]): boolean {
    const token = this.peek()
    return token !== undefined && token.kind === 'Keyword' && words.includes(token.text.toLowerCase())
  }

  next(): Token {
    const token = this.peek()
    if (token === undefined) throw this.unexpected()
    this.#at++
    return token
  }

  /** Takes the token if it is of this kind. */
  take(kind: TokenKind): Token | undefined {
    return this.is(kind) ? this.next() : undefined
  }

  takeKeyword(...words: string[]): Token | undefined {
    return this.isKeyword(...words) ? this.next() : undefined
  }

  /** Takes the token or says that `wanted` was expected. */
  expect(kind: TokenKind, wanted?: Sentence, repairs: readonly Repair[] = []): Token {
    return this.take(kind) ?? this.fail(wanted, repairs)
  }

  expectKeyword(word: string): Token {
    return this.takeKeyword(word) ?? this.fail(said('word-expected', { word }))
  }

  open(kind: keyof typeof closing, wanted?: Sentence): Token {
    const token = this.expect(kind, wanted)
    this.#open.push(token)
    this.deeper(token)
    return token
  }

  close(kind: 'CloseParen' | 'CloseBracket' | 'CloseBrace'): Token {
    const token = this.take(kind)
    if (token === undefined) throw this.unexpected()
    this.#open.pop()
    this.#nested--
    return token
  }

  /** Counts what stands inside of something else, so that no text makes us recurse without end. */
  deeper(span: Span): void {
    if (++this.#nested > limits.insightsDepth) {
      throw new QueryTrouble(said('too-deep', { most: limits.insightsDepth }), span)
    }
  }

  shallower(): void {
    this.#nested--
  }

  /** From a token to the last one that was taken. */
  since(start: Span): Span {
    return { from: start.from, to: Math.max(this.last?.to ?? start.to, start.to) }
  }

  /** The text of the tokens in a span, without comments and line breaks: the name of a column that has none. */
  written({ from, to }: Span): string {
    let out = ''
    let first = this.#at
    while (first > 0 && this.#tokens[first - 1]!.from >= from) first--
    for (let at = first; at < this.#tokens.length && this.#tokens[at]!.to <= to; at++) {
      const token = this.#tokens[at]!
      const gap = at === first ? '' : this.text.slice(this.#tokens[at - 1]!.to, token.from)
      out += /[#\r\n]/.test(gap) ? ' ' : gap
      out += token.kind === 'Regex' ? token.text.replace(/\r?\n[ \t]*/g, '') : token.text
    }
    return out
  }

  /** Where the next token is, or the end of the text. */
  get here(): Span {
    return this.peek() ?? { from: this.text.length, to: this.text.length }
  }

  fail(wanted?: Sentence, repairs: readonly Repair[] = []): never {
    throw this.unexpected(wanted, repairs)
  }

  /** The trouble with the next token, with every single edit that might repair it. */
  unexpected(wanted?: Sentence, repairs: readonly Repair[] = []): QueryTrouble {
    const token = this.peek()
    const open = this.#open.at(-1)
    const left = open && said('not-closed', { open: open.text, ...placeOf(this.text, open.from) })
    const all = [
      ...repairs,
      ...this.#closings(open),
      ...this.#trailing(token),
      ...(token === undefined ? [] : this.#edits(token)),
    ]
    if (token === undefined) {
      const end = this.last?.to ?? this.text.length
      return new QueryTrouble('unexpected-end', open ?? { from: end, to: end }, {
        reason: left ?? wanted,
        repairs: all,
        at: this.text.length,
      })
    }
    if (token.kind === 'Unclosed') return unclosed(token, this.text)
    const shown = token.text.length > 40 ? `${token.text.slice(0, 40)}…` : token.text
    const breaksOff = token.kind === 'Pipe' || token.kind.startsWith('Close')
    return new QueryTrouble(unexpectedSymbol(shown), token, {
      reason: breaksOff && left !== undefined ? left : (hint(token) ?? wanted),
      repairs: all,
    })
  }

  #closings(open: Token | undefined): Repair[] {
    if (open === undefined) return []
    const insert = closing[open.kind as keyof typeof closing]
    const at = this.last?.to ?? this.text.length
    const words = said('add-closing', { close: insert, open: open.text, ...placeOf(this.text, open.from) })
    return [{ span: { from: at, to: at }, insert: spaced(this.text, at, insert), words }]
  }

  /** A comma or a pipe behind which nothing comes. */
  #trailing(token: Token | undefined): Repair[] {
    const { last } = this
    if (last === undefined || (last.kind !== 'Comma' && last.kind !== 'Pipe')) return []
    if (token !== undefined && token.kind !== 'Pipe' && !token.kind.startsWith('Close')) return []
    return [
      { span: last, insert: '', words: said('leave-out-at', { symbol: last.text, ...placeOf(this.text, last.from) }) },
    ]
  }

  #edits(token: Token): Repair[] {
    const before = { from: token.from, to: token.from }
    const edits: Repair[] = straightened(token, this.text)
    const swap = instead[token.text]
    if (swap !== undefined)
      edits.push({ span: token, insert: swap, words: said('write-instead', { insert: swap, symbol: token.text }) })
    if (token.text === '|' && this.last?.kind === 'Pipe' && this.last.to === token.from) {
      const span = { from: this.last.from, to: token.to }
      edits.push({
        span,
        insert: spaced(this.text, span.from, 'or'),
        words: said('write-instead', { insert: 'or', symbol: '||' }),
      })
      edits.push({ span: token, insert: '', words: said('leave-one-pipe') })
    }
    if (token.kind.startsWith('Close'))
      edits.push({ span: token, insert: '', words: said('leave-out-unopened', { symbol: token.text }) })
    if (/^[\w@]+$/.test(token.text)) {
      if (commandNames.has(token.text.toLowerCase())) {
        edits.push({ span: before, insert: '| ', words: said('pipe-missing', { symbol: token.text }) })
      }
      const keyword = nearest(token.text, expectedWords)
      if (keyword !== undefined && keyword !== token.text.toLowerCase()) {
        edits.push({ span: token, insert: keyword, words: said('did-you-mean', { near: keyword }) })
      }
      const command = nearest(token.text, commandNames.keys())
      if (command !== undefined && command !== token.text.toLowerCase()) {
        edits.push({ span: token, insert: `| ${command}`, words: said('did-you-mean', { near: `| ${command}` }) })
      }
    }
    const last = this.last
    if (last !== undefined && !token.kind.startsWith('Close') && token.kind !== 'Pipe') {
      edits.push({
        span: { from: last.to, to: last.to },
        insert: ',',
        words: said('comma-missing', { symbol: token.text }),
      })
    }
    return edits
  }
}

const expectedWords = [
  'and',
  'or',
  'not',
  'in',
  'like',
  'as',
  'by',
  'asc',
  'desc',
  'into',
  'where',
  'output',
  'with',
  'for',
  'maxspan',
  'timeshift',
]
const instead: Readonly<Record<string, string>> = {
  '==': '=',
  '<>': '!=',
  '&&': 'and',
}

/** `“x”` from a word processor: both quotes are straightened at once. */
function straightened(token: Token, text: string): Repair[] {
  const close = /^[^“”‘’"'\n]*([”’“‘])/.exec(text.slice(token.to))
  if (!'“”‘’'.includes(token.text) || close === null) return []
  const to = token.to + close[0].length
  const insert = `"${text.slice(token.to, to - 1)}"`
  return [{ span: { from: token.from, to }, insert, words: said('straight-quotes') }]
}

function hint(token: Token): Sentence | undefined {
  if ('“”‘’'.includes(token.text)) return 'typographic-quote'
  if (token.kind.startsWith('Close')) return said('nothing-open', { close: token.text })
  if (token.text === '==') return 'one-equals'
  return undefined
}

const spaced = (text: string, at: number, insert: string): string =>
  /[\w]/.test(insert) && /[\w)\]"'/]/.test(text[at - 1] ?? ' ') ? ` ${insert} ` : insert

/** A string that never ends: the quote is missing before a blank, a parenthesis, a pipe or the end of its line. */
function unclosed(token: Token, text: string): QueryTrouble {
  const quote = token.text.startsWith('@`')
    ? '`'
    : /^[\w.@]*`/.test(token.text) || token.text.includes('`')
      ? '`'
      : token.text[0]!
  const never = quote === '/' ? 'never-ends-regex' : quote === '`' ? 'never-ends-name' : 'never-ends-text'
  const places = new Set<number>()
  for (const match of token.text.matchAll(/\s*(\||\)|$)|\s+|,|\]/g))
    if (match.index > 1) places.add(token.from + match.index)
  const sorted = [...places].sort((a, b) => a - b)
  const nearPipe = sorted.filter(at => /^\s*(\||$)/.test(text.slice(at)))
  const tried =
    quote === '`'
      ? [...sorted, token.to].slice(0, 12)
      : [...nearPipe, ...sorted.filter(at => !nearPipe.includes(at)), token.to].slice(0, 12)
  return new QueryTrouble(
    unexpectedSymbol(quote),
    { from: token.from, to: token.from + 1 },
    {
      reason: said(never, { quote }),
      repairs: tried.map(at => ({ span: { from: at, to: at }, insert: quote, words: said('add-quote', { quote }) })),
    },
  )
}
