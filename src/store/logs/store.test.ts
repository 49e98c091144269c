import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { limits } from '../../limits.ts'
import { bytes, type Clock, instant, mib, millis, minutes, type Result } from '../../model/index.ts'
import { type ChdbEngine, migrate, openChdb, sql } from '../engine/index.ts'
import { storeMigrations } from '../schema/index.ts'
import { openSqlite } from '../settings/index.ts'
import { sweep } from './janitor.ts'
import type { LogRow, LogSelection, PageRequest } from './port.ts'
import { type EngineLogStore, openLogStore } from './store.ts'

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

let dir: string
let engine: ChdbEngine
let store: EngineLogStore

const must = <T, E>(result: Result<T, E>): T => {
  if (!result.ok) throw new Error(JSON.stringify(result.error))
  return result.value
}

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'mangru-logs-'))
  engine = must(await openChdb({ dir: join(dir, 'engine'), memory: mib(600), clock }))
  must(await migrate(engine, storeMigrations))
  store = must(await openLogStore({ engine, clock, queueBytes: mib(32) }))
})

afterAll(async () => {
  await store?.close()
  await engine?.close()
  await rm(dir, { recursive: true, force: true })
})

const epoch = Date.UTC(2026, 0, 20, 10)
const batch = (
  groupId: number,
  streamId: number,
  events: readonly (readonly [number, string])[],
  streamName = `s${streamId}`,
) => ({
  groupId,
  streamId,
  groupName: `g${groupId}`,
  streamName,
  timestamps: events.map(([at]) => epoch + at),
  messages: events.map(([, message]) => message),
})
const all = (groupId: number, more: Partial<LogSelection> = {}): LogSelection => ({
  groups: [{ id: groupId, notBefore: instant(0) }],
  from: instant(0),
  to: instant(epoch + 400 * 86_400_000),
  ...more,
})

async function everyPage(selection: LogSelection, request: Omit<PageRequest, 'after'>): Promise<LogRow[]> {
  const rows: LogRow[] = []
  let after: PageRequest['after']
  for (let pages = 0; pages < 500; pages++) {
    const page = must(await store.page(selection, after === undefined ? request : { ...request, after }))
    expect(page.rows.length).toBeLessThanOrEqual(request.limit)
    rows.push(...page.rows)
    if (page.next === undefined) return rows
    after = page.next
  }
  throw new Error('the pages do not end')
}

describe('reading back', () => {
  test('what was acknowledged is there at once, in order, with its fields', async () => {
    const record = {
      log: 'WARN slow',
      kubernetes: { pod_name: 'p', namespace_name: 'n', container_name: 'c', host: 'h' },
    }
    const taken = must(
      await store.append(
        batch(1, 1, [
          [0, 'ERROR first'],
          [0, 'second'],
          [5, JSON.stringify(record)],
        ]),
      ),
    )
    const rows = await everyPage(all(1), { order: 'ascending', limit: 2, maxBytes: 1e6 })
    expect(rows.map(row => row.message)).toEqual(['ERROR first', 'second', JSON.stringify(record)])
    expect(rows[0]?.fields.level).toBe('ERROR')
    expect(rows[2]?.fields).toEqual({ namespace: 'n', pod: 'p', container: 'c', node: 'h', level: 'WARN' })
    expect(rows.every(row => row.ingestionTime === taken.ingestionTime)).toBe(true)
  })

  test('every event exactly once over the pages, whatever their size and order', async () => {
    let group = 100
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.array(fc.tuple(fc.nat(5_400_000), fc.string({ unit: 'binary', maxLength: 30 })), {
            minLength: 1,
            maxLength: 30,
          }),
          {
            minLength: 1,
            maxLength: 6,
          },
        ),
        fc.integer({ min: 1, max: 40 }),
        fc.constantFrom('ascending' as const, 'descending' as const),
        fc.constantFrom(40, 1_000_000),
        async (batches, limit, order, maxBytes) => {
          group += 1
          const sorted = batches.map(one => [...one].sort((a, b) => a[0] - b[0]))
          await Promise.all(sorted.map((events, at) => store.append(batch(group, 1_000 + at, events)).then(must)))
          const rows = await everyPage(all(group), { order, limit, maxBytes })
          const sent = sorted.flat().map(([at, message]) => `${epoch + at} ${message.toWellFormed()}`)
          expect(rows.map(row => `${row.cursor.timestamp} ${row.message}`).sort()).toEqual(sent.sort())
          const times = rows.map(row => row.cursor.timestamp)
          expect(times).toEqual([...times].sort((a, b) => (order === 'ascending' ? a - b : b - a)))
        },
      ),
      { numRuns: 25 },
    )
  })

  test('a condition, streams and expired times narrow what is read', async () => {
    must(
      await store.append(
        batch(2, 1, [
          [0, 'a'],
          [1_000, 'b'],
        ]),
      ),
    )
    must(
      await store.append(
        batch(2, 2, [
          [0, 'a'],
          [2_000, 'c'],
        ]),
      ),
    )
    const read = async (selection: LogSelection) =>
      (await everyPage(selection, { order: 'ascending', limit: 10, maxBytes: 1e6 })).map(
        row => `${row.streamId}${row.message}`,
      )
    expect(await read(all(2, { where: sql`message = ${'a'}` }))).toEqual(['1a', '2a'])
    expect(await read(all(2, { groups: [{ id: 2, notBefore: instant(0), streamIds: [2] }] }))).toEqual(['2a', '2c'])
    expect(await read(all(2, { groups: [{ id: 2, notBefore: instant(0), streamIds: [] }] }))).toEqual([])
    expect(await read(all(2, { groups: [{ id: 2, notBefore: instant(epoch + 1_000) }] }))).toEqual(['1b', '2c'])
    expect(await read(all(2, { from: instant(epoch + 1_000), to: instant(epoch + 2_000) }))).toEqual(['1b'])
    expect(
      await read(
        all(2, {
          groups: [
            { id: 1, notBefore: instant(0) },
            { id: 2, notBefore: instant(epoch + 2_000) },
          ],
        }),
      ),
    ).toHaveLength(4)
  })

  test('a page that runs out of time comes empty with a place to go on, and the pages still hold everything once', async () => {
    const events = Array.from({ length: 300 }, (_, at) => [at * 60_000, `line ${at}`] as const)
    must(await store.append(batch(3, 1, events)))
    const slow: PageRequest = { order: 'descending', limit: 5, maxBytes: 1e6, budget: millis(0) }
    const rows = await everyPage(all(3, { where: sql`message LIKE ${'%7'}` }), slow)
    expect(rows.map(row => row.message)).toEqual(
      events
        .map(([, m]) => m)
        .filter(m => m.endsWith('7'))
        .reverse(),
    )
  })

  test('messages of a megabyte each come in pages bounded by bytes', async () => {
    const large = 'x'.repeat(1_000_000)
    for (let at = 0; at < 4; at++) must(await store.append(batch(4, 1, [[at, `${at}${large}`]])))
    const page = must(await store.page(all(4), { order: 'ascending', limit: 10_000, maxBytes: 1_048_576 }))
    expect(page.rows).toHaveLength(1)
    expect(await everyPage(all(4), { order: 'ascending', limit: 10_000, maxBytes: 1_048_576 })).toHaveLength(4)
  })

  test('an aborted search says cancelled', async () => {
    const answer = await store.page(all(3), {
      order: 'ascending',
      limit: 5,
      maxBytes: 1e6,
      signal: AbortSignal.abort(),
    })
    expect(answer).toMatchObject({ ok: false, error: { code: 'cancelled' } })
  })
})

describe('counts', () => {
  test('a histogram is the rows counted, also where range and retention cut a minute', async () => {
    const events = Array.from({ length: 500 }, (_, at) => [at * 1_777, at % 3 === 0 ? 'ERROR x' : 'fine'] as const)
    must(await store.append(batch(10, 1, events)))
    const count = async (selection: LogSelection, step: number) =>
      must(await store.histogram(selection, millis(step))).reduce((sum, bar) => sum + bar.events, 0)
    for (const [from, to, notBefore] of [
      [0, 900_000, 0],
      [1_500, 500_000, 0],
      [100, 200, 0],
      [0, 900_000, 333_333],
      [59_999, 120_001, 0],
    ] as const) {
      const selection = all(10, {
        groups: [{ id: 10, notBefore: instant(notBefore === 0 ? 0 : epoch + notBefore) }],
        from: instant(epoch + from),
        to: instant(epoch + to),
      })
      const truth = events.filter(([at]) => at >= Math.max(from, notBefore) && at < to).length
      for (const step of [60_000, 300_000, 7_000])
        expect([from, step, await count(selection, step)]).toEqual([from, step, truth])
      const errors = events.filter(([at, m]) => at >= Math.max(from, notBefore) && at < to && m.startsWith('E')).length
      expect(await count({ ...selection, where: sql`message LIKE ${'ERROR%'}` }, 60_000)).toBe(errors)
    }
    const bars = must(await store.histogram(all(10), minutes(1)))
    expect(new Set(bars.map(bar => bar.level))).toEqual(new Set(['', 'ERROR']))
  })

  test('facets give the most frequent values of each field', async () => {
    must(
      await store.append(
        batch(11, 5, [
          [0, 'ERROR a'],
          [1, 'ERROR b'],
          [2, 'INFO c'],
        ]),
      ),
    )
    must(
      await store.append(
        batch(11, 6, [
          [3, 'INFO d'],
          [4, 'x'],
        ]),
      ),
    )
    const facets = must(await store.facets(all(11), ['level', 'stream'], 2))
    expect(facets).toEqual([
      {
        field: 'level',
        values: [
          { value: 'ERROR', events: 2 },
          { value: 'INFO', events: 2 },
        ],
      },
      {
        field: 'stream',
        values: [
          { value: '5', events: 3 },
          { value: '6', events: 2 },
        ],
      },
    ])
    expect(must(await store.facets(all(11), ['level'], limits.facetValues + 1))[0]?.values).toHaveLength(3)
  })

  test('streams and groups know their first, last, events and bytes', async () => {
    must(
      await store.append(
        batch(12, 1, [
          [100, 'ab'],
          [5_000, '가'],
        ]),
      ),
    )
    must(await store.append(batch(12, 2, [[50, 'x']])))
    const [first] = must(await store.streamStats(12, [1]))
    expect(first).toMatchObject({ streamId: 1, first: epoch + 100, last: epoch + 5_000, events: 2, bytes: 5 })
    expect(must(await store.streamStats(12))).toHaveLength(2)
    expect(must(await store.groupStats([12, 999]))).toMatchObject([{ groupId: 12, events: 3, bytes: 6 }])
  })
})

describe('taking in', () => {
  test('followers see a batch once, after it is durable, with the ids that readers see', async () => {
    const seen: string[] = []
    const stop = store.follow(({ messages, timestamps }, fields) => {
      const [level, text, at] = [fields(0).level, messages.join(), timestamps[0] ?? 0]
      return one => void seen.push(`${one.id(at, 0).length} ${text} ${level} ${one.fields('WARN').level}`)
    })
    must(await store.append(batch(20, 1, [[0, 'WARN hello']])))
    stop()
    must(await store.append(batch(20, 1, [[0, 'unseen']])))
    expect(seen).toEqual(['56 WARN hello WARN WARN'])
  })

  test('past the bound of the queue a writer is told to slow down and nothing of the request is taken', async () => {
    const small = must(await openLogStore({ engine, clock, queueBytes: bytes(1_000) }))
    const line = 'x'.repeat(400)
    const answers = await Promise.all([0, 1, 2, 3].map(() => small.append(batch(21, 1, [[0, line]]))))
    expect(answers.map(answer => (answer.ok ? 'taken' : answer.error.code))).toEqual([
      'taken',
      'taken',
      'slow-down',
      'slow-down',
    ])
    expect(small.writerStats()).toMatchObject({ durableEvents: 2, throttledBatches: 2, queueBytes: 0, queueBatches: 0 })
    expect((await small.append(batch(21, 1, [[0, line.repeat(10)]]))).ok).toBe(true)
    await small.close()
    expect(await small.append(batch(21, 1, [[0, 'late']]))).toMatchObject({ ok: false, error: { code: 'closing' } })
    expect(await everyPage(all(21), { order: 'ascending', limit: 10, maxBytes: 1e6 })).toHaveLength(3)
  })

  test('a batch across midnight is one batch', async () => {
    const midnight = 14 * 3_600_000
    must(
      await store.append(
        batch(22, 1, [
          [midnight - 1, 'before'],
          [midnight, 'after'],
        ]),
      ),
    )
    const rows = await everyPage(all(22), { order: 'descending', limit: 1, maxBytes: 1e6 })
    expect(rows.map(row => row.message)).toEqual(['after', 'before'])
  })
})

test('what expired or was deleted leaves the disk, and nothing else does', async () => {
  const settings = must(await openSqlite(':memory:'))
  const at = clock.now()
  const make = async (name: string) =>
    must(
      await settings.logs.create({
        name,
        createdAt: at,
        class: 'STANDARD',
        deletionProtection: false,
        kmsKeyId: null,
        tags: {},
      }),
    )
  // Ids that no other test uses.
  for (let filler = 0; filler < 500; filler++) await make(`filler-${filler}`)
  const [short, ever, dead, other] = [await make('short'), await make('ever'), await make('dead'), await make('other')]
  must(await settings.logs.patch('short', { retentionDays: 1 }))
  const stream = must(await settings.logs.createStream(other.id, 'gone', at))
  const hour = 3_600_000
  const old = (groupId: number, streamId = 7) => ({
    ...batch(groupId, streamId, []),
    timestamps: [at - 30 * hour, at - 25 * hour, at - 2 * hour],
    messages: ['30 h', '25 h', '2 h'],
  })
  for (const group of [short, ever, dead, other]) must(await store.append(old(group.id)))
  must(await store.append(old(other.id, stream.id)))
  must(await settings.logs.remove('dead', at))
  must(await settings.logs.removeStream(other.id, 'gone', at))
  const left = async (group: number) =>
    (await everyPage(all(group, { to: instant(at + hour) }), { order: 'ascending', limit: 100, maxBytes: 1e6 })).map(
      row => `${row.streamId} ${row.message}`,
    )

  must(await sweep({ engine, settings: settings.logs, clock }))
  expect(await left(dead.id)).toHaveLength(3)
  clock.ahead = limits.tombstoneRest
  must(await sweep({ engine, settings: settings.logs, clock }))
  clock.ahead = 0
  expect(await left(dead.id)).toEqual([])
  expect(await left(short.id)).toEqual(['7 2 h'])
  expect(await left(ever.id)).toHaveLength(3)
  expect(await left(other.id)).toEqual(['7 30 h', '7 25 h', '7 2 h'])
  expect(must(await settings.logs.tombstones())).toEqual([])
  expect(must(await store.groupStats([short.id, dead.id]))).toMatchObject([{ groupId: short.id, events: 1 }])
  await settings.close()
})

test('a small batch of more days than the engine takes at once is refused, not acknowledged, and the next ones go on', async () => {
  const many = Array.from({ length: limits.enginePartitionsPerBlock + 1 }, (_, at) => [at * 86_400_000, 'x'] as const)
  expect(await store.append(batch(900, 1, many))).toMatchObject({ ok: false, error: { code: 'unavailable' } })
  must(await store.append(batch(900, 1, many.slice(0, 2))))
  const rows = await everyPage(all(900), { order: 'ascending', limit: 10, maxBytes: 1e6 })
  expect(rows.map(row => row.cursor.timestamp)).toEqual([epoch, epoch + 86_400_000])
  expect((await readdir(join(dir, 'engine', 'journal'))).filter(name => name.endsWith('.refused'))).toEqual([])
})

test.each([
  [mib(2_047), '5'],
  [mib(2_048), '15'],
])('with %d bytes of memory merges take about %s parts', async (memory, width) => {
  must(await openLogStore({ engine, clock, queueBytes: mib(1), memory })).close()
  const made = must(
    await engine.query(
      sql`SELECT create_table_query FROM system.tables WHERE name = ${'logs'} AND database = ${'mangru'}`,
    ),
  )
  expect(String(made.rows[0]?.[0])).toContain(`merge_selector_base = ${width}`)
})
