/** What arrived lately, found without reading the rest: the projection knows where rows of young batches lie. */
import { type Instant, instant, type Millis, ok, type Result } from '../../model/index.ts'
import { type Engine, type EngineError, type Sql, sql } from '../engine/index.ts'
import type { BatchId } from './batch-id.ts'
import type { StoredEvent } from './births.ts'
import { batchOfText } from './calls.ts'

/** Rows that arrived at or after `since` and not after the batch `last`. */
export function arrived(since: Instant, last: bigint): Sql {
  const from = sql`${BigInt(Math.max(0, Math.trunc(since))) << 22n}`
  const places = sql`SELECT group_id, toStartOfTenMinutes(m) FROM (SELECT group_id, toStartOfMinute(ts) AS m, max(batch) AS b FROM mangru.logs GROUP BY group_id, m) WHERE b >= ${from}`
  return sql`(group_id, toStartOfTenMinutes(ts)) IN (${places}) AND batch >= ${from} AND batch <= ${last}`
}

/** Keys of calls with the batches that they brought. Digests only from `digestsSince` on. */
export async function recentCalls(
  engine: Engine,
  last: bigint,
  { since, digestsSince }: { readonly since: Instant; readonly digestsSince: Instant },
): Promise<Result<ReadonlyMap<bigint, readonly BatchId[]>, EngineError>> {
  const digestsFrom = sql`${BigInt(Math.max(0, Math.trunc(digestsSince))) << 22n}`
  const found = await engine.query(
    sql`SELECT DISTINCT toString(call), toString(batch) FROM mangru.logs WHERE ${arrived(since, last)} AND call != 0 AND (call % 2 = 1 OR batch >= ${digestsFrom})`,
  )
  if (!found.ok) return found
  const calls = new Map<bigint, BatchId[]>()
  for (const [key, batch] of found.value.rows) {
    const number = BigInt(String(key))
    const known = calls.get(number)
    if (known === undefined) calls.set(number, [batchOfText(String(batch))])
    else known.push(batchOfText(String(batch)))
  }
  return ok(calls)
}

/** Events that arrived since then and for which `where` holds, in pieces, batch by batch. */
export async function* recentEvents(
  engine: Engine,
  since: Instant,
  last: bigint,
  where: Sql,
): AsyncGenerator<Result<readonly StoredEvent[], EngineError>> {
  const rows = engine.stream(
    sql`SELECT group_id, toString(batch), idx, toUnixTimestamp64Milli(ts), message FROM mangru.logs WHERE ${arrived(since, last)} AND (${where}) ORDER BY batch`,
  )
  for await (const piece of rows) {
    if (!piece.ok) return yield piece
    yield ok(
      piece.value.map(([groupId, batch, index, at, message]) => ({
        groupId: Number(groupId),
        batch: batchOfText(String(batch)),
        index: Number(index),
        timestamp: Number(at),
        message: String(message),
      })),
    )
  }
}

/** What arrived, by group and minute of arrival. */
export interface ArrivedVolume {
  readonly groupId: number
  readonly minute: Instant
  readonly events: number
  /** Of the messages in UTF-8. */
  readonly bytes: number
}

export async function recentVolume(
  engine: Engine,
  since: Instant,
  last: bigint,
): Promise<Result<readonly ArrivedVolume[], EngineError>> {
  const found = await engine.query(
    sql`SELECT group_id, intDiv(bitShiftRight(batch, 22), 60000) * 60000 AS minute, count(), sum(length(message)) FROM mangru.logs WHERE ${arrived(since, last)} GROUP BY group_id, minute`,
  )
  if (!found.ok) return found
  return ok(
    found.value.rows.map(([groupId, minute, events, bytes]) => ({
      groupId: Number(groupId),
      minute: instant(Number(minute)),
      events: Number(events),
      bytes: Number(bytes),
    })),
  )
}

/** How many rows of each stream arrived since then and are there now; streams without any are left out. Not found within `patience`: an error. */
export async function recentByStream(
  engine: Engine,
  streamIds: readonly number[],
  since: Instant,
  patience: Millis,
): Promise<Result<ReadonlyMap<number, number>, EngineError>> {
  if (streamIds.length === 0) return ok(new Map())
  const ids = sql.join(
    streamIds.map(id => sql`${id}`),
    ', ',
  )
  const found = await engine.query(
    sql`SELECT stream_id, count() FROM mangru.logs WHERE stream_id IN (${ids}) AND ${arrived(since, 18_446_744_073_709_551_615n)} GROUP BY stream_id`,
    { timeout: patience },
  )
  if (!found.ok) return found
  return ok(new Map(found.value.rows.map(([stream, events]) => [Number(stream), Number(events)])))
}
