/** Blocks made of memory that was used before are the same blocks, and what waits unused is bounded. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { limits } from '../../../limits.ts'
import { BlockMemory, LowCardinalityColumn, nativeBlock, StringColumn, UInt8Column, UInt64Column } from './index.ts'

const kib = 1_024

test('what was given back is taken again, for anything that it is large enough for', () => {
  const memory = new BlockMemory()
  const first = memory.take(100 * kib)
  expect(first.byteLength).toBe(128 * kib)
  memory.give(first)
  expect(memory.take(65 * kib)).toBe(first)
  expect(memory.take(65 * kib)).not.toBe(first)
})

test('another size is another piece', () => {
  const memory = new BlockMemory()
  const first = memory.take(64 * kib)
  memory.give(first)
  expect(memory.take(64 * kib + 1)).not.toBe(first)
})

test('small pieces are of their own size, and not kept', () => {
  const memory = new BlockMemory()
  const first = memory.take(64 * kib - 1)
  expect(first.byteLength).toBe(64 * kib - 1)
  memory.give(first)
  expect(memory.take(64 * kib - 1)).not.toBe(first)
})

test('as much as may wait is kept, and not a piece more (blockIdleBytes)', () => {
  const memory = new BlockMemory()
  const size = 1_048_576
  const fit = limits.blockIdleBytes / size
  const pieces = Array.from({ length: fit + 1 }, () => memory.take(size))
  for (const piece of pieces) memory.give(piece)
  const again = new Set(Array.from({ length: fit + 1 }, () => memory.take(size)))
  expect(pieces.slice(0, fit).every(piece => again.has(piece))).toBe(true)
  expect(again.has(pieces[fit] as ArrayBuffer)).toBe(false)
})

function blockOf(rows: readonly (readonly [number, string])[], memory?: BlockMemory) {
  const columns = [
    new UInt8Column('a', memory),
    new UInt64Column('b', memory),
    new LowCardinalityColumn('c', memory),
    new StringColumn('d', memory),
  ] as const
  const [a, b, c, d] = columns
  for (const [number, text] of rows) {
    a.push(number % 256)
    b.push(number * 4_294_967_297)
    c.push(`${number}`)
    d.push(text.repeat(number % 50))
  }
  const bytes = Buffer.concat(nativeBlock(columns))
  return { bytes, release: () => columns.forEach(column => void column.release()) }
}

test('blocks of memory that others were made of before are as those of their own', () => {
  const memory = new BlockMemory()
  const anyRows = fc
    .tuple(fc.integer({ min: 1, max: 70_000 }), fc.integer({ min: 1, max: 70_000 }), fc.string({ maxLength: 9 }))
    .map(([count, step, text]) => Array.from({ length: count }, (_, row) => [(row * step) % 70_001, text] as const))
  const property = fc.property(anyRows, rows => {
    const used = blockOf(rows, memory)
    const same = used.bytes.equals(blockOf(rows).bytes)
    used.release()
    return same
  })
  fc.assert(property, { numRuns: 12, seed: 20 })
})

test.each([255, 256, 257, 65_535, 65_536, 65_537])('a dictionary of %d words and the empty one', words => {
  const column = new LowCardinalityColumn('c')
  const texts = Array.from({ length: words }, (_, place) => `w${place}`)
  for (const text of [...texts, texts[0] as string]) column.push(text)
  const block = Buffer.concat(nativeBlock([column]))
  // Words 1, 2, 3 … in the order in which they came, then the first one again, in indexes as wide as the last of them needs.
  const width = words < 256 ? 1 : words < 65_536 ? 2 : 4
  const indexes = block.subarray(-width * (words + 1))
  const at = (row: number) => indexes.readUIntLE(row * width, width)
  expect([at(0), at(255 % words), at(words - 1), at(words)]).toEqual([1, (255 % words) + 1, words, 1])
})
