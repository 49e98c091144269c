/**
 * JSON lines: keys and marks are constants, values are values whatever they hold, and the member that carries the message is cut as
 * prose. So lines group by their keys and by what the message says. Text that turns out not to be JSON is cut as prose from there.
 */
import { charClass, classes, isDigit } from './characters.ts'
import { emit, isLevelKey, lexText } from './lex-text.ts'
import { kind, type Lexed } from './lexed.ts'
import { timeFromDigit } from './time-text.ts'
import { typeOfMixedWord, typeOfPlainWord } from './value-type.ts'

const messageKeys: ReadonlySet<string> = new Set([
  'msg',
  'message',
  'log',
  'text',
  'event',
  'err',
  'error',
  'errorMessage',
  'error_message',
  'reason',
  'MESSAGE',
  'body',
  'Body',
  'short_message',
])

const blank = (code: number): boolean => code === 32 || (code >= 9 && code <= 13)

function skip(text: string, at: number, end: number): number {
  while (at < end && blank(text.charCodeAt(at))) at++
  return at
}

/** `{` and then a key or the end. */
export function isJsonStart(text: string): boolean {
  if (text.charCodeAt(0) !== 123) return false
  const code = text.charCodeAt(skip(text, 1, text.length))
  return code === 34
}

/** The closing quote of the string whose first unit is at `at`, or -1. */
function stringEnd(text: string, at: number, end: number): number {
  while (at < end) {
    const code = text.charCodeAt(at)
    if (code === 34) return at
    at += code === 92 ? 2 : 1
  }
  return -1
}

/** Cuts JSON from the start; where it stopped: at the end, or where it no longer was JSON. */
export function lexJson(text: string, end: number, out: Lexed): number {
  const room = out.kinds.length - 8
  let at = skip(text, 0, end)
  let depth = 0
  let levelKey = false
  let messageKey = false
  let wantsValue = false
  while (at < end) {
    const code = text.charCodeAt(at)
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
        const close = stringEnd(text, at + 1, end)
        if (close < 0) return at
        emit(text, out, kind.mark, at, at + 1)
        if (levelKey) emit(text, out, kind.word, at + 1, close)
        else if (messageKey && close > at + 1) lexMessage(text, at + 1, close, out)
        else emit(text, out, typeOfValue(text, at + 1, close), at + 1, close)
        if (out.open && out.count >= room) return end
        emit(text, out, kind.mark, close, close + 1)
        at = close + 1
        continue
      }
      if (code === 91) {
        const close = arrayEnd(text, at, end)
        if (close < 0) return at
        emit(text, out, kind.token, at, close)
        at = close
        continue
      }
      if (code !== 123) {
        const close = scalarEnd(text, at, end)
        if (close === at) return at
        emit(text, out, levelKey ? kind.word : typeOfValue(text, at, close), at, close)
        at = close
        continue
      }
    }
    if (code === 123) depth++
    else if (code === 125) {
      if (--depth < 0) return at
      if (depth === 0) {
        emit(text, out, kind.mark, at, at + 1)
        return at + 1
      }
    } else if (code === 34) {
      const close = stringEnd(text, at + 1, end)
      if (close < 0) return at
      const colon = skip(text, close + 1, end)
      if (text.charCodeAt(colon) !== 58) return at
      emit(text, out, kind.mark, at, at + 1)
      emit(text, out, kind.word, at + 1, close)
      emit(text, out, kind.mark, close, close + 1)
      emit(text, out, kind.mark, colon, colon + 1)
      const size = close - at - 1
      const key = size < 16 ? text.slice(at + 1, close) : ''
      levelKey = size <= 8 && isLevelKey(key)
      messageKey = messageKeys.has(key)
      wantsValue = true
      at = colon + 1
      continue
    } else if (code !== 44) return at
    emit(text, out, kind.mark, at, at + 1)
    at++
  }
  return at
}

const escapedFrame = /^\\n(?:(?:\\t| +)at |Caused by: |Traceback |(?:\\t| +)File |goroutine \d)/

/** The message of a record; the frames of a stack trace are one value. */
function lexMessage(text: string, from: number, to: number, out: Lexed): void {
  let at = text.indexOf('\\n', from)
  for (let lines = 0; at >= 0 && at < to && lines < 16; lines++) {
    if (escapedFrame.test(text.slice(at, at + 32))) {
      lexText(text, from, at, out)
      if (!out.open) emit(text, out, kind.token, at, to)
      return
    }
    at = text.indexOf('\\n', at + 2)
  }
  lexText(text, from, to, out)
}

function scalarEnd(text: string, from: number, end: number): number {
  let at = from
  while (at < end) {
    const code = text.charCodeAt(at)
    if (code === 44 || code === 125 || code === 93 || blank(code)) break
    at++
  }
  return at
}

/** After the bracket that closes the array at `from`, or -1. */
function arrayEnd(text: string, from: number, end: number): number {
  let depth = 0
  let at = from
  while (at < end) {
    const code = text.charCodeAt(at)
    if (code === 34) {
      at = stringEnd(text, at + 1, end)
      if (at < 0) return -1
    } else if (code === 91) depth++
    else if (code === 93 && --depth === 0) return at + 1
    at++
  }
  return -1
}

/** The type of a whole string or scalar. */
function typeOfValue(text: string, start: number, end: number): number {
  let digit = false
  for (let at = start; at < end; at++) {
    const code = text.charCodeAt(at)
    if (code < 128) {
      const cls = classes[code]!
      if (cls === charClass.digit) digit = true
      else if (
        cls === charClass.colon &&
        at + 2 < end &&
        text.charCodeAt(at + 1) === 47 &&
        text.charCodeAt(at + 2) === 47
      )
        return start < at && !digit ? kind.url : kind.token
      else if (cls === charClass.blank || cls === charClass.mark)
        return isDigit(text.charCodeAt(start)) && timeFromDigit(text, start, end) === end ? kind.time : kind.token
    }
  }
  if (digit) {
    if (isDigit(text.charCodeAt(start)) && timeFromDigit(text, start, end) === end) return kind.time
    return typeOfMixedWord(text, start, end)
  }
  const plain = typeOfPlainWord(text, start, end)
  return plain === kind.word ? kind.token : plain
}
