/** The metric store's contract, on the embedded engine. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { limits } from '../../limits.ts'
import { days, instant, mib, millis, type Result } from '../../model/index.ts'
import { type ChdbEngine, migrate, openChdb, sql } from '../engine/index.ts'
import { testClock } from '../engine/test-clock.ts'
import { storeMigrations } from '../schema/index.ts'
import { type MetricStore, metricStore, percentile, type Sample, type SeriesKey } from './index.ts'
import { SeriesBook } from './series-book.ts'

let dir: string
let engine: ChdbEngine
let store: MetricStore

const must = <T, E>(result: Result<T, E>): T => {
  if (!result.ok) throw new Error(JSON.stringify(result.error))
  return result.value
}

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'mangru-metrics-'))
  engine = must(await openChdb({ dir, memory: mib(600), clock: testClock() }))
  must(await migrate(engine, storeMigrations))
  store = metricStore(engine)
})
afterAll(async () => {
  await engine?.close()
  await rm(dir, { recursive: true, force: true })
})

const noon = Date.UTC(2026, 0, 20, 12)
const minute = 60_000
const key = (metric: string, more: Partial<SeriesKey> = {}): SeriesKey => ({
  ...{ namespace: 'App', metric, labels: {}, unit: 'None', resolution: 60, source: '' },
  ...more,
})
const value = (number: number, weight = 1): Sample => ({ kind: 'value', value: number, weight })

let tokens = 0
async function write(...samples: readonly (readonly [SeriesKey, number, Sample])[]) {
  const block = store.block()
  for (const [series, at, sample] of samples) block.add(store.series(series), at, sample)
  must(await store.append(block, `token ${++tokens}`))
}
const named = async (metric: string, dimensions?: Record<string, string>) =>
  must(await store.list({ namespace: 'App', metric, limit: 100, ...(dimensions ? { dimensions } : {}) }))
const statistics = async (
  metric: string,
  options: { dimensions?: Record<string, string>; from?: number; to?: number; period?: number } = {},
) =>
  must(
    await store.statistics({
      series: await named(metric, options.dimensions ?? {}),
      from: instant(options.from ?? noon),
      to: instant(options.to ?? noon + 60 * minute),
      period: millis(options.period ?? minute),
      distribution: true,
    }),
  )

describe('statistics', () => {
  test('of values with weights, by period', async () => {
    const latency = key('latency')
    await write([latency, noon, value(5)], [latency, noon + 59_999, value(1, 2)], [latency, noon + minute, value(7)])
    expect(await statistics('latency')).toEqual([
      { at: noon, count: 3, sum: 7, min: 1, max: 5, distribution: { values: [1, 5], weights: [2, 1] } },
      { at: noon + minute, count: 1, sum: 7, min: 7, max: 7, distribution: { values: [7], weights: [1] } },
    ])
    expect(await statistics('latency', { period: 5 * minute })).toMatchObject([{ at: noon, count: 4, sum: 14 }])
    expect(await statistics('latency', { from: noon + 1, to: noon + minute })).toMatchObject([{ count: 2 }])
  })

  test('the percentiles of 1 to 10 are those of the specification', async () => {
    const ten = key('ten')
    await write(...[3, 1, 2, 10, 9, 5, 4, 8, 7, 6].map(each => [ten, noon, value(each)] as const))
    const [period] = await statistics('ten')
    expect([50, 90, 100, 0, 10, 91].map(percent => percentile(period!.distribution!, percent))).toEqual([
      5, 9, 10, 1, 1, 10,
    ])
    expect(percentile({ values: [], weights: [] }, 50)).toBeUndefined()
  })

  test('statistic sets hide the values unless all are the same; distributions show theirs, but their own sums count', async () => {
    const set = { kind: 'set', count: 3, sum: 9, min: 1, max: 5 } as const
    const same = { kind: 'set', count: 3, sum: 6, min: 2, max: 2 } as const
    const spread = {
      kind: 'distribution',
      values: [1, 5],
      weights: [2, 1],
      count: 3,
      sum: 8,
      min: 0.5,
      max: 6,
    } as const
    await write([key('told'), noon, set], [key('told'), noon + minute, same], [key('told'), noon + 2 * minute, spread])
    await write([key('told'), noon + 2 * minute, value(5)])
    expect(await statistics('told')).toEqual([
      { at: noon, count: 3, sum: 9, min: 1, max: 5, distribution: null },
      { at: noon + minute, count: 3, sum: 6, min: 2, max: 2, distribution: { values: [2], weights: [3] } },
      { at: noon + 2 * minute, count: 4, sum: 13, min: 0.5, max: 6, distribution: { values: [1, 5], weights: [2, 2] } },
    ])
  })

  test('a fallback stands for a minute that holds nothing else of its own series, once', async () => {
    const a = key('errors', { source: 'filter a' })
    const b = key('errors', { source: 'filter b' })
    const zero = { kind: 'fallback', value: 0 } as const
    await write([a, noon + 10, zero], [a, noon + 20, zero], [b, noon + 30, value(1)], [b, noon + 5, zero])
    await write([a, noon + minute, value(1)], [a, noon + minute + 1, zero], [a, noon + 2 * minute + 500, zero])
    expect(await statistics('errors')).toMatchObject([
      { at: noon, count: 2, sum: 1, min: 0, max: 1 },
      { at: noon + minute, count: 1, sum: 1, min: 1 },
      { at: noon + 2 * minute, count: 1, sum: 0, max: 0 },
    ])
    // What cuts a minute does not make its fallback stand for it.
    expect(await statistics('errors', { from: noon + minute + 1, to: noon + 2 * minute })).toEqual([])
  })

  test('percentiles are told by themselves as `percentile` works them out of the values, several of one line too', async () => {
    const near = key('percents', { labels: { pod: 'a' } })
    const far = key('percents', { labels: { pod: 'b' } })
    const weight = fc.constantFrom(0.25, 1, 2, 7)
    const any: fc.Arbitrary<Sample> = fc.oneof(
      {
        arbitrary: fc.tuple(fc.integer({ min: -9, max: 9 }), weight).map(([each, many]) => value(each, many)),
        weight: 6,
      },
      fc.constantFrom<Sample>(
        { kind: 'fallback', value: 0 },
        { kind: 'set', count: 3, sum: 6, min: 2, max: 2 },
        { kind: 'set', count: 3, sum: 9, min: 1, max: 5 },
        { kind: 'distribution', values: [-1, 0.5, 3], weights: [1, 0.5, 2], count: 3.5, sum: 5, min: -1, max: 3 },
      ),
    )
    const samples = fc.array(fc.tuple(fc.boolean(), fc.nat(59), any), { minLength: 150, maxLength: 150 })
    const [all] = fc.sample(samples, { seed: 5, numRuns: 1 })
    await write(...all!.map(([first, at, each]) => [first ? near : far, noon + at * minute, each] as const))
    const [a, b] = await named('percents')
    const percents = [0, 0.1, 25, 50, 90, 99, 99.9, 100]
    const range = { from: instant(noon), to: instant(noon + 60 * minute) }
    for (const period of [millis(minute), millis(20 * minute)])
      for (const series of [[a!], [a!, b!]]) {
        const asked = { ...range, period, series }
        const whole = must(await store.statistics({ ...asked, distribution: true }))
        const told = must(await store.statisticsOf(percents.map(percent => ({ ...asked, percent }))))
        for (const [at, percent] of percents.entries())
          expect(told[at]).toEqual(
            whole.map(({ distribution, ...others }) => ({
              ...others,
              percentile: distribution == null ? null : (percentile(distribution, percent) ?? null),
            })),
          )
      }
  })

  test('many lines in one call are each as if asked alone, whatever their grids, series and number', async () => {
    const far = key('far', { labels: { pod: 'a' } })
    const other = key('far', { labels: { pod: 'b' } })
    const near = key('near')
    await write(
      [far, noon, value(1)],
      [other, noon, value(2)],
      [near, noon + minute, value(3, 2)],
      [far, noon + minute, value(4)],
    )
    const [a, b] = await named('far')
    const [c] = await named('near')
    const range = { from: instant(noon), to: instant(noon + 10 * minute), period: millis(minute) }
    const queries = [
      { ...range, series: [a!] },
      { ...range, series: [a!, b!] },
      { ...range, series: [c!], distribution: true },
      { ...range, series: [] },
      { ...range, series: [b!], period: millis(5 * minute) },
      { ...range, series: [a!] },
      { ...range, series: [a!], percent: 50 },
      { ...range, series: [a!, b!], percent: 50 },
      { ...range, series: [a!], percent: 99 },
      { ...range, series: [c!], from: instant(noon + minute), to: instant(noon) },
    ]
    const all = must(await store.statisticsOf(queries))
    const alone = []
    for (const query of queries) alone.push(must(await store.statistics(query)))
    expect(all).toEqual(alone)
    expect(all.map(({ length }) => length)).toEqual([2, 2, 1, 0, 1, 2, 2, 2, 2, 0])
    const stopped = AbortSignal.abort()
    expect(await store.statisticsOf(queries, stopped)).toEqual({ ok: false, error: { code: 'cancelled' } })
  })

  test('any values in any blocks: the same as by hand', async () => {
    let run = 0
    const sample = fc.tuple(fc.nat(5 * minute - 1), fc.integer({ min: -9, max: 9 }), fc.integer({ min: 1, max: 4 }))
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(sample, { maxLength: 8 }), { minLength: 1, maxLength: 4 }), async blocks => {
        const metric = `any ${++run}`
        for (const block of blocks)
          await write(...block.map(([at, each, weight]) => [key(metric), noon + at, value(each, weight)] as const))
        const all = blocks.flat()
        const expected = [0, 1, 2, 3, 4].flatMap(at => {
          const mine = all.filter(([offset]) => Math.floor(offset / minute) === at)
          if (mine.length === 0) return []
          const values = [...new Set(mine.map(([, each]) => each))].sort((x, y) => x - y)
          const weightOf = (each: number) => mine.reduce((sum, [, other, w]) => sum + (other === each ? w : 0), 0)
          return [
            {
              at: noon + at * minute,
              count: mine.reduce((sum, [, , weight]) => sum + weight, 0),
              sum: mine.reduce((sum, [, each, weight]) => sum + each * weight, 0),
              min: values[0],
              max: values.at(-1),
              distribution: { values, weights: values.map(weightOf) },
            },
          ]
        })
        const got = (await named(metric)).length === 0 ? [] : await statistics(metric)
        expect(got).toEqual(expected)
      }),
      { numRuns: 15 },
    )
  })
})

describe('series', () => {
  const labels = { svc: 'pay', op: 'put' }
  const sets = [['svc'], ['op', 'svc'], []]

  test('one observation answers each of its declared dimension sets, and no other', async () => {
    await write([key('time', { labels, sets, unit: 'Milliseconds' }), noon, value(100)])
    await write([key('time', { labels: { svc: 'pay', op: 'get' }, sets, unit: 'Milliseconds' }), noon, value(200)])
    expect(await statistics('time', { dimensions: { svc: 'pay' } })).toMatchObject([{ count: 2, sum: 300 }])
    expect(await statistics('time', { dimensions: { svc: 'pay', op: 'get' } })).toMatchObject([{ count: 1, sum: 200 }])
    expect(await statistics('time', { dimensions: {} })).toMatchObject([{ count: 2 }])
    expect(await named('time', { op: 'get' })).toEqual([])
    expect(await named('time', { svc: 'other' })).toEqual([])
    const rows = must(await engine.query(sql`SELECT count() FROM mangru.metric_samples WHERE value IN (100, 200)`)).rows
    expect(rows).toEqual([['2']])
  })

  test('the order of labels and sets makes no difference; the unit, the source and the sets do', async () => {
    const one = store.series(key('k', { labels: { a: '1', b: '2' }, sets: [['a', 'b'], ['a']] }))
    const same = store.series(key('k', { labels: { b: '2', a: '1' }, sets: [['a'], ['b', 'a'], ['a']] }))
    expect(same.id).toBe(one.id)
    const others = [{ unit: 'Bytes' }, { source: 'x' }, { sets: [['a']] }, { resolution: 1 as const }, {}]
    const ids = others.map(other => store.series(key('k', { labels: { a: '1', b: '2' }, ...other })).id)
    expect(new Set([one.id, ...ids]).size).toBe(6)
  })

  test('are listed by namespace, metric, labels, unit, source and activity, page by page', async () => {
    const at = noon + 5 * days(1)
    const odd = `it's "odd" \\ 로그 ${'é'}`
    await write(
      [key('m1', { namespace: 'List', labels: { pod: 'a', ns: 'x' } }), noon, value(1)],
      [key('m1', { namespace: 'List', labels: { pod: 'b', ns: 'x' }, unit: 'Bytes' }), at, value(1)],
      [key('m2', { namespace: 'List', labels: { [odd]: odd }, source: 'me', resolution: 1 }), noon, value(1)],
    )
    const list = async (query: object) =>
      must(await store.list({ namespace: 'List', limit: 10, ...query })).map(one => [one.metric, one.labels])
    const a = ['m1', { pod: 'a', ns: 'x' }]
    const b = ['m1', { pod: 'b', ns: 'x' }]
    const c = ['m2', { [odd]: odd }]
    const every = await list({})
    expect(every).toHaveLength(3)
    expect(every).toEqual(expect.arrayContaining([a, b, c]))
    expect(await list({ labels: [{ name: 'pod', value: 'a' }] })).toEqual([a])
    expect(await list({ labels: [{ name: odd }] })).toEqual([c])
    expect(await list({ unit: 'Bytes' })).toEqual([b])
    expect(await list({ source: 'me' })).toEqual([c])
    expect(await list({ activeSince: instant(at) })).toEqual([b])
    expect(must(await store.list({ namespace: 'List', source: 'me', limit: 1 }))).toMatchObject([
      { sets: [[odd]], resolution: 1, first: noon, last: noon, unit: 'None', fallback: false },
    ])
    const paged: unknown[] = []
    for (let after: { namespace: string; metric: string; id: string } | undefined; ; ) {
      const [one] = must(await store.list({ namespace: 'List', limit: 1, ...(after ? { after } : {}) }))
      if (one === undefined) break
      paged.push([one.metric, one.labels])
      after = one
    }
    expect(paged).toEqual(every)
  })

  test.each([limits.seriesToldEvery - 1, limits.seriesToldEvery])('activity %i ms later', async later => {
    const metric = `active ${later}`
    await write([key(metric), noon, value(1)])
    await write([key(metric), noon + later, value(1)], [key(metric), noon + 1, value(1)])
    const [series] = await named(metric)
    expect(series?.last).toBe(noon + (later < limits.seriesToldEvery ? 0 : later))
  })

  test('are found by name and dimensions, many at once, of all units and sources', async () => {
    const pods = ['a', "b'", '로그'].map(pod =>
      key('found', { labels: { pod, ns: 'x' }, sets: [['ns', 'pod'], ['pod'], []] }),
    )
    await write(...pods.map(pod => [pod, noon, value(1)] as const))
    await write([key('found', { labels: { pod: 'a', ns: 'x' }, unit: 'Bytes' }), noon, value(1)])
    await write([key('found'), noon, value(1)], [key('found too', { labels: { pod: 'a' } }), noon, value(1)])
    const wanted = (metric: string, dimensions: Record<string, string>) => ({ namespace: 'App', metric, dimensions })
    const asked = [
      wanted('found', { pod: "b'" }),
      wanted('found', { ns: 'x', pod: 'a' }),
      wanted('found', {}),
      wanted('found', { ns: 'x' }),
      wanted('found', { pod: 'none' }),
      wanted('found too', { pod: 'a' }),
    ]
    const found = must(await store.find(asked, instant(noon)))
    expect(found.map(({ length }) => length)).toEqual([1, 2, 4, 0, 0, 1])
    expect(new Set(found[1]?.map(({ unit }) => unit))).toEqual(new Set(['None', 'Bytes']))
    expect(must(await store.find(asked, instant(noon + 1))).flat()).toEqual([])
    expect(must(await store.find([], instant(noon)))).toEqual([])
  })

  test('by a name as it is written in a path', async () => {
    await write(
      [key('OrdersQueued', { labels: { queue: 'mail' } }), noon, value(1)],
      [key('ORDERSQUEUED', { namespace: 'Other' }), noon, value(1)],
      [key('OrdersQueuedLong'), noon, value(1)],
      [key('5%/Rate'), noon, value(1)],
      [key('5_.rate'), noon, value(1)],
    )
    const named = async (query: object) =>
      must(await store.list({ metricWritten: 'ordersQueued', limit: 10, ...query })).map(({ metric }) => metric)
    expect(await named({})).toEqual(['OrdersQueued', 'ORDERSQUEUED'])
    expect(await named({ labels: [{ name: 'queue', value: 'mail' }] })).toEqual(['OrdersQueued'])
    expect(await named({ namespace: 'Other' })).toEqual(['ORDERSQUEUED'])
    for (const metricWritten of ['5__rate', '5_/rate', '5%/RATE'])
      expect(await named({ metricWritten })).toEqual(['5%/Rate'])
  })

  test('series of one thing share its labels and sets, and are themselves for all that', () => {
    const book = new SeriesBook()
    const of = (metric: string) => book.of(key(metric, { labels: { pod: 'a' }, sets: [['pod'], []] })).key
    const [one, other] = [of('one'), of('other')]
    expect(other.labels).toBe(one.labels)
    expect(other.sets).toBe(one.sets)
    expect([one.metric, other.metric]).toEqual(['one', 'other'])
    expect(book.of(key('one')).key.labels).toEqual(key('one').labels)
  })

  test(`at most ${limits.rememberedSeries} are remembered, and what is used stays`, () => {
    const book = new SeriesBook()
    const first = book.of(key('first'))
    for (let at = 1; at < limits.rememberedSeries / 2; at++) book.of(key(`s${at}`))
    expect(book.of(key('first'))).toBe(first)
    for (let at = 0; at < limits.rememberedSeries / 2; at++) book.of(key(`t${at}`))
    expect(book.of(key('first'))).toBe(first)
    for (let at = 0; at < limits.rememberedSeries; at++) book.of(key(`u${at}`))
    expect(book.of(key('first'))).not.toBe(first)
    expect(book.of(key('first')).id).toBe(first.id)
  }, 60_000)
})

describe('writing', () => {
  test('the same token is the same block', async () => {
    const block = () => {
      const made = store.block()
      made.add(store.series(key('once')), noon, value(1))
      return made
    }
    const one = block()
    must(await store.append(one, 'once'))
    must(await store.append(one, 'once'))
    must(await store.append(block(), 'once'))
    must(await store.append(block(), 'again'))
    must(await store.append(store.block(), 'nothing'))
    expect(await statistics('once')).toMatchObject([{ count: 2 }])
  })

  test('samples of more days than the engine takes at once are refused, not acknowledged, and the next ones go on', async () => {
    const spread = (count: number) => {
      const block = store.block()
      for (let day = 0; day < count; day++) block.add(store.series(key('spread')), noon + days(day), value(1))
      return block
    }
    const refused = await store.append(spread(limits.enginePartitionsPerBlock + 1), 'too many days')
    expect(refused).toMatchObject({ ok: false, error: { code: 'query-failed' } })
    must(await store.append(spread(2), 'two days'))
    const found = await statistics('spread', { to: noon + days(300), period: days(300) })
    expect(found).toMatchObject([{ count: 2 }])
  })

  test('births are found by their batch', async () => {
    const block = store.block()
    const series = store.series(key('born'))
    const big = 2n ** 63n + 5n
    const origin = { high: Number(big >> 32n), low: Number(big & 0xffff_ffffn), index: 65_535 }
    block.add(series, noon, value(1), origin)
    block.add(series, noon, value(2), origin)
    block.add(series, noon, value(3), { ...origin, low: origin.low + 1 })
    expect([block.samples, block.bytes > 0]).toEqual([3, true])
    must(await store.append(block, 'births'))
    expect(must(await store.bornOf([big.toString(), '7']))).toEqual([
      { batch: big.toString(), index: 65_535, minute: Math.floor(noon / 60_000) * 60_000, series: series.id },
    ])
    expect(must(await store.bornOf([]))).toEqual([])
  })
})
