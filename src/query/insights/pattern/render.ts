/** A group of shapes as a row: the pattern's text with its varying parts named, and a regular expression for its lines. */
import { kind } from './lexed.ts'
import { labelOf } from './severity.ts'
import { type Shape, varies } from './shape.ts'
import type { PatternRow, PatternToken, TokenType } from './types.ts'
import type { Values } from './values.ts'

/** What `\\s` is in RE2; in JavaScript it is more. */
const blankSet = ' \\t\\n\\r\\f'

const typeNames: readonly TokenType[] = [
  'Token',
  'Token',
  'Time',
  'Number',
  'IP',
  'UUID',
  'Hex',
  'URL',
  'Path',
  'Token',
]

/** The type of most values; a few strays do not hide it. */
function typeOf(values: Values): TokenType {
  let best: number = kind.token
  let all = 0
  let most = 0
  for (const [type, count] of values.types.entries()) {
    all += count
    if (count > most) {
      most = count
      best = type
    }
  }
  return most * 10 >= all * 9 ? (typeNames[best] ?? 'Token') : 'Token'
}

/** A varying part that never varied in enough lines to tell is shown as what it is, unless its type says that it is a value. */
function isConstant(values: Values, lines: number): boolean {
  if (!values.exact || values.size !== 1) return false
  return typeOf(values) === 'Token' && (lines > 1 || values.top()[0]?.value === '')
}

/** Figures of the numbers, when at least half of the values are numbers. */
export const numericOf = (values: Values, lines: number): PatternToken['numeric'] =>
  values.numbers === 0 || values.numbers * 2 < lines
    ? null
    : {
        count: values.numbers,
        min: values.min,
        max: values.max,
        mean: values.mean,
        deviation: Math.sqrt(Math.max(0, values.squares / values.numbers)),
      }

export function rowOf(shape: Shape, lines: number): PatternRow {
  const tokens: PatternToken[] = []
  const parts: { before: string; text: string | null }[] = []
  let pattern = ''
  let regex = `^[${blankSet}]*`
  let value = 0
  for (let at = 0; at < shape.kinds.length; at++) {
    const before = shape.blanks[at]!
    pattern += before
    if (at > 0)
      regex +=
        shape.gaps.includes(at) || shape.gaps.includes(at - 1)
          ? `[${blankSet}]*`
          : before === ''
            ? ''
            : `[${blankSet}]+`
    const values = shape.kinds[at] === varies ? shape.values[value++]! : null
    const constant =
      values === null ? shape.texts[at]! : isConstant(values, shape.count) ? values.top()[0]!.value : null
    parts.push({ before, text: constant })
    if (constant !== null) {
      pattern += constant
      regex += escapeRegex(constant)
      continue
    }
    const type = typeOf(values!)
    const name = `${type}-${tokens.length + 1}`
    tokens.push({
      name,
      type,
      values: values!.top(),
      distinct: values!.size,
      exact: values!.exact,
      numeric: numericOf(values!, shape.count),
    })
    pattern += `<${name}>`
    regex += mayHoldBlanks(shape, at, values!) ? '[\\s\\S]*?' : `[^${blankSet}]*?`
  }
  if (shape.open) {
    const name = `Token-${tokens.length + 1}`
    tokens.push({ name, type: 'Token', values: [], distinct: 0, exact: false, numeric: null })
    pattern += `<${name}>`
  }
  return {
    id: idOf(parts, shape.open),
    pattern,
    sampleCount: shape.count,
    ratio: lines === 0 ? 0 : shape.count / lines,
    severityLabel: labelOf(shape.levels),
    tokens,
    regex: `${regex}${shape.open ? '[\\s\\S]*' : `[${blankSet}]*`}$`,
    examples: shape.examples,
    template: { parts, open: shape.open },
  }
}

/** Values are cut at blanks, but for times, what stands in JSON, and pieces of any length. */
const mayHoldBlanks = (shape: Shape, at: number, values: Values): boolean =>
  shape.gaps.includes(at) || values.types[kind.time]! > 0 || (shape.texts[0] === '{' && shape.texts[1] === '"')

const escapeRegex = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')

/** 64 bits of FNV-1a over the constants, so the same pattern of another window has the same id. */
function idOf(parts: readonly { readonly before: string; readonly text: string | null }[], open: boolean): string {
  let high = 0x811c9dc5 | 0
  let low = open ? 0x1b873593 : 0x3c6ef372
  for (const { before, text } of parts) {
    const part = `${before === '' ? '' : ' '}${text ?? '\u0001'}\u0000`
    for (let at = 0; at < part.length; at++) {
      high = Math.imul(high ^ part.charCodeAt(at), 0x01000193)
      low = Math.imul(low + part.charCodeAt(at), 0x2c1b3c6d) ^ (low >>> 15)
    }
  }
  return (high >>> 0).toString(16).padStart(8, '0') + (low >>> 0).toString(16).padStart(8, '0')
}
