/** What a word without blanks is: a constant word of prose, or a value, and of which type. */
import { type Codes, isDigit, isHexDigit, isLetter } from './characters.ts'
import { hashText, knownWords, timeUnits } from './known-words.ts'
import { kind } from './lexed.ts'

const domains = knownWords([
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

/** A word that holds no digit. */
export function typeOfPlainWord(codes: Codes, start: number, end: number): number {
  let slashes = 0
  let ats = 0
  let dots = 0
  let hexOnly = true
  for (let at = start; at < end; at++) {
    const code = codes[at]!
    if (code === 47) slashes++
    else if (code === 64) ats++
    else if (code === 46) dots++
    if (!isHexDigit(code)) hexOnly = false
  }
  if (hexOnly && end - start >= 8) return kind.hex
  if (slashes > 0 && end - start > 1) {
    const lead = codes[start]!
    if (lead === 47 || lead === 126 || slashes > 1) return onlyMarks(codes, start, end) ? kind.word : kind.path
  }
  if (ats === 1 && dots > 0 && codes[start]! !== 64) return kind.token
  if (dots > 1 && domains.has(lastLabel(codes, start, end))) return kind.token
  return kind.word
}

function lastLabel(codes: Codes, start: number, end: number): number {
  let at = end
  while (at > start && codes[at - 1] !== 46) at--
  return hashText(codes, at, end)
}

function onlyMarks(codes: Codes, start: number, end: number): boolean {
  for (let at = start; at < end; at++) {
    const code = codes[at]!
    if (isLetter(code) || isDigit(code) || code >= 128) return false
  }
  return true
}

/** A word that holds at least one digit: always a value. */
export function typeOfMixedWord(codes: Codes, start: number, end: number): number {
  let digits = 0
  let dots = 0
  let slashes = 0
  let dashes = 0
  let hex = 0
  for (let at = start; at < end; at++) {
    const code = codes[at]!
    if (code >= 48 && code <= 57) digits++
    else if (code === 46) dots++
    else if (code === 47) slashes++
    else if (code === 45) dashes++
    else if (isHexDigit(code)) hex++
  }
  const length = end - start
  if (digits === length) return kind.number
  if (dots === 3 && digits + dots + slashes === length && isIp4(codes, start, end)) return kind.ip
  if (length === 36 && dashes === 4 && digits + hex + dashes === 36 && isUuid(codes, start)) return kind.uuid
  const numeric = typeOfNumeric(codes, start, end)
  if (numeric >= 0) return numeric
  const second = codes[start + 1]!
  if (codes[start]! === 48 && (second === 120 || second === 88) && digits + hex === length - 1 && length > 2)
    return kind.hex
  if (digits + hex === length && length >= 6) return kind.hex
  if (slashes > 0) {
    const lead = codes[start]!
    if (lead === 47 || lead === 126 || slashes > 1) return kind.path
  }
  return kind.token
}

function isUuid(codes: Codes, start: number): boolean {
  return [8, 13, 18, 23].every(at => codes[start + at]! === 45)
}

function isIp4(codes: Codes, start: number, end: number): boolean {
  let at = start
  for (let part = 0; part < 4; part++) {
    let value = 0
    const from = at
    while (at < end && isDigit(codes[at]!)) value = value * 10 + codes[at++]! - 48
    if (at === from || at > from + 3 || value > 255) return false
    if (part < 3 && codes[at++]! !== 46) return false
  }
  if (at === end) return true
  if (codes[at]! !== 47) return false
  const bits = end - at - 1
  return bits > 0 && bits < 3
}

/** `-5`, `12.5`, `99%`, `1e5`, `93.0KB`; with a unit of time a time. -1: none of these. */
function typeOfNumeric(codes: Codes, start: number, end: number): number {
  let at = start
  const sign = codes[at]!
  if (sign === 43 || sign === 45) at++
  const from = at
  while (at < end && isDigit(codes[at]!)) at++
  if (at === from) return -1
  if (at < end && codes[at]! === 46) {
    const fraction = at + 1
    at = fraction
    while (at < end && isDigit(codes[at]!)) at++
    if (at === fraction) return -1
  }
  if (at === end) return kind.number
  if (codes[at]! === 37 && at + 1 === end) return kind.number
  const unit = at
  while (at < end && (isLetter(codes[at]!) || codes[at]! === 181)) at++
  if (at === end) {
    if (end - unit > 4) return -1
    return timeUnits.has(hashText(codes, unit, end)) ? kind.time : kind.number
  }
  // 1e-5
  const lead = codes[unit]!
  if (at === unit + 1 && (lead === 101 || lead === 69)) {
    const power = codes[at]!
    if (power === 43 || power === 45) at++
    const digitsFrom = at
    while (at < end && isDigit(codes[at]!)) at++
    if (at === end && at > digitsFrom) return kind.number
  }
  // 1h2m3.5s
  if (isDigit(codes[at]!) && timeUnits.has(hashText(codes, unit, at)) && typeOfNumeric(codes, at, end) === kind.time)
    return kind.time
  return -1
}
