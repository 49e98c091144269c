import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { mib } from '../../model/index.ts'
import { type ChdbEngine, openChdb } from './chdb/index.ts'
import { type Migration, migrate } from './migrations.ts'
import { explainOpenError } from './open-error.ts'
import type { Engine } from './port.ts'
import { type Sql, sql } from './sql.ts'
import { testClock } from './test-clock.ts'

let dir: string
let engine: ChdbEngine
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'mangru-migrations-'))
  const opened = await openChdb({ dir, memory: mib(400), clock: testClock() })
  if (!opened.ok) throw new Error(explainOpenError(opened.error))
  engine = opened.value
})
afterEach(async () => {
  await engine.close()
  await rm(dir, { recursive: true, force: true })
})

const steps: readonly Migration[] = [
  { version: 1, statements: [sql`CREATE TABLE IF NOT EXISTS mangru.things (a UInt8) ENGINE = MergeTree ORDER BY a`] },
  {
    version: 2,
    statements: [
      sql`ALTER TABLE mangru.things ADD COLUMN IF NOT EXISTS b UInt8`,
      sql`ALTER TABLE mangru.things ADD COLUMN IF NOT EXISTS c UInt8`,
    ],
  },
]
const columns = async (): Promise<unknown> => {
  const answer = await engine.query(
    sql`SELECT groupArray(name) FROM system.columns WHERE database = 'mangru' AND table = 'things'`,
  )
  return answer.ok ? answer.value.rows[0]?.[0] : answer.error
}
/** An engine that is gone at its nth statement and from then on. */
function dyingAt(count: number): Engine {
  let left = count
  return {
    ...engine,
    kind: 'chdb',
    run: async (text: Sql) =>
      left-- > 0 ? engine.run(text) : { ok: false, error: { code: 'unavailable', message: 'gone' } },
    query: (text: Sql) => engine.query(text),
  }
}

test('from nothing, then from where it stands, then nothing more to do', async () => {
  expect(await migrate(engine, steps.slice(0, 1))).toEqual({ ok: true, value: { from: 0, to: 1 } })
  expect(await columns()).toEqual(['a'])
  expect(await migrate(engine, steps)).toEqual({ ok: true, value: { from: 1, to: 2 } })
  expect(await columns()).toEqual(['a', 'b', 'c'])
  expect(await migrate(engine, steps)).toEqual({ ok: true, value: { from: 2, to: 2 } })
})

test('whichever statement is the last before a crash, the next start finishes the work', async () => {
  // The fourth try records the first step, so the last two die inside the second.
  for (const count of [0, 1, 2, 3, 2, 3])
    expect(await migrate(dyingAt(count), steps)).toMatchObject({ ok: false, error: { code: 'unavailable' } })
  expect((await migrate(engine, steps)).ok).toBe(true)
  expect(await columns()).toEqual(['a', 'b', 'c'])
})

test('data that is newer than the program is refused and not touched', async () => {
  expect((await migrate(engine, steps)).ok).toBe(true)
  const older = await migrate(engine, steps.slice(0, 1))
  expect(older).toMatchObject({ ok: false, error: { code: 'newer-data', found: 2, known: 1 } })
  expect(!older.ok && 'message' in older.error && older.error.message).toContain('newer Mangru')
  expect(await columns()).toEqual(['a', 'b', 'c'])
})

test('a wrong statement stops the step, which is not recorded', async () => {
  const wrong: Migration = { version: 1, statements: [sql`CREATE TABLE nonsense`] }
  expect(await migrate(engine, [wrong])).toMatchObject({ ok: false, error: { code: 'query-failed' } })
  expect(await migrate(engine, steps)).toMatchObject({ ok: true, value: { from: 0 } })
})

test('steps that are not numbered from 1 without gaps are a bug of ours', async () => {
  await expect(migrate(engine, steps.slice(1))).rejects.toThrow(RangeError)
})
