/** The texts that `text-scan.wat` looks for, laid out as it reads them. Pure. */

export interface ScanText {
  /** Well-formed, of 1 to `limits.scannedTextBytes` bytes. */
  readonly text: string
  /** Only where a field of a line may begin with it that is not the first: behind a blank, a quote or a bracket. */
  readonly beginsField?: boolean
  /** Only where it is the key of a number that may be as large, see `least-number.ts`; the text is the key in its quotes. */
  readonly least?: number
}

/** Where things lie in its memory (bytes). */
export const layout = {
  /** Six tables of sixteen, room for one result, then for each of eight groups where its texts' entries begin and end. */
  groups: 112,
  /** For each byte whether a field may begin behind it, a value of whatever size with it, and a number go on with it. */
  bytes: 176,
  entries: 432,
  /** Where each message begins and ends. */
  frames: 65_536,
  /** Two words of bits for each message. */
  masks: 65_536 + 131_072,
  messages: 16_384,
  /** The messages, and behind them room for what is read past their end. */
  text: 65_536 + 262_144,
} as const

const entryBytes = 40
const groupCount = 8
const windowBytes = 3

/** A byte of a text; undefined: any that may stand before a field. */
type Letter = number | undefined

/** Blanks, and the delimiters around a field. */
const beforeField = ' \t\r\n"['
/** What else than a digit a value may begin with, and what a number may go on with behind its first digits. */
const opening = '"[{+-.'
const goingOn = '.eE'

/** The memory up to the last text. `texts`: up to 64; the bit of a text is its place in the list, the first 32 in the first word. */
export function scanTables(texts: readonly ScanText[]): Uint8Array {
  const letters = texts.map(({ text, beginsField }): readonly Letter[] => [
    ...(beginsField ? [undefined] : []),
    ...Buffer.from(text),
  ])
  let bodiesAt = (layout.entries + texts.length * entryBytes + 15) & ~15
  const bodies = letters.map(text => {
    const at = bodiesAt
    bodiesAt += Math.ceil(text.length / 16) * 32
    return at
  })
  const image = new Uint8Array(bodiesAt)
  const words = new DataView(image.buffer)
  for (const [bit, signs] of [beforeField, opening, goingOn].entries())
    for (const sign of Buffer.from(signs)) image[layout.bytes + sign]! |= 1 << bit
  for (const [at, text] of letters.entries()) {
    for (const [index, letter] of text.entries()) {
      const place = bodies[at]! + (index >> 4) * 32 + (index & 15)
      image[place] = letter ?? 0
      image[place + 16] = letter === undefined ? 0 : 0xff
    }
  }
  let entry: number = layout.entries
  for (const [group, members] of grouped(letters).entries()) {
    words.setUint32(layout.groups + group * 8, entry, true)
    for (const { at, text, offset } of members) {
      const body = bodies[at]!
      const { beginsField, least } = texts[at]!
      const kind = beginsField ? 1 : least === undefined ? 0 : 2
      const bodyEnd = body + Math.ceil(text.length / 16) * 32
      const fields = [text.length, offset, at < 32 ? 0 : 4, (1 << (at & 31)) >>> 0, body, bodyEnd, kind]
      for (const [index, field] of fields.entries()) words.setUint32(entry + index * 4, field, true)
      words.setFloat64(entry + 32, least ?? 0, true)
      entry += entryBytes
      for (let place = 0; place < windowBytes; place++) mark(image, place, bytesAt(text, offset + place), 1 << group)
    }
    words.setUint32(layout.groups + group * 8 + 4, entry, true)
  }
  return image
}

/** undefined: behind the text, where any byte may stand. */
function bytesAt(text: readonly Letter[], at: number): Iterable<number> | undefined {
  if (at >= text.length) return undefined
  const letter = text[at]
  return letter === undefined ? Buffer.from(beforeField) : [letter]
}

/** That these bytes at this place of the three may begin a text of the group. */
function mark(image: Uint8Array, place: number, bytes: Iterable<number> | undefined, bit: number): void {
  const [low, high] = [place * 32, place * 32 + 16]
  for (const byte of bytes ?? anyHalves) {
    image[low + (byte & 15)]! |= bit
    image[high + (byte >> 4)]! |= bit
  }
}

/** Sixteen bytes that have every half of a byte at both sides. */
const anyHalves = Array.from({ length: 16 }, (_, half) => half * 17)

interface Member {
  readonly at: number
  readonly text: readonly Letter[]
  /** Where the three bytes are that are looked for. */
  readonly offset: number
  /** Of these three. */
  readonly name: string
}

/**
 * Texts whose three bytes are alike share a group, so that it lets few others through. Those of one byte and those of two have groups of their
 * own: what may follow them is anything, and together with longer ones all that these begin with would pass.
 */
function grouped(texts: readonly (readonly Letter[])[]): readonly (readonly Member[])[] {
  const members = texts.map((text, at): Member => {
    const offset = rarestWindow(text)
    const name = text.slice(offset, offset + windowBytes).map(letter => String.fromCharCode(letter ?? 0))
    return { at, text, offset, name: name.join('') }
  })
  members.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : a.at - b.at))
  const groups = [1, 2].flatMap(length => {
    const short = members.filter(({ text }) => text.length === length)
    return short.length > 0 ? [short] : []
  })
  const long = members.filter(({ text }) => text.length >= windowBytes)
  const size = Math.max(1, Math.ceil(long.length / (groupCount - groups.length)))
  for (let at = 0; at < long.length; at += size) groups.push(long.slice(at, at + size))
  return groups
}

/** The three letters of a text that stand least often in logs. */
function rarestWindow(text: readonly Letter[]): number {
  let [best, least] = [0, Number.POSITIVE_INFINITY]
  for (let at = 0; at + windowBytes <= text.length; at++) {
    let sum = 0
    for (let place = 0; place < windowBytes; place++) sum += commonness(text[at + place])
    if (sum < least) [best, least] = [at, sum]
  }
  return best
}

/** Roughly, in lines of Kubernetes logs: JSON, access logs, stack traces. */
function commonness(letter: Letter): number {
  if (letter === undefined) return 10
  const sign = String.fromCharCode(letter)
  if ('0123456789'.includes(sign)) return 5
  if (' "etaoinsr'.includes(sign)) return 4
  if (':,./-cdlmpu'.includes(sign)) return 3
  return sign >= 'a' && sign <= 'z' ? 2 : 1
}
