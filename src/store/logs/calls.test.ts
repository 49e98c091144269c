/** A repeated call adds nothing, another call with the same events does, and no shared key loses anything. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { limits } from '../../limits.ts'
import { type Clock, err, instant, mib, ok, type Result } from '../../model/index.ts'
import { type ChdbEngine, type Engine, type EngineError, migrate, openChdb, sql } from '../engine/index.ts'
import { storeMigrations } from '../schema/index.ts'
import type { Births, StoredEvent } from './births.ts'
import { Calls, missingOf } from './calls.ts'
import type { LogBatch } from './port.ts'
import { type EngineLogStore, openLogStore } from './store.ts'
import { testEngine } from './test-engine.ts'

const clock: Clock & { ahead: number } = {
  ahead: 0,
  now: () => instant(Date.now() + clock.ahead),
  sleep: (length, signal) =>
    new Promise(done => {
      const timer = setTimeout(done, length)
      signal?.addEventListener('abort', () => {
        clearTimeout(timer)
        done()
      })
    }),
}
const must = <T, E>(result: Result<T, E>): T => {
  if (!result.ok) throw new Error(JSON.stringify(result.error))
  return result.value
}

let dir: string
let engine: ChdbEngine
/** What the next insert into a table is answered with, after it was done or instead. */
let trouble: { table: string; error: EngineError; done: boolean } | undefined
const troubled = (inner: Engine): Engine => ({
  ...inner,
  query: (...asked) => inner.query(...asked),
  stream: (...asked) => inner.stream(...asked),
  run: (...asked) => inner.run(...asked),
  async insert(table, ...rest) {
    const now = trouble
    if (now?.table !== table) return inner.insert(table, ...rest)
    trouble = undefined
    if (now.done) must(await inner.insert(table, ...rest))
    return err(now.error)
  },
})
const repaired: StoredEvent[] = []
const births: Births = {
  begin: () => ({ add: () => 0, commit: async () => ok(undefined) }),
  repair: async events => {
    repaired.push(...events)
    return ok(undefined)
  },
}
const open = async (): Promise<EngineLogStore> =>
  must(await openLogStore({ engine: troubled(engine), clock, queueBytes: mib(32), births }))

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'mangru-calls-'))
  engine = must(await openChdb({ dir, memory: mib(600), clock }))
  must(await migrate(engine, storeMigrations))
})
afterAll(async () => {
  await engine?.close()
  await rm(dir, { recursive: true, force: true })
})

const epoch = Date.UTC(2026, 0, 20, 23, 59, 59, 999)
let group = 0
const batch = (key: bigint | undefined, messages: readonly string[], unheard = false): LogBatch => ({
  ...{ groupId: group, streamId: 1, groupName: 'g', streamName: 's' },
  // The second one is of another day, so in another part.
  timestamps: messages.map((_, at) => epoch + at),
  messages,
  ...(key === undefined ? {} : { call: { key, unheard: () => unheard } }),
})
const stored = async (): Promise<readonly unknown[]> =>
  must(
    await engine.query(sql`SELECT message FROM mangru.logs WHERE group_id = ${group} ORDER BY ts, batch, idx`),
  ).rows.flat()
const named = 7n
const digest = 8n

async function world() {
  group += 1
  let store = await open()
  return {
    append: (...asked: Parameters<typeof batch>) => store.append(batch(...asked)),
    async restart() {
      await store.close()
      store = await open()
    },
  }
}

describe('a call of a name of its own', () => {
  test('adds nothing when it is repeated, and is answered as the first time', async () => {
    const { append } = await world()
    const first = must(await append(named, ['a', 'b', 'b']))
    expect(must(await append(named, ['a', 'b', 'b']))).toEqual({ ...first, repeated: 3 })
    expect(await stored()).toEqual(['a', 'b', 'b'])
  })

  test('waits for the first one, if that is still under way', async () => {
    const { append } = await world()
    const answers = await Promise.all([1, 2, 3].map(() => append(named, ['a', 'b'])))
    expect(new Set(answers.map(answer => must(answer).ingestionTime)).size).toBe(1)
    expect(await stored()).toEqual(['a', 'b'])
  })

  test('adds what the first time did not bring', async () => {
    const { append } = await world()
    must(await append(named, ['a']))
    must(await append(named, ['a', 'b', 'a']))
    must(await append(named, ['a', 'b', 'a']))
    expect((await stored()).toSorted()).toEqual(['a', 'a', 'b'])
  })

  test('and another call with the same events adds them', async () => {
    const { append } = await world()
    must(await append(named, ['a']))
    must(await append(named + 2n, ['a']))
    must(await append(undefined, ['a']))
    must(await append(undefined, ['a']))
    expect(await stored()).toEqual(['a', 'a', 'a', 'a'])
  })

  test('is known after a restart, also of a batch of two days', async () => {
    const { append, restart } = await world()
    must(await append(named, ['a', 'b\ud800']))
    await restart()
    must(await append(named, ['a', 'b\ud800']))
    expect(await stored()).toEqual(['a', 'b\ufffd'])
  })
})

describe('a call that is known by its body', () => {
  test('is another one once the first was answered', async () => {
    const { append } = await world()
    must(await append(digest, ['a']))
    must(await append(digest, ['a']))
    expect(await stored()).toEqual(['a', 'a'])
  })

  test('is a repeat while the first is under way, or when its answer was not heard', async () => {
    const { append } = await world()
    await Promise.all([append(digest, ['a'], true), append(digest, ['a'])])
    expect(await stored()).toEqual(['a'])
    must(await append(digest, ['a']))
    expect(await stored()).toEqual(['a', 'a'])
  })

  test('is a repeat once after a restart, since nobody knows what was heard', async () => {
    const { append, restart } = await world()
    must(await append(digest, ['a']))
    await restart()
    must(await append(digest, ['a']))
    must(await append(digest, ['a']))
    expect(await stored()).toEqual(['a', 'a'])
  })

  test.each([
    [-1_000, ['a']],
    [1_000, ['a', 'a']],
  ])('unless the stop was so much later (%i ms beyond the bound)', async (beyond, expected) => {
    const { append, restart } = await world()
    must(await append(digest, ['a']))
    clock.ahead += limits.unheardCallLife + beyond
    must(await append(digest + 100n, ['later']))
    await restart()
    must(await append(digest, ['a']))
    expect((await stored()).filter(message => message !== 'later')).toEqual(expected)
  })
})

describe('trouble', () => {
  const away = { code: 'unavailable', message: 'gone' } as const
  test('a repeat after an error adds what is missing, and births of what is there are made up for', async () => {
    for (const done of [true, false]) {
      const { append } = await world()
      repaired.length = 0
      trouble = { table: 'logs', error: { code: 'disk-full', message: 'full' }, done }
      expect(await append(digest, ['a', 'b'])).toMatchObject({ ok: false, error: { code: 'disk-full' } })
      expect(await stored()).toEqual(done ? ['a', 'b'] : [])
      must(await append(digest, ['a', 'b']))
      expect(await stored()).toEqual(['a', 'b'])
      expect(repaired.map(({ message, timestamp, index }) => [message, timestamp, index])).toEqual(
        done
          ? [
              ['a', epoch, 0],
              ['b', epoch + 1, 1],
            ]
          : [],
      )
    }
  })

  test('an engine that is away for a moment gets the same block again, under the same token', async () => {
    const { append } = await world()
    trouble = { table: 'logs', error: away, done: true }
    must(await append(named, ['a']))
    expect(await stored()).toEqual(['a'])
  })
})

test('what is missing is a difference of lists', () => {
  const events = fc.array(fc.tuple(fc.nat(2), fc.constantFrom('a', 'b', '\ud800')), { maxLength: 8 })
  fc.assert(
    fc.property(events, events, (asked, there) => {
      const missing = missingOf(
        { ...batch(undefined, []), timestamps: asked.map(([at]) => at), messages: asked.map(([, text]) => text) },
        there.map(([timestamp, message]) => ({
          ...{ groupId: 1, index: 0, batch: { high: 0, low: 0, ingestionTime: instant(0) } },
          ...{ timestamp, message: message.toWellFormed() },
        })),
      )
      const text = (at: number, message: string) => `${at} ${message.toWellFormed()}`
      const left = there.map(([at, message]) => text(at, message))
      const expected = asked
        .map(([at, message]) => text(at, message))
        .filter(each => {
          const found = left.indexOf(each)
          if (found >= 0) left.splice(found, 1)
          return found < 0
        })
      expect(missing.messages.map((message, at) => text(missing.timestamps[at] ?? -1, message))).toEqual(expected)
    }),
  )
})

describe('memory', () => {
  test('a batch that is taken, and not yet stored, is not held: its texts are encoded by then', async () => {
    setFlagsFromString('--expose-gc')
    const collect = runInNewContext('gc') as () => void
    const held: WeakRef<LogBatch>[] = []
    const made = new Calls({
      ...{ engine: testEngine(), births: undefined, before: new Map(), settle: async () => ok(undefined) },
      clock: { now: () => instant(1), sleep: async () => {} },
      append: given => {
        held.push(new WeakRef(given))
        return new Promise(() => {})
      },
    })
    for (const key of [1n, 2n]) void made.append(batch(key, ['a']))
    await new Promise(done => setImmediate(done))
    collect()
    expect(held.map(one => one.deref())).toEqual([undefined, undefined])
  })

  const calls = () => {
    let now: number = 1_000_000
    const engine = testEngine()
    const made = new Calls({
      ...{ engine, births: undefined, before: new Map(), settle: async () => ok(undefined) },
      clock: { now: () => instant(now), sleep: async () => {} },
      append: async (_batch, note) => {
        note?.({ high: 1, low: 1, ingestionTime: instant(now) })
        return ok({ ingestionTime: instant(now) })
      },
    })
    const append = (key: bigint) => made.append(batch(key, ['a']))
    const pass = (length: number) => {
      now += length
    }
    /** A repeat that is known asks what is stored. */
    const isKnown = async (key: bigint) => {
      const before = engine.statements.length
      await append(key)
      return engine.statements.length > before
    }
    return { append, pass, isKnown }
  }

  test.each([
    [limits.rememberedCalls / 2, true],
    [limits.rememberedCalls, false],
  ])('after %i others a call is known: %s', async (others, known) => {
    const { append, isKnown } = calls()
    await append(1n)
    for (let each = 0; each < others; each++) await append(BigInt(each * 2 + 3))
    expect(await isKnown(1n)).toBe(known)
  })

  test.each([
    [limits.rememberedCallLife - 1, true],
    [limits.rememberedCallLife, false],
  ])('%i ms after the next age began it is known: %s', async (later, known) => {
    const { append, pass, isKnown } = calls()
    await append(1n)
    pass(limits.rememberedCallLife)
    await append(3n)
    pass(later)
    await append(5n)
    expect(await isKnown(1n)).toBe(known)
  })
})
