/** Cuts prose into words, marks and values in one pass, without allocating. */
import { charClass, classes, isDigit, isHexDigit, isLetter } from './characters.ts'
import { kind, type Lexed } from './lexed.ts'
import { timeFromDigit, timeFromName } from './time-text.ts'
import { isTimeUnit, typeOfMixedWord, typeOfPlainWord } from './value-type.ts'

/** Hashes the text of a token and keeps it. The caller sees that there is room. */
export function emit(text: string, out: Lexed, tokenKind: number, start: number, end: number): void {
  const at = out.count++
  let first = 0x811c9dc5 | 0
  let second = 0x3c6ef372 | 0
  for (let here = start; here < end; here++) {
    const code = text.charCodeAt(here)
    first = Math.imul(first ^ code, 0x01000193)
    second = Math.imul(second + code, 0x2c1b3c6d) ^ (second >>> 15)
  }
  out.kinds[at] = tokenKind
  out.starts[at] = start
  out.ends[at] = end
  out.first[at] = first
  out.second[at] = second
}

/** Whether the text right after `=` is a constant anyway: the severity tells kinds of lines apart. */
const levelKeys = /^(?:level|lvl|severity)$/i
export const isLevelKey = (word: string): boolean => levelKeys.test(word)

/** Cuts prose from `from` to `to`. Stops and says so when there is no room for more tokens. */
export function lexText(text: string, from: number, to: number, out: Lexed): void {
  const { kinds, starts, ends } = out
  const room = kinds.length - 2
  let at = from
  while (at < to) {
    const code = text.charCodeAt(at)
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
      if (out.count > 0 && closesNothing(text, code, at, out)) emit(text, out, kind.token, at, at)
      emit(text, out, kind.mark, at, at + 1)
      at++
      // `user= rhost=`
      if (code === 61 && (at >= to || text.charCodeAt(at) === 32) && out.count > 1 && ends[out.count - 2] === at - 1 && kinds[out.count - 2] === kind.word)
        emit(text, out, kind.token, at, at)
      continue
    }
    const next = at + 1 < to ? text.charCodeAt(at + 1) : 32
    // A stop before a blank, `/` and `@` before an address or a number, `#12`: marks of their own.
    if (
      (cls === charClass.stop && endsSentence(next)) ||
      ((code === 47 || code === 64 || code === 35) && isDigit(next))
    ) {
      emit(text, out, kind.mark, at, at + 1)
      at++
      continue
    }
    if (cls === charClass.digit) {
      const time = timeFromDigit(text, at, to)
      if (time > 0) {
        emit(text, out, kind.time, at, time)
        at = time
        continue
      }
    }
    const end = wordEnd(text, at, to)
    const special = wordType < 0 ? kind.word : wordType
    let found: number = special
    if (wordType < 0) {
      if (sawDigit) found = typeOfMixedWord(text, at, end)
      else {
        found = kind.word
        if (sawOdd || end - at >= 8) found = typeOfPlainWord(text, at, end)
        if (end - at === 3) {
          const time = timeFromName(text, at, to)
          if (time > 0) {
            emit(text, out, kind.time, at, time)
            at = time
            continue
          }
        }
        if (found === kind.word && isLiteral(text, at, end)) found = kind.token
        else if (found === kind.word && out.count > 1) {
          const before = out.count - 1
          // key=value
          if (
            kinds[before] === kind.mark &&
            ends[before] === at &&
            text.charCodeAt(at - 1) === 61 &&
            kinds[before - 1] === kind.word &&
            ends[before - 1] === starts[before] &&
            !isLevelKey(text.slice(starts[before - 1]!, ends[before - 1]!))
          )
            found = kind.token
          // 327 ms
          else if (
            kinds[before] === kind.number &&
            end - at < 13 &&
            ends[before]! < at &&
            isTimeUnit(text.slice(at, end))
          )
            kinds[before] = kind.time
          else if (kinds[before] === kind.number && end - at < 4 && ends[before]! < at && isSizeUnit(text, at, end))
            found = kind.token
        }
      }
    }
    emit(text, out, found, at, end)
    at = end
  }
}

/** `true`, `false`, `null`. */
function isLiteral(text: string, start: number, end: number): boolean {
  if (end - start < 4 || end - start > 5) return false
  const code = text.charCodeAt(start)
  if (code !== 116 && code !== 102 && code !== 110) return false
  const word = text.slice(start, end)
  return word === 'true' || word === 'false' || word === 'null'
}

/** `B`, `KB`, `MiB`: the unit goes with the value, and changes with it. */
function isSizeUnit(text: string, start: number, end: number): boolean {
  const last = text.charCodeAt(end - 1)
  if (last !== 66) return false
  if (end - start === 1) return true
  return 'kKMGTP'.includes(text[start]!) && (end - start === 2 || text[start + 1] === 'i')
}

/** `()`, `[]`, `""` and `''` right behind one another: an empty value between them. */
function closesNothing(text: string, code: number, at: number, out: Lexed): boolean {
  const before = text.charCodeAt(at - 1)
  if (out.kinds[out.count - 1] !== kind.mark || out.ends[out.count - 1] !== at) return false
  return (
    (code === 41 && before === 40) ||
    (code === 93 && before === 91) ||
    (code === 34 && before === 34) ||
    (code === 39 && before === 39)
  )
}

/** Whether a stop before this code ends a sentence: a blank, another mark, or the end. */
function endsSentence(code: number): boolean {
  if (code >= 128) return false
  const cls = classes[code]!
  return cls !== charClass.letter && cls !== charClass.digit
}

/** What `wordEnd` saw; module-wide so that nothing is allocated. `wordType` is -1 when it must be found by the caller. */
let sawDigit = false
let sawOdd = false
let wordType = -1

/** Where the word that begins at `from` ends. */
function wordEnd(text: string, from: number, to: number): number {
  sawDigit = false
  sawOdd = false
  wordType = -1
  let hexOnly = true
  let at = from
  while (at < to) {
    const code = text.charCodeAt(at)
    const cls = code < 128 ? classes[code]! : charClass.letter
    if (cls === charClass.letter) {
      if (code === 47 || code === 64 || code === 46) sawOdd = true
      if (hexOnly && !isHexDigit(code)) hexOnly = false
    } else if (cls === charClass.digit) sawDigit = true
    else if (cls === charClass.stop) {
      if (at + 1 >= to || endsSentence(text.charCodeAt(at + 1))) return at === from ? at + 1 : at
      sawOdd = true
      hexOnly = false
    } else if (cls === charClass.quote) {
      if (at === from || at + 1 >= to || !isLetter(text.charCodeAt(at + 1)) || !isLetter(text.charCodeAt(at - 1)))
        return at === from ? at + 1 : at
      hexOnly = false
    } else if (cls === charClass.colon) {
      const next = at + 1 < to ? text.charCodeAt(at + 1) : 32
      if (next === 47 && at + 2 < to && text.charCodeAt(at + 2) === 47 && !sawDigit && !sawOdd && at > from) {
        wordType = kind.url
        return urlEnd(text, at, to)
      }
      if (hexOnly && at - from <= 4) {
        const address = hexPairsEnd(text, from, to)
        if (address > 0) return address
      }
      if (next === 92 && at === from + 1) {
        wordType = kind.path
        return pathEnd(text, at, to)
      }
      return at
    } else return at
    at++
  }
  return at
}

function urlEnd(text: string, from: number, to: number): number {
  let at = from
  while (at < to) {
    const code = text.charCodeAt(at)
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
    if ((code === 44 || code === 59 || code === 46) && (at + 1 >= to || text.charCodeAt(at + 1) === 32)) break
    at++
  }
  return at
}

function pathEnd(text: string, from: number, to: number): number {
  let at = from + 1
  while (at < to) {
    const code = text.charCodeAt(at)
    if (code < 128 && classes[code] !== charClass.letter && classes[code] !== charClass.digit && code !== 46) break
    at++
  }
  return at
}

/** IPv6 and MAC addresses. */
function hexPairsEnd(text: string, from: number, to: number): number {
  let at = from
  let colons = 0
  let doubled = false
  let run = 0
  let pairs = true
  let digits = false
  while (at < to) {
    const code = text.charCodeAt(at)
    if (isHexDigit(code)) {
      if (++run > 4) return -1
      if (isDigit(code)) digits = true
    } else if (code === 58) {
      if (run === 0) {
        if (at === from || text.charCodeAt(at - 1) !== 58 || doubled) return -1
        doubled = true
      } else if (run !== 2) pairs = false
      colons++
      run = 0
    } else break
    at++
  }
  if (at < to) {
    const code = text.charCodeAt(at)
    if (isLetter(code) || code === 95 || code >= 128) return -1
  }
  if (run === 0 && text.charCodeAt(at - 1) === 58 && !(doubled && text.charCodeAt(at - 2) === 58)) at--
  if (colons === 5 && pairs && run === 2 && !doubled) {
    wordType = kind.hex
    return at
  }
  if ((doubled && colons >= 2 && digits) || (colons === 7 && !doubled)) {
    wordType = kind.ip
    return at
  }
  return -1
}
