/** Cuts prose into words, marks and values in one pass, without allocating. */
import { type Codes, charClass, classes, isDigit, trait } from './characters.ts'
import { levelKeys, literals, sizeUnits, timeUnits } from './known-words.ts'
import { kind, type Lexed } from './lexed.ts'
import { timeFromDigit, timeFromName } from './time-text.ts'
import { typeOfMixedWord, typeOfPlainWord } from './value-type.ts'
import { endsSentence, firstSeed, rehash, scanWord, secondSeed, word } from './word.ts'

/** Hashes the text of a token and keeps it. The caller sees that there is room. */
export function emit(codes: Codes, out: Lexed, tokenKind: number, start: number, end: number): void {
  rehash(codes, start, end)
  put(out, tokenKind, start, end, word.first, word.second)
}

function put(out: Lexed, tokenKind: number, start: number, end: number, first: number, second: number): void {
  const at = out.count++
  out.kinds[at] = tokenKind
  out.starts[at] = start
  out.ends[at] = end
  out.first[at] = first
  out.second[at] = second
}

/** A mark is one unit. */
function putMark(out: Lexed, code: number, at: number): void {
  put(
    out,
    kind.mark,
    at,
    at + 1,
    Math.imul(firstSeed ^ code, 0x01000193),
    Math.imul(secondSeed + code, 0x2c1b3c6d) ^ (secondSeed >>> 15),
  )
}

/** Cuts prose from `from` to `to`. Stops and says so when there is no room for more tokens. */
export function lexText(codes: Codes, from: number, to: number, out: Lexed): void {
  const { kinds, ends } = out
  const room = kinds.length - 2
  let at = from
  while (at < to) {
    const code = codes[at]!
    const cls = code < 128 ? classes[code]! : charClass.letter
    if (cls === charClass.blank) {
      at++
      continue
    }
    if (out.count >= room) {
      out.open = true
      return
    }
    if (cls === charClass.mark || cls === charClass.colon || cls === charClass.quote) {
      if (out.count > 0 && closesNothing(codes, code, at, out)) emit(codes, out, kind.token, at, at)
      putMark(out, code, at)
      at++
      // `user= rhost=`
      if (
        code === 61 &&
        (at >= to || codes[at]! === 32) &&
        out.count > 1 &&
        ends[out.count - 2] === at - 1 &&
        kinds[out.count - 2] === kind.word
      )
        emit(codes, out, kind.token, at, at)
      continue
    }
    const next = at + 1 < to ? codes[at + 1]! : 32
    // A stop before a blank, `/` and `@` before an address or a number, `#12`: marks of their own.
    if (
      (cls === charClass.stop && endsSentence(next)) ||
      ((code === 47 || code === 64 || code === 35) && isDigit(next))
    ) {
      putMark(out, code, at)
      at++
      continue
    }
    if (cls === charClass.digit) {
      const time = timeFromDigit(codes, at, to)
      if (time > 0) {
        emit(codes, out, kind.time, at, time)
        at = time
        continue
      }
    }
    scanWord(codes, at, to)
    const { end, traits: seen } = word
    let found = word.kind
    if (found < 0) {
      if (seen & trait.digit) found = seen === trait.digit ? kind.number : typeOfMixedWord(codes, at, end)
      else {
        if (end - at === 3 && code >= 65 && code <= 90) {
          const time = timeFromName(codes, at, to)
          if (time > 0) {
            emit(codes, out, kind.time, at, time)
            at = time
            continue
          }
        }
        found = kind.word
        if (seen & (trait.slash | trait.at | trait.dot) || (seen === trait.hexLetter && end - at >= 8))
          found = typeOfPlainWord(codes, at, end)
        if (found === kind.word) found = typeInContext(codes, at, end, word.first, out)
      }
    }
    put(out, found, at, end, word.first, word.second)
    at = end
  }
}

/** A plain word may be a value by where it stands. Tells a number before it when it is its unit. */
function typeInContext(codes: Codes, at: number, end: number, first: number, out: Lexed): number {
  const { kinds, starts, ends } = out
  const size = end - at
  if ((size === 4 || size === 5) && literals.has(first)) return kind.token
  const before = out.count - 1
  if (before < 0) return kind.word
  if (kinds[before] === kind.mark) {
    // key=value
    if (
      before > 0 &&
      ends[before] === at &&
      codes[at - 1] === 61 &&
      kinds[before - 1] === kind.word &&
      ends[before - 1] === starts[before] &&
      !levelKeys.has(out.first[before - 1]!)
    )
      return kind.token
  } else if (kinds[before] === kind.number && size < 13 && ends[before]! < at) {
    // 327 ms, 12 KB
    if (timeUnits.has(first)) kinds[before] = kind.time
    else if (sizeUnits.has(first)) return kind.token
  }
  return kind.word
}

/** `()`, `[]`, `""` and `''` right behind one another: an empty value between them. */
function closesNothing(codes: Codes, code: number, at: number, out: Lexed): boolean {
  const before = codes[at - 1]!
  if (out.kinds[out.count - 1] !== kind.mark || out.ends[out.count - 1] !== at) return false
  return (
    (code === 41 && before === 40) ||
    (code === 93 && before === 91) ||
    (code === 34 && before === 34) ||
    (code === 39 && before === 39)
  )
}
