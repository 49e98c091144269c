import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createSealer } from '../api/auth/index.ts'
import { limits } from '../limits.ts'
import { type Clock, instant } from '../model/index.ts'
import { openSettings } from '../store/settings/index.ts'
import { startKeyFolder } from './key-folder-loop.ts'

test('a mounted Secret is read before anybody is served and again each minute; what stays wrong is told once', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'mangru-folder-'))
  const settings = await openSettings('sqlite', mkdtempSync(join(folder, 'data-')))
  if (!settings.ok) throw new Error(settings.error.message)
  let next = () => {}
  const slept: number[] = []
  const clock: Clock = {
    now: () => instant(1),
    sleep: (length, signal) => {
      slept.push(length)
      return new Promise(resolve => {
        next = resolve
        signal?.addEventListener('abort', () => resolve())
      })
    },
  }
  const told: string[] = []
  const sealer = createSealer(Buffer.alloc(32, 1), size => Buffer.alloc(size, 2))
  writeFileSync(join(folder, 'reader.id'), 'A'.repeat(20))
  writeFileSync(join(folder, 'reader.secret'), 's'.repeat(40))
  writeFileSync(join(folder, 'writer.id'), 'B'.repeat(20))
  try {
    const stop = await startKeyFolder({ folder, keys: settings.value.keys, sealer, clock }, line => told.push(line))
    expect(told).toHaveLength(2)
    writeFileSync(join(folder, 'writer.secret'), 's'.repeat(40))
    rmSync(join(folder, 'reader.id'))
    for (const looks of [2, 3]) {
      next()
      await expect.poll(() => slept.length).toBe(looks)
    }
    expect(told.slice(2)).toEqual([
      expect.stringContaining('lacks reader.id'),
      expect.stringContaining(`Key ${'B'.repeat(20)} (writer)`),
    ])
    expect(new Set(slept)).toEqual(new Set([limits.keyFolderEvery]))
    await stop()
  } finally {
    await settings.value.close()
    rmSync(folder, { recursive: true, force: true })
  }
})
