/** Regular expression literals: the text between slashes becomes RE2 syntax, or an explanation of why it is none. */
import { RE2JS } from 're2js'
import { type Sentence, said } from '../said/index.ts'
import type { Regex, Span } from '../tree.ts'
import { QueryTrouble } from './trouble.ts'

/** A line break and the indentation after it: pasted from a page that wrapped, never meant. */
const lineBreak = /\r?\n[ \t]*|\r(?!\n)[ \t]*/g

export interface ReadRegex extends Regex {
  /** Capturing groups, with and without a name (count). */
  readonly captures: number
  /** Line breaks fell away. */
  readonly joined: boolean
}

/** `literal` with its slashes. */
export function readRegexLiteral(literal: string, span: Span): ReadRegex {
  const inner = literal.slice(1, -1)
  const source = inner
    .replace(lineBreak, '')
    .replace(/\\([\s\S])/g, (pair, char: string) => (char === '/' ? '/' : pair))
  return { ...checkRegex(source, span), joined: source.length !== inner.length && /[\r\n]/.test(inner) }
}

/** The literal that `readRegexLiteral` reads back. */
export const printRegex = (regex: Regex): string =>
  `/${regex.source.replace(/\\[\s\S]|\//g, part => (part === '/' ? '\\/' : part))}/`

/** Compiles it once, so that what comes later never fails. */
export function checkRegex(source: string, span: Span): Regex & { readonly captures: number } {
  try {
    const compiled = RE2JS.compile(source)
    const named = Object.entries(compiled.namedGroups()).sort((a, b) => a[1] - b[1])
    return { source, groups: named.map(([name]) => name), captures: compiled.groupCount() }
  } catch (error) {
    throw new QueryTrouble('invalid-regex', span, { reason: explain(source, error) })
  }
}

function explain(source: string, error: unknown): Sentence {
  if (/\(\?<?[=!]/.test(source)) {
    return 'regex-look-around'
  }
  if (/\\([1-9]|k<)/.test(source)) return 'regex-back-reference'
  if (/\(\?>|[*+?}]\+/.test(source)) return 'regex-possessive'
  const why = error instanceof Error ? error.message : String(error)
  return said('regex-refused', { why: why.replace(/^error parsing regexp: /, '').replace(/`/g, '') })
}
