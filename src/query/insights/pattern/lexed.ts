/** Where the lexer puts what it finds: arrays that are filled again for each line, so that a line costs no allocation. */
import { limits } from '../../../limits.ts'

/** What a token is: a constant word, a mark, or the type of a value. Values are greater than `mark`. */
export const kind = {
  word: 0,
  mark: 1,
  time: 2,
  number: 3,
  ip: 4,
  uuid: 5,
  hex: 6,
  url: 7,
  path: 8,
  token: 9,
} as const

export interface Lexed {
  /** The line, as far as it is looked at, and zeros after it. */
  readonly codes: Uint16Array
  /** The same memory. */
  readonly bytes: Buffer
  /** Tokens found. */
  count: number
  readonly kinds: Uint8Array
  /** UTF-16 offsets in the line, half open. What lies between two tokens is blank. */
  readonly starts: Int32Array
  readonly ends: Int32Array
  /** Two hashes of the text of words and values. */
  readonly first: Int32Array
  readonly second: Int32Array
  /** The line went on where the lexer stopped. */
  open: boolean
  /** Two hashes of the shape: words, marks and blanks as they are, values as one. */
  shapeFirst: number
  shapeSecond: number
  /** A hash of marks and blanks alone. */
  frame: number
}

/** The lexer looks no further than this behind the end of a line. */
export const sentinels = 64

export function newLexed(): Lexed {
  const most = limits.patternTokens
  const codes = new Uint16Array(limits.patternLineLength + sentinels)
  return {
    codes,
    bytes: Buffer.from(codes.buffer),
    count: 0,
    kinds: new Uint8Array(most),
    starts: new Int32Array(most),
    ends: new Int32Array(most),
    first: new Int32Array(most),
    second: new Int32Array(most),
    open: false,
    shapeFirst: 0,
    shapeSecond: 0,
    frame: 0,
  }
}
