/**
 * n-grams of messages: six bytes that follow one another, each with its place in a table of bits. A text that stands in a message has
 * all its n-grams there too, so where one of them is missing the text is not. Six bytes: there are 16 million of hexadecimal digits, a few
 * times what a busy group writes in ten minutes; of five there would be one million, and all of them would be there.
 */

/** Bytes. */
export const ngramBytes = 6

/** A bit of a table: a place among its words of 32 bits, and one in the word. A smaller table takes the lower bits of `word`. */
export interface TableBit {
  readonly word: number
  readonly bit: number
}

/** Words of a table as it is filled. */
export const tableWords = 32_768

const spread = 0x9e3779b97f4a7c15n
const word64 = 0xffff_ffff_ffff_ffffn

/** The lowest byte that an n-gram has: "-". Below it are spaces, quotes, commas and parentheses. */
const lowestByte = 0x2d

/**
 * Where the n-gram is marked; undefined: nowhere. Only every fourth is, by its first byte: a quarter of the work, and in a quarter of the room
 * as much is told of a text of ten bytes or more. And only those of one piece: what stands across quotes and spaces is three of five of
 * them, yet tells little, and with the random ends of ids and numbers it is a sixth of those that differ. Letters, digits, `.`, `/`, `:`
 * and what is no ASCII stay together: an address of a host, a path, Hangul. The same rule as in `ngrams.wat`.
 */
export function tableBit(bytes: Uint8Array, at: number): TableBit | undefined {
  if (((bytes[at] ?? 0) & 3) !== 0) return undefined
  let value = 0n
  for (let place = ngramBytes - 1; place >= 0; place--) {
    const byte = bytes[at + place] ?? 0
    if (byte < lowestByte) return undefined
    value = (value << 8n) | BigInt(byte)
  }
  const hash = ((value << 16n) * spread) & word64
  return { word: Number(hash >> 49n), bit: Number((hash >> 32n) & 31n) }
}

/** The bits that all messages mark in which these texts stand, each once; up to `most`. */
export function bitsOf(texts: readonly string[], most: number): readonly TableBit[] {
  const found = new Map<string, TableBit>()
  for (const text of texts) {
    const bytes = Buffer.from(text)
    for (let at = 0; at + ngramBytes <= bytes.length; at++) {
      const one = tableBit(bytes, at)
      if (one === undefined) continue
      found.set(`${one.word}.${one.bit}`, one)
      if (found.size === most) return [...found.values()]
    }
  }
  return [...found.values()]
}
