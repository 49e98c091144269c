/** String functions. Numbers and times are taken as their text; null, maps and lists give null. Positions count code points. */
import { limits } from '../../../limits.ts'
import type { Value } from '../value.ts'
import { md5, sha256 } from './digest.ts'
import { base64Decode, base64Encode, hexToNumber, hexToText, numberToHex, urlDecode, urlEncode } from './encodings.ts'
import { isStructure, list } from './print.ts'
import { replaceRegex } from './regex.ts'
import { type Argument, numberAt, ofTexts, regexAt, type ScalarFunctions, textAt, valueAt } from './scalar.ts'

export const stringFunctions: ScalarFunctions = {
  isempty: args => emptiness(args, text => text === ''),
  isblank: args => emptiness(args, text => text.trim() === ''),
  concat: ofTexts((...texts) => bounded(texts.join(''))),
  ltrim: ofTexts((text = '', chars) => text.slice(trimmedStart(text, chars))),
  rtrim: ofTexts((text = '', chars) => text.slice(0, trimmedEnd(text, chars))),
  trim: ofTexts((text = '', chars) => text.slice(trimmedStart(text, chars), trimmedEnd(text, chars))),
  strlen: ofTexts((text = '') => countPoints(text)),
  toupper: ofTexts((text = '') => text.toUpperCase()),
  tolower: ofTexts((text = '') => text.toLowerCase()),
  substr,
  replace: ofTexts((text = '', what = '', by = '') => (what === '' ? text : replaceAll(text, what, by))),
  regexReplace: args => {
    const [text, what, by] = [textAt(args, 0), regexAt(args, 1), textAt(args, 2)]
    return text === null || what === null || by === null ? null : replaceRegex(text, what, by)
  },
  /** The third argument had no effect when it was measured. */
  strcontains: args => {
    const [text, what] = [textAt(args, 0), textAt(args, 1)]
    return text === null || what === null ? null : text.includes(what)
  },
  startsWith: ofTexts((text = '', what = '') => text.startsWith(what)),
  endsWith: ofTexts((text = '', what = '') => text.endsWith(what)),
  urlencode: ofTexts((text = '') => urlEncode(text)),
  urldecode: ofTexts((text = '') => urlDecode(text)),
  base64encode: ofTexts((text = '') => base64Encode(text)),
  base64decode: ofTexts((text = '') => base64Decode(text)),
  split: ofTexts((text = '', by = '') => list(by === '' ? [text] : text.split(by, limits.insightsListItems))),
  hexToAscii: ofTexts((text = '') => hexToText(text)),
  hexToDec: ofTexts((text = '') => hexToNumber(text)),
  decToHex: args => {
    const value = numberAt(args, 0)
    return value === null ? null : numberToHex(value)
  },
  md5: ofTexts((text = '') => md5(text)),
  sha256: ofTexts((text = '') => sha256(text)),
}

/** True when missing. A map or list is neither empty nor a text. */
function emptiness(args: readonly Argument[], test: (text: string) => boolean): Value {
  const text = textAt(args, 0)
  return text === null ? !isStructure(valueAt(args, 0)) : test(text)
}

const bounded = (text: string): Value => (text.length > limits.insightsTextLength ? null : text)

function replaceAll(text: string, what: string, by: string): Value {
  const parts = text.split(what)
  return text.length + (parts.length - 1) * (by.length - what.length) > limits.insightsTextLength
    ? null
    : parts.join(by)
}

/** Blanks as ASCII knows them; else the set of the given characters. */
const trimSet = (chars: string | undefined): ReadonlySet<string> => new Set(chars ?? ' \t\n\v\f\r')

function trimmedStart(text: string, chars: string | undefined): number {
  const set = trimSet(chars)
  let at = 0
  for (const char of text) {
    if (!set.has(char)) return at
    at += char.length
  }
  return at
}

function trimmedEnd(text: string, chars: string | undefined): number {
  const set = trimSet(chars)
  let end = text.length
  while (end > 0) {
    const low = text.charCodeAt(end - 1)
    const char = low >= 0xdc00 && low < 0xe000 && end > 1 ? text.slice(end - 2, end) : text.slice(end - 1, end)
    if (!set.has(char)) return end
    end -= char.length
  }
  return end
}

function countPoints(text: string): number {
  let count = 0
  for (const _ of text) count++
  return count
}

/** From a position (from 0; below 0 is 0) to the end, or so many code points. */
function substr(args: readonly Argument[]): Value {
  const [text, from, length] = [textAt(args, 0), numberAt(args, 1), numberAt(args, 2)]
  if (text === null || from === null || (args.length > 2 && length === null)) return null
  const start = Math.max(0, Math.trunc(from))
  const end = length === null ? Number.POSITIVE_INFINITY : start + Math.max(0, Math.trunc(length))
  let out = ''
  let at = 0
  for (const char of text) {
    if (at >= end) break
    if (at++ >= start) out += char
  }
  return out
}
