/** Samples that grow old, on the embedded engine: what is read over the boundary is what the samples say. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { limits } from '../../limits.ts'
import { type Instant, instant, mib, millis, type Result } from '../../model/index.ts'
import { type ChdbEngine, migrate, openChdb, sql } from '../engine/index.ts'
import { testClock } from '../engine/test-clock.ts'
import { storeMigrations } from '../schema/index.ts'
import { noAges } from './ages.ts'
import {
  type MetricStore,
  metricStore,
  type PeriodStatistics,
  percentile,
  type Sample,
  type SeriesKey,
  type StatisticsQuery,
  sketchError,
} from './index.ts'
import { slicesOf } from './roll-up.ts'
import { nameHash } from './series-key.ts'
import { readStatistics } from './statistics.ts'

let dir: string
let engine: ChdbEngine
let store: MetricStore

const must = <T, E>(result: Result<T, E>): T => {
  if (!result.ok) throw new Error(JSON.stringify(result.error))
  return result.value
}

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'mangru-retire-'))
  engine = must(await openChdb({ dir, memory: mib(600), clock: testClock() }))
  must(await migrate(engine, storeMigrations))
  store = metricStore(engine)
})
afterEach(async () => {
  await engine?.close()
  await rm(dir, { recursive: true, force: true })
})

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour
const first = Date.UTC(2026, 0, 20)
const kept = limits.metricDays
const never = new AbortController().signal
/** When the day that begins then is due to be rolled up. */
const dueAt = (start: number): Instant => instant(start + day + kept.samples * day)

const key = (metric: string, more: Partial<SeriesKey> = {}): SeriesKey => ({
  ...{ namespace: 'App', metric, labels: {}, unit: 'None', resolution: 60, source: '' },
  ...more,
})
const value = (number: number, weight = 1): Sample => ({ kind: 'value', value: number, weight })

let tokens = 0
async function write(...samples: readonly (readonly [SeriesKey, number, Sample, bigint?])[]) {
  const block = store.block()
  for (const [series, at, sample, call] of samples) block.add(store.series(series), at, sample, undefined, call)
  must(await store.append(block, `token ${++tokens}`))
}
const question = async (metric: string, more: Partial<StatisticsQuery> = {}): Promise<StatisticsQuery> => ({
  series: must(await store.list({ namespace: 'App', metric, limit: 100 })),
  ...{ from: instant(first), to: instant(first + 3 * day), period: millis(hour), distribution: true },
  ...more,
})
const read = async (metric: string, more: Partial<StatisticsQuery> = {}) =>
  must(await store.statistics(await question(metric, more)))
/** As if nothing had ever been rolled up, for as long as the samples are still there. */
const readSamples = async (metric: string, more: Partial<StatisticsQuery> = {}) =>
  must(await readStatistics(engine, noAges, await question(metric, more)))
const retire = async (now: Instant, by = store, days = kept) => must(await by.retire(now, days, never))
const count = async (table: string) =>
  Number(must(await engine.query(sql`SELECT count() FROM ${sql.ours(`mangru.${table}`)}`)).rows[0]?.[0])

const percents = [0, 1, 25, 50, 90, 99, 100]

function expectSame(rolled: readonly PeriodStatistics[], raw: readonly PeriodStatistics[]): void {
  expect(rolled.map(({ at, count, min, max }) => ({ at, count, min, max }))).toEqual(
    raw.map(({ at, count, min, max }) => ({ at, count, min, max })),
  )
  for (const [place, told] of rolled.entries()) {
    const expected = raw[place]!
    expect(Math.abs(told.sum - expected.sum)).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(expected.sum)))
    expect(told.distribution === null).toBe(expected.distribution === null)
    if (told.distribution == null || expected.distribution == null) continue
    for (const percent of percents) {
      const [is, be] = [percentile(told.distribution, percent)!, percentile(expected.distribution, percent)!]
      expect(Math.abs(is - be)).toBeLessThanOrEqual(Math.abs(be) * sketchError * (1 + 1e-6))
    }
  }
}

const anySample: fc.Arbitrary<Sample> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc
      .tuple(fc.integer({ min: -50, max: 1_000 }), fc.integer({ min: 1, max: 4 }))
      .map(([v, w]) => value(v / 4, w)),
  },
  { weight: 2, arbitrary: fc.integer({ min: 0, max: 3 }).map((v): Sample => ({ kind: 'fallback', value: v })) },
  fc
    .tuple(fc.integer({ min: 0, max: 9 }), fc.nat(3))
    .map(([min, more]): Sample => ({ kind: 'set', count: 2, sum: 2 * min + more, min, max: min + more })),
  fc.uniqueArray(fc.integer({ min: -20, max: 400 }), { minLength: 1, maxLength: 6 }).map((all): Sample => {
    const values = all.sort((a, b) => a - b)
    const sum = values.reduce((a, b) => a + b, 0)
    return {
      kind: 'distribution',
      values,
      weights: values.map(() => 1),
      count: values.length,
      sum,
      min: values[0]!,
      max: values.at(-1)!,
    }
  }),
)

test('statistics over the boundary are those of the samples: counts and extremes exactly, sums, percentiles within the stated error', async () => {
  let run = 0
  const placed = fc.tuple(fc.nat(2 * day - 1), fc.nat(2), anySample)
  await fc.assert(
    fc.asyncProperty(fc.array(placed, { minLength: 1, maxLength: 60 }), async samples => {
      const metric = `any ${++run}`
      // Every run has days of its own: a day is rolled up once.
      const start = first + run * 10 * day
      await write(
        ...samples.map(
          ([at, pod, sample]) => [key(metric, { labels: { pod: String(pod) } }), start + at, sample] as const,
        ),
      )
      await retire(dueAt(start))
      const range = { from: instant(start), to: instant(start + 2 * day) }
      for (const period of [5 * minute, 10 * minute, hour, day, 2 * day]) {
        const asked = { ...range, period: millis(period) }
        expectSame(await read(metric, asked), await readSamples(metric, asked))
      }
      const hours = { ...range, period: millis(hour) }
      expect((await read(metric, { ...hours, distribution: false, percent: 90 })).map(one => one.percentile)).toEqual(
        (await read(metric, hours)).map(({ distribution: all }) =>
          all == null ? null : (percentile(all, 90) ?? null),
        ),
      )
      // The second day is not rolled up yet, so its minutes are still there; those of the first are not.
      const fine = await read(metric, { ...range, period: millis(minute) })
      expect(fine).toEqual(
        await readSamples(metric, { from: instant(start + day), to: range.to, period: millis(minute) }),
      )
    }),
    { seed: 20261121, numRuns: 8 },
  )
}, 120_000)

test('a round may run twice, be run by two programs, or begin again after it was killed half way', async () => {
  const samples = Array.from(
    { length: 500 },
    (_, at) => [key(`m${at % 7}`), first + at * 2 * minute, value(at % 13)] as const,
  )
  await write(...samples)
  const before = await readSamples('m3')
  // Killed after some of the rows, before anything was said about them.
  const broken = new AbortController()
  const stopped = {
    ...engine,
    run: async (...asked: Parameters<ChdbEngine['run']>) => {
      const done = await engine.run(...asked)
      broken.abort()
      return done
    },
  }
  expect(await metricStore(stopped).retire(dueAt(first), kept, broken.signal)).toMatchObject({ ok: false })
  expect(await count('metric_fives')).toBeGreaterThan(0)
  expect(await count('metric_ages')).toBe(0)
  expectSame(await read('m3'), before)
  const other = metricStore(engine)
  const [one, two] = await Promise.all([retire(dueAt(first)), retire(dueAt(first), other)])
  expect(one.daysRolledUp + two.daysRolledUp).toBeGreaterThan(0)
  expect(await retire(dueAt(first))).toEqual({ daysRolledUp: 0, partitionsDropped: 0 })
  expectSame(await read('m3'), before)
  expectSame(must(await other.statistics(await question('m3'))), before)
  // A program that begins later reads by the same word.
  expectSame(must(await metricStore(engine).statistics(await question('m3'))), before)
})

test('samples go when their readers are done, five minutes and hours by their own age, series last (metricDays, metricRest)', async () => {
  await write([key('old'), first + hour, value(3)], [key('old'), first + hour + minute, value(5)])
  const now = dueAt(first)
  expect((await retire(instant(now - 1))).daysRolledUp).toBe(0)
  expect(await retire(now)).toEqual({ daysRolledUp: 1, partitionsDropped: 0 })
  expect((await retire(instant(now + limits.metricRest))).partitionsDropped).toBe(0)
  expect(await count('metric_samples')).toBe(2)
  expect((await retire(instant(now + limits.metricRest + 1))).partitionsDropped).toBe(1)
  expect(await count('metric_samples')).toBe(0)
  const all = { from: instant(first), to: instant(first + day) }
  const said = { count: 2, sum: 8, min: 3, max: 5 }
  expect(await read('old', { ...all, period: millis(5 * minute) })).toMatchObject([{ at: first + hour, ...said }])
  expect(await read('old', { ...all, period: millis(minute) })).toEqual([])
  // The week ends up to seven days after the day.
  const coarse = instant(first + (kept.fives + 8) * day)
  await retire(coarse)
  await retire(instant(coarse + limits.metricRest + 1))
  expect(await count('metric_fives')).toBe(0)
  expect(await read('old', { ...all, period: millis(5 * minute) })).toEqual([])
  for (const period of [hour, 90 * minute, day])
    expect(await read('old', { ...all, period: millis(period) })).toMatchObject([said])
  expect(must(await store.list({ namespace: 'App', limit: 10 }))).toHaveLength(1)
  await retire(instant(first + (kept.hours + 32) * day))
  expect(await count('metric_hours')).toBe(0)
  expect(must(await store.list({ namespace: 'App', limit: 10 }))).toEqual([])
})

test('a sample that comes for a day that is rolled up counts no more and does not stay', async () => {
  await write([key('late'), first, value(1)])
  await retire(dueAt(first))
  await retire(instant(dueAt(first) + limits.metricRest + 1))
  await write([key('late'), first + minute, value(9)])
  expect(await read('late')).toMatchObject([{ count: 1, max: 1 }])
  await retire(instant(dueAt(first) + 2 * limits.metricRest + 2))
  expect(await count('metric_samples')).toBe(0)
  expect(await read('late')).toMatchObject([{ count: 1, max: 1 }])
})

test('calls are forgotten once nobody repeats them', async () => {
  await write([key('called'), first, value(1), 77n], [key('called'), first + 2 * day, value(1), 78n])
  await retire(instant(first + 2 * day + hour))
  expect(must(await engine.query(sql`SELECT toString(call) FROM mangru.metric_samples ORDER BY ts`)).rows).toEqual([
    ['0'],
    ['78'],
  ])
})

test('slices hold whole names, and parts of a name that is too large (metricRollUpRows)', () => {
  const most = limits.metricRollUpRows
  expect(slicesOf([])).toEqual([])
  expect(
    slicesOf([
      [3, most - 1],
      [5, 1],
      [6, 1],
    ]),
  ).toEqual([
    { from: 3, to: 5, part: 0, parts: 1 },
    { from: 6, to: 6, part: 0, parts: 1 },
  ])
  expect(
    slicesOf([
      [1, 1],
      [2, most + 1],
      [3, 1],
    ]),
  ).toEqual([
    { from: 1, to: 1, part: 0, parts: 1 },
    { from: 2, to: 2, part: 0, parts: 2 },
    { from: 2, to: 2, part: 1, parts: 2 },
    { from: 3, to: 3, part: 0, parts: 1 },
  ])
})

test('samples of an earlier version are taken over', async () => {
  const before = storeMigrations.findIndex(({ statements }) =>
    statements.some(({ text }) => text.includes('metric_fives')),
  )
  const old = await mkdtemp(join(tmpdir(), 'mangru-earlier-'))
  const earlier = must(await openChdb({ dir: old, memory: mib(600), clock: testClock() }))
  try {
    must(await migrate(earlier, storeMigrations.slice(0, before)))
    const series = metricStore(earlier).series(key('before'))
    must(
      await earlier.run(
        sql`INSERT INTO mangru.metric_series (namespace, metric, series, sets, unit, resolution, first, last) SELECT 'App', 'before', ${BigInt(series.id)}, ['[]'], 'None', 60, toDateTime64('2026-01-20 12:00:00', 3, 'UTC'), toDateTime64('2026-01-20 12:00:00', 3, 'UTC')`,
      ),
    )
    const name = nameHash('App', 'before')
    must(
      await earlier.run(
        sql`INSERT INTO mangru.metric_samples (name, series, ts, kind, value, weight) SELECT ${name}, ${BigInt(series.id)}, toDateTime64('2026-01-20 12:00:00', 3, 'UTC') + number, 0, number, 1 FROM numbers(10)`,
      ),
    )
    must(await migrate(earlier, storeMigrations))
    const taken = metricStore(earlier)
    const asked = {
      series: must(await taken.list({ namespace: 'App', limit: 10 })),
      ...{ from: instant(first), to: instant(first + day), period: millis(hour), distribution: true },
    }
    const said = [{ at: first + 12 * hour, count: 10, sum: 45, min: 0, max: 9 }]
    expect(must(await taken.statistics(asked))).toMatchObject(said)
    must(await taken.retire(dueAt(first), kept, never))
    expect(must(await taken.statistics(asked))).toMatchObject(said)
  } finally {
    await earlier.close()
    await rm(old, { recursive: true, force: true })
  }
})
