/** Values to CBOR, as Smithy clients read it. */
import { Dictionary } from './dictionary.ts'
import { Double } from './double.ts'
import { Doubles, Timestamps } from './number-lists.ts'
import { Timestamp } from './timestamp.ts'

/** Whole numbers as such, all else and `Double` as float64; `undefined` members are left out. */
export function writeCbor(value: unknown): Uint8Array {
  const parts: Uint8Array[] = []
  write(value, parts)
  return Buffer.concat(parts)
}

function write(value: unknown, to: Uint8Array[]): void {
  if (value === null || value === undefined) to.push(Uint8Array.of(0xf6))
  else if (typeof value === 'boolean') to.push(Uint8Array.of(value ? 0xf5 : 0xf4))
  else if (typeof value === 'number') to.push(Number.isSafeInteger(value) ? whole(value) : float(value))
  else if (value instanceof Dictionary) write(value.toJSON(), to)
  else if (value instanceof Double) to.push(float(value.value))
  else if (typeof value === 'string') {
    const bytes = Buffer.from(value, 'utf8')
    to.push(head(3, bytes.length), bytes)
  } else if (value instanceof Uint8Array) to.push(head(2, value.length), value)
  else if (value instanceof Timestamp) to.push(Uint8Array.of(0xc1), float(value.seconds))
  else if (value instanceof Doubles) to.push(head(4, value.values.length), floats(value.numbers, []))
  else if (value instanceof Timestamps) to.push(head(4, value.at.length), floats(value.numbers, [0xc1]))
  else if (Array.isArray(value)) {
    to.push(head(4, value.length))
    for (const one of value) write(one, to)
  } else {
    const entries = Object.entries(value).filter(([, one]) => one !== undefined)
    to.push(head(5, entries.length))
    for (const [name, one] of entries) {
      write(name, to)
      write(one, to)
    }
  }
}

const whole = (value: number): Uint8Array => (value < 0 ? head(1, -1 - value) : head(0, value))

function float(value: number): Uint8Array {
  const bytes = Buffer.alloc(9)
  bytes[0] = 0xfb
  bytes.writeDoubleBE(value, 1)
  return bytes
}

/** One after the other, each behind a tag's bytes. */
function floats(values: readonly number[], tag: readonly number[]): Uint8Array {
  const each = tag.length + 9
  const bytes = Buffer.alloc(values.length * each)
  for (const [place, value] of values.entries()) {
    bytes.set(tag, place * each)
    bytes[place * each + tag.length] = 0xfb
    bytes.writeDoubleBE(value, place * each + tag.length + 1)
  }
  return bytes
}

function head(major: number, count: number): Uint8Array {
  const first = major << 5
  if (count < 24) return Uint8Array.of(first | count)
  if (count < 256) return Uint8Array.of(first | 24, count)
  if (count < 65_536) return Uint8Array.of(first | 25, count >> 8, count & 255)
  const bytes = Buffer.alloc(count < 2 ** 32 ? 5 : 9)
  if (bytes.length === 5) bytes.writeUInt32BE(count, 1)
  else bytes.writeBigUInt64BE(BigInt(count), 1)
  bytes[0] = first | (bytes.length === 5 ? 26 : 27)
  return bytes
}
