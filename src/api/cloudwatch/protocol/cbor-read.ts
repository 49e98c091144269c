/** CBOR to values, as Smithy writes it: definite and indefinite lengths, text keys, tag 1 for times. Bounded in depth and count. */
import { isUtf8 } from 'node:buffer'
import { limits } from '../../../limits.ts'
import { err, ok, type Result } from '../../../model/index.ts'

class Malformed extends Error {}

/** Bytes become `Uint8Array`, times seconds, null and undefined null. The error says what is wrong. */
export function readCbor(bytes: Buffer): Result<unknown, string> {
  const reader = new Reader(bytes)
  try {
    const value = reader.value(0)
    return reader.ended ? ok(value) : err('there is something behind the value')
  } catch (error) {
    if (error instanceof Malformed) return err(error.message)
    throw error
  }
}

const indefinite = -1

class Reader {
  readonly #bytes: Buffer
  #at = 0
  #items = 0

  constructor(bytes: Buffer) {
    this.#bytes = bytes
  }

  get ended(): boolean {
    return this.#at === this.#bytes.length
  }

  value(depth: number): unknown {
    if (depth > limits.awsDepth) throw new Malformed('it is nested too deep')
    this.#items += 1
    if (this.#items > limits.cborItems) throw new Malformed('it has too many values')
    const first = this.#byte()
    const [major, info] = [first >> 5, first & 31]
    switch (major) {
      case 0:
        return this.#count(info)
      case 1:
        return -1 - this.#count(info)
      case 2:
        return this.#chunks(info, 2)
      case 3:
        return this.#text(info)
      case 4:
        return this.#list(info, depth)
      case 5:
        return this.#map(info, depth)
      case 6:
        return this.#tagged(info, depth)
      default:
        return this.#simple(info)
    }
  }

  #byte(): number {
    return this.#take(1)[0]!
  }

  #take(length: number): Buffer {
    const to = this.#at + length
    if (to > this.#bytes.length) throw new Malformed('it ends too early')
    const taken = this.#bytes.subarray(this.#at, to)
    this.#at = to
    return taken
  }

  #count(info: number): number {
    if (info < 24) return info
    if (info === 24) return this.#byte()
    if (info === 25) return this.#take(2).readUInt16BE()
    if (info === 26) return this.#take(4).readUInt32BE()
    if (info === 27) return Number(this.#take(8).readBigUInt64BE())
    throw new Malformed('a length is not valid')
  }

  #length = (info: number): number => (info === 31 ? indefinite : this.#count(info))

  #broken(): boolean {
    if (this.#bytes[this.#at] !== 0xff) return false
    this.#at += 1
    return true
  }

  #chunks(info: number, major: number): Buffer {
    const length = this.#length(info)
    if (length !== indefinite) return Buffer.from(this.#take(length))
    const chunks: Buffer[] = []
    while (!this.#broken()) {
      const first = this.#byte()
      if (first >> 5 !== major || (first & 31) === 31) throw new Malformed('a piece is of another kind')
      this.#items += 1
      if (this.#items > limits.cborItems) throw new Malformed('it has too many values')
      chunks.push(this.#take(this.#count(first & 31)))
    }
    return Buffer.concat(chunks)
  }

  #text(info: number): string {
    const bytes = info === 31 ? this.#chunks(info, 3) : this.#take(this.#count(info))
    if (!isUtf8(bytes)) throw new Malformed('a text is not UTF-8')
    return bytes.toString('utf8')
  }

  #list(info: number, depth: number): unknown[] {
    const length = this.#length(info)
    const list: unknown[] = []
    while (length === indefinite ? !this.#broken() : list.length < length) list.push(this.value(depth + 1))
    return list
  }

  #map(info: number, depth: number): Record<string, unknown> {
    const length = this.#length(info)
    const map = Object.create(null) as Record<string, unknown>
    for (let read = 0; length === indefinite ? !this.#broken() : read < length; read += 1) {
      const key = this.value(depth + 1)
      if (typeof key !== 'string') throw new Malformed('a key is not a text')
      if (key in map) throw new Malformed('a key stands twice')
      map[key] = this.value(depth + 1)
    }
    return map
  }

  #tagged(info: number, depth: number): number {
    const tag = this.#count(info)
    const value = this.value(depth + 1)
    if (tag !== 1 || typeof value !== 'number') throw new Malformed('a tag is not known')
    return value
  }

  #simple(info: number): unknown {
    switch (info) {
      case 20:
        return false
      case 21:
        return true
      case 22:
      case 23:
        return null
      case 25:
        return half(this.#take(2).readUInt16BE())
      case 26:
        return this.#take(4).readFloatBE()
      case 27:
        return this.#take(8).readDoubleBE()
      default:
        throw new Malformed('a value is not known')
    }
  }
}

function half(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1
  const [power, part] = [(bits >> 10) & 31, bits & 1023]
  if (power === 31) return part === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN
  return sign * (power === 0 ? part * 2 ** -24 : (1 + part / 1024) * 2 ** (power - 15))
}
