/**
 * What a comparison means for one value, be it a JSON scalar or a field of a line. In SQL the same stands in `compare-sql.ts`.
 * Where the documentation is silent we chose:
 * - text is compared with the value's text: a number's shortest form, `true`, `false`, `null`;
 * - `= 500` finds the JSON number 500 (also 5e2, exactly even beyond 2^53) and the text `500`;
 * - `>` and the like take text as a number when it is written like one (`+007.50`, `1e3`, not 1e999), else they are false.
 */
import type { Found } from './json-scan.ts'
import { doubleText } from './json-scan.ts'
import { regexTest } from './regex.ts'
import type { Comparison, NumberValue, TextValue } from './tree.ts'

/** A number in text: how a pattern may write one and how a value must look to be compared by size. */
export const numberPattern = /^[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/

/** null when the text is no number or beyond a double. */
export function numberOf(text: string): number | null {
  // Most numbers are short and whole.
  let whole = 0
  let at = 0
  for (; at < text.length && at < 15; at++) {
    const digit = text.charCodeAt(at) - 48
    if (!(digit >= 0 && digit <= 9)) break
    whole = whole * 10 + digit
  }
  if (at === text.length && at > 0) return whole
  if (!numberPattern.test(text)) return null
  const value = Number(text)
  return Number.isFinite(value) ? value : null
}

/** The shortest form of the JSON numbers that equal this one. An integer keeps all its digits. */
export function equalNumberText({ text, value }: NumberValue): string {
  if (!/^[+-]?\d+$/.test(text)) return doubleText(value)
  const whole = BigInt(text.replace('+', ''))
  return whole >= -(2n ** 63n) && whole < 2n ** 64n ? whole.toString() : doubleText(value)
}

export function textTest({ text, openStart, openEnd }: TextValue): (value: string) => boolean {
  if (openStart && openEnd) return value => value.includes(text)
  if (openStart) return value => value.endsWith(text)
  if (openEnd) return value => value.startsWith(text)
  return value => value === text
}

/** For a field of a space-delimited line: all is text. */
export function fieldTest({ op, value }: Comparison): (text: string) => boolean {
  if (op === '=' || op === '!=') {
    const wanted = op === '='
    if (value.kind === 'number') return text => (text === value.text) === wanted
    const test = value.kind === 'regex' ? regexTest(value) : textTest(value)
    return text => test(text) === wanted
  }
  const holds = sizeTest(op, value.value)
  return text => {
    const number = numberOf(text)
    return number !== null && holds(number)
  }
}

/** For what a selector found; an object or array never compares. */
export function jsonTest(comparison: Comparison): (found: Found) => boolean {
  const { op, value } = comparison
  if ((op === '=' || op === '!=') && value.kind === 'number') {
    const number = equalNumberText(value)
    return found =>
      found.type !== 'container' && (found.text === (found.type === 'number' ? number : value.text)) === (op === '=')
  }
  const test = fieldTest(comparison)
  return found => found.type !== 'container' && test(found.text)
}

function sizeTest(op: '>' | '<' | '>=' | '<=', bound: number): (value: number) => boolean {
  switch (op) {
    case '>':
      return value => value > bound
    case '<':
      return value => value < bound
    case '>=':
      return value => value >= bound
    case '<=':
      return value => value <= bound
  }
}
