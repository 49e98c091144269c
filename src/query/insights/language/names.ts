/** Field names: from a token to its segments, and back to text that reads as the same name. */
import type { FieldName, Span } from '../tree.ts'
import { numberText, periodText } from './tokens.ts'
import { QueryTrouble, unexpectedSymbol } from './trouble.ts'
import { allKeywords } from './words.ts'

export const fieldNamed = (...segments: string[]): FieldName => ({ segments, text: segments.join('.') })

/** `written` is a token of kind Field, or a Path without its first dot. */
export function readName(written: string, span: Span): FieldName {
  const segments: string[] = []
  for (const match of written.matchAll(/(@?)`([^`]*)`(\.|$)|([^.`]*)(\.|$)/g)) {
    const end = match[3] ?? match[5]
    segments.push(match[2] === undefined ? match[4]! : match[1]! + match[2])
    if (end === '') break
  }
  if (segments.includes('')) throw new QueryTrouble(unexpectedSymbol(written), span, { reason: 'name-part-empty' })
  return { segments, text: segments.join('.') }
}

const plain = /^[\p{L}\p{M}\p{N}_@]+$/u

export function printName({ segments }: FieldName): string {
  return segments
    .map((segment, at) =>
      isPlain(segment, at === 0 && segments.length === 1, at === 0) ? segment : quoted(segment, at === 0),
    )
    .join('.')
}

/** Where only the joined text of a name is known: cut at dots when every part is plain. */
export function printPlainName(text: string): string {
  const segments = text.split('.')
  return segments.every(segment => plain.test(segment)) ? printName({ segments, text }) : quoted(text, true)
}

function isPlain(segment: string, alone: boolean, first: boolean): boolean {
  if (!plain.test(segment) || [...segment].some(char => char > '\uffff')) return false
  if (first && /^\d/.test(segment))
    return (
      alone &&
      !/^[\d.]+$/.test(segment) &&
      !numberText.test(segment) &&
      !periodText.test(segment) &&
      !/^\d+[eE]$/.test(segment)
    )
  return !alone || !(allKeywords.has(segment.toLowerCase()) || /^(true|false)$/i.test(segment))
}

/** The `@` of a system name stays outside. */
const quoted = (segment: string, first: boolean): string =>
  first && segment.startsWith('@') ? `@\`${segment.slice(1)}\`` : `\`${segment}\``
