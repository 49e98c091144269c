/** The order of arrival: what the writer says is settled, and what the engine reads back, whatever the events' own times. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { limits } from '../../limits.ts'
import { bytes, type Clock, err, instant, mib, ok, type Result } from '../../model/index.ts'
import { type ChdbEngine, migrate, openChdb, sql } from '../engine/index.ts'
import { storeMigrations } from '../schema/index.ts'
import { type Arrival, type ArrivalRequest, endOf, isPast } from './arrivals.ts'
import { steppedClock } from './stepped-clock.ts'
import { type EngineLogStore, openLogStore } from './store.ts'
import { testEngine } from './test-engine.ts'
import { LogWriter } from './writer.ts'

const must = <T, E>(result: Result<T, E>): T => {
  if (!result.ok) throw new Error(JSON.stringify(result.error))
  return result.value
}

describe('what is settled', () => {
  test('moves only past blocks that are durable or never will be, in whatever order they end', async () => {
    const clock = steppedClock()
    const engine = testEngine()
    const told: string[] = []
    const writer = new LogWriter({
      ...{ engine, clock, queueBytes: bytes(1_000_000_000), replica: 0, lastBatch: 7n },
      followers: [
        () =>
          ({ batch }) =>
            void told.push(batch),
      ],
    })
    expect(writer.arrivalMarks()).toEqual({ assigned: 7n, settled: 7n })
    const place = { groupId: 1, streamId: 1, groupName: 'g', streamName: 's' }
    const numbers: bigint[] = []
    const append = () => {
      void writer.append({ ...place, timestamps: [clock.now()], messages: ['x'] })
      numbers.push(writer.arrivalMarks().assigned)
    }
    const caughtUp: string[] = []
    const ask = (name: string) => void writer.caughtUp().then(() => caughtUp.push(name))
    ask('before anything')
    append()
    expect(writer.arrivalMarks()).toEqual({ assigned: numbers[0], settled: numbers[0]! - 1n })
    ask('after one')
    await clock.step(limits.commitWindow)
    append()
    await clock.step(limits.commitWindow)
    append()
    ask('after three')
    expect(engine.inserts).toHaveLength(2)
    // The second block is durable before the first.
    await engine.inserts[1]?.answer(ok(undefined))
    expect(told).toEqual([String(numbers[1])])
    expect(caughtUp).toEqual(['before anything'])
    expect(writer.arrivalMarks()).toEqual({ assigned: numbers[2], settled: numbers[0]! - 1n })
    await engine.inserts[0]?.answer(err({ code: 'disk-full', message: 'full' }))
    expect(writer.arrivalMarks()).toEqual({ assigned: numbers[2], settled: numbers[2]! - 1n })
    expect(caughtUp).toEqual(['before anything', 'after one'])
    await clock.step(limits.commitWindow)
    await engine.inserts[2]?.answer(ok(undefined))
    expect(writer.arrivalMarks()).toEqual({ assigned: numbers[2], settled: numbers[2] })
    expect(caughtUp).toEqual(['before anything', 'after one', 'after three'])
  })
})

describe('read back', () => {
  const clock: Clock = {
    now: () => instant(Date.now()),
    sleep: (length, signal) =>
      new Promise(done => {
        const timer = setTimeout(done, length)
        signal?.addEventListener('abort', () => {
          clearTimeout(timer)
          done()
        })
      }),
  }
  let dir: string
  let engine: ChdbEngine
  let store: EngineLogStore
  const begin: Arrival = { batch: 0n, index: 0 }

  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'mangru-arrivals-'))
    engine = must(await openChdb({ dir: join(dir, 'engine'), memory: mib(600), clock }))
    must(await migrate(engine, storeMigrations))
    store = must(await openLogStore({ engine, clock, queueBytes: mib(64) }))
    const now = Date.now()
    // Later arrivals hold earlier times, and other groups lie between.
    for (let n = 0; n < 30; n++) {
      const messages = Array.from({ length: 10 }, (_, at) => `${n}-${at} ${at % 2 === 0 ? 'even' : 'odd'}`)
      const timestamps = messages.map(() => now - n * 3_600_000)
      for (const groupId of [1, 2]) {
        const place = { groupId, streamId: 1 + (n % 3), groupName: `g${groupId}`, streamName: `s${n % 3}` }
        must(await store.append({ ...place, timestamps, messages }))
      }
    }
  }, 60_000)
  afterAll(async () => {
    await store?.close()
    await engine?.close()
    await rm(dir, { recursive: true, force: true })
  })

  const read = async (over: Partial<ArrivalRequest> = {}) =>
    must(
      await store.readArrivals({
        ...{ groupId: 1, after: begin, upTo: store.arrivalMarks().settled, maxEvents: 10_000, maxBytes: 1_000_000 },
        ...over,
      }),
    )
  const inOrder = Array.from({ length: 30 }, (_, n) =>
    Array.from({ length: 10 }, (_, at) => `${n}-${at} ${at % 2 === 0 ? 'even' : 'odd'}`),
  ).flat()

  test('all of a group, in the order of arrival', async () => {
    const { events, reached } = await read()
    expect(events.map(event => event.message)).toEqual(inOrder)
    expect(events[10]).toMatchObject({ streamId: 2, index: 0 })
    expect(reached).toEqual(endOf(store.arrivalMarks().settled))
  })

  test.each([
    ['by count', { maxEvents: 7 }],
    ['by bytes', { maxBytes: 100 }],
    ['one by one', { maxEvents: 1 }],
  ])(
    'in pages %s, each going on where the last one ended',
    async (_story, bound) => {
      const seen: string[] = []
      let after = begin
      for (let pages = 0; pages < 400; pages++) {
        const { events, reached } = await read({ ...bound, after })
        seen.push(...events.map(event => event.message))
        after = reached
        if (isPast(after, store.arrivalMarks().settled)) break
      }
      expect(seen).toEqual(inOrder)
    },
    60_000,
  )

  test('what matches a condition, up to a batch', async () => {
    const all = await read({ where: sql`message LIKE '%even'` })
    expect(all.events.map(event => event.message)).toEqual(inOrder.filter(line => line.endsWith('even')))
    const upTo = all.events[24]!.batch
    const some = await read({ where: sql`message LIKE '%even'`, upTo })
    expect(some.events).toEqual(all.events.slice(0, 25))
    expect(some.reached).toEqual(endOf(upTo))
    const counted = must(await store.countArrivals({ groupId: 1, after: endOf(upTo), upTo: 2n ** 64n - 1n }))
    expect(counted).toMatchObject({ events: 250, oldest: expect.any(Number) })
    expect(must(await store.countArrivals({ groupId: 9, after: begin, upTo }))).toEqual({
      ...{ events: 0, bytes: 0, oldest: null },
    })
  })

  test('messages that are too large for one answer of the engine come in smaller pages', async () => {
    const large = 'x'.repeat(1_000_000)
    const timestamps = Array.from({ length: 8 }, () => Date.now())
    const before = store.arrivalMarks().settled
    for (let n = 0; n < 10; n++) {
      const place = { groupId: 3, streamId: 1, groupName: 'g3', streamName: 's' }
      must(await store.append({ ...place, timestamps, messages: timestamps.map((_, at) => `${n}-${at} ${large}`) }))
    }
    let events = 0
    let after = endOf(before)
    while (!isPast(after, store.arrivalMarks().settled)) {
      const page = await read({ groupId: 3, after, maxBytes: 5_000_000 })
      expect(page.events.length).toBeLessThanOrEqual(6)
      events += page.events.length
      after = page.reached
    }
    expect(events).toBe(80)
  }, 60_000)

  test('the index that skips what arrived at another time is there', async () => {
    const found = must(
      await engine.query(
        sql`SELECT type, expr FROM system.data_skipping_indices WHERE database = 'mangru' AND table = 'logs' AND name = 'arrival'`,
      ),
    )
    expect(found.rows).toEqual([['minmax', 'batch']])
  })

  test('closing the door stops it', async () => {
    const signal = AbortSignal.abort()
    const stopped = await store.readArrivals({
      ...{ groupId: 1, after: begin, upTo: 9n ** 15n, maxEvents: 1, maxBytes: 1, signal },
    })
    expect(stopped).toEqual(err({ code: 'cancelled' }))
  })

  test(`a look over a long rest costs few questions (arrivalStretch ${limits.arrivalStretch}, arrivalCountTime)`, async () => {
    // From 1970 to now there are half a million hours; stretches grow eightfold.
    const { events } = await read({ groupId: 9 })
    expect(events).toEqual([])
    expect(limits.arrivalCountTime).toBeGreaterThan(0)
  })
})
