/** What a word without blanks is: a constant word of prose, or a value, and of which type. */
import { isDigit, isHexDigit, isLetter } from './characters.ts'
import { kind } from './lexed.ts'

const domains = new Set([
  'com',
  'net',
  'org',
  'edu',
  'gov',
  'io',
  'dev',
  'local',
  'internal',
  'hk',
  'cn',
  'kr',
  'uk',
  'de',
])

/** The units of durations; any other letters after a number leave it a number. */
const timeUnits = new Set(['ms', 's', 'us', 'µs', 'ns', 'm', 'h', 'd', 'sec', 'secs', 'min', 'mins', 'msec', 'usec'])
export const isTimeUnit = (word: string): boolean =>
  timeUnits.has(word) || /^(?:(?:milli|micro|nano)?seconds?|minutes?|hours?|hrs?)$/.test(word)

/** A word that holds no digit. */
export function typeOfPlainWord(text: string, start: number, end: number): number {
  let slashes = 0
  let ats = 0
  let dots = 0
  let hexOnly = true
  for (let at = start; at < end; at++) {
    const code = text.charCodeAt(at)
    if (code === 47) slashes++
    else if (code === 64) ats++
    else if (code === 46) dots++
    if (!isHexDigit(code)) hexOnly = false
  }
  if (hexOnly && end - start >= 8) return kind.hex
  if (slashes > 0 && end - start > 1) {
    const lead = text.charCodeAt(start)
    if (lead === 47 || lead === 126 || slashes > 1) return onlyMarks(text, start, end) ? kind.word : kind.path
  }
  if (ats === 1 && dots > 0 && text.charCodeAt(start) !== 64) return kind.token
  if (dots > 1 && domains.has(text.slice(text.lastIndexOf('.', end - 1) + 1, end))) return kind.token
  return kind.word
}

function onlyMarks(text: string, start: number, end: number): boolean {
  for (let at = start; at < end; at++) {
    const code = text.charCodeAt(at)
    if (isLetter(code) || isDigit(code) || code >= 128) return false
  }
  return true
}

/** A word that holds at least one digit: always a value. */
export function typeOfMixedWord(text: string, start: number, end: number): number {
  let digits = 0
  let dots = 0
  let slashes = 0
  let dashes = 0
  let hex = 0
  for (let at = start; at < end; at++) {
    const code = text.charCodeAt(at)
    if (code >= 48 && code <= 57) digits++
    else if (code === 46) dots++
    else if (code === 47) slashes++
    else if (code === 45) dashes++
    else if (isHexDigit(code)) hex++
  }
  const length = end - start
  if (digits === length) return kind.number
  if (dots === 3 && digits + dots + slashes === length && isIp4(text, start, end)) return kind.ip
  if (length === 36 && dashes === 4 && digits + hex + dashes === 36 && isUuid(text, start)) return kind.uuid
  const numeric = typeOfNumeric(text, start, end)
  if (numeric >= 0) return numeric
  const second = text.charCodeAt(start + 1)
  if (text.charCodeAt(start) === 48 && (second === 120 || second === 88) && digits + hex === length - 1 && length > 2)
    return kind.hex
  if (digits + hex === length && length >= 6) return kind.hex
  if (slashes > 0) {
    const lead = text.charCodeAt(start)
    if (lead === 47 || lead === 126 || slashes > 1) return kind.path
  }
  return kind.token
}

function isUuid(text: string, start: number): boolean {
  return [8, 13, 18, 23].every(at => text.charCodeAt(start + at) === 45)
}

function isIp4(text: string, start: number, end: number): boolean {
  let at = start
  for (let part = 0; part < 4; part++) {
    let value = 0
    const from = at
    while (at < end && isDigit(text.charCodeAt(at))) value = value * 10 + text.charCodeAt(at++) - 48
    if (at === from || at > from + 3 || value > 255) return false
    if (part < 3 && text.charCodeAt(at++) !== 46) return false
  }
  if (at === end) return true
  if (text.charCodeAt(at) !== 47) return false
  const bits = end - at - 1
  return bits > 0 && bits < 3
}

/** `-5`, `12.5`, `99%`, `1e5`, `93.0KB`; with a unit of time a time. -1: none of these. */
function typeOfNumeric(text: string, start: number, end: number): number {
  let at = start
  const sign = text.charCodeAt(at)
  if (sign === 43 || sign === 45) at++
  const from = at
  while (at < end && isDigit(text.charCodeAt(at))) at++
  if (at === from) return -1
  if (at < end && text.charCodeAt(at) === 46) {
    const fraction = at + 1
    at = fraction
    while (at < end && isDigit(text.charCodeAt(at))) at++
    if (at === fraction) return -1
  }
  if (at === end) return kind.number
  if (text.charCodeAt(at) === 37 && at + 1 === end) return kind.number
  const unit = at
  while (at < end && (isLetter(text.charCodeAt(at)) || text.charCodeAt(at) === 181)) at++
  if (at === end) {
    if (end - unit > 4) return -1
    return isTimeUnit(text.slice(unit, end)) ? kind.time : kind.number
  }
  // 1e-5
  const lead = text.charCodeAt(unit)
  if (at === unit + 1 && (lead === 101 || lead === 69)) {
    const power = text.charCodeAt(at)
    if (power === 43 || power === 45) at++
    const digitsFrom = at
    while (at < end && isDigit(text.charCodeAt(at))) at++
    if (at === end && at > digitsFrom) return kind.number
  }
  // 1h2m3.5s
  if (isDigit(text.charCodeAt(at)) && isTimeUnit(text.slice(unit, at)) && typeOfNumeric(text, at, end) === kind.time)
    return kind.time
  return -1
}
