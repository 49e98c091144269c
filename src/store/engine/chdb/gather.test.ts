/** Small blocks on their way through the journal: durable at once, one part in the engine, and read by everybody who asks later. */
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { limits } from '../../../limits.ts'
import { mib } from '../../../model/index.ts'
import { durableTableSettings } from '../durable.ts'
import { nativeBlock, StringColumn } from '../native/index.ts'
import { sql } from '../sql.ts'
import { testClock } from '../test-clock.ts'
import { type ChdbEngine, openChdb } from './index.ts'

let dir: string
let engine: ChdbEngine
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'mangru-gather-'))
  const opened = await openChdb({ dir, memory: mib(800), clock: testClock() })
  if (!opened.ok) throw new Error(JSON.stringify(opened.error))
  engine = opened.value
  await engine.run(
    sql`CREATE TABLE words (word String) ENGINE = MergeTree ORDER BY word SETTINGS ${durableTableSettings}`,
  )
  await engine.run(sql`SYSTEM STOP MERGES words`)
})
afterEach(async () => {
  await engine.close()
  await rm(dir, { recursive: true, force: true })
})

function wordsBlock(words: readonly string[]): readonly Uint8Array[] {
  const column = new StringColumn('word')
  for (const word of words) column.push(word)
  return nativeBlock([column])
}
const put = (word: string) => engine.insert('words', ['word'], wordsBlock([word]), `of ${word}`, { gather: true })
async function asked(): Promise<unknown> {
  const answer = await engine.query(sql`SELECT count(), countDistinct(_part) FROM words`)
  return answer.ok ? answer.value.rows[0] : answer.error
}

test('blocks that were acknowledged one after the other become one part', async () => {
  for (let at = 0; at < 20; at += 1) expect(await put(`word ${at}`)).toEqual({ ok: true, value: undefined })
  expect(await asked()).toEqual(['20', '1'])
  await put('one more')
  expect(await asked()).toEqual(['21', '2'])
})

/** What a block takes beside its one word. */
const around = wordsBlock(['']).reduce((sum, chunk) => sum + chunk.length, 0) + 2

test.each([
  ['as large as a small one may be goes through the journal', 0, ['words-0.journal']],
  ['one byte larger does not', 1, []],
] as const)('a block %s (journalBlockBytes)', async (_story, more, files) => {
  const word = 'x'.repeat(limits.journalBlockBytes - around + more)
  expect(wordsBlock([word]).reduce((sum, chunk) => sum + chunk.length, 0)).toBe(limits.journalBlockBytes + more)
  expect(await put(word)).toEqual({ ok: true, value: undefined })
  expect(await readdir(join(dir, 'journal'))).toEqual(files)
  expect(await asked()).toEqual(['1', '1'])
})

test('while the engine hangs blocks are acknowledged, a reader may leave, and who stays reads them', async () => {
  process.kill(engine.pid, 'SIGSTOP')
  try {
    expect(await put('while it hangs')).toEqual({ ok: true, value: undefined })
    const leaving = new AbortController()
    const left = engine.query(sql`SELECT count() FROM words`, { signal: leaving.signal })
    const streamed = engine.stream(sql`SELECT count() FROM words`, { signal: leaving.signal })[Symbol.asyncIterator]()
    const first = streamed.next()
    leaving.abort()
    expect(await left).toEqual({ ok: false, error: { code: 'cancelled' } })
    expect(await first).toEqual({ done: false, value: { ok: false, error: { code: 'cancelled' } } })
  } finally {
    process.kill(engine.pid, 'SIGCONT')
  }
  expect(await asked()).toEqual(['1', '1'])
})

test('a reader of another table does not bring them in, and a stop does', async () => {
  await engine.close()
  // A second of the engine's is a minute of ours: nothing goes in by its age.
  const opened = await openChdb({ dir, memory: mib(800), clock: testClock(1 / 60) })
  if (!opened.ok) throw new Error(JSON.stringify(opened.error))
  engine = opened.value
  await put('not yet')
  const parts = sql`SELECT count() FROM system.parts WHERE database = 'mangru' AND active`
  expect(await engine.query(parts)).toMatchObject({ ok: true, value: { rows: [['0']] } })
  await engine.close()
  const again = await openChdb({ dir, memory: mib(800), clock: testClock() })
  if (!again.ok) throw new Error(JSON.stringify(again.error))
  engine = again.value
  expect(await engine.query(parts)).toMatchObject({ ok: true, value: { rows: [['1']] } })
  expect(await asked()).toEqual(['1', '1'])
})
