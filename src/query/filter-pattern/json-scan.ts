/**
 * Reads a message as JSON in one pass and takes out what selectors find. It means by JSON exactly what the engine's parser (simdjson
 * behind ClickHouse's JSONExtract functions) means, so that predicate and SQL agree:
 * - of keys that stand twice in an object the first counts;
 * - an integer beyond 64 bits, a number beyond a double (1e999), an escape of a lone surrogate, a raw control character in a string or
 *   more than 1023 levels make the whole message no JSON; a byte order mark at the start is skipped;
 * - the text of a number is its shortest form: 100.50 is `100.5`, 1e2 is `100`, 1e21 is `1e21`, -0.0 is `0`;
 * - an element found by a wildcard and looked into further (`$.a[*].b`) finds nothing when it holds a fraction-typed number whose
 *   shortest form is an integer beyond 64 bits (1e20): the engine writes the element anew and cannot read that back.
 */
import { limits } from '../../limits.ts'
import { isWildcard, type Step } from './tree.ts'

export interface Found {
  readonly type: 'string' | 'number' | 'true' | 'false' | 'null' | 'container'
  /** Unescaped for a string, the shortest form for a number; `''` for a container. */
  readonly text: string
}

/** What each selector found, in the document's order; at most one unless it has a wildcard. */
export type Findings = readonly (readonly Found[])[]

/** null when the message is not a JSON object or array. */
export function scanJson(message: string, selectors: readonly (readonly Step[])[]): Findings | null {
  return new Scan(message, selectors).run()
}

/** A selector that has come as far as this value. */
interface Here {
  readonly selector: number
  readonly step: number
}
const nobody: readonly Here[] = []

class Scan {
  readonly #text: string
  readonly #selectors: readonly (readonly Step[])[]
  readonly #found: Found[][]
  #at = 0
  #depth = 0
  /** Numbers seen that the engine could not read back. */
  #unreadable = 0
  #stringEscaped = false
  #token = ''

  constructor(text: string, selectors: readonly (readonly Step[])[]) {
    this.#text = text
    this.#selectors = selectors
    this.#found = selectors.map(() => [])
  }

  run(): Findings | null {
    if (this.#text.charCodeAt(0) === 0xfeff) this.#at = 1
    const first = this.#blanks()
    if (first !== 123 && first !== 91) return null
    const all = this.#selectors.map((_, selector) => ({ selector, step: 0 }))
    if (!this.#value(all)) return null
    this.#blanks()
    return this.#at === this.#text.length ? this.#found : null
  }

  /** Skips blanks and tells the code that follows; NaN at the end. */
  #blanks(): number {
    for (;;) {
      const code = this.#text.charCodeAt(this.#at)
      if (code !== 32 && code !== 10 && code !== 13 && code !== 9) return code
      this.#at++
    }
  }

  /** Reads the value at the cursor; false when it is no JSON. */
  #value(here: readonly Here[]): boolean {
    const code = this.#text.charCodeAt(this.#at)
    if (code === 34) {
      const from = this.#at + 1
      if (!this.#string()) return false
      if (here.length > 0) this.#take(here, 'string', from)
      return true
    }
    if (code === 123) return this.#object(here)
    if (code === 91) return this.#array(here)
    if (code === 116) return this.#word('true', here)
    if (code === 102) return this.#word('false', here)
    if (code === 110) return this.#word('null', here)
    if (!this.#number()) return false
    if (here.length > 0) this.#take(here, 'number', 0)
    return true
  }

  #word(word: 'true' | 'false' | 'null', here: readonly Here[]): boolean {
    if (!this.#text.startsWith(word, this.#at)) return false
    this.#at += word.length
    if (here.length > 0) this.#take(here, word, 0)
    return true
  }

  /** Keeps the value just read for each selector that ends here. */
  #take(here: readonly Here[], type: Found['type'], from: number): void {
    let found: Found | undefined
    for (const { selector, step } of here) {
      if (step < this.#selectors[selector]!.length) continue
      found ??= {
        type,
        text:
          type === 'string'
            ? this.#lastString(from)
            : type === 'number'
              ? numberText(this.#token)
              : type === 'container'
                ? ''
                : type,
      }
      this.#found[selector]!.push(found)
    }
  }

  #object(here: readonly Here[]): boolean {
    if (here.length > 0) this.#take(here, 'container', 0)
    this.#at++
    this.#depth++
    if (this.#blanks() === 125) return this.#close()
    if (this.#depth > limits.filterJsonDepth) return false
    const steps = this.#stepping(here)
    // A name is looked for only once: the first of two equal keys counts.
    const done: boolean[] = steps.length === 0 ? none : steps.map(() => false)
    for (;;) {
      if (this.#text.charCodeAt(this.#at) !== 34) return false
      const from = this.#at + 1
      if (!this.#string()) return false
      const next = steps.length === 0 ? nobody : this.#members(steps, done, from)
      if (this.#blanks() !== 58) return false
      this.#at++
      this.#blanks()
      if (!this.#child(next)) return false
      const code = this.#blanks()
      if (code === 125) return this.#close()
      if (code !== 44) return false
      this.#at++
      this.#blanks()
    }
  }

  #array(here: readonly Here[]): boolean {
    if (here.length > 0) this.#take(here, 'container', 0)
    this.#at++
    this.#depth++
    if (this.#blanks() === 93) return this.#close()
    if (this.#depth > limits.filterJsonDepth) return false
    const steps = this.#stepping(here)
    for (let index = 0; ; index++) {
      if (!this.#child(steps.length === 0 ? nobody : this.#elements(steps, index))) return false
      const code = this.#blanks()
      if (code === 93) return this.#close()
      if (code !== 44) return false
      this.#at++
      this.#blanks()
    }
  }

  #close(): true {
    this.#at++
    this.#depth--
    return true
  }

  #stepping(here: readonly Here[]): readonly Here[] {
    return here.length === 0 ? nobody : here.filter(({ selector, step }) => step < this.#selectors[selector]!.length)
  }

  /** Who goes on into the member whose key starts at `from` and ended just before the cursor. */
  #members(steps: readonly Here[], done: boolean[], from: number): readonly Here[] {
    let next: Here[] | undefined
    for (let at = 0; at < steps.length; at++) {
      const { selector, step } = steps[at]!
      const way = this.#selectors[selector]![step]!
      if (way.kind === 'name' ? done[at] || !this.#isKey(way.name, from) : way.kind !== 'any-member') continue
      done[at] = true
      next ??= []
      next.push({ selector, step: step + 1 })
    }
    return next ?? nobody
  }

  #isKey(name: string, from: number): boolean {
    if (this.#stringEscaped) return this.#lastString(from) === name
    if (this.#at - 1 - from !== name.length) return false
    for (let at = 0; at < name.length; at++) if (this.#text.charCodeAt(from + at) !== name.charCodeAt(at)) return false
    return true
  }

  #elements(steps: readonly Here[], index: number): readonly Here[] {
    const next: Here[] = []
    for (const { selector, step } of steps) {
      const way = this.#selectors[selector]![step]!
      if (way.kind === 'any-element' || (way.kind === 'index' && way.index === index))
        next.push({ selector, step: step + 1 })
    }
    return next
  }

  /** Reads a member's or element's value; forgets what a wildcard's way on found in it when the engine could not read it back. */
  #child(here: readonly Here[]): boolean {
    if (here.length === 0 || !this.#cameByWildcard(here)) return this.#value(here)
    const before = this.#unreadable
    const counts = here.map(({ selector }) => this.#found[selector]!.length)
    if (!this.#value(here)) return false
    if (this.#unreadable > before) {
      here.forEach(({ selector, step }, at) => {
        const steps = this.#selectors[selector]!
        if (step < steps.length && isWildcard(steps[step - 1]!)) this.#found[selector]!.length = counts[at]!
      })
    }
    return true
  }

  #cameByWildcard(here: readonly Here[]): boolean {
    for (const { selector, step } of here) {
      const steps = this.#selectors[selector]!
      if (step < steps.length && isWildcard(steps[step - 1]!)) return true
    }
    return false
  }

  /** Reads a string at the cursor; afterwards the cursor stands behind its closing quote. */
  #string(): boolean {
    const text = this.#text
    let at = this.#at + 1
    this.#stringEscaped = false
    for (;;) {
      const code = text.charCodeAt(at)
      if (code === 34) break
      // NaN, the end of the text, compares as false.
      if (!(code >= 32)) return false
      if (code !== 92) {
        at++
        continue
      }
      this.#stringEscaped = true
      const length = escapeLength(text, at)
      if (length === 0) return false
      at += length
    }
    this.#at = at + 1
    return true
  }

  /** The string that ended just before the cursor. */
  #lastString(from: number): string {
    const written = this.#text.slice(from, this.#at - 1)
    return this.#stringEscaped ? (JSON.parse(`"${written}"`) as string) : written
  }

  #number(): boolean {
    // Most numbers are short integers.
    let end = this.#at
    while (end - this.#at < 18 && isDigit(this.#text.charCodeAt(end))) end++
    const after = this.#text.charCodeAt(end)
    if (
      end > this.#at &&
      this.#text.charCodeAt(this.#at) !== 48 &&
      after !== 46 &&
      (after | 32) !== 101 &&
      !isDigit(after)
    ) {
      this.#token = this.#text.slice(this.#at, end)
      this.#at = end
      return true
    }
    jsonNumber.lastIndex = this.#at
    const found = jsonNumber.exec(this.#text)
    if (found === null) return false
    const token = found[0]
    const whole = found[1] === undefined && found[2] === undefined
    this.#at += token.length
    this.#token = token
    if (whole) return token.length < 19 || fits64Bits(token)
    if (token.length > 19 || found[2] !== undefined) {
      const value = Number(token)
      if (!Number.isFinite(value)) return false
      if ((value >= 2 ** 64 && value < 1e21) || (value < -(2 ** 63) && value > -1e21)) this.#unreadable++
    }
    return true
  }
}

/** Whether a text is a number of a JSON that the engine reads. */
export function readsAsNumber(token: string): boolean {
  const found = jsonWhole.exec(token)
  if (found === null) return false
  if (found[1] === undefined && found[2] === undefined) return token.length < 19 || fits64Bits(token)
  return Number.isFinite(Number(token))
}

const none: boolean[] = []
const isDigit = (code: number): boolean => code >= 48 && code <= 57
const jsonNumber = /-?(?:0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?/y
const jsonWhole = /^-?(?:0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/

function fits64Bits(token: string): boolean {
  if (token.length > 20) return false
  const value = BigInt(token)
  return value >= -(2n ** 63n) && value < 2n ** 64n
}

/** Length of a valid escape at `at`, a surrogate pair's both halves together; 0 when it is not valid. */
function escapeLength(text: string, at: number): number {
  const kind = text.charCodeAt(at + 1)
  if (kind !== 117) return '"\\/bfnrt'.includes(String.fromCharCode(kind)) ? 2 : 0
  const code = hexCode(text, at + 2)
  if (code < 0 || (code >= 0xdc00 && code < 0xe000)) return 0
  if (code < 0xd800 || code >= 0xe000) return 6
  if (text.charCodeAt(at + 6) !== 92 || text.charCodeAt(at + 7) !== 117) return 0
  const low = hexCode(text, at + 8)
  return low >= 0xdc00 && low < 0xe000 ? 12 : 0
}

function hexCode(text: string, at: number): number {
  const digits = text.slice(at, at + 4)
  return /^[0-9A-Fa-f]{4}$/.test(digits) ? Number.parseInt(digits, 16) : -1
}

/** The shortest form of a JSON number, as the engine writes it. */
export function numberText(token: string): string {
  if (/^-?\d+$/.test(token)) return token === '-0' ? '0' : token
  return doubleText(Number(token))
}

export const doubleText = (value: number): string => String(value).replace('e+', 'e')
