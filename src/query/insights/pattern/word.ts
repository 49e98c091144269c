/** Finds where a word ends, and what it is made of, hashing it on the way: the innermost loop of the lexer. */
import { type Codes, charClass, classes, isDigit, isHexDigit, isLetter, trait, traits } from './characters.ts'
import { kind } from './lexed.ts'

/** What `scanWord` found; one object, so that a word costs no allocation. */
export const word = {
  end: 0,
  /** Traits of all its units. */
  traits: 0,
  /** The kind that its form tells; -1: see `value-type.ts`. */
  kind: -1,
  first: 0,
  second: 0,
}

export const firstSeed = 0x811c9dc5 | 0
export const secondSeed = 0x3c6ef372 | 0

/** Reads the word that begins at `from`, at least one unit. */
export function scanWord(codes: Codes, from: number, to: number): void {
  let first = firstSeed
  let second = secondSeed
  let seen = 0
  let at = from
  word.kind = -1
  for (;;) {
    let code = 0
    while (at < to) {
      code = codes[at]!
      const unit = traits[code]!
      if (unit === trait.ends) break
      seen |= unit
      first = Math.imul(first ^ code, 0x01000193)
      second = Math.imul(second + code, 0x2c1b3c6d) ^ (second >>> 15)
      at++
    }
    if (at >= to) break
    const cls = classes[code]!
    if (cls === charClass.stop) {
      if (at > from && (at + 1 >= to || endsSentence(codes[at + 1]!))) break
      seen |= trait.dot
    } else if (cls === charClass.quote) {
      if (at === from || at + 1 >= to || !isLetter(codes[at + 1]!) || !isLetter(codes[at - 1]!)) break
      seen |= trait.other
    } else {
      if (cls === charClass.colon) {
        const end = withColon(codes, from, at, to, seen)
        if (end > 0) {
          rehash(codes, from, end)
          word.end = end
          word.traits = seen
          return
        }
      }
      break
    }
    first = Math.imul(first ^ code, 0x01000193)
    second = Math.imul(second + code, 0x2c1b3c6d) ^ (second >>> 15)
    at++
  }
  word.end = at
  word.traits = seen
  word.first = first
  word.second = second
}

/** Hashes any piece of the line into `word`. */
export function rehash(codes: Codes, from: number, to: number): void {
  let first = firstSeed
  let second = secondSeed
  for (let at = from; at < to; at++) {
    const code = codes[at]!
    first = Math.imul(first ^ code, 0x01000193)
    second = Math.imul(second + code, 0x2c1b3c6d) ^ (second >>> 15)
  }
  word.first = first
  word.second = second
}

/** The end of what a colon at `at` does not end: a URL, an IPv6 or MAC address, a path with a drive; -1: it ends the word. */
function withColon(codes: Codes, from: number, at: number, to: number, seen: number): number {
  const next = at + 1 < to ? codes[at + 1]! : 32
  if (
    next === 47 &&
    at + 2 < to &&
    codes[at + 2] === 47 &&
    at > from &&
    (seen & ~(trait.other | trait.hexLetter)) === 0
  ) {
    word.kind = kind.url
    return urlEnd(codes, at, to)
  }
  if (at - from <= 4 && (seen & ~(trait.hexLetter | trait.digit)) === 0) {
    const address = hexPairsEnd(codes, from, to)
    if (address > 0) return address
  }
  if (next === 92 && at === from + 1) {
    word.kind = kind.path
    return pathEnd(codes, at, to)
  }
  return -1
}

/** Whether a stop before this code ends a sentence: a blank, another mark, or the end. */
export function endsSentence(code: number): boolean {
  if (code >= 128) return false
  const cls = classes[code]!
  return cls !== charClass.letter && cls !== charClass.digit
}

function urlEnd(codes: Codes, from: number, to: number): number {
  let at = from
  while (at < to) {
    const code = codes[at]!
    if (
      code === 34 ||
      code === 39 ||
      code === 60 ||
      code === 62 ||
      code === 96 ||
      code === 93 ||
      code === 41 ||
      code === 125
    )
      break
    if (code < 128 && classes[code] === charClass.blank) break
    if ((code === 44 || code === 59 || code === 46) && (at + 1 >= to || codes[at + 1]! === 32)) break
    at++
  }
  return at
}

function pathEnd(codes: Codes, from: number, to: number): number {
  let at = from + 1
  while (at < to) {
    const code = codes[at]!
    if (code < 128 && classes[code] !== charClass.letter && classes[code] !== charClass.digit && code !== 46) break
    at++
  }
  return at
}

/** IPv6 and MAC addresses. */
function hexPairsEnd(codes: Codes, from: number, to: number): number {
  let at = from
  let colons = 0
  let doubled = false
  let run = 0
  let pairs = true
  let digits = false
  while (at < to) {
    const code = codes[at]!
    if (isHexDigit(code)) {
      if (++run > 4) return -1
      if (isDigit(code)) digits = true
    } else if (code === 58) {
      if (run === 0) {
        if (at === from || codes[at - 1]! !== 58 || doubled) return -1
        doubled = true
      } else if (run !== 2) pairs = false
      colons++
      run = 0
    } else break
    at++
  }
  if (at < to) {
    const code = codes[at]!
    if (isLetter(code) || code === 95 || code >= 128) return -1
  }
  if (run === 0 && codes[at - 1]! === 58 && !(doubled && codes[at - 2]! === 58)) at--
  if (colons === 5 && pairs && run === 2 && !doubled) {
    word.kind = kind.hex
    return at
  }
  if ((doubled && colons >= 2 && digits) || (colons === 7 && !doubled)) {
    word.kind = kind.ip
    return at
  }
  return -1
}
