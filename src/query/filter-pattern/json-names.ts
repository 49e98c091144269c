/**
 * The quick way through JSON for selectors that are names alone (`$.a.b`), all of them in one pass over the bytes. It finds what `scanJson`
 * finds, which says what JSON means here.
 */
import { limits } from '../../limits.ts'
import { type Found, numberText, readsAsNumber } from './json-scan.ts'
import type { MessageBytes } from './message-bytes.ts'
import type { Step } from './tree.ts'

/** A value on the way to what is looked for. */
interface Place {
  readonly name: string
  readonly key: Uint8Array
  /** Selectors that end here. */
  readonly ends: number[]
  readonly members: Place[]
  /** The message in which it was last met: of keys that stand twice the first counts. */
  met: number
}

export const isNames = (steps: readonly Step[]): boolean => steps.every(step => step.kind === 'name')

export class JsonNames {
  readonly #about: MessageBytes
  readonly #root: Place = place('')
  readonly #found: Found[][]
  #bytes: Uint8Array = new Uint8Array(0)
  #at = 0
  #depth = 0
  #message = 0
  #escaped = false

  /** `selectors`: `isNames` holds for each. What is found stands at the same places. */
  constructor(selectors: readonly (readonly Step[])[], about: MessageBytes) {
    this.#about = about
    this.#found = selectors.map(() => [])
    for (const [at, steps] of selectors.entries()) {
      let here = this.#root
      for (const step of steps) {
        const name = step.kind === 'name' ? step.name : ''
        const known = here.members.find(member => member.name === name) ?? place(name)
        if (!here.members.includes(known)) here.members.push(known)
        here = known
      }
      here.ends.push(at)
    }
  }

  /** null when the message is not a JSON object or array. Good until the next call. */
  scan(): readonly Found[][] | null {
    const { bytes } = this.#about
    this.#bytes = bytes
    this.#message += 1
    this.#depth = 0
    this.#at = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0
    for (const found of this.#found) if (found.length > 0) found.length = 0
    const first = this.#blanks()
    if (first !== 123 && first !== 91) return null
    if (!this.#value(this.#root)) return null
    this.#blanks()
    return this.#at === this.#about.length ? this.#found : null
  }

  /** Skips blanks and tells the byte that follows; 0 at the end. */
  #blanks(): number {
    for (;;) {
      const code = this.#bytes[this.#at]!
      if (code > 32 || (code !== 32 && code !== 10 && code !== 13 && code !== 9)) return code
      this.#at++
    }
  }

  #value(here: Place | undefined): boolean {
    const code = this.#bytes[this.#at]!
    if (code === 34) {
      const from = this.#at + 1
      if (!this.#string()) return false
      if (here !== undefined) this.#take(here, 'string', this.#text(from, this.#at - 1))
      return true
    }
    if (code === 123) return this.#object(here)
    if (code === 91) return this.#array(here)
    if (code === 116) return this.#word('true', here)
    if (code === 102) return this.#word('false', here)
    if (code === 110) return this.#word('null', here)
    return this.#number(here)
  }

  #take({ ends }: Place, type: Found['type'], text: string): void {
    if (ends.length === 0) return
    const found = { type, text }
    for (const selector of ends) this.#found[selector]!.push(found)
  }

  #word(word: 'true' | 'false' | 'null', here: Place | undefined): boolean {
    for (let at = 0; at < word.length; at++) if (this.#bytes[this.#at + at] !== word.charCodeAt(at)) return false
    this.#at += word.length
    if (here !== undefined) this.#take(here, word, word)
    return true
  }

  #object(here: Place | undefined): boolean {
    if (here !== undefined) this.#take(here, 'container', '')
    const members = here === undefined || here.members.length === 0 ? undefined : here.members
    this.#at++
    this.#depth++
    if (this.#blanks() === 125) return this.#close()
    if (this.#depth > limits.filterJsonDepth) return false
    for (;;) {
      if (this.#bytes[this.#at] !== 34) return false
      const from = this.#at + 1
      if (!this.#string()) return false
      const member = members === undefined ? undefined : this.#member(members, from, this.#at - 1)
      if (this.#blanks() !== 58) return false
      this.#at++
      this.#blanks()
      if (!this.#value(member)) return false
      const code = this.#blanks()
      if (code === 125) return this.#close()
      if (code !== 44) return false
      this.#at++
      this.#blanks()
    }
  }

  #array(here: Place | undefined): boolean {
    if (here !== undefined) this.#take(here, 'container', '')
    this.#at++
    this.#depth++
    if (this.#blanks() === 93) return this.#close()
    if (this.#depth > limits.filterJsonDepth) return false
    for (;;) {
      if (!this.#value(undefined)) return false
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

  /** The member of this key, unless it was met in this message. */
  #member(members: readonly Place[], from: number, to: number): Place | undefined {
    const escaped = this.#escaped ? this.#text(from, to) : undefined
    for (const member of members) {
      const isIt = escaped === undefined ? this.#isKey(member.key, from, to) : member.name === escaped
      if (!isIt) continue
      if (member.met === this.#message) return undefined
      member.met = this.#message
      return member
    }
    return undefined
  }

  #isKey(key: Uint8Array, from: number, to: number): boolean {
    if (to - from !== key.length) return false
    for (let at = 0; at < key.length; at++) if (this.#bytes[from + at] !== key[at]) return false
    return true
  }

  /** Reads a string at the cursor; afterwards the cursor stands behind its closing quote. */
  #string(): boolean {
    const bytes = this.#bytes
    let at = this.#at + 1
    this.#escaped = false
    for (;;) {
      const code = bytes[at]!
      if (code === 34) break
      // The 0 behind the end among them.
      if (code < 32) return false
      if (code !== 92) {
        at++
        continue
      }
      this.#escaped = true
      const length = escapeLength(bytes, at)
      if (length === 0) return false
      at += length
    }
    this.#at = at + 1
    return true
  }

  /** Of the string that was just read. */
  #text(from: number, to: number): string {
    const written = this.#about.text(from, to)
    return this.#escaped ? (JSON.parse(`"${written}"`) as string) : written
  }

  #number(here: Place | undefined): boolean {
    const bytes = this.#bytes
    const from = this.#at
    let at = from
    while (isDigit(bytes[at]!)) at++
    // Most numbers are short integers.
    const isShort = at > from && at - from < 19 && (bytes[from] !== 48 || at - from === 1) && !goesOn(bytes[at]!)
    if (!isShort) while (isDigit(bytes[at]!) || goesOn(bytes[at]!)) at++
    this.#at = at
    if (isShort && (here === undefined || here.ends.length === 0)) return true
    const token = this.#about.text(from, at)
    if (!isShort && !readsAsNumber(token)) return false
    if (here !== undefined) this.#take(here, 'number', isShort ? token : numberText(token))
    return true
  }
}

const place = (name: string): Place => ({ name, key: Buffer.from(name), ends: [], members: [], met: 0 })
const isDigit = (code: number): boolean => code >= 48 && code <= 57
/** What may stand in a number beside digits. */
const goesOn = (code: number): boolean => code === 46 || code === 101 || code === 69 || code === 45 || code === 43

/** Length of a valid escape at `at`, a surrogate pair's both halves together; 0 when it is not valid. */
function escapeLength(bytes: Uint8Array, at: number): number {
  const kind = bytes[at + 1]!
  if (kind !== 117) return isEscape[kind] === 1 ? 2 : 0
  const code = hexCode(bytes, at + 2)
  if (code < 0 || (code >= 0xdc00 && code < 0xe000)) return 0
  if (code < 0xd800 || code >= 0xe000) return 6
  if (bytes[at + 6] !== 92 || bytes[at + 7] !== 117) return 0
  const low = hexCode(bytes, at + 8)
  return low >= 0xdc00 && low < 0xe000 ? 12 : 0
}

const isEscape = new Uint8Array(256)
for (const letter of '"\\/bfnrt') isEscape[letter.charCodeAt(0)] = 1

/** -1: not four hexadecimal digits. */
function hexCode(bytes: Uint8Array, from: number): number {
  let code = 0
  for (let at = from; at < from + 4; at++) {
    const digit = bytes[at]!
    const value = isDigit(digit) ? digit - 48 : (digit | 32) >= 97 && (digit | 32) <= 102 ? (digit | 32) - 87 : -1
    if (value < 0) return -1
    code = code * 16 + value
  }
  return code
}
