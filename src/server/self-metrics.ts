/** Writes Mangru's own account of itself into the metric store, namespace `Mangru`, once a minute: for its board and for alarms on it. */
import {
  type ApiSelf,
  type Clock,
  type Instant,
  instant,
  type Millis,
  millis,
  type SelfMetric,
  selfMetrics,
  selfNamespace,
} from '../model/index.ts'
import type { MetricStore } from '../store/metrics/index.ts'
import type { Canary } from './canary.ts'

export interface SelfMetricsPorts {
  readonly self: () => Promise<ApiSelf>
  readonly canary: Pick<Canary, 'record'>
  readonly metrics: Pick<MetricStore, 'series' | 'block' | 'append'>
  readonly clock: Clock
  /** A name that no other replica and no earlier start has. */
  readonly id: string
  /** The longest that a round of alarms took since it was last asked; null: there was none. */
  readonly slowestRound?: () => Millis | null
}

export interface SelfMetrics {
  stop(): Promise<void>
}

const minute = 60_000
/** After the minute is over, so that what it held has been counted. */
const settle = 1_000

/** `log` is told when a minute could not be written, and when one can be again. */
export function startSelfMetrics(ports: SelfMetricsPorts, log: (line: string) => void): SelfMetrics {
  const { self, canary, metrics, clock, id } = ports
  const stopped = new AbortController()
  let before = fromNothing
  let failing = false

  async function write(at: Instant): Promise<string | undefined> {
    const now = await self()
    const counts = countsOf(now)
    const block = metrics.block()
    const samples = {
      ...gaugesOf(now, canary.record(), at),
      ...sinceThen(before, counts),
      ...latencyOf(ports.slowestRound?.() ?? null),
    }
    for (const [metric, value] of Object.entries(samples) as [SelfMetric, number][]) {
      const key = { namespace: selfNamespace, metric, unit: selfMetrics[metric], resolution: 60, labels: {} } as const
      block.add(metrics.series({ ...key, source: 'self' }), at, { kind: 'value', value, weight: 1 })
    }
    const written = await metrics.append(block, `self ${id} ${at}`)
    if (!written.ok) return 'message' in written.error ? written.error.message : written.error.code
    // A minute that was not written is counted in the next one.
    before = counts
    return undefined
  }

  const running = (async () => {
    for (;;) {
      const now = clock.now()
      const over = instant(Math.floor(now / minute) * minute)
      await clock.sleep(millis(over + minute + settle - now), stopped.signal)
      if (stopped.signal.aborted) return
      const trouble = await write(over).catch((error: unknown) => String(error))
      if (stopped.signal.aborted) return
      if (trouble !== undefined && !failing) log(`Mangru's own metrics could not be written: ${trouble}`)
      if (trouble === undefined && failing) log("Mangru's own metrics are written again")
      failing = trouble !== undefined
    }
  })()
  return {
    stop: () => {
      stopped.abort()
      return running
    },
  }
}

type Counts = Readonly<
  Record<
    | 'AcceptedEvents'
    | 'DurableEvents'
    | 'AcceptedBytes'
    | 'DurableBytes'
    | 'ThrottledRequests'
    | 'RejectedEvents'
    | 'EngineRestarts',
    number
  >
>

const countsOf = ({ ingest, groups, engine }: ApiSelf): Counts => ({
  AcceptedEvents: ingest.acceptedEvents,
  DurableEvents: ingest.durableEvents,
  AcceptedBytes: ingest.acceptedBytes,
  DurableBytes: ingest.durableBytes,
  ThrottledRequests: ingest.throttledRequests,
  RejectedEvents: groups.reduce((sum, one) => sum + one.rejectedTooOld + one.rejectedTooNew + one.rejectedExpired, 0),
  EngineRestarts: engine.restarts,
})

/** All of them count from the start of the program. */
const fromNothing: Counts = {
  ...{ AcceptedEvents: 0, DurableEvents: 0, AcceptedBytes: 0, DurableBytes: 0 },
  ...{ ThrottledRequests: 0, RejectedEvents: 0, EngineRestarts: 0 },
}

/** Groups that are counted no more may take some away; nothing is less than none. */
const sinceThen = (before: Counts, now: Counts): Counts =>
  Object.fromEntries(
    Object.entries(now).map(([name, count]) => [name, Math.max(0, count - before[name as keyof Counts])]),
  ) as unknown as Counts

type Samples = Partial<Record<SelfMetric, number>>

function gaugesOf(self: ApiSelf, canary: ReturnType<Canary['record']>, since: Instant): Samples {
  const { queue, ingest, engine, server, disk, memoryLimit } = self
  const sings = canary.lastOk !== null && canary.lastOk >= since
  return {
    QueueBytes: queue.bytes,
    QueueUtilization: queue.limit > 0 ? (queue.bytes / queue.limit) * 100 : 0,
    EngineMemory: engine.residentBytes,
    ServerMemory: server.residentBytes,
    MemoryUtilization: ((engine.residentBytes + server.residentBytes) / Math.max(1, memoryLimit)) * 100,
    DataBytes: disk.dataBytes,
    DiskFreeBytes: disk.freeBytes,
    DataParts: disk.parts,
    CanarySilent: sings ? 0 : 1,
    ...(sings && canary.lastMs !== null ? { CanaryLatency: canary.lastMs } : {}),
    ...(ingest.commitP99 === null ? {} : { CommitP99: ingest.commitP99 }),
  }
}

const latencyOf = (latency: Millis | null): Samples => (latency === null ? {} : { AlarmLatency: latency })
