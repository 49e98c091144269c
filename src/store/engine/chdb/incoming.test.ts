/** Blocks on their way through a file: small ones are there at once, large ones are waited for, and both are whole. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { limits } from '../../../limits.ts'
import { incomingFolder } from './incoming.ts'

let dir: string
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'mangru-incoming-'))
})
afterEach(() => rmSync(dir, { recursive: true }))

const sizes = () => readdirSync(join(dir, 'incoming')).map(name => statSync(join(dir, 'incoming', name)).size)
/** Chunks of uneven lengths, the first one empty. */
function blockOf(length: number): Uint8Array[] {
  const bytes = Uint8Array.from({ length }, (_, at) => at % 251)
  return [bytes.subarray(0, 0), bytes.subarray(0, 7), bytes.subarray(7, 70_000), bytes.subarray(70_000)]
}

test.each([
  ['at the bound', limits.engineBlockAtOnce, limits.engineBlockAtOnce],
  ['one byte past it', limits.engineBlockAtOnce + 1, 0],
])('a block %s', async (_story, length, thereAtOnce) => {
  const incoming = await incomingFolder(dir)
  const block = blockOf(length)
  const putting = incoming.put(block)
  // The file of a large one may be made by now, but nothing is in it before another turn.
  expect(sizes().reduce((sum, size) => sum + size, 0)).toBe(thereAtOnce)
  const path = await putting
  expect(readFileSync(path).equals(Buffer.concat(block))).toBe(true)
})

test('a file is written over, never appended to, and holds a byte while it waits', async () => {
  const incoming = await incomingFolder(dir)
  const first = await incoming.put(blockOf(100_000))
  const second = await incoming.put(blockOf(90_000))
  expect(second).not.toBe(first)
  await incoming.remove(first)
  expect(sizes().sort((a, b) => a - b)).toEqual([1, 90_000])
  expect(await incoming.put(blockOf(80_000))).toBe(first)
  expect(readFileSync(first)).toHaveLength(80_000)
  await incoming.remove(first)
  const one = Uint8Array.of(7)
  expect(readFileSync(await incoming.put([one])).equals(one)).toBe(true)
})

test('a file that could not be cut is not used again: old bytes would stand behind a shorter block', async () => {
  const incoming = await incomingFolder(dir)
  const first = await incoming.put(blockOf(100_000))
  rmSync(first)
  mkdirSync(first)
  await incoming.remove(first)
  const second = await incoming.put(blockOf(80_000))
  expect(second).not.toBe(first)
  expect(readFileSync(second)).toHaveLength(80_000)
})

test('nothing at all is no block', async () => {
  const incoming = await incomingFolder(dir)
  await expect(incoming.put([new Uint8Array(0)])).rejects.toThrow(RangeError)
})

test('what a crash left behind is gone at the next start', async () => {
  await incomingFolder(dir)
  writeFileSync(join(dir, 'incoming', 'left.native'), 'x')
  await incomingFolder(dir)
  expect(sizes()).toEqual([])
})

test.each([10, limits.engineBlockAtOnce + 1])(
  'a block of %d bytes that cannot be written is an error',
  async length => {
    const incoming = await incomingFolder(dir)
    rmSync(join(dir, 'incoming'), { recursive: true })
    await expect(incoming.put(blockOf(length))).rejects.toThrow('ENOENT')
  },
)
