/**
 * Versions that differ in what was asked for, each with the one before it. Most versions differ in status alone, so they are told apart inside the engine by a
 * digest over the rest, and only what differs is read in full.
 */
import { type Instant, instant, ok, type Result } from '../../model/index.ts'
import { type Engine, type EngineError, type Sql, sql } from '../engine/index.ts'
import type { ChangedObject, ChangesQuery } from './port.ts'

/** What was asked for: all but the status, and of a node what it tells of its health. */
const asked = sql`if(gone = 1, toUInt64(0), cityHash64(tupleElement(parts, 1), tupleElement(parts, 2), tupleElement(parts, 3), tupleElement(parts, 4), tupleElement(parts, 5), if(kind = 'Node', tupleElement(parts, 6), '')))`
const parts = sql`(JSONExtractRaw(body, 'spec'), JSONExtractRaw(body, 'keys'), JSONExtractRaw(body, 'metadata', 'labels'), JSONExtractRaw(body, 'metadata', 'changedBy'), JSONExtractRaw(body, 'type'), concat(JSONExtractRaw(body, 'status', 'conditions'), JSONExtractRaw(body, 'status', 'nodeInfo')))`

export async function changedObjects(
  engine: Engine,
  { cluster, kinds, namespace, from, to, limit }: ChangesQuery,
  reach: (at: Instant) => Sql,
): Promise<Result<readonly ChangedObject[], EngineError>> {
  const where = sql.and([
    sql`cluster = ${cluster}`,
    sql`has(${kinds}, kind)`,
    ...(namespace === undefined ? [] : [sql`namespace = ${namespace}`]),
    reach(from),
    sql`ts <= ${timeOf(to)}`,
  ])
  const found = await engine.query(
    sql`SELECT kind, namespace, name, uid, at, before FROM (SELECT kind, namespace, name, uid, toUnixTimestamp64Milli(ts) AS at, digest, lagInFrame(toUnixTimestamp64Milli(ts), 1, 0) OVER w AS before, lagInFrame(digest, 1, 0) OVER w AS last FROM (SELECT kind, namespace, name, uid, ts, ${parts} AS parts, ${asked} AS digest FROM mangru.objects WHERE ${where}) WINDOW w AS (PARTITION BY kind, namespace, name, uid ORDER BY ts ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)) WHERE at > ${BigInt(from)} AND (before = 0 OR digest != last) ORDER BY at DESC, kind, namespace, name, uid LIMIT ${limit}`,
  )
  if (!found.ok) return found
  const pairs = found.value.rows.map(([kind, space, name, uid, at, before]) => ({
    ...{ kind: String(kind), namespace: String(space), name: String(name), uid: String(uid) },
    ...{ at: instant(Number(at)), beforeAt: Number(before) },
  }))
  if (pairs.length === 0) return ok([])
  const bodies = await bodiesOf(engine, where, pairs)
  if (!bodies.ok) return bodies
  return ok(
    pairs.map(({ beforeAt, ...pair }) => ({
      ...pair,
      body: bodies.value.get(`${pair.uid} ${pair.at}`) ?? '',
      before: bodies.value.get(`${pair.uid} ${beforeAt}`) ?? '',
    })),
  )
}

async function bodiesOf(
  engine: Engine,
  where: Sql,
  pairs: readonly { readonly uid: string; readonly at: Instant; readonly beforeAt: number }[],
): Promise<Result<ReadonlyMap<string, string>, EngineError>> {
  const wanted = new Set(
    pairs.flatMap(({ uid, at, beforeAt }) => [`${uid} ${at}`, ...(beforeAt === 0 ? [] : [`${uid} ${beforeAt}`])]),
  )
  const found = await engine.query(
    sql`SELECT uid, toUnixTimestamp64Milli(ts), body FROM mangru.objects WHERE ${where} AND concat(uid, ' ', toString(toUnixTimestamp64Milli(ts))) IN (${sql.join(
      [...wanted].map(one => sql`${one}`),
      ',',
    )})`,
  )
  if (!found.ok) return found
  return ok(new Map(found.value.rows.map(([uid, at, body]) => [`${uid} ${at}`, String(body)])))
}

const timeOf = (at: Instant) => sql`fromUnixTimestamp64Milli(${BigInt(at)}, 'UTC')`
