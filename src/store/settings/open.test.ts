/** What an operator may write after `--settings`. */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { must, refusal } from './contract/index.ts'
import { openSettings, settingsFile } from './open.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mangru-open-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

test('sqlite: a file in the data folder, which is made', async () => {
  const settings = must(await openSettings('sqlite', join(folder, 'new', 'data')))
  expect(settings.kind).toBe('sqlite')
  expect(existsSync(join(folder, 'new', 'data', settingsFile))).toBe(true)
  await settings.close()
})

test('a data folder that cannot be made', async () => {
  writeFileSync(join(folder, 'file'), '')
  expect(await openSettings('sqlite', join(folder, 'file', 'data'))).toEqual(refusal('no-rights'))
})

test.each([
  ['', 'bad-address'],
  ['SQLite', 'bad-address'],
  ['mysql://127.0.0.1/db', 'bad-address'],
  ['postgres://', 'bad-address'],
  ['postgres://127.0.0.1:1/db', 'unreachable'],
  ['postgresql://127.0.0.1:1/db', 'unreachable'],
])('%j is answered %s', async (spec, code) => {
  expect(await openSettings(spec, folder)).toEqual(refusal(code))
  expect(existsSync(join(folder, settingsFile))).toBe(false)
})
