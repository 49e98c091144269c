/** The small words of the language: strings, numbers, selectors and comparisons, from text as written. */
import { limits } from '../../limits.ts'
import { err, ok, type Result } from '../../model/index.ts'
import { numberPattern } from './compare.ts'
import { type PatternRegex, parseRegex } from './regex.ts'
import type { Comparison, NumberValue, Selector, Step, TextValue } from './tree.ts'
import { isWildcard } from './tree.ts'
import { PatternTrouble } from './trouble.ts'

/** The text between the quotes: `\"` and `\\` are one character, any other backslash is itself. */
export const stringOf = (written: string): string => written.slice(1, -1).replace(/\\(["\\])/g, '$1')

export function regexOf(written: string, from: number): PatternRegex {
  const regex = parseRegex(written.slice(1, -1))
  if (regex.ok) return regex.value
  const at = from + 1 + regex.error.at
  throw new PatternTrouble(regex.error.message, at, Math.max(at + 1, Math.min(from + written.length, at + 1)))
}

const segment = /\.\*|\[\*\]|\[(\d+)\]|\.?\['([^']+)'\]|\.([A-Za-z0-9_-]+)/y

export function selectorOf(written: string, from: number): Selector {
  const steps: Step[] = []
  let at = 1
  while (at < written.length) {
    segment.lastIndex = at
    const found = segment.exec(written)
    if (found === null)
      throw new PatternTrouble('a selector is written like $.name[0].other', from + at, from + written.length)
    const [all, digits, quoted, name] = found
    if (digits !== undefined && digits.length > 9)
      throw new PatternTrouble('an index may have 9 digits', from + at, from + at + all.length)
    steps.push(stepOf(all, digits, quoted ?? name))
    at += all.length
  }
  if (steps.length === 0) throw new PatternTrouble('a selector is written like $.name', from, from + written.length)
  if (steps.filter(isWildcard).length > 1)
    throw new PatternTrouble('a selector may have one wildcard', from, from + written.length)
  if (steps.length > limits.filterSelectorSteps) {
    throw new PatternTrouble(`a selector may have ${limits.filterSelectorSteps} steps`, from, from + written.length)
  }
  return { text: written, steps }
}

function stepOf(all: string, digits: string | undefined, name: string | undefined): Step {
  if (all === '.*') return { kind: 'any-member' }
  if (all === '[*]') return { kind: 'any-element' }
  return digits === undefined ? { kind: 'name', name: name! } : { kind: 'index', index: Number(digits) }
}

/** Reads a selector alone, such as the value of a metric filter. */
export function parseSelector(text: string): Result<Selector, string> {
  if (!text.startsWith('$')) return err('a selector starts with $')
  try {
    return ok(selectorOf(text.toWellFormed(), 0))
  } catch (error) {
    if (error instanceof PatternTrouble) return err(error.message)
    throw error
  }
}

type Written = { readonly node: string; readonly written: string }

export function comparisonOf(op: string, written: Written | PatternRegex, from: number, to: number): Comparison {
  const value = 'kind' in written ? written : bareOrQuoted(written, from, to)
  if (op === '=' || op === '!=') return { op, value }
  if (value.kind === 'number' && (op === '<' || op === '>' || op === '<=' || op === '>=')) return { op, value }
  throw new PatternTrouble(`${op} compares with a number`, from, to)
}

function bareOrQuoted({ node, written }: Written, from: number, to: number): TextValue | NumberValue {
  if (node === 'String') return textOf(stringOf(written))
  if (!numberPattern.test(written)) {
    if (written.includes('+'))
      throw new PatternTrouble(
        'put text with other characters than letters, digits, _ * . - in double quotes',
        from,
        to,
      )
    return textOf(written)
  }
  const value = Number(written)
  if (!Number.isFinite(value)) throw new PatternTrouble('this number is too large', from, to)
  return { kind: 'number', text: written, value }
}

/** A `*` is a wildcard at the start and at the end only. */
function textOf(text: string): TextValue {
  if (text === '*') return { kind: 'text', text: '', openStart: true, openEnd: true }
  const openStart = text.startsWith('*')
  const openEnd = text.endsWith('*')
  return { kind: 'text', text: text.slice(openStart ? 1 : 0, openEnd ? -1 : undefined), openStart, openEnd }
}
