/**
 * Cuts the text of a query into tokens. What a `/` or a word means depends on what stands before it (a division or a regular
 * expression; a command, a keyword or a field), so the state that decides is carried along. The parser reads all tokens at once by
 * `tokensOf`; the editor's grammar asks for one at a time by `readToken`, with the same state: there is one set of rules.
 */
import type { Span } from '../tree.ts'
import { isKeyword } from './words.ts'

export type TokenKind =
  | 'Comment'
  | 'Pipe'
  | 'CommandName'
  | 'FunctionName'
  | 'Keyword'
  | 'Field'
  /** `.a.b` after something that gives a map. */
  | 'Path'
  | 'String'
  | 'Regex'
  /** A string, a regular expression or a backtick that never ends; it reaches to the end of its line. */
  | 'Unclosed'
  | 'Number'
  | 'Period'
  /** `{{name}}` */
  | 'Parameter'
  /** `$name`, or with backticks around an unusual name. */
  | 'Saved'
  | 'CompareOp'
  | 'ArithmeticOp'
  | 'Star'
  | 'Bang'
  | 'OpenParen'
  | 'CloseParen'
  | 'OpenBracket'
  | 'CloseBracket'
  | 'OpenBrace'
  | 'CloseBrace'
  | 'Comma'
  | 'Colon'
  /** A character that has no meaning here. */
  | 'Unknown'

export interface Token extends Span {
  readonly kind: TokenKind
  readonly text: string
}

/** What has to be known of the tokens before. */
export interface TokenState {
  /** A command's name comes next. */
  readonly atCommand: boolean
  /** Something with a value stands directly before: `/` divides, `.` steps into it. */
  readonly afterOperand: boolean
  /** In small letters; empty before the first one. */
  readonly command: string
  /** The last token was `in`: a parenthesis opens a query. */
  readonly afterIn: boolean
  /** Outside of the innermost open parenthesis. */
  readonly outer: TokenState | null
}

export const firstState: TokenState = {
  atCommand: true,
  afterOperand: false,
  command: '',
  afterIn: false,
  outer: null,
}

/** The UTF-16 unit at an offset from the token's start, -1 beyond the end. */
type Peek = (offset: number) => number

const code = (char: string): number => char.charCodeAt(0)
const newline = 10
const backslash = code('\\')
const isBlank = (unit: number): boolean =>
  unit >= 0 && (unit <= 32 || (unit > 127 && /\s/.test(String.fromCharCode(unit))))
const isDigit = (unit: number): boolean => unit >= 48 && unit <= 57
const isWord = (unit: number): boolean =>
  isDigit(unit) ||
  (unit >= 65 && unit <= 90) ||
  (unit >= 97 && unit <= 122) ||
  unit === code('_') ||
  unit === code('@') ||
  unit === code('.') ||
  (unit > 127 && /[\p{L}\p{M}\p{N}]/u.test(String.fromCharCode(unit)))

export const numberText = /^\d+(\.\d+)?([eE][+-]?\d+)?$/
export const periodText =
  /^(\d+)(ms|msecs?|milliseconds?|s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?|d|days?|w|weeks?|mo|mons?|months?|q|qtrs?|quarters?|y|yrs?|years?)$/i

const single: Readonly<Record<string, TokenKind>> = {
  '|': 'Pipe',
  '(': 'OpenParen',
  ')': 'CloseParen',
  '[': 'OpenBracket',
  ']': 'CloseBracket',
  '{': 'OpenBrace',
  '}': 'CloseBrace',
  ',': 'Comma',
  ':': 'Colon',
  '+': 'ArithmeticOp',
  '-': 'ArithmeticOp',
  '%': 'ArithmeticOp',
  '^': 'ArithmeticOp',
  '*': 'Star',
}

/** Blanks from here on (count of UTF-16 units). */
export function blanksAt(peek: Peek): number {
  let length = 0
  while (isBlank(peek(length))) length++
  return length
}

/** The token that begins here, where no blank and not the end is. */
export function readToken(peek: Peek, state: TokenState): { readonly kind: TokenKind; readonly length: number } {
  const first = peek(0)
  const char = String.fromCharCode(first)
  if (char === '#') return { kind: 'Comment', length: lineFrom(peek, 1) }
  if (char === '"' || char === "'") return enclosed(peek, first, 'String')
  if (char === '`' || (char === '@' && peek(1) === code('`'))) return word(peek, state)
  if (char === '/')
    return state.afterOperand && !regexAfterOperand(state)
      ? { kind: 'ArithmeticOp', length: 1 }
      : enclosed(peek, first, 'Regex')
  if (char === '.' && state.afterOperand) return path(peek)
  if (char === '.' && isDigit(peek(1))) return { kind: 'Number', length: run(peek, 1) }
  if (isWord(first)) return word(peek, state)
  if (char === '$' && isWord(peek(1))) return { kind: 'Saved', length: run(peek, 1) }
  if (char === '$' && peek(1) === code('`')) return path(peek, 1, 'Saved')
  if (char === '{' && peek(1) === first) {
    const length = run(peek, 2)
    if (peek(length) === code('}') && peek(length + 1) === code('}')) return { kind: 'Parameter', length: length + 2 }
  }
  if ('=<>!'.includes(char)) return comparison(peek, char)
  if (char === '&' && peek(1) === first) return { kind: 'Unknown', length: 2 }
  const kind = single[char]
  if (kind !== undefined) return { kind, length: 1 }
  return { kind: 'Unknown', length: first >= 0xd800 && first < 0xdc00 && peek(1) >= 0xdc00 && peek(1) < 0xe000 ? 2 : 1 }
}

/** In `parse f /re/` the slash follows a field, and is none the less a regular expression's. */
const regexAfterOperand = (state: TokenState): boolean =>
  state.command === 'parse' && (state.outer === null || state.outer.command !== 'parse')

function comparison(peek: Peek, char: string): { kind: TokenKind; length: number } {
  const next = String.fromCharCode(Math.max(peek(1), 0))
  if (char === '=' && (next === '~' || next === '=')) return { kind: 'CompareOp', length: 2 }
  if (char === '<' && (next === '=' || next === '>')) return { kind: 'CompareOp', length: 2 }
  if ((char === '>' || char === '!') && next === '=') return { kind: 'CompareOp', length: 2 }
  return { kind: char === '!' ? 'Bang' : 'CompareOp', length: 1 }
}

function lineFrom(peek: Peek, from: number): number {
  let at = from
  while (peek(at) !== newline && peek(at) !== -1) at++
  return at
}

function run(peek: Peek, from: number): number {
  let at = from
  while (isWord(peek(at))) at++
  return at
}

/** A text or a regular expression may go on over so many line breaks; past them its end is missing, and we need not look further. */
const literalLines = 50

function enclosed(peek: Peek, quote: number, kind: TokenKind): { kind: TokenKind; length: number } {
  let lines = 0
  for (let at = 1; peek(at) !== -1 && lines <= literalLines; at++) {
    if (peek(at) === quote) return { kind, length: at + 1 }
    if (peek(at) === backslash && peek(at + 1) !== -1) at++
    if (peek(at) === newline) lines++
  }
  return { kind: 'Unclosed', length: lineFrom(peek, 1) }
}

/** Words and backticks joined by dots; null when a backtick never ends. */
function name(peek: Peek, from: number): number | null {
  let at = from
  for (;;) {
    if (peek(at) === code('@') && peek(at + 1) === code('`')) at++
    if (peek(at) === code('`')) {
      let end = at + 1
      while (peek(end) !== code('`') && peek(end) !== newline && peek(end) !== -1) end++
      if (peek(end) !== code('`')) return null
      at = end + 1
      if (peek(at) !== code('.')) return at
    } else if (isWord(peek(at))) {
      while (isWord(peek(at)) && !(peek(at) === code('@') && peek(at + 1) === code('`'))) at++
      const last = peek(at - 1)
      if (last !== code('.') || (peek(at) !== code('`') && peek(at) !== code('@'))) return at
    } else return at
  }
}

function path(peek: Peek, from = 0, kind: TokenKind = 'Path'): { kind: TokenKind; length: number } {
  const length = name(peek, from)
  return length === null ? { kind: 'Unclosed', length: lineFrom(peek, 1) } : { kind, length }
}

function word(peek: Peek, state: TokenState): { kind: TokenKind; length: number } {
  const found = name(peek, 0)
  if (found === null) return { kind: 'Unclosed', length: lineFrom(peek, 1) }
  let length = found
  let text = ''
  for (let at = 0; at < length; at++) text += String.fromCharCode(peek(at))
  if (isDigit(peek(0))) {
    if (
      /^\d+(\.\d+)?[eE]$/.test(text) &&
      (peek(length) === code('-') || peek(length) === code('+')) &&
      isDigit(peek(length + 1))
    ) {
      length++
      while (isDigit(peek(length))) length++
      return { kind: 'Number', length }
    }
    if (/^[\d.]+$/.test(text) || numberText.test(text)) return { kind: 'Number', length }
    if (periodText.test(text)) return { kind: 'Period', length }
  }
  if (text.includes('`')) return { kind: state.atCommand ? 'CommandName' : 'Field', length }
  if (state.atCommand) return { kind: 'CommandName', length }
  let next = length
  while (isBlank(peek(next))) next++
  const lower = text.toLowerCase()
  if (
    isKeyword(
      lower,
      state.command,
      peek(next) === code('=') && peek(next + 1) !== code('=') && peek(next + 1) !== code('~'),
    )
  ) {
    return { kind: 'Keyword', length }
  }
  return { kind: peek(next) === code('(') && !beforeQuery(state) ? 'FunctionName' : 'Field', length }
}

const operands: ReadonlySet<TokenKind> = new Set([
  'Field',
  'Path',
  'String',
  'Regex',
  'Number',
  'Period',
  'Parameter',
  'CloseBracket',
])
/** Commands that take a query in parentheses. */
const withQuery: ReadonlySet<string> = new Set(['join', 'appendcols'])
/** The next parenthesis opens the query of a join or appendcols, whatever word stands before it. */
const beforeQuery = ({ command, outer }: TokenState): boolean => withQuery.has(command) && outer?.command !== command

/** The state after a token. */
export function stateAfter(state: TokenState, kind: TokenKind, text: string): TokenState {
  const { command, outer } = state
  const plain: TokenState = {
    atCommand: false,
    afterOperand: false,
    command,
    afterIn: false,
    outer,
  }
  switch (kind) {
    case 'Comment':
      return state
    case 'Pipe':
      return { ...plain, atCommand: true, command: '' }
    case 'CommandName':
      return { ...plain, command: text.toLowerCase() }
    case 'Keyword':
      return { ...plain, afterIn: text.toLowerCase() === 'in' }
    case 'OpenParen': {
      const query = state.afterIn || beforeQuery(state)
      return { ...plain, atCommand: query, command: query ? '' : command, outer: state }
    }
    case 'CloseParen':
      return outer === null
        ? { ...plain, afterOperand: true }
        : { ...outer, atCommand: false, afterOperand: true, afterIn: false }
    default:
      return { ...plain, afterOperand: operands.has(kind) }
  }
}

/** All tokens of a text, without blanks and comments. */
export function tokensOf(text: string): readonly Token[] {
  const tokens: Token[] = []
  let state = firstState
  let at = 0
  const peek = (offset: number): number => (at + offset < text.length ? text.charCodeAt(at + offset) : -1)
  for (;;) {
    at += blanksAt(peek)
    if (at >= text.length) return tokens
    const { kind, length } = readToken(peek, state)
    const token = { kind, from: at, to: at + length, text: text.slice(at, at + length) }
    state = stateAfter(state, kind, token.text)
    if (kind !== 'Comment') tokens.push(token)
    at += length
  }
}
