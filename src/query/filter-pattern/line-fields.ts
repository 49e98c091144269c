/** The fields of a line as `splitFields` gives them, found in bytes and made into text one by one, no further than somebody asks. */
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
  #count = 0
  #next = 0

  constructor(about: MessageBytes) {
    this.#about = about
  }

  get length(): number {
    this.#split(Number.POSITIVE_INFINITY)
    return this.#count
  }

  /** Of the message that was written last. */
  begin(): void {
    this.#count = 0
    this.#next = skipBlanks(this.#about.bytes, 0)
  }

  at(index: number): string | undefined {
    const place = index < 0 ? index + this.length : index
    this.#split(place + 1)
    if (place < 0 || place >= this.#count) return undefined
    return this.#about.text(this.#ends[place * 2]!, this.#ends[place * 2 + 1]!)
  }

  /** Goes on until there are so many, or no more. */
  #split(wanted: number): void {
    const { bytes, length } = this.#about
    let at = this.#next
    while (this.#count < wanted && at < length) {
      const end = fieldEnd(this.#about, at)
      const wrapped = end - at >= 2 && isWrapped(bytes[at]!, bytes[end - 1]!)
      this.#push(wrapped ? at + 1 : at, wrapped ? end - 1 : end)
      at = skipBlanks(bytes, end)
    }
    this.#next = at
  }

  #push(from: number, to: number): void {
    if (this.#count * 2 === this.#ends.length) {
      const next = new Int32Array(this.#ends.length * 2)
      next.set(this.#ends)
      this.#ends = next
    }
    this.#ends[this.#count * 2] = from
    this.#ends[this.#count * 2 + 1] = to
    this.#count += 1
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

function fieldEnd(about: MessageBytes, from: number): number {
  const { bytes, length } = about
  const first = bytes[from]
  if (first === 34 || first === 91) {
    const close = closing(bytes, first === 34 ? 34 : 93, from + 1, length)
    if (close > 0 && (close + 1 === length || isBlank(bytes[close + 1]!))) return close + 1
  }
  return nextBlank(about, from)
}

/** Or the end. Looks at four bytes at once until one of them is 32 or less, as the 0 behind the message is. */
function nextBlank({ bytes, words, length }: MessageBytes, from: number): number {
  let at = from
  while (at < length) {
    if ((at & 3) === 0) {
      let word = at >> 2
      let four = words[word]!
      while (((four - 0x21212121) & ~four & 0x80808080) === 0) four = words[++word]!
      at = word << 2
    }
    const code = bytes[at]!
    if (code <= 32 && (isBlank(code) || at >= length)) return Math.min(at, length)
    at += 1
  }
  return length
}

/** -1: there is none. */
function closing(bytes: Uint8Array, code: number, from: number, length: number): number {
  for (let at = from; at < length; at++) if (bytes[at] === code) return at
  return -1
}
