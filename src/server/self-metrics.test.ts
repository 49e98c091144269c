/** Mangru's own metrics, by a stepped clock and a store that keeps what it is given. */
import { expect, test } from 'vitest'
import { type ApiSelf, err, instant, type Millis, millis, ok, selfMetrics } from '../model/index.ts'
import { steppedClock } from '../store/logs/stepped-clock.ts'
import type { MetricBlock, Sample, SeriesRef } from '../store/metrics/index.ts'
import { startSelfMetrics } from './self-metrics.ts'

const account = (over: { events?: number; throttled?: number; rejected?: number } = {}): ApiSelf => ({
  version: '1',
  startedAt: 0,
  now: 0,
  engine: { kind: 'chdb', alive: true, restarts: 1, residentBytes: 300 },
  server: { residentBytes: 100, heapBytes: 50 },
  memoryLimit: 1_000,
  queue: { bytes: 25, limit: 100, batches: 1 },
  ingest: {
    ...{ acceptedEvents: over.events ?? 0, acceptedBytes: 10, durableEvents: over.events ?? 0, durableBytes: 10 },
    ...{ eventsPerSecond: 0, bytesPerSecond: 0, throttledRequests: over.throttled ?? 0, commitP50: null, commitP99: 7 },
  },
  groups: [
    {
      ...{ name: 'g', accepted: 0, durable: 0, throttled: 0 },
      ...{ rejectedTooOld: over.rejected ?? 0, rejectedTooNew: 0, rejectedExpired: 0 },
    },
  ],
  disk: { path: '/', dataBytes: 5, freeBytes: 6, totalBytes: 7, daysLeft: null, rows: 1, parts: 2 },
})

function world(options: { latency?: Millis | null } = {}) {
  const clock = steppedClock()
  const written: { at: number; token: string; samples: Map<string, number> }[] = []
  const state = { self: account(), fails: false, lastOk: 0 as number | null }
  const said: string[] = []
  const metrics = {
    series: (key: SeriesRef['key']): SeriesRef => ({ key, id: key.metric }),
    block: () => {
      const added: [SeriesRef, number, Sample][] = []
      return { samples: 0, bytes: 0, added, add: (...one: [SeriesRef, number, Sample]) => void added.push(one) }
    },
    append: async (block: MetricBlock, token: string) => {
      if (state.fails) return err({ code: 'unavailable', message: 'no engine' } as const)
      const { added } = block as unknown as { added: [SeriesRef, number, Sample][] }
      const samples = new Map<string, number>()
      for (const [{ key }, , sample] of added) {
        expect(key).toMatchObject({ namespace: 'Mangru', labels: {}, source: 'self', resolution: 60 })
        samples.set(key.metric, 'value' in sample ? sample.value : Number.NaN)
      }
      written.push({ at: added[0]?.[1] ?? Number.NaN, token, samples })
      return ok(undefined)
    },
  }
  const record = () => ({ lastOk: state.lastOk, lastMs: 12, p99Ms: 12, written: 1, failed: 0, lastFailure: null })
  const publisher = startSelfMetrics(
    {
      ...{ self: async () => state.self, canary: { record }, metrics: metrics as never, clock, id: 'r1' },
      ...(options.latency === undefined ? {} : { slowestRound: () => options.latency ?? null }),
    },
    line => said.push(line),
  )
  /** To just after the next minute's end. */
  const minute = async () => {
    const now = clock.now()
    await clock.step(Math.floor(now / 60_000) * 60_000 + 61_000 - now)
  }
  return { clock, written, state, said, publisher, minute }
}

test('once a minute, under the minute that is over, counts since the last and values of now', async () => {
  const { clock, written, state, publisher, minute } = world({ latency: millis(40) })
  const begun = Math.floor(clock.now() / 60_000) * 60_000
  state.lastOk = begun + 1
  state.self = account({ events: 100, throttled: 3, rejected: 2 })
  await minute()
  state.self = account({ events: 130, throttled: 3, rejected: 1 })
  await minute()
  expect(written.map(({ at, token }) => [at, token])).toEqual([
    [begun, `self r1 ${begun}`],
    [begun + 60_000, `self r1 ${begun + 60_000}`],
  ])
  expect(Object.fromEntries(written[0]?.samples ?? [])).toEqual({
    ...{ AcceptedEvents: 100, DurableEvents: 100, AcceptedBytes: 10, DurableBytes: 10, ThrottledRequests: 3 },
    ...{ RejectedEvents: 2, EngineRestarts: 1, QueueBytes: 25, QueueUtilization: 25, CommitP99: 7, EngineMemory: 300 },
    ...{ ServerMemory: 100, MemoryUtilization: 40, DataBytes: 5, DiskFreeBytes: 6, DataParts: 2 },
    ...{ CanarySilent: 0, CanaryLatency: 12, AlarmLatency: 40 },
  })
  expect([...(written[0]?.samples.keys() ?? [])].sort()).toEqual(Object.keys(selfMetrics).sort())
  expect(Object.fromEntries(written[1]?.samples ?? [])).toMatchObject({
    ...{ AcceptedEvents: 30, AcceptedBytes: 0, ThrottledRequests: 0, RejectedEvents: 0, EngineRestarts: 0 },
  })
  await publisher.stop()
})

test('a canary that did not come back in the minute is silent; what is not known is left out', async () => {
  const { written, state, publisher, minute } = world({ latency: null })
  state.lastOk = 5
  await minute()
  expect(written[0]?.samples.get('CanarySilent')).toBe(1)
  for (const absent of ['CanaryLatency', 'AlarmLatency']) expect(written[0]?.samples.has(absent)).toBe(false)
  await publisher.stop()
})

test('a minute that cannot be written is told once and counted in the next', async () => {
  const { written, state, said, publisher, minute } = world()
  state.self = account({ events: 10 })
  state.fails = true
  await minute()
  await minute()
  expect(said).toEqual(["Mangru's own metrics could not be written: no engine"])
  state.fails = false
  state.self = account({ events: 25 })
  await minute()
  expect(said.at(-1)).toBe("Mangru's own metrics are written again")
  expect(written).toHaveLength(1)
  expect(written[0]?.samples.get('AcceptedEvents')).toBe(25)
  await publisher.stop()
})

test('it stops in the middle of a minute', async () => {
  const { clock, written, publisher } = world()
  await publisher.stop()
  await clock.step(120_000)
  expect(written).toEqual([])
  expect(clock.now()).toBeGreaterThan(instant(0))
})
