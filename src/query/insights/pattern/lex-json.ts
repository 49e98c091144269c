/**
 * JSON lines: keys and marks are constants, values are values whatever they hold, and the member that carries the message is cut as
 * prose. So lines group by their keys and by what the message says. Text that turns out not to be JSON is cut as prose from there.
 */
import { type Codes, charClass, classes, isDigit, textOf } from './characters.ts'
import { levelKeys, messageKeys } from './known-words.ts'
import { emit, lexText } from './lex-text.ts'
import { kind, type Lexed } from './lexed.ts'
import { timeFromDigit } from './time-text.ts'
import { typeOfMixedWord, typeOfPlainWord } from './value-type.ts'

const blank = (code: number): boolean => code === 32 || (code >= 9 && code <= 13 && code !== 11)

function skip(codes: Codes, at: number, end: number): number {
  while (at < end && blank(codes[at]!)) at++
  return at
}

/** `{` and then a key or the end. */
export const isJsonStart = (codes: Codes, end: number): boolean => codes[0] === 123 && codes[skip(codes, 1, end)] === 34

/** The closing quote of the string whose first unit is at `at`, or -1. */
function stringEnd(codes: Codes, at: number, end: number): number {
  while (at < end) {
    const code = codes[at]!
    if (code === 34) return at
    at += code === 92 ? 2 : 1
  }
  return -1
}

/** Cuts JSON from the start; where it stopped: at the end, or where it no longer was JSON. */
export function lexJson(codes: Codes, end: number, out: Lexed): number {
  const room = out.kinds.length - 8
  let at = skip(codes, 0, end)
  let depth = 0
  let levelKey = false
  let messageKey = false
  let wantsValue = false
  while (at < end) {
    const code = codes[at]!
    if (blank(code)) {
      at++
      continue
    }
    if (out.count >= room) {
      out.open = true
      return end
    }
    if (wantsValue) {
      wantsValue = false
      if (code === 34) {
        const close = stringEnd(codes, at + 1, end)
        if (close < 0) return at
        emit(codes, out, kind.mark, at, at + 1)
        if (levelKey) emit(codes, out, kind.word, at + 1, close)
        else if (messageKey && close > at + 1) lexMessage(codes, at + 1, close, out)
        else emit(codes, out, typeOfValue(codes, at + 1, close), at + 1, close)
        if (out.open && out.count >= room) return end
        emit(codes, out, kind.mark, close, close + 1)
        at = close + 1
        continue
      }
      if (code === 91) {
        const close = arrayEnd(codes, at, end)
        if (close < 0) return at
        emit(codes, out, kind.token, at, close)
        at = close
        continue
      }
      if (code !== 123) {
        const close = scalarEnd(codes, at, end)
        if (close === at) return at
        emit(codes, out, levelKey ? kind.word : typeOfValue(codes, at, close), at, close)
        at = close
        continue
      }
    }
    if (code === 123) depth++
    else if (code === 125) {
      if (--depth < 0) return at
      if (depth === 0) {
        emit(codes, out, kind.mark, at, at + 1)
        return at + 1
      }
    } else if (code === 34) {
      const close = stringEnd(codes, at + 1, end)
      if (close < 0) return at
      const colon = skip(codes, close + 1, end)
      if (codes[colon]! !== 58) return at
      emit(codes, out, kind.mark, at, at + 1)
      emit(codes, out, kind.word, at + 1, close)
      emit(codes, out, kind.mark, close, close + 1)
      emit(codes, out, kind.mark, colon, colon + 1)
      const key = out.first[out.count - 3]!
      levelKey = levelKeys.has(key)
      messageKey = messageKeys.has(key)
      wantsValue = true
      at = colon + 1
      continue
    } else if (code !== 44) return at
    emit(codes, out, kind.mark, at, at + 1)
    at++
  }
  return at
}

/** Where a stack trace begins after a line break: as it stands in a JSON string. */
const escapedFrame = /^(?:(?:\\t| +)at |Caused by: |Traceback |(?:\\t| +)File |goroutine \d)/

/** The message of a record; the frames of a stack trace are one value. */
function lexMessage(codes: Codes, from: number, to: number, out: Lexed): void {
  let lines = 0
  for (let at = from; at + 1 < to && lines < 16; at++) {
    if (codes[at] !== 92) continue
    if (codes[at + 1] === 110) {
      lines++
      if (escapedFrame.test(textOf(codes, at + 2, Math.min(to, at + 32)))) {
        lexText(codes, from, at, out)
        if (out.count < out.kinds.length - 4) emit(codes, out, kind.token, at, to)
        return
      }
    }
    at++
  }
  lexText(codes, from, to, out)
}

function scalarEnd(codes: Codes, from: number, end: number): number {
  let at = from
  while (at < end) {
    const code = codes[at]!
    if (code === 44 || code === 125 || code === 93 || blank(code)) break
    at++
  }
  return at
}

/** After the bracket that closes the array at `from`, or -1. */
function arrayEnd(codes: Codes, from: number, end: number): number {
  let depth = 0
  let at = from
  while (at < end) {
    const code = codes[at]!
    if (code === 34) {
      at = stringEnd(codes, at + 1, end)
      if (at < 0) return -1
    } else if (code === 91) depth++
    else if (code === 93 && --depth === 0) return at + 1
    at++
  }
  return -1
}

/** The type of a whole string or scalar. */
function typeOfValue(codes: Codes, start: number, end: number): number {
  let digit = false
  for (let at = start; at < end; at++) {
    const code = codes[at]!
    if (code < 128) {
      const cls = classes[code]!
      if (cls === charClass.digit) digit = true
      else if (cls === charClass.colon && at + 2 < end && codes[at + 1]! === 47 && codes[at + 2]! === 47)
        return start < at && !digit ? kind.url : kind.token
      else if (cls === charClass.blank || cls === charClass.mark)
        return isDigit(codes[start]!) && timeFromDigit(codes, start, end) === end ? kind.time : kind.token
    }
  }
  if (digit) {
    if (isDigit(codes[start]!) && timeFromDigit(codes, start, end) === end) return kind.time
    return typeOfMixedWord(codes, start, end)
  }
  const plain = typeOfPlainWord(codes, start, end)
  return plain === kind.word ? kind.token : plain
}
