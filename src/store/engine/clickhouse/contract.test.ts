/** The contract over HTTP: against chDB behind ClickHouse's protocol always, against a real server where one is named. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'vitest'
import { engineContract, type OpenedEngine } from '../contract.ts'
import { explainOpenError } from '../open-error.ts'
import { testClock } from '../test-clock.ts'
import { startFront } from './front.ts'
import { openClickHouse } from './index.ts'

async function opened(url: string, after: () => Promise<void>): Promise<OpenedEngine> {
  const engine = await openClickHouse({ url, clock: testClock() })
  if (!engine.ok) throw new Error(explainOpenError(engine.error))
  return {
    engine: engine.value,
    close: async () => {
      await engine.value.close()
      await after()
    },
  }
}

engineContract('ClickHouse over HTTP, chDB behind it', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'mangru-front-'))
  const front = await startFront(dir)
  return opened(front.url, async () => {
    await front.close()
    await rm(dir, { recursive: true, force: true })
  })
})

const server = process.env.MANGRU_TEST_CLICKHOUSE
if (server === undefined) {
  console.log(
    'The contract is not tested against a real ClickHouse server: MANGRU_TEST_CLICKHOUSE names none (clickhouse://user:password@host:8123).',
  )
  test.skip('a real ClickHouse server (MANGRU_TEST_CLICKHOUSE is not set)')
} else engineContract(`ClickHouse at ${new URL(server).host}`, () => opened(server, async () => {}))
