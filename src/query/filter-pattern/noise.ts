/**
 * Texts that look like patterns and messages without being any, made quickly from a seed: a fast-check generator would spend most of
 * a fuzz run on itself. For tests and `bench/fuzz.ts`.
 */
const pieces = [
  '{', '}', '[', ']', '(', ')', '$', '$.a', '$.a[*].b', "$.['c.d']", '$.*', '[0]', '.b', ' ', ' ', ' ', '=', '!=', '>', '<=', '&&', '||', 'IS', 'NULL', 'TRUE',
  'NOT', 'EXISTS', '"', '"a"', '"x y"', '\\', '\\"', '%', '%a.b%', '%[0-9]{2,3}%', '-', '?', '*', 'a', 'ERROR', '404', '1e3', '-5.5', '...', ',', 'w1', 'w1=', '+', '.',
  '\n', '\0', '\ud800', '\udc00', '😀', 'é', '\ufffd', '{"a":', '1', ':', 'null', '"b"', '\\u0041', '\\ud800', '1e999', '{2}', '^', '|', '\t', '\u2028', '\ufeff', 'x',
] // biome-ignore format: a list of pieces

/** A seeded source of 32-bit numbers (mulberry32). */
export function numbers(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return (mixed ^ (mixed >>> 14)) >>> 0
  }
}

/** Up to 15 pieces; now and then any UTF-16 unit among them. */
export function noise(next: () => number): string {
  let text = ''
  for (let left = next() % 16; left > 0; left--) {
    const pick = next()
    text += pick % 31 === 0 ? String.fromCharCode((pick >>> 8) & 0xffff) : pieces[(pick >>> 8) % pieces.length]!
  }
  return text
}

/** Noise with a beginning and end of each kind in turn, so that a fair share is well formed. */
export function patternNoise(next: () => number): string {
  switch (next() % 6) {
    case 0:
      return `{ $.a${next() % 2 === 0 ? '' : '[*].b'} = ${noise(next)} }`
    case 1:
      return `[a, ${noise(next)}]`
    case 2:
      return `"${noise(next)}"`
    case 3:
      return `%${noise(next)}%`
    default:
      return noise(next)
  }
}
