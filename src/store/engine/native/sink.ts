/**
 * Bytes that only grow. What was written is never copied again: a full buffer is set aside and a larger one begun, so a block
 * is a list of chunks. Little-endian like the Native format; so are all processors the engine runs on.
 */
import type { BlockMemory } from './memory.ts'

const smallest = 512
const largest = 1_048_576

export class Sink {
  readonly #full: Uint8Array[] = []
  #fullBytes = 0
  #size = smallest
  #buffer = Buffer.allocUnsafeSlow(smallest)
  #at = 0
  #textBytes = 0
  readonly #memory: BlockMemory | undefined
  /** Taken from there. */
  readonly #borrowed: ArrayBuffer[] = []

  constructor(memory?: BlockMemory) {
    this.#memory = memory
  }

  /** Of the texts, without what tells their lengths. */
  get textBytes(): number {
    return this.#textBytes
  }

  get bytes(): number {
    return this.#fullBytes + this.#at
  }

  byte(value: number): void {
    this.#room(1)
    this.#buffer[this.#at++] = value
  }

  /** An unsigned LEB128 number below 2^53. */
  varint(value: number): void {
    this.#room(8)
    this.#at = putVarint(this.#buffer, this.#at, value)
  }

  /** A UInt64 from a count below 2^53. */
  uint64(value: number): void {
    this.#room(8)
    this.#buffer.writeUInt32LE(value % 4_294_967_296, this.#at)
    this.#buffer.writeUInt32LE(Math.floor(value / 4_294_967_296), this.#at + 4)
    this.#at += 8
  }

  /** Length and UTF-8 bytes; a lone surrogate becomes U+FFFD. */
  string(value: string): void {
    const { length } = value
    if (length === 0) {
      this.byte(0)
      return
    }
    this.#room(length * 3 + 8)
    // The bytes go where they belong if the text is ASCII; else they move by the byte or two that the length takes more.
    const guess = varintSize(length)
    const start = this.#at + guess
    const written = writeUtf8.call(this.#buffer, value, start, length * 3)
    const needed = varintSize(written)
    if (needed !== guess) this.#buffer.copyWithin(this.#at + needed, start, start + written)
    putVarint(this.#buffer, this.#at, written)
    this.#at += needed + written
    this.#textBytes += written
  }

  /** Takes the bytes over without copying; the caller no longer writes to them. */
  take(chunk: Uint8Array): void {
    if (chunk.length === 0) return
    this.#setAside()
    this.#full.push(chunk)
    this.#fullBytes += chunk.length
  }

  takeAll(other: Sink): void {
    for (const chunk of other.chunks()) this.take(chunk)
  }

  /** Everything so far, in order. */
  chunks(): readonly Uint8Array[] {
    this.#setAside()
    return this.#full
  }

  /** What was written since there were so many bytes, in parts as they lie. */
  since(bytes: number): readonly Uint8Array[] {
    const parts: Uint8Array[] = []
    let begin = this.#fullBytes
    if (this.#at > 0 && this.bytes > bytes) parts.push(this.#buffer.subarray(Math.max(0, bytes - begin), this.#at))
    for (let at = this.#full.length - 1; at >= 0 && begin > bytes; at--) {
      const part = this.#full[at]!
      begin -= part.length
      parts.push(part.subarray(Math.max(0, bytes - begin)))
    }
    return parts.reverse()
  }

  /** Gives back the memory that it was made with. Nobody may read what it held, or write to it, afterwards. */
  release(): void {
    for (const memory of this.#borrowed.splice(0)) this.#memory?.give(memory)
  }

  #room(count: number): void {
    if (this.#at + count <= this.#buffer.length) return
    this.#setAside()
    this.#size = Math.min(this.#size * 2, largest)
    if (this.#buffer.length < count) this.#buffer = this.#fresh(Math.max(this.#size, count))
  }

  #fresh(bytes: number): Buffer<ArrayBuffer> {
    if (this.#memory === undefined) return Buffer.allocUnsafeSlow(bytes)
    const memory = this.#memory.take(bytes)
    this.#borrowed.push(memory)
    return Buffer.from(memory)
  }

  #setAside(): void {
    if (this.#at === 0) return
    this.#full.push(this.#buffer.subarray(0, this.#at))
    this.#fullBytes += this.#at
    this.#buffer = this.#buffer.subarray(this.#at)
    this.#at = 0
  }
}

type Utf8Writer = (this: Buffer, value: string, at: number, length: number) => number

/** Node's own inner writer is twice as fast as `write`, which first sorts out its arguments. */
const writeUtf8: Utf8Writer =
  (Buffer.prototype as { utf8Write?: Utf8Writer }).utf8Write ??
  function (value, at, length) {
    return this.write(value, at, length, 'utf8')
  }

const varintSize = (value: number): number => {
  let size = 1
  for (let rest = value; rest >= 128; rest = Math.floor(rest / 128)) size += 1
  return size
}

function putVarint(buffer: Buffer, at: number, value: number): number {
  let rest = value
  let end = at
  while (rest >= 128) {
    buffer[end++] = (rest % 128) + 128
    rest = Math.floor(rest / 128)
  }
  buffer[end++] = rest
  return end
}
