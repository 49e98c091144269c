/** A small fast seeded generator (sfc32): the same seed gives the same bytes on every machine, which `Math.random` cannot. */

export interface Seeded {
  /** A whole number in [0, 2^32). */
  u32(): number
  /** A number in [0, 1). */
  unit(): number
  /** A whole number in [0, bound). `bound` up to 2^32. */
  below(bound: number): number
  pick<T>(from: readonly T[]): T
  /** `length` hexadecimal digits; a multiple of 4. */
  hex(length: number): string
}

const hex4 = Array.from({ length: 65_536 }, (_, n) => n.toString(16).padStart(4, '0'))

export function seeded(seed: number): Seeded {
  let a = seed | 0
  let b = 0x9e3779b9 | 0
  let c = 0x243f6a88 | 0
  let counter = 1
  const u32 = (): number => {
    const sum = (((a + b) | 0) + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (c << 21) | (c >>> 11)
    c = (c + sum) | 0
    return sum >>> 0
  }
  for (let round = 0; round < 12; round++) u32()
  const unit = (): number => u32() / 4_294_967_296
  const below = (bound: number): number => Math.floor(unit() * bound)
  const hex = (length: number): string => {
    let text = ''
    for (let at = 0; at < length; at += 8) {
      const word = u32()
      text += hex4[word >>> 16]
      if (at + 4 < length) text += hex4[word & 0xffff]
    }
    return text
  }
  return { u32, unit, below, pick: from => from[below(from.length)] as never, hex }
}
