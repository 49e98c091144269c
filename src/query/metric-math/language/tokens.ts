/**
 * Cuts the text of an expression into tokens. No token depends on those before it, so the parser and the editor's grammar ask the
 * same function.
 */
import type { Span } from '../tree.ts'

export type TokenKind =
  /** The id of a metric or an expression: begins with a small letter. */
  | 'Id'
  /** A word directly before a parenthesis. */
  | 'FunctionName'
  /** Any other word: `REPEAT`, `DESC`, `AVG` in SORT. */
  | 'Word'
  | 'Number'
  | 'String'
  /** A text that never ends; it reaches to the end of the expression. */
  | 'Unclosed'
  | 'CompareOp'
  /** `AND`, `OR`, `&&`, `||` */
  | 'LogicOp'
  | 'ArithmeticOp'
  | 'OpenParen'
  | 'CloseParen'
  | 'OpenBracket'
  | 'CloseBracket'
  | 'Comma'
  | 'Unknown'

export interface Token extends Span {
  readonly kind: TokenKind
  readonly text: string
}

/** The UTF-16 unit at an offset from the token's start, -1 beyond the end. */
export type Peek = (offset: number) => number

const code = (char: string): number => char.charCodeAt(0)
const isBlank = (unit: number): boolean =>
  unit >= 0 && (unit <= 32 || (unit > 127 && /\s/.test(String.fromCharCode(unit))))
const isDigit = (unit: number): boolean => unit >= 48 && unit <= 57
const isSmall = (unit: number): boolean => unit >= 97 && unit <= 122
const isWord = (unit: number): boolean =>
  isDigit(unit) || isSmall(unit) || (unit >= 65 && unit <= 90) || unit === code('_')

const single: Readonly<Record<string, TokenKind>> = {
  '(': 'OpenParen',
  ')': 'CloseParen',
  '[': 'OpenBracket',
  ']': 'CloseBracket',
  ',': 'Comma',
  '+': 'ArithmeticOp',
  '-': 'ArithmeticOp',
  '*': 'ArithmeticOp',
  '/': 'ArithmeticOp',
  '^': 'ArithmeticOp',
  '<': 'CompareOp',
  '>': 'CompareOp',
}
const double: Readonly<Record<string, TokenKind>> = {
  '==': 'CompareOp',
  '!=': 'CompareOp',
  '<=': 'CompareOp',
  '>=': 'CompareOp',
  '&&': 'LogicOp',
  '||': 'LogicOp',
}

/** Blanks from here on (count of UTF-16 units). */
export function blanksAt(peek: Peek): number {
  let length = 0
  while (isBlank(peek(length))) length++
  return length
}

/** The token that begins here, where no blank and not the end is. */
export function readToken(peek: Peek): { readonly kind: TokenKind; readonly length: number } {
  const first = peek(0)
  const char = String.fromCharCode(first)
  if (char === '"' || char === "'") return text(peek, first)
  if (isDigit(first) || (char === '.' && isDigit(peek(1)))) return number(peek)
  if (isWord(first)) return word(peek)
  const second = peek(1)
  const pair = second < 0 ? undefined : double[char + String.fromCharCode(second)]
  if (pair !== undefined) return { kind: pair, length: 2 }
  const kind = single[char]
  if (kind !== undefined) return { kind, length: 1 }
  return { kind: 'Unknown', length: first >= 0xd800 && first < 0xdc00 && second >= 0xdc00 && second < 0xe000 ? 2 : 1 }
}

function text(peek: Peek, quote: number): { kind: TokenKind; length: number } {
  let at = 1
  for (; peek(at) !== -1; at++) {
    if (peek(at) === quote) return { kind: 'String', length: at + 1 }
    if (peek(at) === code('\\') && peek(at + 1) !== -1) at++
  }
  return { kind: 'Unclosed', length: at }
}

function number(peek: Peek): { kind: TokenKind; length: number } {
  let at = digits(peek, 0)
  if (peek(at) === code('.') && isDigit(peek(at + 1))) at = digits(peek, at + 1)
  if (peek(at) === code('e') || peek(at) === code('E')) {
    const sign = peek(at + 1) === code('+') || peek(at + 1) === code('-') ? 1 : 0
    if (isDigit(peek(at + 1 + sign))) at = digits(peek, at + 1 + sign)
  }
  return { kind: 'Number', length: at }
}

function digits(peek: Peek, from: number): number {
  let at = from
  while (isDigit(peek(at))) at++
  return at
}

function word(peek: Peek): { kind: TokenKind; length: number } {
  let length = 0
  let written = ''
  while (isWord(peek(length))) written += String.fromCharCode(peek(length++))
  if (written === 'AND' || written === 'OR') return { kind: 'LogicOp', length }
  let next = length
  while (isBlank(peek(next))) next++
  if (peek(next) === code('(')) return { kind: 'FunctionName', length }
  return { kind: isSmall(peek(0)) ? 'Id' : 'Word', length }
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
