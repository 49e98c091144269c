/** The log store over an engine: writer, reader and followers behind the `LogStore` port. */
import { limits } from '../../limits.ts'
import { type Bytes, type Clock, instant, minus, ok, type Result } from '../../model/index.ts'
import { type Engine, type EngineError, sql } from '../engine/index.ts'
import { type ArrivalMarks, type ArrivalPage, type ArrivalRequest, countArrivals, readArrivals } from './arrivals.ts'
import type { Births } from './births.ts'
import { type Append, Calls } from './calls.ts'
import { keepMerging } from './merging.ts'
import { NgramKeeper } from './ngrams/index.ts'
import { readPage } from './page.ts'
import type { LogFollower, LogStore } from './port.ts'
import { recentCalls } from './recent.ts'
import { readFacets, readGroupStats, readHistogram, readStreamStats } from './volume.ts'
import { LogWriter, type WriterStats } from './writer.ts'

export interface LogStoreOptions {
  readonly engine: Engine
  readonly clock: Clock
  readonly queueBytes: Bytes
  /** The whole program's memory: decides how parts are made and merged (`merging.ts`). Absent: as they are. */
  readonly memory?: Bytes
  /** Which of several programs over one cluster this is (0–255). */
  readonly replica?: number
  /** What events give birth to. */
  readonly births?: Births
  readonly onBirthsLost?: (error: EngineError) => void
}

export interface EngineLogStore extends LogStore {
  writerStats(): WriterStats
  arrivalMarks(): ArrivalMarks
  readArrivals(request: ArrivalRequest): Promise<Result<ArrivalPage, EngineError>>
  countArrivals(request: Omit<ArrivalRequest, 'maxEvents' | 'maxBytes'>): ReturnType<typeof countArrivals>
  /** The greatest batch number that was stored when this was opened. */
  readonly lastBatch: bigint
}

/** The tables must stand (`storeMigrations`). */
export async function openLogStore({
  engine,
  clock,
  queueBytes,
  memory,
  replica = 0,
  births,
  onBirthsLost,
}: LogStoreOptions): Promise<Result<EngineLogStore, EngineError>> {
  const merges = memory === undefined ? undefined : await keepMerging(engine, memory)
  if (merges?.ok === false) return merges
  const last = await engine.query(
    sql`SELECT group_id, toString(max(batch)), toUnixTimestamp64Milli(max(newest)) FROM (SELECT group_id, max(batch) AS batch, max(ts) AS newest FROM mangru.logs GROUP BY group_id, stream_id, toStartOfMinute(ts), level) GROUP BY group_id`,
  )
  if (!last.ok) return last
  const lastBatch = last.value.rows.reduce((most, [, batch]) => max(most, BigInt(String(batch))), 0n)
  const lastArrival = instant(Number(lastBatch >> 22n))
  const before = await recentCalls(engine, lastBatch, {
    since: minus(lastArrival, limits.rememberedCallLife),
    digestsSince: minus(lastArrival, limits.unheardCallLife),
  })
  if (!before.ok) return before
  const followers = new Set<LogFollower>()
  const newest = new Map(last.value.rows.map(([group, , at]) => [Number(group), Number(at)]))
  // A cluster has other writers, of whose batches nothing is known here.
  const ngrams =
    engine.kind === 'chdb' ? new NgramKeeper({ engine, clock, newest, caughtUp: () => writer.caughtUp() }) : undefined
  const writer: LogWriter = new LogWriter({
    engine,
    clock,
    queueBytes,
    replica,
    lastBatch,
    ...(ngrams && { onTaken: batch => ngrams.taken(batch) }),
    ...(births && { births }),
    ...(onBirthsLost && { onBirthsLost }),
    ...(merges && { onStored: merges.value.stored }),
    followers,
  })
  const append: Append = (batch, taken) => writer.append(batch, taken)
  const calls = new Calls({ engine, clock, append, settle: () => writer.settle(), births, before: before.value })
  return ok({
    lastBatch,
    append: batch => calls.append(batch),
    page: (selection, request) => readPage({ engine, clock }, selection, request),
    histogram: (selection, step, options) => readHistogram(engine, selection, step, options),
    facets: (selection, fields, top, options) => readFacets(engine, selection, fields, top, options),
    streamStats: (groupId, streamIds) => readStreamStats(engine, groupId, streamIds),
    groupStats: groupIds => readGroupStats(engine, groupIds, clock.now()),
    follow: given => {
      // One's own: the same function may follow twice.
      const follower: LogFollower = (batch, fields, written) => given(batch, fields, written)
      followers.add(follower)
      return () => followers.delete(follower)
    },
    caughtUp: () => writer.caughtUp(),
    writerStats: () => writer.stats(clock.now()),
    arrivalMarks: () => writer.arrivalMarks(),
    readArrivals: request => readArrivals(engine, request),
    countArrivals: request => countArrivals(engine, request),
    close: async () => {
      await writer.close()
      await ngrams?.close()
    },
  })
}

const max = (one: bigint, other: bigint): bigint => (one > other ? one : other)
