/** What events give birth to, on the embedded engine: once for each stored event, whatever happens in between. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { limits } from '../../limits.ts'
import { type Clock, err, type Instant, instant, mib, minutes, type Result } from '../../model/index.ts'
import { type ChdbEngine, type Engine, type EngineError, migrate, openChdb, sql } from '../../store/engine/index.ts'
import { type EngineLogStore, type LogBatch, openLogStore, recentVolume } from '../../store/logs/index.ts'
import { type MetricStore, metricStore } from '../../store/metrics/index.ts'
import { storeMigrations } from '../../store/schema/index.ts'
import { type MetricFilter, type NewMetricFilter, openSqlite, type Settings } from '../../store/settings/index.ts'
import { type MetricFilterBook, openMetricFilterBook } from '../metric-filter/index.ts'
import { logBirths, noteArrived, recoverBirths, VolumeAccount, vendedMetrics } from './index.ts'

const must = <T, E>(result: Result<T, E>): T => {
  if (!result.ok) throw new Error(JSON.stringify(result.error))
  return result.value
}
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
let real: ChdbEngine
let settings: Settings
/** How the next inserts of samples end: `before` nothing is kept, `after` it is and nobody hears of it. */
let trouble: { readonly when: 'before' | 'after'; readonly error: EngineError; times: number } | undefined
const engine = (): Engine => ({
  ...real,
  query: (...asked) => real.query(...asked),
  stream: (...asked) => real.stream(...asked),
  run: (...asked) => real.run(...asked),
  async insert(table, ...rest) {
    const now = trouble
    if (now === undefined || now.times === 0 || table !== 'metric_samples') return real.insert(table, ...rest)
    now.times -= 1
    if (now.when === 'after') must(await real.insert(table, ...rest))
    return err(now.error)
  },
})

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'mangru-births-'))
  real = must(await openChdb({ dir, memory: mib(600), clock }))
  must(await migrate(real, storeMigrations))
  settings = must(await openSqlite(':memory:'))
})
afterAll(async () => {
  await settings?.close()
  await real?.close()
  await rm(dir, { recursive: true, force: true })
})

interface World {
  readonly groupId: number
  readonly group: string
  readonly store: MetricStore
  readonly filters: MetricFilterBook
  readonly account: VolumeAccount
  readonly lost: EngineError[]
  readonly said: string[]
  logs: EngineLogStore
  put(over: Partial<NewMetricFilter>): Promise<MetricFilter>
  append(messages: readonly string[], over?: Partial<LogBatch>): ReturnType<EngineLogStore['append']>
  /** Sums by metric and labels. */
  sums(namespace?: string): Promise<Record<string, readonly number[]>>
  /** What is stored stays, what is owed is forgotten; a new program starts. */
  crash(): Promise<void>
}

let groups = 0
async function world(): Promise<World> {
  const group = `g${++groups}`
  const made = {
    createdAt: clock.now(),
    class: 'STANDARD',
    deletionProtection: false,
    kmsKeyId: null,
    tags: {},
  } as const
  const { id: groupId } = must(await settings.logs.create({ name: group, ...made }))
  const store = metricStore(engine())
  const said: string[] = []
  const filters = must(
    await openMetricFilterBook({
      ...{ settings: settings.metricFilters, store, account: '123456789012', clock },
      log: line => said.push(line),
    }),
  )
  const account = new VolumeAccount()
  const births = logBirths({ store, filters, account, clock })
  const lost: EngineError[] = []
  const open = async () =>
    must(
      await openLogStore({
        ...{ engine: engine(), clock, queueBytes: mib(32), births, onBirthsLost: error => lost.push(error) },
      }),
    )
  const it: World = {
    ...{ groupId, group, store, filters, account, lost, said, logs: await open() },
    put: async over =>
      must(
        await filters.put({
          ...{
            groupId,
            name: 'f',
            pattern: 'ERROR',
            namespace: group,
            metric: 'errors',
            value: '1',
            defaultValue: null,
          },
          ...{ unit: 'None', dimensions: {}, selection: null, systemFields: [], transformedLogs: false },
          ...{ region: 'eu-west-1', regexes: 0, changedAt: clock.now() },
          ...over,
        }),
      ),
    append: (messages, over = {}) =>
      it.logs.append({
        ...{ groupId, streamId: 1, groupName: group, streamName: 's', messages },
        timestamps: messages.map(() => clock.now()),
        ...over,
      }),
    sums: async (namespace = group) => {
      const series = must(await store.list({ namespace, limit: 1_000 }))
      const found: Record<string, readonly number[]> = {}
      for (const one of series) {
        const range = { from: instant(clock.now() - 86_400_000), to: instant(clock.now() + 86_400_000) }
        const periods = must(await store.statistics({ series: [one], ...range, period: minutes(10_000) }))
        found[`${one.metric} ${JSON.stringify(one.labels)}`] = periods.flatMap(({ count, sum }) => [count, sum])
      }
      return found
    },
    crash: async () => {
      it.logs = await open()
      const { lastBatch } = it.logs
      must(await recoverBirths({ engine: real, births, filters, lastBatch, withoutMetrics: [] }))
    },
  }
  return it
}

const embedded = (over: object = {}) =>
  JSON.stringify({
    _aws: {
      Timestamp: clock.now(),
      CloudWatchMetrics: [{ Namespace: `emf${groups}`, Dimensions: [['svc'], []], Metrics: [{ Name: 'time' }] }],
    },
    ...{ svc: 'pay', time: [100, 200] },
    ...over,
  })

describe('metric filters', () => {
  test('publish their value for each event that matches, before the batch is answered', async () => {
    const it = await world()
    await it.put({ name: 'count' })
    await it.put({ name: 'lat', metric: 'lat', pattern: '{ $.lat = * }', value: '$.lat', dimensions: { Api: '$.api' } })
    await it.put({ name: 'bytes', metric: 'bytes', pattern: '[..., status = 5*, bytes]', value: '$bytes' })
    const system = ['@aws.account', '@aws.region']
    await it.put({ name: 'own', metric: 'own', pattern: 'ERROR', systemFields: system, value: '2.5e0' })
    must(
      await it.append([
        'ERROR one ERROR',
        'all is well',
        '{"api":"/a","lat":12.5}',
        '{"api":"/a","lat":"7.5"}',
        '{"api":"/b","lat":1}',
        '{"lat":1000}',
        '{"api":"","lat":1000}',
        '{"api":"/a","lat":"slow"}',
        '{"api":"/a","lat":true}',
        'GET / 503 100',
        'GET / 503 none',
        'GET / 200 9',
      ]),
    )
    expect(await it.sums()).toEqual({
      'errors {}': [1, 1],
      'lat {"Api":"/a"}': [2, 20],
      'lat {"Api":"/b"}': [1, 1],
      'bytes {}': [1, 100],
      'own {"@aws.account":"123456789012","@aws.region":"eu-west-1"}': [1, 2.5],
    })
    expect(
      must(await it.store.list({ namespace: it.group, metric: 'lat', dimensions: { Api: '/a' }, limit: 9 })),
    ).toHaveLength(1)
  })

  test('see only events that come after them, and nothing once they are gone', async () => {
    const it = await world()
    must(await it.append(['ERROR before']))
    await it.put({})
    must(await it.append(['ERROR']))
    await it.put({ metric: 'replaced' })
    must(await it.append(['ERROR']))
    must(await it.filters.remove(it.groupId, 'f'))
    must(await it.append(['ERROR']))
    expect(await it.sums()).toEqual({ 'errors {}': [1, 1], 'replaced {}': [1, 1] })
  })

  test('keep to the account and region that they select', async () => {
    const it = await world()
    const selections = [
      '@aws.account = "1"',
      '@aws.account != "1" AND @aws.region IN ["eu-west-1"]',
      '@aws.region NOT IN ["eu-west-1"]',
    ]
    for (const [at, selection] of selections.entries()) await it.put({ name: `f${at}`, metric: `m${at}`, selection })
    must(await it.append(['ERROR']))
    expect(await it.sums()).toEqual({ 'm1 {}': [1, 1] })
  })

  test('publish their default for a minute with events and nothing of their own, once', async () => {
    const it = await world()
    await it.put({ defaultValue: 0 })
    await it.put({ name: 'other', pattern: 'never', defaultValue: 7 })
    const minute = Math.floor(clock.now() / 60_000) * 60_000
    const at = (...offsets: number[]) => ({ timestamps: offsets.map(offset => minute - 600_000 + offset) })
    must(await it.append(['a', 'b', 'ERROR'], at(0, 1, 60_000)))
    must(await it.append(['a', 'ERROR'], at(2, 3)))
    must(await it.append(['a'], at(120_000)))
    must(await it.append(['a'], at(120_001)))
    const one = async (source: string) => {
      const series = must(
        await it.store.list({ namespace: it.group, source: `metric-filter ${it.groupId} ${source}`, limit: 9 }),
      )
      const range = { from: instant(minute - 600_000), to: instant(minute) }
      const periods = must(await it.store.statistics({ series, ...range, period: minutes(1) }))
      return periods.map(({ count, sum }) => [count, sum])
    }
    expect(await one('f')).toEqual([
      [1, 1],
      [1, 1],
      [1, 0],
    ])
    expect(await one('other')).toEqual([
      [1, 7],
      [1, 7],
      [1, 7],
    ])
    const rows = must(
      await real.query(sql`SELECT count() FROM mangru.metric_samples WHERE kind = 1 AND value = 7`),
    ).rows
    expect(rows).toEqual([['3']])
  })

  test(`a default is remembered for ${limits.settledMinutes} minutes, and forgetting it changes no answer`, async () => {
    const it = await world()
    await it.put({ defaultValue: 5 })
    const start = Math.floor(clock.now() / 60_000) * 60_000 - (limits.settledMinutes + 2) * 60_000
    const spread = Array.from({ length: limits.settledMinutes }, (_, at) => start + at * 60_000)
    const settled = () => it.filters.of(it.groupId)?.defaults[0]?.settled.size
    must(
      await it.append(
        spread.map(() => 'x'),
        { timestamps: spread },
      ),
    )
    expect(settled()).toBe(limits.settledMinutes)
    must(await it.append(['x'], { timestamps: [start] }))
    expect(settled()).toBe(0)
    must(await it.append(['x'], { timestamps: [start] }))
    expect(settled()).toBe(1)
    const series = must(await it.store.list({ namespace: it.group, limit: 9 }))
    const range = { from: instant(start), to: instant(start + 60_000), period: minutes(1) }
    expect(must(await it.store.statistics({ series, ...range }))).toMatchObject([{ count: 1, sum: 5 }])
  })

  test(`more than ${limits.metricFilterPairs} dimension values an hour stop a filter, and the others go on`, async () => {
    const it = await world()
    await it.put({ name: 'wild', pattern: '{ $.id = * }', value: '1', dimensions: { Id: '$.id' } })
    await it.put({ name: 'tame', pattern: '{ $.id = * }', value: '1', metric: 'tame' })
    const ids = Array.from({ length: limits.metricFilterPairs + 1 }, (_, at) => `{"id":"${at}"}`)
    const count = async () => {
      const rows = must(
        await real.query(
          sql`SELECT count() FROM mangru.metric_samples WHERE series IN (SELECT series FROM mangru.metric_series WHERE namespace = ${it.group} AND metric = 'errors')`,
        ),
      ).rows
      return Number(rows[0]?.[0])
    }
    must(await it.append(ids.slice(0, limits.metricFilterPairs)))
    must(await it.append(ids.slice(0, 5)))
    expect(await count()).toBe(limits.metricFilterPairs + 5)
    expect(it.said).toEqual([])
    must(await it.append(ids.slice(-1)))
    must(await it.append(ids.slice(0, 1)))
    expect([await count(), it.said.length]).toEqual([limits.metricFilterPairs + 5, 1])
    expect(
      must(await it.filters.list({ groupId: it.groupId, limit: 9 })).map(({ name, stopped }) => [
        name,
        stopped?.reason,
      ]),
    ).toEqual([
      ['tame', undefined],
      ['wild', `It made more than ${limits.metricFilterPairs} different dimension values within an hour.`],
    ])
    await it.put({ name: 'wild', pattern: '{ $.id = * }', value: '1', dimensions: { Id: '$.id' } })
    must(await it.append(ids.slice(0, 1)))
    expect(await count()).toBe(limits.metricFilterPairs + 6)
  })

  test('what other programs change is seen at a refresh', async () => {
    const it = await world()
    const filter = await it.put({})
    must(await settings.metricFilters.put({ ...filter, metric: 'changed' }))
    must(await it.append(['ERROR']))
    must(await it.filters.refresh())
    must(await it.append(['ERROR']))
    expect(await it.sums()).toEqual({ 'errors {}': [1, 1], 'changed {}': [1, 1] })
    const before = it.filters.of(it.groupId)
    must(await it.filters.refresh())
    expect(it.filters.of(it.groupId)).toBe(before)
  })
})

describe('embedded metrics', () => {
  test('are kept once and answer each set; errors are counted; other classes take none', async () => {
    const it = await world()
    must(await it.append([embedded(), 'no JSON', embedded({ svc: undefined }), embedded({ time: 'slow' })]))
    must(await it.append([embedded()], { embeddedMetrics: false }))
    must(await it.append(['no JSON'], { embeddedMetrics: true }))
    expect(await it.sums(`emf${groups}`)).toEqual({ 'time {"svc":"pay"}': [2, 300], 'time {}': [2, 300] })
    const dimensions = async (wanted: Record<string, string>) => {
      const series = must(await it.store.list({ namespace: `emf${groups}`, dimensions: wanted, limit: 9 }))
      const range = { from: instant(0), to: instant(clock.now() + 60_000), period: minutes(1e9) }
      return must(await it.store.statistics({ series, ...range })).map(({ count, sum }) => [count, sum])
    }
    expect(await dimensions({ svc: 'pay' })).toEqual([[2, 300]])
    expect(await dimensions({})).toEqual([[4, 600]])
    const [volume] = it.account.take(instant(Number.POSITIVE_INFINITY))
    expect(volume).toMatchObject({ group: it.group, events: 6, parsingErrors: 1, validationErrors: 2 })
  })
})

describe('never lost and never twice', () => {
  const away = { code: 'unavailable', message: 'gone' } as const
  const messages = () => ['ERROR a', 'fine', 'ERROR b', embedded()]
  const exact = { 'errors {}': [2, 2] }

  test.each([
    ['before', 3],
    ['after', 1],
    ['after', 3],
  ] as const)('the engine is away %s the samples were kept, %i times', async (when, times) => {
    const it = await world()
    await it.put({})
    trouble = { when, error: away, times }
    must(await it.append(messages()))
    expect(await it.sums()).toEqual(exact)
    expect(await it.sums(`emf${groups}`)).toEqual({ 'time {"svc":"pay"}': [2, 300] })
  })

  test.each(['before', 'after'] as const)(
    'a disk full %s the samples were kept: the caller comes again',
    async when => {
      const it = await world()
      await it.put({})
      trouble = { when, error: { code: 'disk-full', message: 'full' }, times: 1 }
      const batch = { call: { key: 5n, unheard: () => false }, timestamps: messages().map(() => clock.now()) }
      const sent = messages()
      expect(await it.append(sent, batch)).toMatchObject({ ok: false, error: { code: 'disk-full' } })
      must(await it.append(sent, batch))
      must(await it.append(['ERROR c']))
      expect(await it.sums()).toEqual({ 'errors {}': [3, 3] })
    },
  )

  test.each(['before', 'after'] as const)('nobody comes again: the next block keeps what was owed %s', async when => {
    const it = await world()
    await it.put({})
    trouble = { when, error: { code: 'disk-full', message: 'full' }, times: 2 }
    expect((await it.append(messages())).ok).toBe(false)
    expect((await it.append(['ERROR not stored'])).ok).toBe(false)
    must(await it.append(['ERROR c']))
    expect(await it.sums()).toEqual({ 'errors {}': [3, 3] })
    const stored = must(await real.query(sql`SELECT count() FROM mangru.logs WHERE group_id = ${it.groupId}`)).rows
    expect(stored).toEqual([['5']])
  })

  test.each(['before', 'after'] as const)(
    'a crash %s the samples were kept: the next program makes up for it',
    async when => {
      const it = await world()
      await it.put({})
      await it.put({ name: 'selective', pattern: '{ $.time[0] = 100 }', metric: 'hundreds' })
      trouble = { when, error: { code: 'disk-full', message: 'full' }, times: 1 }
      const sent = messages()
      const batch = { call: { key: 6n, unheard: () => false }, timestamps: sent.map(() => clock.now()) }
      expect((await it.append(sent, batch)).ok).toBe(false)
      await it.crash()
      const whole = { 'errors {}': [2, 2], 'hundreds {}': [1, 1] }
      expect(await it.sums()).toEqual(whole)
      expect(await it.sums(`emf${groups}`)).toEqual({ 'time {"svc":"pay"}': [2, 300] })
      await it.crash()
      must(await it.append(sent, batch))
      expect(await it.sums()).toEqual(whole)
    },
  )

  test.each(['before', 'after'] as const)(
    'a batch is made up for as a whole %s its samples were kept, whatever minutes and patterns its events are of',
    async when => {
      const it = await world()
      await it.put({})
      await it.put({ name: 'values', pattern: '{ $.ms > 0 }', metric: 'ms', value: '$.ms' })
      trouble = { when, error: { code: 'disk-full', message: 'full' }, times: 1 }
      const from = Math.floor(clock.now() / 60_000) * 60_000 - 120_000
      // Some hold an embedded metric as well: they are no less of their batch.
      const made = Array.from({ length: 300 }, (_, at) =>
        at % 3 === 0 ? 'ERROR' : at % 3 === 1 ? `{"ms":${at % 7}}` : `{"ms":1,"also":"${'CloudWatchMetrics'}"}`,
      )
      const timestamps = made.map((_, at) => from + at * 400)
      const batch = { call: { key: 8n, unheard: () => false }, timestamps }
      expect((await it.append(made, batch)).ok).toBe(false)
      await it.crash()
      const seen = made
        .flatMap(text => (text.startsWith('{') ? [JSON.parse(text).ms as number] : []))
        .filter(ms => ms > 0)
      const whole = { 'errors {}': [100, 100], 'ms {}': [seen.length, seen.reduce((sum, ms) => sum + ms, 0)] }
      expect(await it.sums()).toEqual(whole)
      await it.crash()
      must(await it.append(made, batch))
      expect(await it.sums()).toEqual(whole)
      const rows = await real.query(
        sql`SELECT count(), countIf(idx = 65535) FROM mangru.metric_samples WHERE series IN (SELECT series FROM mangru.metric_series WHERE namespace = ${it.group})`,
      )
      expect(must(rows).rows).toEqual([['4', '4']])
    },
  )

  test('a key that two calls share: what one makes up for the other is whole minutes', async () => {
    const it = await world()
    await it.put({})
    trouble = { when: 'before', error: { code: 'disk-full', message: 'full' }, times: 1 }
    const minute = Math.floor(clock.now() / 60_000) * 60_000 - 60_000
    const call = { key: 9n, unheard: () => false }
    const first = { call, timestamps: [minute, minute + 30_000, minute + 59_999] }
    expect((await it.append(['ERROR 1', 'ERROR 2', 'ERROR 3'], first)).ok).toBe(false)
    await it.crash()
    must(await it.append(['ERROR other'], { call, timestamps: [minute + 40_000] }))
    must(await it.append(['ERROR 1', 'ERROR 2', 'ERROR 3'], first))
    expect(await it.sums()).toEqual({ 'errors {}': [4, 4] })
  })

  test('a filter does not see what came before it, also when births are made up for', async () => {
    const it = await world()
    must(await it.append(['ERROR early']))
    clock.ahead += 1_000
    await it.put({})
    await it.crash()
    expect(await it.sums()).toEqual({})
  })

  test.each([
    [-1_000, [2, 2]],
    [1_000, [1, 1]],
  ])(
    'births of events that arrived so long before the last one are made up for (%i ms beyond)',
    async (beyond, sums) => {
      const it = await world()
      await it.put({})
      trouble = { when: 'before', error: { code: 'disk-full', message: 'full' }, times: 1 }
      expect((await it.append(['ERROR unborn'])).ok).toBe(false)
      clock.ahead += limits.unbornWindow + beyond
      const other = must(await openLogStore({ engine: real, clock, queueBytes: mib(1) }))
      must(
        await other.append({
          groupId: it.groupId,
          streamId: 2,
          groupName: '',
          streamName: '',
          timestamps: [clock.now()],
          messages: ['fine'],
        }),
      )
      await other.close()
      await it.crash()
      must(await it.append(['ERROR born']))
      expect(await it.sums()).toEqual({ 'errors {}': sums })
    },
  )

  test('samples that can never be kept do not hold up ingest, and are told', async () => {
    const it = await world()
    await it.put({})
    trouble = { when: 'before', error: { code: 'query-failed', engineCode: 27, message: 'a bug' }, times: 1 }
    must(await it.append(['ERROR a']))
    must(await it.append(['ERROR b']))
    expect([it.lost.length, await it.sums()]).toEqual([1, { 'errors {}': [1, 1] }])
  })
})

describe('the metrics of AWS/Logs', () => {
  test('tell each minute that is over what arrived, by group and in all, once', async () => {
    // Well inside a minute: its end is no part of this story.
    clock.ahead += 65_000 - (clock.now() % 60_000)
    const it = await world()
    const vended = vendedMetrics({ store: it.store, account: it.account, clock })
    must(await it.append(['12345', 'é']))
    const noted = { metric: 'ForwardedBytes', group: it.group, destinationType: 'HTTP', filter: 'f' } as const
    vended.note(noted, 5)
    vended.note(noted, 6)
    must(await vended.write())
    const read = async (metric: string, dimensions: Record<string, string>) => {
      const series = must(await it.store.list({ namespace: 'AWS/Logs', metric, dimensions, limit: 9 }))
      const range = { from: instant(0), to: instant(clock.now() + 60_000), period: minutes(1e9) }
      return must(await it.store.statistics({ series, ...range })).map(({ count, sum }) => [count, sum])
    }
    expect(await read('IncomingBytes', { LogGroupName: it.group })).toEqual([])
    clock.ahead += 60_000
    trouble = { when: 'after', error: { code: 'unavailable', message: 'gone' }, times: 1 }
    expect((await vended.write()).ok).toBe(false)
    must(await vended.write())
    must(await vended.write())
    expect(await read('IncomingBytes', { LogGroupName: it.group })).toEqual([[1, 7]])
    expect(await read('IncomingLogEvents', { LogGroupName: it.group })).toEqual([[1, 2]])
    expect(await read('IncomingLogEvents', {})).toEqual([[1, 2]])
    const forwarded = { LogGroupName: it.group, DestinationType: 'HTTP', FilterName: 'f' }
    expect(await read('ForwardedBytes', forwarded)).toEqual([[1, 11]])
    must(await it.append(['last']))
    must(await vended.write(true))
    expect(await read('IncomingBytes', { LogGroupName: it.group })).toEqual([[2, 11]])
  })

  test('after a crash the minutes that were not written are counted anew from what is stored', async () => {
    const it = await world()
    must(await it.append(['12345', 'é']))
    await it.logs.close()
    const account = new VolumeAccount()
    const since = instant(clock.now() - limits.volumeWindow)
    const arrived = must(await recentVolume(real, since, it.logs.lastBatch + (1n << 62n)))
    const mine = arrived.filter(({ groupId }) => groupId === it.groupId)
    const names = (id: number) => (id === it.groupId ? it.group : undefined)
    noteArrived(account, mine, undefined, names)
    const taken = account.take(instant(Number.POSITIVE_INFINITY))
    expect(taken.map(({ group, events, bytes }) => [group, events, bytes])).toEqual([[it.group, 2, 7]])
    noteArrived(account, mine, taken[0]?.minute as Instant, names)
    expect(account.take(instant(Number.POSITIVE_INFINITY))).toEqual([])
    const vended = vendedMetrics({ store: it.store, account, clock })
    noteArrived(account, mine, undefined, names)
    must(await vended.write(true))
    expect(must(await vended.lastWritten(since))).toBe(taken[0]?.minute)
  })
})
