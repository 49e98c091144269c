/** What a watcher of appends is told, and when. */
import { expect, test } from 'vitest'
import { limits } from '../../limits.ts'
import { err, ok } from '../../model/index.ts'
import type { MetricBlock, MetricStore, Sample, SeriesRef } from './port.ts'
import { type SeriesWatcher, type Touched, watchedMetricStore } from './watched.ts'

const noon = Date.UTC(2026, 0, 20, 12)
const minute = 60_000

function world() {
  const state = { isWell: true, count: 0, ended: [] as number[], wanted: true, until: Promise.resolve() }
  let take: () => readonly Touched[] = () => []
  const inner = {
    block: (): MetricBlock => ({
      samples: 0,
      bytes: 0,
      add(series, at, sample) {
        this.onAdd?.(series, at, sample)
      },
    }),
    append: async () => {
      await state.until
      return state.isWell ? ok(undefined) : err({ code: 'unavailable', message: 'away' })
    },
  } as unknown as MetricStore
  const store = watchedMetricStore(inner)
  const watcher: SeriesWatcher & { epoch: number } = {
    epoch: 0,
    wants: () => state.wanted,
    beginning: () => ++state.count,
    ended: began => void state.ended.push(began),
    hearBy: by => {
      take = by
    },
  }
  store.watch(watcher)
  const series = (metric: string): SeriesRef => ({
    id: metric,
    key: { namespace: 'App', metric, labels: {}, unit: 'None', resolution: 60, source: '' },
  })
  const block = (...samples: readonly (readonly [SeriesRef, number, Sample])[]) => {
    const made = store.block()
    for (const [ref, at, sample] of samples) made.add(ref, at, sample)
    return made
  }
  return { state, store, watcher, series, block, take: () => take() }
}
const is = (value: number, weight = 1): Sample => ({ kind: 'value', value, weight })

test('appends since the last question are told together, each series once, each minute apart', async () => {
  const { store, series, block, take, state } = world()
  const [a, b] = [series('a'), series('b')]
  await store.append(block([a, noon + 5, is(2, 3)], [a, noon + 9, is(-1)], [b, noon, is(7)]), '1')
  await store.append(block([a, noon + 1, { kind: 'set', count: 4, sum: 8, min: 1, max: 3 }], [a, noon - 1, is(9)]), '2')
  const [first, second, ...more] = take()
  expect(more).toEqual([])
  expect(first).toMatchObject({
    ...{ series: a, minute: noon, from: noon + 1, to: noon + 9, count: 8, sum: 13, positive: 14, min: -1, max: 3 },
    ...{ began: 1, isCertain: true, fallback: false, mixed: false },
    next: { minute: noon - minute, count: 1, sum: 9, began: 2, isCertain: true, next: undefined },
  })
  expect(second).toMatchObject({ series: b, sum: 7, began: 1, next: undefined })
  expect(state.ended).toEqual([1, 2])
  expect(take()).toEqual([])
})

test('what failed is told as uncertain, and so is the block when it came through after all', async () => {
  const { store, series, block, take, state } = world()
  const a = series('a')
  const made = block([a, noon, is(1)])
  state.isWell = false
  await store.append(made, '1')
  expect(take()).toMatchObject([{ isCertain: false, began: 1, sum: 1 }])
  state.isWell = true
  await store.append(made, '1')
  await store.append(block([a, noon, is(5)]), '2')
  expect(take()).toMatchObject([{ isCertain: false, began: 2, sum: 6 }])
  await store.append(block([a, noon, is(5)]), '3')
  expect(take()).toMatchObject([{ isCertain: true, began: 4, sum: 5 }])
})

test('together they are as old as the oldest, and no surer than the least sure', async () => {
  const { store, series, block, take, state } = world()
  const a = series('a')
  const slow = Promise.withResolvers<void>()
  state.until = slow.promise
  const first = store.append(block([a, noon, is(1)]), '1')
  state.until = Promise.resolve()
  await store.append(block([a, noon, is(2)]), '2')
  slow.resolve()
  await first
  expect(take()).toMatchObject([{ began: 1, sum: 3, isCertain: true }])
  await store.append(block([a, noon, is(2)]), '3')
  state.isWell = false
  const minutes = Array.from({ length: 9 }, (_, at) => [a, noon + at * minute, is(1)] as const)
  await store.append(block(...minutes), '4')
  expect(take()).toMatchObject([{ began: 3, isCertain: false, mixed: true }])
})

test.each([
  [limits.alarmMinutesApart, limits.alarmMinutesApart, false],
  [limits.alarmMinutesApart + 1, limits.alarmMinutesApart, true],
])(
  'of %d minutes of a series %d are told apart (alarmMinutesApart), mixed: %s, and nothing is left out',
  async (minutes, parts, mixed) => {
    const { store, series, block, take } = world()
    const a = series('a')
    for (let at = 0; at < minutes; at++) await store.append(block([a, noon + at * minute, is(1)]), `${at}`)
    const told: Touched[] = []
    for (let one = take()[0]; one !== undefined; one = one.next) told.push(one)
    expect(told).toHaveLength(parts)
    expect(told[0]?.mixed).toBe(mixed)
    expect(told.reduce((sum, { count }) => sum + count, 0)).toBe(minutes)
    expect(Math.max(...told.map(({ to }) => to))).toBe(noon + (minutes - 1) * minute)
  },
)

test('two blocks that are filled in turns are each told whole', async () => {
  const { store, series, take } = world()
  const a = series('a')
  const [one, other] = [store.block(), store.block()]
  one.add(a, noon, is(1))
  other.add(a, noon, is(10))
  one.add(a, noon, is(2))
  await store.append(one, '1')
  expect(take().reduce((sum, touched) => sum + touched.sum, 0)).toBe(3)
  await store.append(other, '2')
  expect(take()).toMatchObject([{ sum: 10 }])
})

test('who watches is asked again when it says so', async () => {
  const { store, series, block, take, state, watcher } = world()
  const a = series('a')
  state.wanted = false
  await store.append(block([a, noon, is(1)]), '1')
  state.wanted = true
  await store.append(block([a, noon, is(1)]), '2')
  expect(take()).toEqual([])
  watcher.epoch++
  await store.append(block([a, noon, is(1)]), '3')
  expect(take()).toHaveLength(1)
})

test('records are used again without a trace of what they were about', async () => {
  const { store, series, block, take } = world()
  const [a, b] = [series('a'), series('b')]
  const away: Sample = { kind: 'fallback', value: 5 }
  await store.append(block([a, noon, is(2)], [a, noon + minute, is(3)], [a, noon + 2 * minute, away]), '1')
  // Joins what waits, so its records are free again.
  await store.append(block([a, noon, is(4)], [a, noon + minute, is(5)]), '2')
  expect(take()).toMatchObject([{ series: a, count: 2, sum: 6, fallback: true, next: { count: 2, sum: 8, next: {} } }])
  await store.append(block([b, noon + 7, is(-1)]), '3')
  const [only, ...more] = take()
  expect(more).toEqual([])
  expect(only).toEqual({
    ...{ series: b, minute: noon, from: noon + 7, to: noon + 7, count: 1, sum: -1, positive: 0, min: -1, max: -1 },
    ...{ fallback: false, mixed: false, began: 3, isCertain: true, next: undefined },
  })
  await store.append(block([a, noon, is(1)], [b, noon + minute, is(1)], [b, noon, is(2)]), '4')
  expect(take()).toMatchObject([
    { series: a, minute: noon, count: 1, sum: 1, next: undefined },
    { series: b, minute: noon + minute, count: 1, next: { minute: noon, count: 1, sum: 2, next: undefined } },
  ])
})
