/**
 * JSON as the engine reads it, so that the interpreter and SQL agree: of keys that stand twice the first counts; an escape of a lone
 * surrogate, a raw control character in a string, an integer beyond 64 bits, a number beyond a double or too many levels make it no
 * JSON. A number that a double does not hold, or that would not print as it stands, stays its text, which behaves as a number.
 */
import { limits } from '../../../limits.ts'
import type { Value } from '../value.ts'
import { printNumber } from './numbers.ts'
import { list, map } from './print.ts'

/** The value that a text is, whole; undefined: it is no JSON. */
export function parseJson(text: string): Value | undefined {
  const reader = new Reader(text, 0)
  const value = reader.value(0)
  return value !== undefined && reader.atEnd() ? value : undefined
}

/** The first object or array in a text that may go on after it, as Lambda functions print them. */
export function parseJsonFragment(text: string): Value | undefined {
  let tries = 0
  for (const { index } of text.matchAll(/[{[]/g)) {
    const value = new Reader(text, index).value(0)
    if (value !== undefined) return value
    // Each try may read to the end: bounded, so that a line of brackets costs no more than a line.
    if (++tries >= limits.insightsFragmentTries) return undefined
  }
  return undefined
}

const numeral = /-?(?:0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?/y
// biome-ignore lint/suspicious/noControlCharactersInRegex: JSON forbids exactly them inside a string
const plainText = /[^"\\\u0000-\u001f]*/y
const escapes: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
}

class Reader {
  readonly #text: string
  #at: number

  constructor(text: string, at: number) {
    this.#text = text
    this.#at = at === 0 && text.charCodeAt(0) === 0xfeff ? 1 : at
  }

  atEnd(): boolean {
    this.#skip()
    return this.#at === this.#text.length
  }

  value(depth: number): Value | undefined {
    this.#skip()
    const char = this.#text[this.#at]
    if (char === '"') return this.#string()
    if (char === '{') return depth < limits.filterJsonDepth ? this.#object(depth + 1) : undefined
    if (char === '[') return depth < limits.filterJsonDepth ? this.#array(depth + 1) : undefined
    if (char === 't') return this.#word('true', true)
    if (char === 'f') return this.#word('false', false)
    if (char === 'n') return this.#word('null', null)
    return this.#number()
  }

  #skip(): void {
    for (;;) {
      const unit = this.#text.charCodeAt(this.#at)
      if (unit !== 32 && unit !== 10 && unit !== 13 && unit !== 9) return
      this.#at++
    }
  }

  #take(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#at
    const found = pattern.exec(this.#text)
    if (found !== null) this.#at = pattern.lastIndex
    return found
  }

  #eat(char: string): boolean {
    this.#skip()
    if (this.#text[this.#at] !== char) return false
    this.#at++
    return true
  }

  #word(word: string, value: boolean | null): Value | undefined {
    if (!this.#text.startsWith(word, this.#at)) return undefined
    this.#at += word.length
    return value
  }

  #number(): Value | undefined {
    const found = this.#take(numeral)
    if (found === null || found[0] === '') return undefined
    const whole = found[1] === undefined && found[2] === undefined
    return whole ? integer(found[0]) : fraction(found[0])
  }

  #object(depth: number): Value | undefined {
    this.#at++
    const members = new Map<string, Value>()
    if (this.#eat('}')) return map(members)
    do {
      this.#skip()
      if (this.#text[this.#at] !== '"') return undefined
      const key = this.#string()
      if (key === undefined || !this.#eat(':')) return undefined
      const value = this.value(depth)
      if (value === undefined) return undefined
      if (!members.has(key)) members.set(key, value)
    } while (this.#eat(','))
    return this.#eat('}') ? map(members) : undefined
  }

  #array(depth: number): Value | undefined {
    this.#at++
    const items: Value[] = []
    if (this.#eat(']')) return list(items)
    do {
      const value = this.value(depth)
      if (value === undefined) return undefined
      items.push(value)
    } while (this.#eat(','))
    return this.#eat(']') ? list(items) : undefined
  }

  #string(): string | undefined {
    this.#at++
    let out = ''
    for (;;) {
      plainText.lastIndex = this.#at
      plainText.test(this.#text)
      out += this.#text.slice(this.#at, plainText.lastIndex)
      this.#at = plainText.lastIndex
      const char = this.#text[this.#at++]
      if (char === '"') return out.isWellFormed() || !this.#text.includes('\\u') ? out : undefined
      if (char !== '\\') return undefined
      const escaped = this.#escape()
      if (escaped === undefined) return undefined
      out += escaped
    }
  }

  #escape(): string | undefined {
    const kind = this.#text[this.#at++] ?? ''
    if (kind !== 'u') return escapes[kind]
    const digits = this.#text.slice(this.#at, this.#at + 4)
    if (!/^[0-9a-fA-F]{4}$/.test(digits)) return undefined
    this.#at += 4
    return String.fromCharCode(Number.parseInt(digits, 16))
  }
}

function integer(text: string): Value | undefined {
  if (text === '-0') return 0
  const value = Number(text)
  if (Number.isSafeInteger(value)) return value
  const exact = BigInt(text)
  return exact >= -(2n ** 63n) && exact < 2n ** 64n ? text : undefined
}

function fraction(text: string): Value | undefined {
  const value = Number(text) + 0
  if (!Number.isFinite(value)) return undefined
  return Number(printNumber(value)) === value ? value : text
}
