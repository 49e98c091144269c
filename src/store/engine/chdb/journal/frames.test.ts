/** What stands in a journal's file is read back as far as it was written whole, whatever stands behind it. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { blockFrame, blockOf, type FillingNumber, frameBytes, headFrame, noFrame, readFilling } from './frames.ts'

const number: FillingNumber = { high: 4_000_000_000, low: 7 }
const head = { table: 'logs', columns: ['a', 'b'], token: 'journal 1' }
const aBlock = fc.uint8Array({ maxLength: 60 })
const someBlocks = fc.array(aBlock, { maxLength: 6 })

/** The chunks are cut anyhow. */
const framesOf = (of: FillingNumber, blocks: readonly Uint8Array[]): Buffer[] => [
  headFrame(of, head),
  ...blocks.map((block, at) => blockFrame(of, at + 1, [block.subarray(0, 5), block.subarray(5)])),
]
const plain = (blocks: readonly Uint8Array[]) => blocks.map(block => [...block])
const read = (file: Buffer) => plain(readFilling(file)?.blocks ?? [])

test('what is written is read: head, and blocks in order', () => {
  const file = Buffer.concat(framesOf(number, [Uint8Array.of(1, 2, 3), Uint8Array.of()]))
  expect(readFilling(file)?.head).toEqual(head)
  expect(read(file)).toEqual([[1, 2, 3], []])
})

test('a frame gives its block as it is', () => {
  const made = blockFrame(number, 1, [Uint8Array.of(1), Uint8Array.of(), Uint8Array.of(2, 3)])
  expect(made).toHaveLength(frameBytes + 3)
  expect([...blockOf(made)]).toEqual([1, 2, 3])
})

test.each([
  ['an empty file', Buffer.alloc(0)],
  ['zeros', Buffer.alloc(4_096)],
  ['a head without a block', headFrame(number, head)],
  ['a block without a head', blockFrame(number, 1, [Uint8Array.of(1)])],
  [
    'a head that is no JSON',
    Buffer.concat([swapKind(blockFrame(number, 0, [Buffer.from('{')])), blockFrame(number, 1, [])]),
  ],
  [
    'a head that says too little',
    Buffer.concat([headFrame(number, { ...head, token: 5 } as never), blockFrame(number, 1, [])]),
  ],
])('%s holds nothing', (_story, file) => {
  expect(readFilling(file)).toBeUndefined()
})

/** A frame of another kind would need its own checksum: this one is not taken for a head. */
function swapKind(frame: Buffer): Buffer {
  frame.writeUInt32LE(0, 4)
  return frame
}

test('wiped, a file holds nothing, however much stands behind', () => {
  fc.assert(
    fc.property(fc.array(aBlock, { minLength: 1, maxLength: 6 }), blocks => {
      const file = Buffer.concat(framesOf(number, blocks))
      expect(read(file)).toEqual(plain(blocks))
      noFrame.copy(file)
      expect(readFilling(file)).toBeUndefined()
    }),
    { seed: 1, numRuns: 50 },
  )
})

test('cut anywhere, the blocks that were written whole are there', () => {
  fc.assert(
    fc.property(someBlocks, fc.nat(), (blocks, cut) => {
      const frames = framesOf(number, blocks)
      const file = Buffer.concat(frames)
      const length = cut % (file.length + 1)
      let whole = 0
      for (let end = 0; whole < frames.length && end + (frames[whole]?.length ?? 0) <= length; whole += 1)
        end += frames[whole]?.length ?? 0
      expect(read(file.subarray(0, length))).toEqual(plain(blocks.slice(0, Math.max(0, whole - 1))))
    }),
    { seed: 2, numRuns: 500 },
  )
})

test('any wrong byte ends it there: what stands before is whole, and nothing is made up', () => {
  fc.assert(
    fc.property(someBlocks, fc.nat(), fc.integer({ min: 1, max: 255 }), (blocks, place, flip) => {
      const file = Buffer.concat(framesOf(number, blocks))
      const at = place % file.length
      file[at] = (file[at] ?? 0) ^ flip
      const found = read(file)
      expect(found.length).toBeLessThan(Math.max(1, blocks.length))
      expect(found).toEqual(plain(blocks.slice(0, found.length)))
    }),
    { seed: 3, numRuns: 500 },
  )
})

test('what an earlier filling left behind does not count, also where its frames stand at the same places', () => {
  fc.assert(
    fc.property(someBlocks, someBlocks, fc.boolean(), (now, before, alike) => {
      const older = Buffer.concat(framesOf({ high: 1, low: alike ? 7 : 8 }, before))
      const newer = Buffer.concat(framesOf(number, now))
      const file = Buffer.from(older.length > newer.length ? older : Buffer.alloc(newer.length))
      newer.copy(file)
      expect(read(file)).toEqual(plain(now))
    }),
    { seed: 4, numRuns: 300 },
  )
})

test('any bytes are read without an error', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), fc.nat(300), (bytes, at) => {
      const file = Buffer.concat(framesOf(number, [Uint8Array.of(1, 2)]))
      file.set(bytes.subarray(0, Math.max(0, file.length - at)), Math.min(at, file.length))
      expect(read(file).length).toBeLessThanOrEqual(1)
      readFilling(Buffer.from(bytes))
    }),
    { seed: 5, numRuns: 1_000 },
  )
})
