/**
 * A message as bytes, in one buffer that is used again and again: looking through bytes costs a third of looking through the letters of a
 * string, and what nobody asks for is never made into a string.
 */
export class MessageBytes {
  /** The message in UTF-8 from 0 to `length`, and a 0 behind it. */
  bytes = roomFor(4_096)
  /** The same, four at a time. */
  words = new Int32Array(this.bytes.buffer)
  length = 0
  #message = ''
  #isAscii = false

  /** Lone surrogates become U+FFFD. */
  write(message: string): void {
    const room = message.length * 3 + 1
    if (this.bytes.length < room || this.#isHuge(room)) {
      this.bytes = roomFor(Math.max(4_096, room))
      this.words = new Int32Array(this.bytes.buffer)
    }
    this.length = this.bytes.write(message, 0, 'utf8')
    this.bytes[this.length] = 0
    this.#message = message
    this.#isAscii = this.length === message.length
  }

  /** The text between two places. */
  text(from: number, to: number): string {
    return this.#isAscii ? this.#message.slice(from, to) : this.bytes.toString('utf8', from, to)
  }

  /** One large message must not keep its room for ever. */
  #isHuge(room: number): boolean {
    return this.bytes.length > 65_536 && room < this.bytes.length / 8
  }
}

/** A buffer of its own, in whole words. */
const roomFor = (bytes: number): Buffer => Buffer.from(new ArrayBuffer((bytes + 3) & ~3))
