/** Mangru's own account of itself, for the page, for `/api/self` and for whoever watches the watchtower. */
import { statfs } from 'node:fs/promises'
import { type ApiSelf, type Clock, hours, type Instant } from '../model/index.ts'
import { type Engine, sql } from '../store/engine/index.ts'
import type { WriterStats } from '../store/logs/index.ts'
import type { MetricWriterStats } from '../store/metrics/index.ts'
import type { MangruConfig } from './config.ts'
import type { IngestAccount } from './ingest-account.ts'

export interface SelfPorts {
  readonly config: MangruConfig
  readonly version: string
  readonly startedAt: Instant
  readonly clock: Clock
  readonly engine: Engine
  readonly writer: () => WriterStats
  readonly account: IngestAccount
  readonly metricWriter: () => MetricWriterStats
  /** Requests refused before they were read, because too many bytes were in flight. */
  readonly refusedBodies: () => number
}

export function selfReporter(ports: SelfPorts): () => Promise<ApiSelf> {
  const { config, version, startedAt, clock, engine, account } = ports
  return async () => {
    const writer = ports.writer()
    const now = clock.now()
    const [stats, parts, disk] = await Promise.all([engine.stats(), readParts(engine), readDisk(config.dataDir)])
    const memory = process.memoryUsage()
    const stored = writer.durableBytes === 0 ? 0 : parts.bytes / Math.max(parts.messageBytes, 1)
    const perDay = (writer.durableBytes / Math.max(1, (now - startedAt) / 1_000)) * 86_400 * stored
    return {
      version,
      startedAt,
      now,
      engine: { kind: engine.kind, alive: stats.alive, restarts: stats.restarts, residentBytes: stats.residentMemory },
      server: { residentBytes: memory.rss, heapBytes: memory.heapUsed },
      memoryLimit: config.memory,
      metrics: ports.metricWriter(),
      queue: { bytes: writer.queueBytes, limit: writer.queueLimit, batches: writer.queueBatches },
      ingest: {
        acceptedEvents: writer.acceptedEvents,
        acceptedBytes: writer.acceptedBytes,
        durableEvents: writer.durableEvents,
        durableBytes: writer.durableBytes,
        eventsPerSecond: writer.eventsPerSecond,
        bytesPerSecond: writer.bytesPerSecond,
        throttledRequests: account.throttledRequests() + ports.refusedBodies(),
        commitP50: writer.commit.p50,
        commitP99: writer.commit.p99,
      },
      groups: account.groups(),
      disk: {
        path: config.dataDir,
        dataBytes: parts.bytes,
        freeBytes: disk.free,
        totalBytes: disk.total,
        daysLeft: now - startedAt < trend || perDay < 1 ? null : daysOf(disk.free / perDay),
        rows: parts.rows,
        parts: parts.parts,
      },
    }
  }
}

/** A rate over less than an hour says nothing about days. */
const trend = hours(1)

/** Beyond ten years nobody plans: the same as "no end in sight". */
const daysOf = (days: number): number | null => (days > 3_650 ? null : days)

async function readParts(
  engine: Engine,
): Promise<{ rows: number; parts: number; bytes: number; messageBytes: number }> {
  const read = await engine.query(
    sql`SELECT sum(rows), count(), sum(bytes_on_disk), (SELECT sum(column_data_uncompressed_bytes) FROM system.parts_columns WHERE database = ${'mangru'} AND table = ${'logs'} AND active AND column = ${'message'}) FROM system.parts WHERE database = ${'mangru'} AND active`,
  )
  const row = read.ok ? (read.value.rows[0] ?? []) : []
  return {
    rows: Number(row[0] ?? 0),
    parts: Number(row[1] ?? 0),
    bytes: Number(row[2] ?? 0),
    messageBytes: Number(row[3] ?? 0),
  }
}

async function readDisk(dir: string): Promise<{ free: number; total: number }> {
  try {
    const disk = await statfs(dir)
    return { free: disk.bavail * disk.bsize, total: disk.blocks * disk.bsize }
  } catch {
    return { free: 0, total: 0 }
  }
}
