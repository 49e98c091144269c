/** The log store over an engine: writer, reader and followers behind the `LogStore` port. */
import { type Bytes, type Clock, ok, type Result } from '../../model/index.ts'
import { type Engine, type EngineError, sql } from '../engine/index.ts'
import { readPage } from './page.ts'
import type { CommittedBatch, LogStore } from './port.ts'
import { mergeWidth, widenMerges } from './schema.ts'
import { readFacets, readGroupStats, readHistogram, readStreamStats } from './volume.ts'
import { LogWriter, type WriterStats } from './writer.ts'

export interface LogStoreOptions {
  readonly engine: Engine
  readonly clock: Clock
  readonly queueBytes: Bytes
  /** The whole program's memory: decides how wide merges are. Absent: as they are. */
  readonly memory?: Bytes
  /** Which of several programs over one cluster this is (0–255). */
  readonly replica?: number
}

export interface EngineLogStore extends LogStore {
  writerStats(): WriterStats
}

/** The table must stand (`logMigrations`). */
export async function openLogStore({
  engine,
  clock,
  queueBytes,
  memory,
  replica = 0,
}: LogStoreOptions): Promise<Result<EngineLogStore, EngineError>> {
  if (memory !== undefined) {
    const widened = await engine.run(widenMerges(mergeWidth(memory)))
    if (!widened.ok) return widened
  }
  const last = await engine.query(
    sql`SELECT toString(max(batch)) FROM (SELECT max(batch) AS batch FROM mangru.logs GROUP BY group_id, stream_id, toStartOfMinute(ts), level)`,
  )
  if (!last.ok) return last
  const listeners = new Set<(batch: CommittedBatch) => void>()
  const writer = new LogWriter({
    engine,
    clock,
    queueBytes,
    replica,
    lastBatch: BigInt(String(last.value.rows[0]?.[0] ?? '0')),
    followed: () => listeners.size > 0,
    onCommitted: batch => {
      for (const listener of listeners) listener(batch)
    },
  })
  return ok({
    append: batch => writer.append(batch),
    page: (selection, request) => readPage({ engine, clock }, selection, request),
    histogram: (selection, step, options) => readHistogram(engine, selection, step, options),
    facets: (selection, fields, top, options) => readFacets(engine, selection, fields, top, options),
    streamStats: (groupId, streamIds) => readStreamStats(engine, groupId, streamIds),
    groupStats: groupIds => readGroupStats(engine, groupIds, clock.now()),
    follow: listener => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    writerStats: () => writer.stats(clock.now()),
    close: () => writer.close(),
  })
}
