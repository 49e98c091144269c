/**
 * A quick test for `$.name >= 500`: whether a JSON message may hold a number that large under that name. It looks at the text alone, so that
 * most messages need not be read; it may let through too much, never too little, as long as no backslash hides a key.
 */
import type { Comparison, Selector } from './tree.ts'

/** Undefined: nothing quick can be said of this comparison. */
export function leastNumberTest(
  selector: Selector,
  { op, value }: Comparison,
): ((message: string) => boolean) | undefined {
  const last = selector.steps.at(-1)
  if ((op !== '>' && op !== '>=') || last?.kind !== 'name') return undefined
  const bound = value.kind === 'number' ? Math.ceil(value.value) : -1
  if (!(bound >= 1 && bound < 1e15)) return undefined
  const key = JSON.stringify(last.name).replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')
  // A text, a sign, a fraction or an exponent is looked at by the long way.
  const may = new RegExp(`${key}[ \\t\\r\\n]*:[ \\t\\r\\n]*(?:["[{+-]|\\d*[.eE]|${wholeFrom(bound)})`)
  return message => may.test(message)
}

/** A regular expression of whole numbers from `bound` on, without leading zeros. */
function wholeFrom(bound: number): string {
  const digits = String(bound)
  const ways = [`\\d{${digits.length + 1},}`, digits]
  for (let at = 0; at < digits.length; at++) {
    const digit = Number(digits[at])
    if (digit < 9) ways.push(`${digits.slice(0, at)}[${digit + 1}-9]${'\\d'.repeat(digits.length - at - 1)}`)
  }
  return `(?:${ways.join('|')})`
}
