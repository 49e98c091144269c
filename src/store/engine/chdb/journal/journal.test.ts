/** What the journal acknowledged is in the engine once, whatever the engine says and whenever the program dies. */
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { limits } from '../../../../limits.ts'
import { type Clock, err, instant, ok, type Result } from '../../../../model/index.ts'
import type { EngineError } from '../../port.ts'
import { testClock } from '../../test-clock.ts'
import type { Target } from '../insert.ts'
import { replayJournals } from './bring-in.ts'
import { blockFrame, headFrame, readFilling } from './frames.ts'
import { type Journal, openJournal } from './journal.ts'
import { journalFile } from './journal-file.ts'

type Answer = Result<void, EngineError>

let dir: string
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'mangru-journal-'))
})
afterEach(() => rmSync(dir, { recursive: true, force: true }))

const away: EngineError = { code: 'unavailable', message: 'the engine is away' }
const refused: EngineError = { code: 'query-failed', engineCode: 60, message: 'no such table' }
const full: EngineError = { code: 'over-limit', limit: 'memory', message: 'no memory left' }

interface Heard {
  readonly head: Target
  readonly texts: readonly string[]
}

/** An engine that keeps what comes once for each token. */
interface FakeEngine {
  /** All attempts. */
  readonly heard: Heard[]
  readonly rows: () => string[]
  readonly insert: (head: Target, blocks: readonly Uint8Array[]) => Promise<Answer>
}

function fakeEngine(answer: (attempt: number, heard: Heard) => Answer | Promise<Answer> = () => ok(undefined)) {
  const heard: Heard[] = []
  const kept = new Map<string, readonly string[]>()
  const engine: FakeEngine = {
    heard,
    rows: () => [...kept.values()].flat(),
    insert: async (head, blocks) => {
      const one = { head, texts: blocks.map(block => Buffer.from(block).toString()) }
      const attempt = heard.push(one)
      const said = await answer(attempt, one)
      if (said.ok && !kept.has(head.token)) kept.set(head.token, one.texts)
      return said
    },
  }
  return engine
}

interface Opened {
  readonly journal: Journal
  readonly log: string[]
}

function opened(engine: FakeEngine, clock: Clock = slowClock, folder = dir): Opened {
  const log: string[] = []
  const options = { folder, table: 'logs', columns: ['message'], clock, log: (line: string) => void log.push(line) }
  return { journal: openJournal({ ...options, insert: engine.insert }), log }
}

/** Time that only passes when it is told to. */
interface SlowClock extends Clock {
  at: number
  wake: (() => void)[]
}
let slowClock: SlowClock
beforeEach(() => {
  slowClock = {
    at: 1_000_000,
    wake: [],
    now: () => instant(slowClock.at),
    sleep: (_length, signal) =>
      new Promise(resolve => {
        slowClock.wake.push(resolve)
        signal?.addEventListener('abort', () => resolve(), { once: true })
      }),
  }
})
function pass(length: number): void {
  slowClock.at += length
  for (const wake of slowClock.wake.splice(0)) wake()
}

const blockOf = (text: string): readonly Uint8Array[] => [Buffer.from(text.slice(0, 1)), Buffer.from(text.slice(1))]
const append = (journal: Journal, text: string) => journal.append(blockOf(text), `token of ${text}`)
const replayed = (engine: FakeEngine, folder: string, log: string[] = []) =>
  replayJournals({ folder, insert: engine.insert, log: line => void log.push(line) })
const fine = { ok: true, value: undefined }

test('blocks that come together are acknowledged, and go in as one insert when somebody wants to read', async () => {
  const engine = fakeEngine()
  const { journal } = opened(engine)
  expect(await Promise.all(['one', 'two', 'three'].map(text => append(journal, text)))).toEqual([fine, fine, fine])
  expect(await append(journal, 'four')).toEqual(fine)
  expect(engine.heard).toEqual([])
  expect(await journal.settle()).toEqual(fine)
  expect(engine.heard.map(({ texts }) => texts)).toEqual([['one', 'two', 'three', 'four']])
  expect(engine.heard[0]?.head).toMatchObject({ table: 'logs', columns: ['message'] })
  expect(await journal.settle()).toEqual(fine)
  expect(engine.heard).toHaveLength(1)
  await append(journal, 'five')
  await journal.close()
  expect(engine.heard.map(({ texts }) => texts)[1]).toEqual(['five'])
  expect(engine.heard[0]?.head.token).not.toBe(engine.heard[1]?.head.token)
})

test('what nobody wants to read goes in once it is old (journalGroupAge)', async () => {
  const engine = fakeEngine()
  const { journal } = opened(engine)
  await append(journal, 'one')
  pass(limits.journalGroupAge - 1)
  await Promise.resolve()
  await append(journal, 'two')
  expect(engine.heard).toEqual([])
  pass(1)
  await expect.poll(() => engine.rows()).toEqual(['one', 'two'])
  await journal.close()
})

test('a clock that is set back lets it go in at once', async () => {
  const engine = fakeEngine()
  const { journal } = opened(engine)
  await append(journal, 'one')
  slowClock.at -= 5_000
  await append(journal, 'two')
  await expect.poll(() => engine.rows()).toEqual(['one', 'two'])
  await journal.close()
})

/** A frame is 32 bytes more than its block; the head's is that of these tests. */
const headBytes =
  32 + JSON.stringify({ table: 'logs', columns: ['message'], token: `journal ${'0'.repeat(16)}` }).length

test.each([
  ['at the bound', 0, 1],
  ['one byte before it', 1, 0],
])('as much as makes an insert worth it, %s, goes in by itself (journalGroupBytes)', async (_story, less, inserts) => {
  const engine = fakeEngine()
  const { journal } = opened(engine)
  const text = 'x'.repeat(limits.journalGroupBytes - headBytes - 32 - less)
  expect(await append(journal, text)).toEqual(fine)
  expect(engine.heard).toHaveLength(inserts)
  await journal.close()
  expect(engine.rows()).toEqual([text])
})

test('a token counts once, as long as it is remembered (journalTokens)', async () => {
  const engine = fakeEngine()
  const { journal } = opened(engine)
  const texts = Array.from({ length: limits.journalTokens }, (_, at) => `${at}`)
  await Promise.all(texts.map(text => append(journal, text)))
  expect(await append(journal, '0')).toEqual(fine)
  expect(await append(journal, '1')).toEqual(fine)
  await journal.settle()
  expect(engine.rows()).toEqual(texts)
  await append(journal, 'one more')
  await append(journal, '0')
  await journal.close()
  expect(engine.rows()).toEqual([...texts, 'one more', '0'])
})

test('a full file takes no more until the one before is in, and tells why it is not (journalBytes)', async () => {
  const gate = Promise.withResolvers<void>()
  const engine = fakeEngine(async attempt => {
    if (attempt > 1) return ok(undefined)
    await gate.promise
    return err(full)
  })
  const { journal } = opened(engine)
  const room = limits.journalBytes - headBytes - 32
  expect(await append(journal, 'a'.repeat(limits.journalGroupBytes))).toEqual(fine)
  // The first group is on its way; the second is filled up to the bound.
  expect(await append(journal, 'b'.repeat(room - 1))).toEqual(fine)
  expect(await append(journal, '')).toEqual(fine)
  const past = append(journal, 'past the bound')
  gate.resolve()
  expect(await past).toEqual({ ok: false, error: full })
  pass(limits.journalRetryPause)
  expect(await journal.settle()).toEqual(fine)
  expect(await append(journal, 'past the bound')).toEqual(fine)
  await journal.close()
  expect(engine.rows().map(text => text.slice(0, 1))).toEqual(['a', 'b', '', 'p'])
})

test('whoever wants to read is told why the rows are not there; they go in later under their token', async () => {
  const engine = fakeEngine(attempt => (attempt < 3 ? err(away) : ok(undefined)))
  const { journal, log } = opened(engine)
  expect(await append(journal, 'one')).toEqual(fine)
  expect(await journal.settle()).toEqual({ ok: false, error: away })
  expect(await append(journal, 'two')).toEqual(fine)
  expect(log).toEqual([
    expect.stringMatching(/^rows that were acknowledged wait in .*logs-0\.journal: the engine is away$/),
  ])
  const second = journal.settle()
  pass(limits.journalRetryPause)
  expect(await second).toEqual({ ok: false, error: away })
  const third = journal.settle()
  pass(limits.journalRetryPause)
  expect(await third).toEqual(fine)
  expect(engine.heard.map(({ texts }) => texts)).toEqual([['one'], ['one'], ['one'], ['two']])
  expect(new Set(engine.heard.slice(0, 3).map(({ head }) => head.token)).size).toBe(1)
  // The operator is told now and then, not each time.
  expect(log).toHaveLength(1)
  await journal.close()
})

test('while there is no disk for the rows nothing more is taken', async () => {
  const noDisk: EngineError = { code: 'disk-full', message: 'no space left' }
  const engine = fakeEngine(attempt => (attempt === 1 ? err(noDisk) : ok(undefined)))
  const { journal } = opened(engine)
  await append(journal, 'one')
  expect(await journal.settle()).toEqual({ ok: false, error: noDisk })
  expect(await append(journal, 'two')).toEqual({ ok: false, error: noDisk })
  pass(limits.journalRetryPause)
  expect(await journal.settle()).toEqual(fine)
  expect(await append(journal, 'two')).toEqual(fine)
  await journal.close()
  expect(engine.rows()).toEqual(['one', 'two'])
})

test('rows that the engine will never take are kept aside and told of, and the next ones go in', async () => {
  const engine = fakeEngine((_attempt, { texts }) => (texts.includes('bad') ? err(refused) : ok(undefined)))
  const { journal, log } = opened(engine)
  await append(journal, 'bad')
  expect(await journal.settle()).toEqual(fine)
  for (const text of ['one', 'two', 'three']) {
    expect(await append(journal, text)).toEqual(fine)
    expect(await journal.settle()).toEqual(fine)
  }
  expect(engine.rows()).toEqual(['one', 'two', 'three'])
  expect(log).toEqual([
    expect.stringMatching(/could not be stored and are kept in .*logs-0-journal-.*\.refused: no such table/),
  ])
  await journal.close()
  const aside = readdirSync(dir).filter(name => name.endsWith('.refused'))
  expect(aside).toHaveLength(1)
  expect(statSync(join(dir, aside[0] ?? '')).size).toBeGreaterThan(32)
  // And they are not tried again by the next start.
  const later = fakeEngine()
  expect(await replayed(later, dir)).toEqual(fine)
  expect(later.heard).toEqual([])
})

test('a folder that cannot be written is an error of the block, and the next one may come', async () => {
  const engine = fakeEngine()
  rmSync(dir, { recursive: true })
  const { journal } = opened(engine)
  expect(await append(journal, 'one')).toMatchObject({
    ok: false,
    error: { message: expect.stringContaining('ENOENT') },
  })
  mkdirSync(dir)
  expect(await append(journal, 'one')).toEqual(fine)
  await journal.close()
  expect(engine.rows()).toEqual(['one'])
})

test('what does not get in as all ends waits for the next start; nothing is taken any more', async () => {
  const engine = fakeEngine(() => err(away))
  const { journal } = opened(engine)
  await append(journal, 'one')
  await journal.close()
  expect(await append(journal, 'late')).toMatchObject({ ok: false, error: { code: 'unavailable' } })
  const next = fakeEngine(attempt => (attempt === 1 ? err(full) : ok(undefined)))
  expect(await replayed(next, dir)).toEqual({ ok: false, error: full })
  expect(await replayed(next, dir)).toEqual(fine)
  expect(next.rows()).toEqual(['one'])
  expect(next.heard.map(({ head }) => head)).toEqual([engine.heard[0]?.head, engine.heard[0]?.head])
  expect(await replayed(next, dir)).toEqual(fine)
  expect(next.heard).toHaveLength(2)
})

test('rows of a crash that the engine refuses are kept aside, and the start goes on', async () => {
  const { journal } = opened(fakeEngine(() => err(away)))
  await append(journal, 'one')
  await journal.close()
  const log: string[] = []
  expect(
    await replayed(
      fakeEngine(() => err(refused)),
      dir,
      log,
    ),
  ).toEqual(fine)
  expect(log).toHaveLength(1)
  expect(readdirSync(dir).filter(name => name.endsWith('.refused'))).toHaveLength(1)
})

test('where there was no journal there is nothing to do; a folder that cannot be read is no such place', async () => {
  expect(await replayed(fakeEngine(), dir)).toEqual(fine)
  await expect(replayed(fakeEngine(), join(dir, 'none'))).rejects.toThrow('ENOENT')
})

test('blocks that the engine does not take together go in one by one, and only what it never takes is kept aside', async () => {
  const tooMuch = ({ texts }: Heard) => texts.length > 1 || texts.includes('bad')
  const engine = fakeEngine((_attempt, heard) => (tooMuch(heard) ? err(refused) : ok(undefined)))
  const { journal, log } = opened(engine)
  for (const text of ['one', 'two']) await append(journal, text)
  expect(await journal.settle()).toEqual(fine)
  expect(engine.rows()).toEqual(['one', 'two'])
  expect(log).toEqual([])
  for (const text of ['three', 'bad', 'four']) await append(journal, text)
  expect(await journal.settle()).toEqual(fine)
  expect(engine.rows()).toEqual(['one', 'two', 'three', 'four'])
  expect(log).toHaveLength(1)
  await journal.close()
})

test('an engine that goes away between one block and the next has each of them once in the end', async () => {
  const engine = fakeEngine((attempt, { texts }) =>
    texts.length > 1 ? err(refused) : attempt === 3 ? err(away) : ok(undefined),
  )
  const { journal } = opened(engine)
  for (const text of ['one', 'two', 'three']) await append(journal, text)
  expect(await journal.settle()).toEqual({ ok: false, error: away })
  pass(limits.journalRetryPause)
  expect(await journal.settle()).toEqual(fine)
  expect(engine.rows()).toEqual(['one', 'two', 'three'])
  await journal.close()
})

test.each(['wipe', 'setAside'] as const)('after a %s that failed the file is written from its beginning', async how => {
  const path = join(dir, 'logs-0.journal')
  const target = { table: 'logs', columns: ['message'], token: 'one' }
  const frames = (low: number) => [
    headFrame({ high: 1, low }, target),
    blockFrame({ high: 1, low }, 1, [Buffer.of(low)]),
  ]
  const file = journalFile(path)
  await file.append(frames(1))
  await file.close()
  rmSync(path)
  // Neither can be: a folder cannot be opened to be written, and moved it is no longer there.
  if (how === 'wipe') mkdirSync(path)
  await expect(how === 'wipe' ? file.wipe() : file.setAside('x')).rejects.toThrow(how === 'wipe' ? 'EISDIR' : 'ENOENT')
  if (how === 'wipe') rmSync(path, { recursive: true })
  expect(file.end).toBe(0)
  await file.append(frames(2))
  expect(readFilling(readFileSync(path))?.blocks.map(block => [...block])).toEqual([[2]])
  await file.close()
})

/**
 * Blocks, readers and the engine's moods in any order; the program dies at any moment, with what it wrote by then. The engine keeps what it
 * took, whether the program heard of it or not.
 */
test('whatever happens, what was acknowledged is there once after the next start', async () => {
  const moods = fc.constantFrom('fine', 'fine', 'fine', 'away', 'took it but died')
  const step = fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({ kind: fc.constant('append' as const), size: fc.integer({ min: 1, max: 2_000_000 }) }),
    },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('settle' as const) }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('breathe' as const) }) },
  )
  let run = 0
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { maxLength: 25 }),
      fc.array(moods, { maxLength: 20 }),
      fc.boolean(),
      async (steps, mood, atOnce) => {
        run += 1
        const folder = join(dir, `run-${run}`)
        mkdirSync(folder)
        const engine = fakeEngine(() => ok(undefined))
        const moody: FakeEngine = {
          ...engine,
          insert: async (head, blocks) => {
            const now = mood.shift() ?? 'fine'
            if (now === 'away') return err(away)
            const said = await engine.insert(head, blocks)
            return now === 'fine' ? said : err(away)
          },
        }
        const { journal } = opened(moody, testClock(50), folder)
        const acknowledged: string[] = []
        const pending: Promise<unknown>[] = []
        let name = 0
        for (const one of steps) {
          if (one.kind === 'append') {
            name += 1
            const text = `${run} ${name} ${'.'.repeat(one.size)}`
            pending.push(append(journal, text).then(answer => void (answer.ok && acknowledged.push(text))))
          } else if (one.kind === 'settle') {
            const before = [...acknowledged]
            pending.push(
              journal.settle().then(answer => {
                if (answer.ok) expect(engine.rows()).toEqual(expect.arrayContaining(before))
              }),
            )
          } else await Promise.all(pending.splice(0))
        }
        if (!atOnce) await Promise.all(pending)
        // The power goes: what counts is what was acknowledged by now.
        const promised = [...acknowledged]
        const left = join(dir, `left-${run}`)
        cpSync(folder, left, { recursive: true })
        const rows = new Map(engine.heard.map(({ head, texts }) => [head.token, texts]))
        const next = fakeEngine()
        for (const [token, texts] of rows)
          await next.insert(
            { table: 'logs', columns: [], token },
            texts.map(text => Buffer.from(text)),
          )
        expect(await replayed(next, left)).toEqual(fine)
        const found = next.rows()
        expect(new Set(found).size).toBe(found.length)
        expect(found).toEqual(expect.arrayContaining(promised))
        await Promise.all(pending)
        mood.length = 0
        await journal.close()
        expect([...engine.rows()].sort()).toEqual([...acknowledged].sort())
        rmSync(folder, { recursive: true })
        rmSync(left, { recursive: true })
      },
    ),
    { seed: 6, numRuns: 60 },
  )
})
