import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { limits } from '../../../limits.ts'
import { folded, isFull } from './fold.ts'
import { tableWords } from './ngram.ts'

const allBits = tableWords * 32
/** A table of which the first so many bits are set. */
function filled(bits: number): Uint32Array {
  const table = new Uint32Array(tableWords)
  table.fill(0xffff_ffff, 0, Math.floor(bits / 32))
  table[Math.floor(bits / 32)] = 2 ** (bits % 32) - 1
  return table
}
const wordsOf = (bits: Uint8Array) => new Uint32Array(bits.buffer)

test('a table is full above so many of its bits (ngramFill)', () => {
  const most = Math.floor(limits.ngramFill * allBits)
  expect(isFull(filled(most))).toBe(false)
  expect(isFull(filled(most + 1))).toBe(true)
})

describe('what is kept', () => {
  const every = (value: number) => new Uint32Array(tableWords).fill(value)

  test.each([
    ['nothing is one empty word', new Uint32Array(tableWords), 0, 1],
    // 25 of 32 bits are less than the most, 26 more: laid upon themselves they stay as many.
    ['as many in every word stay so many', every(2 ** 25 - 1), 0, 1],
    ['a word more would be too much', every(2 ** 26 - 1), 0, tableWords],
    ['half of it is laid upon half of it until it is too much', filled(allBits / 8), 0, tableWords / 4],
    // 24 of 32 bits are what is kept at most, 25 more.
    ['what still tells enough is smaller, however many lines (ngramKeptFill)', every(2 ** 24 - 1), 10_000_000, 1],
    ['what would not is not', every(2 ** 25 - 1), 10_000_000, tableWords],
    ['unless there are few lines (ngramBytesALine)', every(2 ** 25 - 1), 4_096 / limits.ngramBytesALine, 1_024],
    ['the same of a line less', every(2 ** 25 - 1), 4_096 / limits.ngramBytesALine - 1, 512],
  ])('%s', (_story, table, lines, words) => {
    expect(wordsOf(folded(table, lines))).toHaveLength(words)
  })

  test('every bit is found at its place, whatever the size', () => {
    const anyBit = fc.tuple(fc.nat({ max: tableWords - 1 }), fc.nat({ max: 31 }))
    const property = fc.property(fc.array(anyBit, { maxLength: 4_000 }), bits => {
      const table = new Uint32Array(tableWords)
      for (const [word, bit] of bits) table[word] = (table[word] as number) | (1 << bit)
      const before = table.slice()
      const words = wordsOf(folded(table, 0))
      const found = bits.every(([word, bit]) => ((words[word & (words.length - 1)] as number) & (1 << bit)) !== 0)
      return found && Buffer.compare(Buffer.from(before.buffer), Buffer.from(table.buffer)) === 0
    })
    fc.assert(property, { numRuns: 50, seed: 3 })
  })
})
