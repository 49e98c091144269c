import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { coveredParts, diskBytes } from './index.ts'

const folder = mkdtempSync(join(tmpdir(), 'mangru-disk-'))
afterEach(() => rmSync(folder, { recursive: true, force: true }))

test('a part is covered by a merged one of its partition, and only by that', () => {
  const parts = ['20261120_1_22_2', '20261120_3_3_0', '20261120_23_23_0', '20261121_3_3_0', 'detached', 'all_1_1_0']
  for (const name of parts) mkdirSync(join(folder, 'store', 'abc', name), { recursive: true })
  expect(coveredParts(folder)).toEqual([join(folder, 'store', 'abc', '20261120_3_3_0')])
})

test('bytes are those of the blocks on disk', () => {
  mkdirSync(join(folder, 'a'), { recursive: true })
  writeFileSync(join(folder, 'a', 'b'), Buffer.alloc(100_000, 1))
  expect(diskBytes(folder)).toBeGreaterThanOrEqual(100_000)
  expect(diskBytes(folder)).toBeLessThan(120_000)
  expect(diskBytes(join(folder, 'none'))).toBe(0)
})
