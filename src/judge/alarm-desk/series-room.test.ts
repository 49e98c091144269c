/** Series read for alarms: many together, only from where something came, and for other writers too. */
import { describe, expect, test } from 'vitest'
import { limits } from '../../limits.ts'
import { type Instant, instant, minutes } from '../../model/index.ts'
import {
  type MetricStore,
  type StatisticsQuery,
  type WatchedMetricStore,
  watchedMetricStore,
} from '../../store/metrics/index.ts'
import { FakeMetrics } from './fake-metrics.ts'
import type { Line } from './line.ts'
import { SeriesRoom } from './series-room.ts'

const noon = Date.UTC(2026, 0, 20, 12)
const minute = 60_000
const shape = { step: minutes(1), distribution: false, back: minutes(15) }

class Room {
  readonly fake = new FakeMetrics()
  readonly calls: (readonly StatisticsQuery[])[] = []
  readonly finds: { readonly metrics: number; readonly since: Instant }[] = []
  readonly store: WatchedMetricStore
  readonly room: SeriesRoom
  reach: { sum: number; count: number; max: number; min: number } | undefined
  #tokens = 0

  constructor(alone: boolean, keepSteps = 10_000) {
    const inner: MetricStore = {
      ...this.fake.store,
      statisticsOf: async queries => {
        this.calls.push(queries)
        return this.fake.statisticsOf(queries)
      },
      find: async (wanted, since) => {
        this.finds.push({ metrics: wanted.length, since })
        return this.fake.find(wanted)
      },
    }
    this.store = watchedMetricStore(inner)
    this.room = new SeriesRoom({ store: this.store, alone, keepSteps, reachOf: () => this.reach })
    this.store.watch(this.room)
  }

  line(metric: string, now: number): Line {
    return this.room.line({ namespace: 'App', metric, dimensions: {} }, shape, instant(now))
  }
  async write(metric: string, at: number, value = 1, through: MetricStore = this.store) {
    const block = through.block()
    const key = { namespace: 'App', metric, labels: {}, unit: 'None', resolution: 60, source: '' } as const
    block.add(through.series(key), at, { kind: 'value', value, weight: 1 })
    await through.append(block, `${++this.#tokens}`)
    this.room.hear()
  }
  async load(metrics: readonly string[], from: number, now: number) {
    this.calls.length = 0
    this.finds.length = 0
    const wanted = new Map(metrics.map(metric => [this.line(metric, now), from]))
    expect(await this.room.load(wanted, instant(now))).toBeUndefined()
    return [...wanted.keys()].map(line => [...line.units.values()].flat().map(({ sum }) => sum))
  }
}

test('a line is read once, after what was under way at its beginning; then what comes is laid over it', async () => {
  const room = new Room(true)
  await room.write('m', noon, 1)
  expect(await room.load(['m'], noon - 15 * minute, noon + minute)).toEqual([[1]])
  await room.load(['m'], noon - 14 * minute, noon + 3 * minute)
  expect(room.calls).toHaveLength(1)
  await room.load(['m'], noon - 13 * minute, noon + 4 * minute)
  expect([room.calls, room.finds]).toEqual([[], []])
  await room.write('m', noon + 4 * minute, 2)
  expect(await room.load(['m'], noon - 12 * minute, noon + 5 * minute)).toEqual([[1, 2]])
  expect(room.calls).toEqual([])
  // Late, but not too late for the windows.
  await room.write('m', noon - 5 * minute, 3)
  expect(await room.load(['m'], noon - 11 * minute, noon + 6 * minute)).toEqual([[3, 1, 2]])
})

test('a sample that was on its way while the alarm was made is seen', async () => {
  const room = new Room(true)
  const block = room.store.block()
  const key = { namespace: 'App', metric: 'm', labels: {}, unit: 'None', resolution: 60, source: '' } as const
  block.add(room.store.series(key), noon, { kind: 'value', value: 7, weight: 1 })
  expect(await room.load(['m'], noon - minute, noon + 1_000)).toEqual([[]])
  await room.store.append(block, 'late')
  expect(await room.load(['m'], noon - minute, noon + minute)).toEqual([[7]])
})

test(`${limits.alarmLinesAtOnce} lines are asked for in one call (alarmLinesAtOnce), and ${limits.alarmMetricsFoundAtOnce} metrics are looked for (alarmMetricsFoundAtOnce)`, async () => {
  for (const [more, calls] of [
    [0, 1],
    [1, 2],
  ] as const) {
    const room = new Room(true)
    const lines = Array.from({ length: limits.alarmLinesAtOnce + more }, (_, n) => `m${n}`)
    for (const metric of lines) await room.write(metric, noon)
    await room.load(lines, noon - minute, noon + minute)
    expect(room.calls).toHaveLength(calls)
    expect(Math.max(...room.calls.map(call => call.length))).toBe(limits.alarmLinesAtOnce)
    const found = new Room(true)
    await found.load(lines.slice(0, limits.alarmMetricsFoundAtOnce + more), noon - minute, noon + minute)
    expect(found.finds.map(({ metrics }) => metrics)).toEqual(
      more === 0 ? [limits.alarmMetricsFoundAtOnce] : [limits.alarmMetricsFoundAtOnce, 1],
    )
  }
})

test(`series without a sample for longer than ${limits.alarmSeriesActive} ms are not looked for (alarmSeriesActive)`, async () => {
  const room = new Room(true)
  await room.load(['m'], noon, noon)
  expect(room.finds).toEqual([{ metrics: 1, since: noon - limits.alarmSeriesActive }])
})

describe('where others write too', () => {
  test(`the last ${limits.alarmSeriesReadAgain} ms are read again (alarmSeriesReadAgain), and what is older is not`, async () => {
    const room = new Room(false)
    const begin = noon - 15 * minute
    await room.write('m', begin)
    for (let at = 0; at <= 5; at++) await room.load(['m'], begin, noon + at * minute)
    const now = noon + 5 * minute
    const other = room.fake.store
    await room.write('m', now - limits.alarmSeriesReadAgain, 5, other)
    await room.write('m', now - limits.alarmSeriesReadAgain - 5 * minute, 9, other)
    expect(await room.load(['m'], begin, now + 1_000)).toEqual([[1, 5]])
  })

  test(`series are looked for again after ${limits.alarmSeriesListedEvery} ms (alarmSeriesListedEvery)`, async () => {
    const room = new Room(false)
    for (const at of [0, 61_000, 122_000]) await room.load(['m'], noon, noon + at)
    await room.load(['m'], noon, noon + 122_000 + limits.alarmSeriesListedEvery - 1)
    expect(room.finds).toEqual([])
    await room.load(['m'], noon, noon + 122_000 + limits.alarmSeriesListedEvery)
    expect(room.finds).toHaveLength(1)
  })
})

test('what cannot be read is marked, told, and read as a whole when it can be', async () => {
  const room = new Room(true)
  await room.write('m', noon)
  const line = room.line('m', noon)
  room.fake.trouble = { code: 'unavailable', message: 'away' }
  expect(await room.room.load(new Map([[line, noon - minute]]), instant(noon))).toMatchObject({ code: 'unavailable' })
  expect(line.failed).toBe(true)
  room.fake.trouble = undefined
  expect(await room.load(['m'], noon - minute, noon + minute)).toEqual([[1]])
  expect(line.failed).toBe(false)
})

test('more steps than may be kept are let go, the longest lines first, and are read again', async () => {
  const room = new Room(true, 10)
  for (let at = 0; at < 12; at++) await room.write('long', noon + at * minute)
  for (let at = 0; at < 5; at++) await room.write('short', noon + at * minute)
  const now = noon + 15 * minute
  await room.load(['long', 'short'], noon, now)
  room.room.tidy(instant(now))
  expect([room.line('long', now).steps, room.line('short', now).steps]).toEqual([0, 5])
  expect((await room.load(['long', 'short'], noon, now))[0]).toHaveLength(12)
})

test('what nobody asked for of late is forgotten', async () => {
  const room = new Room(true)
  await room.load(['m'], noon, noon)
  room.room.tidy(instant(noon + 3 * 60 * minute))
  const epoch = room.room.epoch
  room.line('m', noon)
  expect(room.room.epoch).toBeGreaterThan(epoch)
})

test('a metric in two units is read in both', async () => {
  const room = new Room(true)
  const { store } = room
  const block = store.block()
  for (const unit of ['Seconds', 'None'])
    block.add(store.series({ namespace: 'App', metric: 'm', labels: {}, unit, resolution: 60, source: '' }), noon, {
      kind: 'value',
      value: unit === 'None' ? 1 : 2,
      weight: 1,
    })
  await store.append(block, 'units')
  await room.load(['m'], noon, noon + minute)
  const { units } = room.line('m', noon)
  expect([...units].map(([unit, steps]) => [unit, steps[0]?.sum]).sort()).toEqual([
    ['None', 1],
    ['Seconds', 2],
  ])
})

test('what came is summed so that no statistic exceeds it', async () => {
  const room = new Room(true)
  await room.load(['m'], noon, noon + 1)
  const { store } = room
  const key = { namespace: 'App', metric: 'm', labels: {}, unit: 'None', resolution: 60, source: '' } as const
  const block = store.block()
  const series = store.series(key)
  block.add(series, noon, { kind: 'value', value: 3, weight: 2 })
  block.add(series, noon, { kind: 'value', value: -4, weight: 1 })
  block.add(series, noon, { kind: 'set', count: 5, sum: 10, min: 0, max: 8 })
  block.add(series, noon, { kind: 'fallback', value: 0 })
  await store.append(block, 'x')
  room.room.hear()
  expect(room.line('m', noon).fresh).toEqual({ count: 9, sum: 16, min: -4, max: 8 })
  // Nobody is reached by that, or somebody is.
  expect(room.room.hot.size).toBe(0)
  const far = { sum: 1e9, count: 1e9, max: 1e9, min: -1e9 }
  for (const near of [{ sum: 17 }, { count: 10 }, { max: 8 }, { min: -4 }]) {
    room.reach = { ...far, ...near }
    room.room.alarmEpoch++
    await room.write('m', noon, 1)
    expect(room.room.hot.size).toBe(1)
    room.room.hot.clear()
    room.reach = far
    room.room.alarmEpoch++
    await room.write('m', noon, 1)
    expect(room.room.hot.size).toBe(0)
  }
})
