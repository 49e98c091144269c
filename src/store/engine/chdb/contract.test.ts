import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { mib } from '../../../model/index.ts'
import { engineContract } from '../contract.ts'
import { testClock } from '../test-clock.ts'
import { openChdb } from './index.ts'

engineContract('chDB in a child process', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'mangru-engine-'))
  const opened = await openChdb({ dir, memory: mib(800), clock: testClock() })
  if (!opened.ok) throw new Error(JSON.stringify(opened.error))
  return {
    engine: opened.value,
    close: async () => {
      await opened.value.close()
      await rm(dir, { recursive: true, force: true })
    },
  }
})
