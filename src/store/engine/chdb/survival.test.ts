/** Kills: of the engine alone, of the program with it. What was acknowledged is there, each row once. */
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { limits } from '../../../limits.ts'
import { mib } from '../../../model/index.ts'
import { durableTableSettings } from '../durable.ts'
import { nativeBlock, StringColumn, UInt32Column } from '../native/index.ts'
import { sql } from '../sql.ts'
import { testClock } from '../test-clock.ts'
import { type ChdbEngine, openChdb } from './index.ts'
import { restartPause } from './supervisor.ts'

let dir: string
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'mangru-survival-'))
})
afterEach(() => rm(dir, { recursive: true, force: true }))

async function opened(): Promise<ChdbEngine> {
  const engine = await openChdb({ dir, memory: mib(800), clock: testClock() })
  if (!engine.ok) throw new Error(JSON.stringify(engine.error))
  return engine.value
}

const table = sql`CREATE TABLE IF NOT EXISTS kept (n UInt32, text String) ENGINE = MergeTree PARTITION BY n % 3 ORDER BY n
SETTINGS ${durableTableSettings}`

function block(from: number, count: number): readonly Uint8Array[] {
  const n = new UInt32Column('n')
  const text = new StringColumn('text')
  for (let row = from; row < from + count; row += 1) {
    n.push(row)
    text.push(`row ${row}`)
  }
  return nativeBlock([n, text])
}

async function kept(engine: ChdbEngine): Promise<readonly unknown[] | undefined> {
  const answer = await engine.query(sql`SELECT count(), uniqExact(n), max(n) FROM kept`)
  if (!answer.ok) throw new Error(JSON.stringify(answer.error))
  return answer.value.rows[0]
}

test.each([
  ['', false],
  [' that may gather', true],
])(
  'the engine is killed again and again while blocks%s go in: every one is there once',
  {
    timeout: 120_000,
  },
  async (_story, gather) => {
    const engine = await opened()
    expect((await engine.run(table)).ok).toBe(true)
    const blocks = 120
    const rows = 200
    let next = 0
    let kills = 0
    const writers = Array.from({ length: 3 }, async () => {
      for (let mine = next++; mine < blocks; mine = next++) {
        // One in thirty lands in the middle of a kill.
        if (mine % 30 === 10 && engine.pid !== 0) {
          kills += 1
          const victim = engine.pid
          setImmediate(() => process.kill(victim, 'SIGKILL'))
        }
        const done = await engine.insert('kept', ['n', 'text'], block(mine * rows, rows), `block-${mine}`, { gather })
        // Else the engine would hardly have anything to do when it is killed.
        if (gather && mine % 3 === 0) await kept(engine).catch(() => undefined)
        expect(done).toEqual({ ok: true, value: undefined })
      }
    })
    await Promise.all(writers)
    expect(kills).toBeGreaterThan(2)
    expect(await kept(engine)).toEqual([String(blocks * rows), String(blocks * rows), blocks * rows - 1])
    const { restarts, alive, residentMemory } = await engine.stats()
    expect({ alive, restarted: restarts > 0 }).toEqual({ alive: true, restarted: true })
    if (process.platform === 'linux') expect(residentMemory).toBeGreaterThan(mib(50))
    expect(await largestIn(join(dir, 'incoming'))).toBe(1)
    await engine.close()
    expect(await engine.stats()).toMatchObject({ alive: false, residentMemory: 0 })
  },
)

test('a query that is under way when the engine dies is unavailable; the next one is answered', async () => {
  const engine = await opened()
  const lost = engine.query(sql`SELECT count() FROM numbers(1000000000000) WHERE NOT ignore(sipHash64(number))`, {
    onProgress: () => process.kill(engine.pid, 'SIGKILL'),
  })
  expect(await lost).toMatchObject({ ok: false, error: { code: 'unavailable' } })
  expect(await engine.query(sql`SELECT 1`)).toMatchObject({ ok: true, value: { rows: [[1]] } })
  await engine.close()
})

test('a stream that is under way when the engine dies ends with unavailable', async () => {
  const engine = await opened()
  const last: unknown[] = []
  for await (const chunk of engine.stream(sql`SELECT number FROM numbers(1000000000000)`)) {
    last[0] = chunk
    if (chunk.ok && engine.pid !== 0) process.kill(engine.pid, 'SIGKILL')
  }
  expect(last).toMatchObject([{ ok: false, error: { code: 'unavailable' } }])
  await engine.close()
})

test.each([
  ['', false],
  [' that may gather', true],
])(
  'the whole program is killed while blocks%s go in: what it acknowledged is there once, and its engine is gone',
  {
    timeout: 120_000,
  },
  async (_story, gather) => {
    const program = `
    import { openChdb, nativeBlock, UInt32Column, StringColumn, sql } from ${JSON.stringify(new URL('../index.ts', import.meta.url).href)}
    import { testClock } from ${JSON.stringify(new URL('../test-clock.ts', import.meta.url).href)}
    const opened = await openChdb({ dir: ${JSON.stringify(dir)}, memory: 800e6, clock: testClock() })
    if (!opened.ok) throw new Error(JSON.stringify(opened.error))
    const engine = opened.value
    await engine.run(sql.ours(${JSON.stringify(table.text)}))
    console.log('pid', engine.pid)
    for (let at = 0; ; at += 1) {
      const n = new UInt32Column('n'), text = new StringColumn('text')
      for (let row = at * 300; row < at * 300 + 300; row += 1) { n.push(row); text.push('row') }
      const done = await engine.insert('kept', ['n', 'text'], nativeBlock([n, text]), 'block-' + at, { gather: ${gather} })
      if (done.ok) console.log('acked', at)
    }`
    let acknowledged = -1
    let enginePid = 0
    for (let round = 0; round < 3; round += 1) {
      await rm(dir, { recursive: true, force: true })
      acknowledged = -1
      const child = spawn(process.execPath, ['--input-type=module-typescript', '-e', program], {
        stdio: ['ignore', 'pipe', 'inherit'],
      })
      for await (const line of createInterface({ input: child.stdout })) {
        const [word, number] = line.split(' ')
        if (word === 'pid') enginePid = Number(number)
        else if (word === 'acked') acknowledged = Number(number)
        if (acknowledged === (gather ? 300 : 10) + round) child.kill('SIGKILL')
      }
      const engine = await opened()
      expect(isAlive(enginePid)).toBe(false)
      const [rows, different] = ((await kept(engine)) ?? []).map(Number)
      expect(rows).toBe(different)
      expect(rows).toBeGreaterThanOrEqual((acknowledged + 1) * 300)
      await engine.close()
    }
  },
)

test('blocks left behind by a kill are removed at the next start', async () => {
  await (await opened()).close()
  await writeFile(join(dir, 'incoming', '1-1.native'), 'left behind')
  await (await opened()).close()
  expect(await readdir(join(dir, 'incoming'))).toEqual([])
})

test('closing waits for inserts that were taken and refuses what comes after', async () => {
  const engine = await opened()
  await engine.run(table)
  const taken = engine.insert('kept', ['n', 'text'], block(0, 1_000), 'last')
  const closing = engine.close()
  expect(await engine.insert('kept', ['n', 'text'], block(0, 1), 'late')).toMatchObject({
    ok: false,
    error: { code: 'unavailable' },
  })
  expect(await engine.query(sql`SELECT 1`)).toMatchObject({ ok: false, error: { code: 'unavailable' } })
  expect(await taken).toEqual({ ok: true, value: undefined })
  await closing
  const again = await opened()
  expect(await kept(again)).toEqual(['1000', '1000', 999])
  await again.close()
})

test('closing does not wait for queries', async () => {
  const engine = await opened()
  const endless = engine.query(sql`SELECT count() FROM numbers(1000000000000) WHERE NOT ignore(sipHash64(number))`, {
    onProgress: () => void engine.close(),
  })
  expect((await endless).ok).toBe(false)
  await engine.close()
  expect((await engine.stats()).alive).toBe(false)
})

test('as many statements as are allowed may wait, and one more is refused', async () => {
  const engine = await opened()
  const controller = new AbortController()
  const waiting = Array.from({ length: limits.engineWaiting }, () =>
    engine.query(sql`SELECT count() FROM numbers(1000000000000) WHERE NOT ignore(sipHash64(number))`, {
      signal: controller.signal,
    }),
  )
  expect(await engine.query(sql`SELECT 1`)).toMatchObject({ ok: false, error: { code: 'unavailable' } })
  controller.abort()
  for (const answer of await Promise.all(waiting)) expect(answer).toEqual({ ok: false, error: { code: 'cancelled' } })
  expect((await engine.query(sql`SELECT 1`)).ok).toBe(true)
  await engine.close()
})

test.each([
  [1, 50],
  [2, 100],
  [7, 3_200],
  [8, limits.engineRestartPause],
  [1_000, limits.engineRestartPause],
])('before start %i the pause is %i ms', (attempt, pause) => {
  expect(restartPause(attempt)).toBe(pause)
})

/** A process that ended but was not yet reaped by whoever inherited it does not live. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))
  } catch {
    return false
  }
}

/** Files are kept to be written over, but hold no more than a byte between two blocks. */
async function largestIn(folder: string): Promise<number> {
  const sizes = await Promise.all((await readdir(folder)).map(async name => (await stat(join(folder, name))).size))
  return Math.max(...sizes)
}
