/** What the contract cannot see of the encoder: its bounds, its bytes, and that chunks are handed over, not copied. */
import { expect, test } from 'vitest'
import { limits } from '../../../limits.ts'
import { type NativeColumn, nativeBlock, StringColumn, UInt8Column, UInt64Column } from './index.ts'

const bytesOf = (chunks: readonly Uint8Array[]): number[] => [...Buffer.concat(chunks)]
const claiming = (rows: number): NativeColumn => ({
  name: 'n',
  type: 'UInt8',
  rows,
  bytes: rows,
  writeTo: () => {},
  release: () => {},
})

test('as many rows as one insert may take, and one more', () => {
  expect(() => nativeBlock([claiming(limits.engineBlockRows)])).not.toThrow()
  expect(() => nativeBlock([claiming(limits.engineBlockRows + 1)])).toThrow(RangeError)
})

test('columns of different lengths are a bug', () => {
  expect(() => nativeBlock([claiming(2), { ...claiming(1), name: 'short' }])).toThrow(/short has 1 rows/)
})

test('a small block, byte by byte', () => {
  const a = new UInt8Column('a')
  const s = new StringColumn('s')
  a.push(7)
  s.push('é')
  expect(bytesOf(nativeBlock([a, s]))).toEqual([
    ...[2, 1],
    ...[1, 97, 5, ...Buffer.from('UInt8'), 7],
    ...[1, 115, 6, ...Buffer.from('String'), 2, 0xc3, 0xa9],
  ])
})

test.each([
  ['just under the first byte of length', 127],
  ['over it', 128],
  ['ASCII and bytes disagree about the length of the length', 100],
  ['larger than a chunk', 3_000_000],
])('text: %s', (_story, length) => {
  for (const letter of ['x', 'é', '망', '\ud800']) {
    const column = new StringColumn('s')
    column.push(letter.repeat(length))
    column.push('end')
    const block = Buffer.concat(nativeBlock([column]))
    const body = Buffer.from(letter.repeat(length).toWellFormed())
    expect(block.includes(body)).toBe(true)
    expect(block.subarray(-4).toString()).toBe('\u0003end')
  }
})

test.each([
  [0n, [0, 0, 0, 0, 0, 0, 0, 0]],
  [2n ** 64n - 1n, [255, 255, 255, 255, 255, 255, 255, 255]],
  [4_294_967_296, [0, 0, 0, 0, 1, 0, 0, 0]],
  [-1, [255, 255, 255, 255, 255, 255, 255, 255]],
])('%s in 64 bits', (value, expected) => {
  const column = new UInt64Column('n')
  column.push(value)
  expect(bytesOf(nativeBlock([column])).slice(-8)).toEqual(expected)
})

test('what was written since: whole texts, of those that lie in several buffers too, and nothing of what came before', () => {
  const column = new StringColumn('s')
  const texts = Array.from({ length: 400 }, (_, at) => `${at} ${'é'.repeat((at * 37) % 3_000)}`)
  const before = texts.map(text => {
    const { bytes } = column
    column.push(text)
    return bytes
  })
  const all = Buffer.concat(column.since(0))
  expect(all.length).toBe(column.bytes)
  for (const bytes of [...before, column.bytes])
    expect(Buffer.concat(column.since(bytes)).equals(all.subarray(bytes))).toBe(true)
  expect(column.since(0).length).toBeGreaterThan(1)
})
