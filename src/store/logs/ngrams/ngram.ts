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

/** Bytes that follow one another of which one n-gram is marked at least: three begin and end within them. */
export const windowBytes = 8

/** A number of eight bits for the lower half of a byte; with the byte laid upon it, the byte's rank. Chosen by dice, all different. */
const ranks = [...[0x5b, 0xe2, 0x1c, 0xa7, 0x30, 0xcd, 0x86, 0xf9], ...[0x44, 0x9e, 0x63, 0x0a, 0xd8, 0x71, 0xb5, 0x2f]]

/** An n-gram's weight is the lower rank of its first and its fourth byte: an n-gram of little weight is chosen by more windows than by one byte. */
function weight(bytes: Uint8Array, at: number): number {
  const [first = 0, fourth = 0] = [bytes[at], bytes[at + 3]]
  return Math.min((ranks[first & 15] as number) ^ first, (ranks[fourth & 15] as number) ^ fourth)
}

/**
 * Where the n-gram begins that these eight bytes mark, the first one of least weight; undefined: none. Windows that overlap mostly choose the
 * same one (it is their minimizer: Schleimer and others, Winnowing, 2003), so two of five are marked, and every text of eight bytes
 * is known by one at least. And only those of one piece: what stands across quotes and spaces is three of five of
 * them, yet tells little, and with the random ends of ids and numbers it is a sixth of those that differ. Letters, digits, `.`, `/`, `:`
 * and what is no ASCII stay together: an address of a host, a path, Hangul. The same rule as in `ngrams.wat`.
 */
export function chosenAt(bytes: Uint8Array, at: number): number | undefined {
  for (let place = at; place < at + windowBytes; place++) if ((bytes[place] ?? 0) < lowestByte) return undefined
  const [first, second, third] = [weight(bytes, at), weight(bytes, at + 1), weight(bytes, at + 2)]
  if (first <= second && first <= third) return at
  return second <= third ? at + 1 : at + 2
}

/** The place of the n-gram that begins there. */
export function tableBit(bytes: Uint8Array, at: number): TableBit {
  let value = 0n
  for (let place = ngramBytes - 1; place >= 0; place--) value = (value << 8n) | BigInt(bytes[at + place] ?? 0)
  const hash = ((value << 16n) * spread) & word64
  return { word: Number(hash >> 49n), bit: Number((hash >> 32n) & 31n) }
}

/** The bits that all messages mark in which these texts stand, each once; up to `most`. */
export function bitsOf(texts: readonly string[], most: number): readonly TableBit[] {
  const found = new Map<string, TableBit>()
  for (const text of texts) {
    const bytes = Buffer.from(text)
    for (let at = 0; at + windowBytes <= bytes.length; at++) {
      const chosen = chosenAt(bytes, at)
      if (chosen === undefined) continue
      const one = tableBit(bytes, chosen)
      found.set(`${one.word}.${one.bit}`, one)
      if (found.size === most) return [...found.values()]
    }
  }
  return [...found.values()]
}
