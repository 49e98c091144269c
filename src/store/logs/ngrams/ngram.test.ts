import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bitsOf, chosenAt, ngramBytes, tableBit, tableWords, windowBytes } from './ngram.ts'
import { NgramTables } from './tables.ts'

/** What the rule says, one window after the other. */
function marked(bytes: Uint8Array): Uint32Array {
  const words = new Uint32Array(tableWords)
  for (let at = 0; at + windowBytes <= bytes.length; at++) {
    const chosen = chosenAt(bytes, at)
    if (chosen === undefined) continue
    const { word, bit } = tableBit(bytes, chosen)
    words[word] = (words[word] as number) | (1 << bit)
  }
  return words
}

const bytesOf = ({ buffer, byteOffset, byteLength }: Uint32Array) => Buffer.from(buffer, byteOffset, byteLength)

test('the module marks what the rule says, and nothing else', () => {
  const tables = new NgramTables()
  // Long pieces without a byte that ends them, and such bytes anywhere.
  const byte = fc.oneof({ weight: 12, arbitrary: fc.integer({ min: 40, max: 255 }) }, fc.constantFrom(0, 32, 44, 45))
  const property = fc.property(fc.uint8Array({ maxLength: 20 }), fc.array(byte, { maxLength: 400 }), (any, most) => {
    const bytes = Uint8Array.from([...any, ...most])
    const table = tables.take()
    tables.add(table, bytes)
    expect(bytesOf(tables.words(table)).equals(bytesOf(marked(bytes)))).toBe(true)
    tables.give(table)
  })
  fc.assert(property, { numRuns: 1_000, seed: 1 })
})

test.each([65_523, 65_528, 65_529, 131_051, 200_000])(
  'so it does of %d bytes, which are more than are read at once',
  length => {
    const tables = new NgramTables()
    const bytes = Uint8Array.from({ length }, (_, at) => (at * at * 31 + (at >> 5)) & 255)
    const table = tables.take()
    tables.add(table, bytes)
    expect(tables.words(table)).toEqual(marked(bytes))
  },
)

test('tables do not touch one another, and one that was given back is empty again', () => {
  const tables = new NgramTables()
  const [first, second] = [tables.take(), tables.take()]
  tables.add(first, Buffer.from('the beginning of it'))
  tables.add(second, Buffer.from('altogether another'))
  expect(tables.words(first)).toEqual(marked(Buffer.from('the beginning of it')))
  expect(tables.words(second)).toEqual(marked(Buffer.from('altogether another')))
  tables.give(first)
  expect(tables.take()).toBe(first)
  expect(tables.words(first).every(word => word === 0)).toBe(true)
})

test('a text is asked for by its n-grams that are marked, each once, up to so many', () => {
  const text = '4bf92f3577b34da6a3ce929d0e0e4736'
  const all = bitsOf([text, text], 100)
  expect(all.length).toBeGreaterThanOrEqual(9)
  expect(all.length).toBeLessThan(20)
  expect(bitsOf([text], 3)).toEqual(all.slice(0, 3))
  expect(bitsOf(['shorter', ''], 100)).toEqual([])
})

test('every text of eight bytes of one piece is known by an n-gram at least; of random digits two of five are marked', () => {
  const digits = fc.array(fc.constantFrom(...'0123456789abcdef'), { minLength: windowBytes, maxLength: 60 })
  let [marks, all] = [0, 0]
  const property = fc.property(digits, one => {
    const found = bitsOf([one.join('')], 1_000).length
    marks += found
    all += one.length - ngramBytes + 1
    expect(found).toBeGreaterThan(0)
  })
  fc.assert(property, { numRuns: 500, seed: 2 })
  expect(marks / all).toBeGreaterThan(0.36)
  expect(marks / all).toBeLessThan(0.44)
})

test('what stands across a space, a quote, a comma or a parenthesis is no n-gram; an address or a path is one piece', () => {
  const without = ['0"4"0"4"0', 'd,d,d,d', '4444444(4444444', '0000 0000 0000', '404+404+404']
  expect(without.map(text => bitsOf([text], 100))).toEqual(without.map(() => []))
  const within = ['10.40.4.17', '/api/v1/d', '04:44:40', '주문이 결제되었다', 'd_d_d-d-d']
  for (const text of within) expect(bitsOf([text], 100), text).not.toEqual([])
})
