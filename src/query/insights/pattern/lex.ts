/**
 * Cuts a line into words, marks and values in one pass, without allocating, and hashes its shape. Lines with the same shape are the
 * same but for their values. Words are cut at blanks and at the marks that loggers put around values; numbers, times, addresses,
 * identifiers, paths and what stands right after `=` are values.
 */
import { limits } from '../../../limits.ts'
import { type Codes, isDigit } from './characters.ts'
import { isJsonStart, lexJson } from './lex-json.ts'
import { emit, lexText } from './lex-text.ts'
import { kind, type Lexed, sentinels } from './lexed.ts'
import { stackStart } from './stack.ts'
import { timeFromDigit } from './time-text.ts'

/** Fills `out` from the line. Looks at no more than the first `limits.patternLineLength` units and `limits.patternTokens` tokens. */
export function lex(text: string, out: Lexed): void {
  const { codes } = out
  out.count = 0
  const whole = text.length <= limits.patternLineLength
  let end = whole ? text.length : limits.patternLineLength
  out.open = !whole
  out.bytes.write(text, 0, end * 2, 'utf16le')
  codes.fill(0, end, end + sentinels)
  if (isJsonStart(codes, end)) {
    const at = lexJson(codes, end, out)
    if (at < end) lexText(codes, at, end, out)
  } else {
    const stack = text.includes('\n') ? stackStart(text, end) : -1
    if (stack >= 0) {
      end = stack
      out.open = true
    }
    lexText(codes, klogHead(codes, end, out), end, out)
  }
  hashShape(out)
}

/** `E1121 02:51:00.123456`: the letter is a word, the rest a time. */
function klogHead(codes: Codes, end: number, out: Lexed): number {
  const letter = codes[0]!
  if (letter !== 73 && letter !== 87 && letter !== 69 && letter !== 70) return 0
  if (end < 14 || codes[5]! !== 32 || codes[8]! !== 58) return 0
  for (let at = 1; at < 5; at++) if (!isDigit(codes[at]!)) return 0
  const clock = timeFromDigit(codes, 6, end)
  if (clock < 0) return 0
  emit(codes, out, kind.word, 0, 1)
  emit(codes, out, kind.time, 1, clock)
  return clock
}

/** Two 32-bit hashes of what a line has in common with its like. Hot: no calls. */
function hashShape(out: Lexed): void {
  const { kinds, starts, ends, first, second } = out
  let a = out.open ? 0x1b873593 : 0x9e3779b9 | 0
  let b = 0x85ebca6b | 0
  let frame = out.open ? 1 : 0
  let end = 0
  for (let at = 0; at < out.count; at++) {
    const tokenKind = kinds[at]!
    const blank = starts[at] !== end ? 0x27d4eb2f : 0
    end = ends[at]!
    frame = Math.imul(frame ^ (tokenKind === kind.mark ? first[at]! : 0x7f4a7c15) ^ blank, 0x01000193)
    if (tokenKind <= kind.mark) {
      a = Math.imul(a ^ first[at]!, 0x85ebca6b) + blank
      b = Math.imul(b + second[at]!, 0xc2b2ae35 | 0) ^ blank
    } else {
      a = Math.imul(a ^ 0x51ed270b, 0x85ebca6b) + blank
      b = Math.imul(b + 0x2545f491, 0xc2b2ae35 | 0) ^ blank
    }
    a = (a << 13) | (a >>> 19)
    b = (b << 11) | (b >>> 21)
  }
  out.shapeFirst = a
  out.shapeSecond = b
  out.frame = frame
}
