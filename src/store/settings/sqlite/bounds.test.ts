/** How long an opening waits for the process before it, which may still be on its way out. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { limits } from '../../../limits.ts'
import { must, refusal } from '../contract/index.ts'
import { openSqlite } from './open.ts'

let folder: string
let file: string
let holder: ChildProcess | undefined
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'mangru-lock-'))
  file = join(folder, 'settings.sqlite')
  await must(await openSqlite(file)).close()
})
afterEach(() => {
  holder?.kill('SIGKILL')
  rmSync(folder, { recursive: true })
})

/** Another process takes the file, and lets go after so many milliseconds. */
async function hold(length: number): Promise<void> {
  const program = `
    const { DatabaseSync } = require('node:sqlite')
    const database = new DatabaseSync(${JSON.stringify(file)})
    database.exec('pragma locking_mode = exclusive')
    database.exec('begin immediate')
    console.log('held')
    setTimeout(() => database.close(), ${length})`
  holder = spawn(process.execPath, ['-e', program], { stdio: ['ignore', 'pipe', 'inherit'] })
  await once(holder.stdout as NodeJS.ReadableStream, 'data')
}

test('who lets go in time is waited for', async () => {
  await hold(limits.settingsLockWait / 3)
  await must(await openSqlite(file)).close()
})

test('who stays is not', async () => {
  await hold(60_000)
  expect(await openSqlite(file)).toEqual(refusal('in-use'))
})
