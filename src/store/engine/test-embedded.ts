/** The embedded engine in a folder of its own, for tests that ask the real one. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { mib, type Result } from '../../model/index.ts'
import { type ChdbEngine, type Migration, migrate, openChdb } from './index.ts'
import { testClock } from './test-clock.ts'

/** The value, where a test goes on with it; an error fails the test with all that it tells. */
export function must<T, E>(result: Result<T, E>): T {
  if (!result.ok) throw new Error(JSON.stringify(result.error))
  return result.value
}

export interface TestEmbedded {
  readonly engine: ChdbEngine
  /** Closes it, and its folder goes. */
  close(): Promise<void>
}

/** With these tables, and nothing in them. */
export async function testEmbedded(migrations: readonly Migration[]): Promise<TestEmbedded> {
  const dir = await mkdtemp(join(tmpdir(), 'mangru-engine-'))
  const engine = must(await openChdb({ dir: join(dir, 'engine'), memory: mib(600), clock: testClock() }))
  must(await migrate(engine, migrations))
  return {
    engine,
    close: async () => {
      await engine.close()
      await rm(dir, { recursive: true, force: true })
    },
  }
}
