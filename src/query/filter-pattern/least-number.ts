/**
 * A quick test for `$.name >= 500`: whether a JSON message may hold a number that large under that name. It looks at the text alone, so that
 * most messages need not be read; it may let through too much, never too little, as long as no backslash hides a key.
 */
import type { Comparison, Selector } from './tree.ts'

export interface LeastNumber {
  /** In its quotes. */
  readonly key: string
  /** A whole number from 1 to 10^15. */
  readonly least: number
}

/** Undefined: nothing quick can be said of this comparison. */
export function leastNumber(selector: Selector, { op, value }: Comparison): LeastNumber | undefined {
  const last = selector.steps.at(-1)
  if ((op !== '>' && op !== '>=') || last?.kind !== 'name') return undefined
  const bound = value.kind === 'number' ? Math.ceil(value.value) : -1
  if (!(bound >= 1 && bound < 1e15)) return undefined
  return { key: JSON.stringify(last.name), least: bound }
}

export function leastNumberTest({ key, least }: LeastNumber): (message: string) => boolean {
  // Without its first quote: a search that stops at each quote costs thrice.
  const rest = key.slice(1)
  return message => {
    for (let at = message.indexOf(rest); at >= 0; at = message.indexOf(rest, at + 1))
      if (message.charCodeAt(at - 1) === 34 && mayBeAtLeast(least, message, at + rest.length)) return true
    return false
  }
}

function mayBeAtLeast(bound: number, message: string, from: number): boolean {
  const colon = skipBlanks(message, from)
  if (message.charCodeAt(colon) !== 58) return false
  const start = skipBlanks(message, colon + 1)
  let at = start
  let whole = 0
  let code = message.charCodeAt(at)
  for (; code >= 48 && code <= 57; code = message.charCodeAt(++at)) whole = whole * 10 + code - 48
  // A text, a structure, a sign, a fraction or an exponent is looked at by the long way.
  return whole >= bound || (at === start ? opening.includes(code) : goingOn.includes(code))
}

const codes = (signs: string): readonly number[] => Array.from(signs, sign => sign.charCodeAt(0))
const opening = codes('"[{+-.')
const goingOn = codes('.eE')

function skipBlanks(message: string, from: number): number {
  let at = from
  for (let code = message.charCodeAt(at); code === 32 || code === 9 || code === 10 || code === 13; )
    code = message.charCodeAt(++at)
  return at
}
