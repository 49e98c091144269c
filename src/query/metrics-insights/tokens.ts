/** Cuts the text of a Metrics Insights query into tokens; the parser and the editor's grammar ask the same function. */
import type { Span } from '../insights/tree.ts'

export type TokenKind =
  /** Of the language, in any letter case. */
  | 'Keyword'
  /** A function's name directly before a parenthesis. */
  | 'FunctionName'
  /** A name, plain or in double quotes. */
  | 'Name'
  /** A value in single quotes. */
  | 'String'
  /** Quotes that never end; it reaches to the end of the query. */
  | 'Unclosed'
  | 'Number'
  | 'CompareOp'
  | 'OpenParen'
  | 'CloseParen'
  | 'Comma'
  | 'Unknown'

export interface Token extends Span {
  readonly kind: TokenKind
  readonly text: string
}

/** The UTF-16 unit at an offset from the token's start, -1 beyond the end. */
export type Peek = (offset: number) => number

export const keywords: readonly string[] = [
  ...['SELECT', 'FROM', 'SCHEMA', 'WHERE', 'AND', 'GROUP', 'BY', 'ORDER', 'ASC', 'DESC', 'LIMIT'],
]
const reserved: ReadonlySet<string> = new Set(keywords)
export const insightsFunctions = ['AVG', 'COUNT', 'MAX', 'MIN', 'SUM'] as const
const called: ReadonlySet<string> = new Set([...insightsFunctions, 'CURRENT_ACCOUNT_ID'])

const code = (char: string): number => char.charCodeAt(0)
const isBlank = (unit: number): boolean =>
  unit >= 0 && (unit <= 32 || (unit > 127 && /\s/.test(String.fromCharCode(unit))))
const isDigit = (unit: number): boolean => unit >= 48 && unit <= 57
/** A dot stands in `tag.x` and `AWS.AccountId`. */
const isWord = (unit: number): boolean =>
  isDigit(unit) || (unit >= 65 && unit <= 90) || (unit >= 97 && unit <= 122) || unit === code('_') || unit === code('.')

/** Blanks from here on (count of UTF-16 units). */
export function blanksAt(peek: Peek): number {
  let length = 0
  while (isBlank(peek(length))) length++
  return length
}

/** The token that begins here, where no blank and not the end is. */
export function readToken(peek: Peek): { readonly kind: TokenKind; readonly length: number } {
  const first = peek(0)
  if (first === code('"')) return quoted(peek, first, 'Name')
  if (first === code("'")) return quoted(peek, first, 'String')
  if (isWord(first)) return word(peek)
  if (first === code('!') && peek(1) === code('=')) return { kind: 'CompareOp', length: 2 }
  if (first === code('<') && peek(1) === code('>')) return { kind: 'Unknown', length: 2 }
  const kind = single[String.fromCharCode(first)]
  if (kind !== undefined) return { kind, length: 1 }
  const pair = first >= 0xd800 && first < 0xdc00 && peek(1) >= 0xdc00 && peek(1) < 0xe000
  return { kind: 'Unknown', length: pair ? 2 : 1 }
}

const single: Readonly<Record<string, TokenKind>> = {
  '(': 'OpenParen',
  ')': 'CloseParen',
  ',': 'Comma',
  '=': 'CompareOp',
}

function quoted(peek: Peek, quote: number, kind: TokenKind): { kind: TokenKind; length: number } {
  let at = 1
  for (; peek(at) !== -1; at++) {
    if (peek(at) === code('\\') && peek(at + 1) !== -1) at++
    else if (peek(at) === quote) {
      if (peek(at + 1) !== quote) return { kind, length: at + 1 }
      at++
    }
  }
  return { kind: 'Unclosed', length: at }
}

function word(peek: Peek): { kind: TokenKind; length: number } {
  let length = 0
  let text = ''
  while (isWord(peek(length))) text += String.fromCharCode(peek(length++))
  const upper = text.toUpperCase()
  if (/^\d+$/.test(text)) return { kind: 'Number', length }
  if (reserved.has(upper)) return { kind: 'Keyword', length }
  let next = length
  while (isBlank(peek(next))) next++
  return { kind: called.has(upper) && peek(next) === code('(') ? 'FunctionName' : 'Name', length }
}

/** All tokens of a text, without blanks. */
export function tokensOf(text: string): readonly Token[] {
  const tokens: Token[] = []
  let at = 0
  const peek = (offset: number): number => (at + offset < text.length ? text.charCodeAt(at + offset) : -1)
  for (;;) {
    at += blanksAt(peek)
    if (at >= text.length) return tokens
    const { kind, length } = readToken(peek)
    tokens.push({ kind, from: at, to: at + length, text: text.slice(at, at + length) })
    at += length
  }
}
