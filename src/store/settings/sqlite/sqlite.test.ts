/** The SQLite adapter against the port's contract, on real files. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { must, settingsContract } from '../contract/index.ts'
import { openSqlite } from './open.ts'

settingsContract('SQLite', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'mangru-settings-'))
  return {
    open: async () => must(await openSqlite(join(folder, 'settings.sqlite'))),
    dispose: async () => rmSync(folder, { recursive: true }),
  }
})
