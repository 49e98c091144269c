/** The fields of a line as `splitFields` gives them, found in bytes and made into text one by one when somebody asks. */
import type { MessageBytes } from './message-bytes.ts'

/** An array of texts is one too. */
export interface FieldTexts {
  readonly length: number
  /** Counted from the end when negative. */
  at(index: number): string | undefined
}

export class LineFields implements FieldTexts {
  readonly #about: MessageBytes
  /** Start and end of each. */
  #ends = new Int32Array(128)
  length = 0

  constructor(about: MessageBytes) {
    this.#about = about
  }

  /** Of the message that was written last. */
  split(): this {
    const { bytes, length } = this.#about
    this.length = 0
    let at = skipBlanks(bytes, 0)
    while (at < length) {
      const end = fieldEnd(bytes, at, length)
      const wrapped = end - at >= 2 && isWrapped(bytes[at]!, bytes[end - 1]!)
      this.#push(wrapped ? at + 1 : at, wrapped ? end - 1 : end)
      at = skipBlanks(bytes, end)
    }
    return this
  }

  at(index: number): string | undefined {
    const place = index < 0 ? index + this.length : index
    if (place < 0 || place >= this.length) return undefined
    return this.#about.text(this.#ends[place * 2]!, this.#ends[place * 2 + 1]!)
  }

  #push(from: number, to: number): void {
    if (this.length * 2 === this.#ends.length) {
      const next = new Int32Array(this.#ends.length * 2)
      next.set(this.#ends)
      this.#ends = next
    }
    this.#ends[this.length * 2] = from
    this.#ends[this.length * 2 + 1] = to
    this.length += 1
  }
}

const isBlank = (code: number): boolean => code === 32 || code === 9 || code === 13 || code === 10
const isWrapped = (first: number, last: number): boolean =>
  (first === 34 && last === 34) || (first === 91 && last === 93)

function skipBlanks(bytes: Uint8Array, from: number): number {
  let at = from
  while (isBlank(bytes[at]!)) at++
  return at
}

function fieldEnd(bytes: Buffer, from: number, length: number): number {
  const first = bytes[from]
  if (first === 34 || first === 91) {
    const close = closing(bytes, first === 34 ? 34 : 93, from + 1, length)
    if (close > 0 && (close + 1 === length || isBlank(bytes[close + 1]!))) return close + 1
  }
  let at = from
  while (at < length && (bytes[at]! > 32 || !isBlank(bytes[at]!))) at++
  return at
}

/** -1: there is none. */
function closing(bytes: Uint8Array, code: number, from: number, length: number): number {
  for (let at = from; at < length; at++) if (bytes[at] === code) return at
  return -1
}
