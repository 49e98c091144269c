/** What is appended while an alarm's series are read, and by appends that fail: each sample counts once, and nothing is read that was told. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { limits } from '../../limits.ts'
import { type Instant, instant, minutes, ok, type Result } from '../../model/index.ts'
import type { EngineError } from '../../store/engine/index.ts'
import {
  type MetricBlock,
  type MetricStore,
  type PeriodStatistics,
  type Sample,
  type StatisticsQuery,
  type WatchedMetricStore,
  watchedMetricStore,
} from '../../store/metrics/index.ts'
import { FakeMetrics } from './fake-metrics.ts'
import { layDown } from './line.ts'
import { SeriesRoom } from './series-room.ts'

const noon = Date.UTC(2026, 0, 20, 12)
const minute = 60_000
const away: EngineError = { code: 'unavailable', message: 'away' }

interface Append {
  readonly block: MetricBlock
  readonly token: string
  isStored: boolean
  readonly answer: (answer: Result<void, EngineError>) => void
}
interface Reading {
  readonly queries: readonly StatisticsQuery[]
  found: Result<readonly (readonly PeriodStatistics[])[], EngineError> | undefined
  readonly answer: (found: Result<readonly (readonly PeriodStatistics[])[], EngineError>) => void
}

/** A room over a store whose every step is told when it happens. */
class SlowRoom {
  readonly fake = new FakeMetrics()
  readonly store: WatchedMetricStore
  readonly room: SeriesRoom
  readonly appends: Append[] = []
  reading: Reading | undefined
  readings = 0
  now = noon
  readonly #shape: { readonly step: ReturnType<typeof minutes>; readonly distribution: boolean }
  readonly #stored = new WeakSet<MetricBlock>()
  #loading: Promise<unknown> | undefined
  #tokens = 0

  constructor(step = 1, distribution = false) {
    this.#shape = { step: minutes(step), distribution }
    const slow: MetricStore = {
      ...this.fake.store,
      append: (block, token) =>
        new Promise(answer => this.appends.push({ block, token, isStored: this.#stored.has(block), answer })),
      statisticsOf: queries => new Promise(answer => (this.reading = { queries, found: undefined, answer })),
    }
    this.store = watchedMetricStore(slow)
    this.room = new SeriesRoom({ store: this.store, alone: true, keepSteps: 10_000 })
    this.store.watch(this.room)
  }

  line(metric: string) {
    const back = minutes(15)
    return this.room.line({ namespace: 'App', metric, dimensions: {} }, { ...this.#shape, back }, instant(this.now))
  }
  get lines() {
    return ['a', 'b'].map(metric => this.line(metric))
  }

  append(
    samples: readonly {
      readonly metric: string
      readonly unit: string
      readonly at: number
      readonly sample: Sample
    }[],
  ) {
    const block = this.store.block()
    for (const { metric, unit, at, sample } of samples) {
      const key = { namespace: 'App', metric, labels: {}, unit, resolution: 60, source: '' } as const
      block.add(this.store.series(key), at, sample)
    }
    this.#send(block, `${++this.#tokens}`)
  }
  /** As writers do: the same block again, under the same token. */
  #send(block: MetricBlock, token: string): void {
    void this.store.append(block, token).then(answer => answer.ok || this.#send(block, token))
  }

  async keep(append: Append | undefined): Promise<void> {
    if (append === undefined || append.isStored) return
    append.isStored = true
    this.#stored.add(append.block)
    await this.fake.append(append.block)
  }
  async answer(at: number, isOk: boolean): Promise<void> {
    const append = this.appends[at]
    if (append === undefined) return
    this.appends.splice(at, 1)
    if (isOk) await this.keep(append)
    append.answer(isOk ? ok(undefined) : { ok: false, error: away })
    await moment()
  }

  async load(): Promise<void> {
    if (this.#loading !== undefined) return
    const wanted = new Map(this.lines.map(line => [line, this.now - 15 * minute]))
    this.#loading = this.room.load(wanted, instant(this.now)).then(() => {
      this.#loading = undefined
    })
    await moment()
  }
  async read(): Promise<void> {
    if (this.reading === undefined || this.reading.found !== undefined) return
    this.readings++
    this.reading.found = await this.fake.statisticsOf(this.reading.queries)
  }
  async tell(isOk: boolean): Promise<void> {
    const reading = this.reading
    if (reading === undefined) return
    await this.read()
    this.reading = undefined
    reading.answer(isOk && reading.found !== undefined ? reading.found : { ok: false, error: away })
    await moment()
  }

  /** Everything under way comes to its end, and the room looks once more. */
  async rest(): Promise<void> {
    while (this.appends.length > 0) await this.answer(0, true)
    while (this.reading !== undefined) await this.tell(true)
    await this.load()
    while (this.reading !== undefined) await this.tell(true)
  }

  async truth(): Promise<unknown> {
    const lines = await Promise.all(
      this.lines.map(async line => {
        const found = await this.fake.find([line.metric])
        const series = found.ok ? (found.value[0] ?? []) : []
        const units = [...Map.groupBy(series, ({ unit }) => unit)].map(async ([unit, some]) => {
          const { step: period, distribution } = line
          const range = { from: instant(line.from), to: instant(this.now + 60 * minute) as Instant }
          const steps = await this.fake.statisticsOf([{ series: some, ...range, period, distribution }])
          return steps.ok ? plainly(unit, steps.value[0] ?? []) : []
        })
        return (await Promise.all(units)).flat().sort()
      }),
    )
    return lines
  }
  seen(): unknown {
    for (const line of this.lines) layDown(line)
    return this.lines.map(line => [...line.units].flatMap(([unit, steps]) => plainly(unit, steps)).sort())
  }
}

const plainly = (unit: string, steps: readonly PeriodStatistics[]): string[] =>
  steps.map(({ at, count, sum, min, max }) => `${unit} ${(at - noon) / minute}: ${[count, sum, min, max].join(' ')}`)

const moment = () => new Promise<void>(resolve => setImmediate(resolve))

const value = (metric: string, at: number, is = 1) => ({
  ...{ metric, unit: 'None', at },
  sample: { kind: 'value', value: is, weight: 1 } as const,
})

/** Past the minute in which everything is read as a whole. */
async function settled(room: SlowRoom): Promise<void> {
  room.append([value('a', noon), value('b', noon)])
  await room.rest()
  room.now += 2 * minute
  await room.rest()
  room.now += minute
  room.readings = 0
}

test('what was told is not read', async () => {
  const room = new SlowRoom()
  await settled(room)
  for (let at = 3; at < 10; at++) {
    room.append([value('a', noon + at * minute, at), value('a', noon + at * minute, -1), value('b', noon + 1_000, at)])
    room.now = noon + (at + 1) * minute
    await room.rest()
    expect(room.seen()).toEqual(await room.truth())
  }
  expect(room.readings).toBe(0)
})

test.each([
  ['a fallback, which may stand for nothing', 1, false, { kind: 'fallback', value: 0 }],
  ['what lines of seconds cannot tell apart', 0.5, false, { kind: 'value', value: 2, weight: 1 }],
  ['the values behind a step', 1, true, { kind: 'value', value: 2, weight: 3 }],
  ['what is no number', 1, false, { kind: 'value', value: Number.POSITIVE_INFINITY, weight: 1 }],
] as const)('%s: read', async (_, step, distribution, sample) => {
  const room = new SlowRoom(step, distribution)
  await settled(room)
  room.append([{ metric: 'a', unit: 'None', at: noon + 3 * minute, sample }])
  room.now += minute
  await room.rest()
  expect(room.seen()).toEqual(await room.truth())
  expect(room.readings).toBe(1)
})

test('more minutes than are told apart: read', async () => {
  const room = new SlowRoom()
  await settled(room)
  room.now = noon + 12 * minute
  room.append(Array.from({ length: 10 }, (_, at) => value('a', noon + at * minute, at)))
  await room.rest()
  expect(room.seen()).toEqual(await room.truth())
  expect(room.readings).toBe(1)
})

test.each([
  [limits.alarmStepsWaiting, 0],
  [limits.alarmStepsWaiting + 1, 1],
])('%d steps that came between two evaluations: read %d times (alarmStepsWaiting)', async (steps, readings) => {
  const room = new SlowRoom()
  await settled(room)
  const from = noon - 10 * minute
  for (let at = 0; at < steps; at++) {
    room.append([value('a', from + at * minute, at)])
    await room.answer(0, true)
    room.room.hear()
  }
  await room.rest()
  expect(room.seen()).toEqual(await room.truth())
  expect(room.readings).toBe(readings)
})

describe('while a line is read', () => {
  test('an append that ends meanwhile is read once more, and not again', async () => {
    const room = new SlowRoom()
    await settled(room)
    room.append([value('a', noon + 2 * minute)])
    await room.answer(0, false)
    await room.answer(0, true)
    room.append([value('a', noon + 2 * minute, 5)])
    await room.load()
    expect(room.reading).toBeDefined()
    await room.keep(room.appends[0])
    await room.read()
    await room.answer(0, true)
    await room.rest()
    await room.rest()
    expect(room.seen()).toEqual(await room.truth())
    const { readings } = room
    room.append([value('a', noon + 3 * minute)])
    await room.rest()
    expect(room.readings).toBe(readings)
  })

  test('an append that began before, and is told after', async () => {
    const room = new SlowRoom()
    await settled(room)
    room.append([value('a', noon + 2 * minute)])
    await room.answer(0, false)
    await room.answer(0, true)
    room.append([value('a', noon + 2 * minute, 5)])
    await room.load()
    await room.keep(room.appends[0])
    await room.tell(true)
    await room.answer(0, true)
    await room.rest()
    expect(room.seen()).toEqual(await room.truth())
  })

  test('an append that two readings passed by', async () => {
    const room = new SlowRoom()
    await settled(room)
    room.now = noon + 10 * minute
    const doubt = async (at: number) => {
      room.append([value('a', noon + at * minute)])
      for (const isOk of [false, true]) await room.answer(room.appends.length - 1, isOk)
      await room.load()
    }
    room.append([value('a', noon + 9 * minute, 5)])
    await doubt(9)
    await room.keep(room.appends[0])
    await room.tell(true)
    await doubt(2)
    await room.tell(true)
    await room.answer(0, true)
    await room.rest()
    expect(room.seen()).toEqual(await room.truth())
  })

  test('an append to later steps than those is laid over them unread', async () => {
    const room = new SlowRoom()
    await settled(room)
    room.append([value('a', noon + 2 * minute)])
    await room.answer(0, false)
    await room.answer(0, true)
    room.append([value('a', noon + 3 * minute, 7)])
    await room.load()
    await room.answer(0, true)
    await room.tell(true)
    const { readings } = room
    await room.load()
    expect(room.reading).toBeUndefined()
    expect(room.readings).toBe(readings)
    await room.rest()
    expect(room.seen()).toEqual(await room.truth())
  })
})

test('in whatever order appends and readings begin, are stored, fail and end: each sample counts once', async () => {
  const sample = fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({
        kind: fc.constant('value' as const),
        value: fc.integer({ min: -9, max: 9 }),
        weight: fc.integer({ min: 1, max: 3 }),
      }),
    },
    { weight: 1, arbitrary: fc.constant({ kind: 'set' as const, count: 4, sum: 10, min: 1, max: 5 }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('fallback' as const), value: fc.constant(0) }) },
  )
  const written = fc.record({
    metric: fc.constantFrom('a', 'b'),
    unit: fc.constantFrom('None', 'None', 'Seconds'),
    back: fc.oneof(fc.constant(0), fc.constant(0), fc.integer({ min: -3, max: 20 })),
    sample,
  })
  const step = fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({
        do: fc.constant('append' as const),
        samples: fc.array(written, { minLength: 1, maxLength: 4 }),
      }),
    },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('keep' as const), at: fc.nat(2) }) },
    {
      weight: 4,
      arbitrary: fc.record({
        do: fc.constant('answer' as const),
        at: fc.nat(2),
        isOk: fc.boolean(),
      }),
    },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('load' as const) }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('read' as const) }) },
    {
      weight: 2,
      arbitrary: fc.record({ do: fc.constant('tell' as const), isOk: fc.constantFrom(true, true, true, false) }),
    },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('pass' as const), seconds: fc.constantFrom(1, 30, 60, 120) }) },
  )
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 60 }), fc.constantFrom(1, 1, 5), async (steps, length) => {
      const room = new SlowRoom(length)
      await settled(room)
      for (const one of steps) {
        if (one.do === 'append')
          room.append(one.samples.map(({ back, ...rest }) => ({ ...rest, at: room.now - back * minute })))
        else if (one.do === 'keep') await room.keep(room.appends[one.at])
        else if (one.do === 'answer') await room.answer(one.at, one.isOk)
        else if (one.do === 'load') await room.load()
        else if (one.do === 'read') await room.read()
        else if (one.do === 'tell') await room.tell(one.isOk)
        else room.now += one.seconds * 1_000
      }
      await room.rest()
      expect(room.seen()).toEqual(await room.truth())
    }),
    { seed: 20260120, numRuns: 1_000 },
  )
})
