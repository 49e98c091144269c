/** JSON lines from texts that are UTF-8 already: no text of the heap is made of a message, which is most of what a delivered line costs otherwise. */

/** A piece of the lines has so many bytes at most, unless one text needs more. */
const pieceBytes = 262_144

/** 1: the byte stands in a JSON text as it is. */
const plain = Uint8Array.from({ length: 256 }, (_, byte) => (byte < 0x20 || byte === 0x22 || byte === 0x5c ? 0 : 1))

/** For the others what comes after the backslash, where it is one letter; 0: it is none. */
const letters = new Uint8Array(256)
for (const [char, letter] of ['""', '\\\\', '\bb', '\tt', '\nn', '\ff', '\rr'])
  letters[char?.charCodeAt(0) ?? 0] = letter?.charCodeAt(0) ?? 0

export class JsonLines {
  #pieces: Buffer[] = []
  #out: Buffer = Buffer.alloc(0)
  #at = 0
  readonly #expected: number

  /** `expected`: about how many bytes will be written. */
  constructor(expected: number) {
    this.#expected = expected
  }

  /** ASCII. */
  ascii(text: string): void {
    this.#need(text.length)
    this.#at += this.#out.write(text, this.#at, 'latin1')
  }

  bytes(bytes: Uint8Array): void {
    this.#need(bytes.length)
    this.#out.set(bytes, this.#at)
    this.#at += bytes.length
  }

  /** The JSON text of what is at `from` up to `to` (exclusive) of `texts`, which is UTF-8: the same as JSON.stringify makes of it. */
  text(texts: Uint8Array, from: number, to: number): void {
    this.#need(6 * (to - from) + 2)
    const out = this.#out
    let at = this.#at
    out[at++] = 0x22
    for (let place = from; place < to; place++) {
      const byte = texts[place] as number
      if (plain[byte] === 1) out[at++] = byte
      else at = escapeAt(out, at, byte)
    }
    out[at++] = 0x22
    this.#at = at
  }

  /** All that was written, in pieces. */
  finish(): readonly Buffer[] {
    this.#close()
    this.#out = Buffer.alloc(0)
    const pieces = this.#pieces
    this.#pieces = []
    return pieces
  }

  #need(bytes: number): void {
    if (this.#at + bytes <= this.#out.length) return
    this.#close()
    this.#out = Buffer.allocUnsafeSlow(Math.max(Math.min(pieceBytes, this.#expected), bytes))
  }

  #close(): void {
    if (this.#at > 0) this.#pieces.push(this.#out.subarray(0, this.#at))
    this.#at = 0
  }
}

function escapeAt(out: Uint8Array, at: number, byte: number): number {
  const letter = letters[byte] as number
  out[at] = 0x5c
  out[at + 1] = letter === 0 ? 0x75 : letter
  if (letter !== 0) return at + 2
  out[at + 2] = 0x30
  out[at + 3] = 0x30
  out[at + 4] = 0x30 + (byte >> 4)
  out[at + 5] = (byte & 15) + ((byte & 15) < 10 ? 0x30 : 0x57)
  return at + 6
}
