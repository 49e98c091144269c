/** From a table as it was filled to what is kept of it: as few bytes as still tell something. Pure. */
import { limits } from '../../../limits.ts'

/**
 * Of a table of so many lines: folded (one half laid upon the other) while at most `limits.ngramKeptFill` of the bits are set then, and to
 * `limits.ngramBytesALine` even if more are, up to `limits.ngramFill`. Words are little-endian.
 */
export function folded(table: Uint32Array, lines: number): Uint8Array {
  let words = table.slice()
  while (words.length > 1) {
    const smaller = onto(words)
    const most = words.byteLength > lines * limits.ngramBytesALine ? limits.ngramFill : limits.ngramKeptFill
    if (ones(smaller) > most * 32 * smaller.length) break
    words = smaller
  }
  return new Uint8Array(words.buffer)
}

/** Whether more would make it useless. */
export const isFull = (table: Uint32Array): boolean => ones(table) > limits.ngramFill * 32 * table.length

function onto(words: Uint32Array): Uint32Array<ArrayBuffer> {
  const half = words.length / 2
  const smaller = words.slice(0, half)
  for (let at = 0; at < half; at++) smaller[at] = (smaller[at] as number) | (words[at + half] as number)
  return smaller
}

function ones(words: Uint32Array): number {
  let sum = 0
  for (const word of words) {
    let bits = word - ((word >>> 1) & 0x55555555)
    bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333)
    sum += Math.imul((bits + (bits >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24
  }
  return sum
}
