/** For tests alone: an input as a form, and as CBOR written as loosely as it may be. */

/** `{ A: [{ B: 1 }] }` → `A.member.1.B=1` */
export function flatForm(input: object): string {
  const fields: string[] = []
  const walk = (value: unknown, path: string): void => {
    if (value === null || value === undefined) return
    if (Array.isArray(value)) {
      if (value.length === 0) fields.push(`${path}=`)
      for (const [at, one] of value.entries()) walk(one, `${path}.member.${at + 1}`)
    } else if (typeof value === 'object')
      for (const [name, one] of Object.entries(value)) walk(one, path === '' ? name : `${path}.${name}`)
    else fields.push(`${path}=${encodeURIComponent(String(value))}`)
  }
  walk(input, '')
  return fields.join('&')
}

/** Members in any order, indefinite lengths, texts in pieces, numbers as floats: `seed` decides where. */
export function looseCbor(input: unknown, seed: number): Uint8Array<ArrayBuffer> {
  let state = seed >>> 0 || 1
  const dice = (sides: number): number => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    state >>>= 0
    return state % sides
  }
  const head = (major: number, count: number): Uint8Array => {
    const bytes = Buffer.alloc(5)
    bytes[0] = (major << 5) | 26
    bytes.writeUInt32BE(count, 1)
    return count < 24 && dice(2) === 0 ? Uint8Array.of((major << 5) | count) : bytes
  }
  const text = (value: string): Uint8Array => {
    const bytes = Buffer.from(value, 'utf8')
    if (dice(4) > 0) return Buffer.concat([head(3, bytes.length), bytes])
    // Pieces are whole characters each.
    const pieces = [...value].map(letter => Buffer.from(letter, 'utf8'))
    return Buffer.concat([
      Uint8Array.of(0x7f),
      ...pieces.flatMap(piece => [head(3, piece.length), piece]),
      Uint8Array.of(0xff),
    ])
  }
  const many = (major: number, items: readonly Uint8Array[], count: number): Uint8Array =>
    dice(2) === 0
      ? Buffer.concat([head(major, count), ...items])
      : Buffer.concat([Uint8Array.of((major << 5) | 31), ...items, Uint8Array.of(0xff)])
  const write = (value: unknown): Uint8Array => {
    if (value === null || value === undefined) return Uint8Array.of(0xf6)
    if (typeof value === 'boolean') return Uint8Array.of(value ? 0xf5 : 0xf4)
    if (typeof value === 'string') return text(value)
    if (typeof value === 'number') {
      if (Number.isInteger(value) && value >= 0 && value < 2 ** 32 && dice(2) === 0) return head(0, value)
      const bytes = Buffer.alloc(9)
      bytes[0] = 0xfb
      bytes.writeDoubleBE(value, 1)
      return bytes
    }
    if (Array.isArray(value)) return many(4, value.map(write), value.length)
    const entries = Object.entries(value as object).map(entry => ({ entry, order: dice(1_000) }))
    entries.sort((a, b) => a.order - b.order)
    return many(
      5,
      entries.flatMap(({ entry: [name, one] }) => [text(name), write(one)]),
      entries.length,
    )
  }
  return Uint8Array.from(write(input))
}
