/** The object store over an engine. */
import { days, type Instant, instant, minus, ok, type Result } from '../../model/index.ts'
import {
  DateTime64Column,
  type Engine,
  type EngineError,
  LowCardinalityColumn,
  nativeBlock,
  StringColumn,
  sql,
  UInt8Column,
  UInt64Column,
} from '../engine/index.ts'
import { changedObjects } from './changed.ts'
import type { ObjectStore, ObjectVersion } from './port.ts'
import { objectColumns, objectTable } from './schema.ts'

/** A look back reads this far: each object is written anew once a day. */
const reach = days(2)

export function objectStore(engine: Engine): ObjectStore {
  return {
    append: (cluster, versions, token) => engine.insert(objectTable, objectColumns, blockOf(cluster, versions), token),
    present: async (cluster, at) => {
      const found = await engine.query(
        sql`SELECT kind, namespace, name, uid, toUnixTimestamp64Milli(max(ts)), toString(argMax(digest, ts)) FROM mangru.objects WHERE cluster = ${cluster} AND ${since(at)} GROUP BY kind, namespace, name, uid HAVING argMax(gone, ts) = 0`,
      )
      if (!found.ok) return found
      return ok(
        found.value.rows.map(([kind, namespace, name, uid, ts, digest]) => ({
          ...{ kind: String(kind), namespace: String(namespace), name: String(name), uid: String(uid) },
          ...{ at: instant(Number(ts)), digest: BigInt(String(digest)) },
        })),
      )
    },
    asAt: ({ cluster, kind, at, limit, only }) => {
      const which = only === undefined ? sql`1` : sql`namespace = ${only.namespace} AND name = ${only.name}`
      return versions(
        engine,
        sql`SELECT ${kind}, namespace, name, uid, toUnixTimestamp64Milli(max(ts)), argMax(gone, ts) AS last, toString(argMax(digest, ts)), argMax(body, ts) FROM mangru.objects WHERE cluster = ${cluster} AND kind = ${kind} AND ${which} AND ${since(at)} AND ts <= ${timeOf(at)} GROUP BY namespace, name, uid HAVING last = 0 ORDER BY namespace, name, uid LIMIT ${limit}`,
      )
    },
    history: ({ cluster, kind, namespace, name, until, limit }) =>
      versions(
        engine,
        sql`SELECT ${kind}, namespace, name, uid, toUnixTimestamp64Milli(ts), gone, toString(digest), body FROM (SELECT *, lagInFrame(digest, 1, 0) OVER (PARTITION BY uid ORDER BY ts ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS before FROM mangru.objects WHERE cluster = ${cluster} AND kind = ${kind} AND namespace = ${namespace} AND name = ${name} AND ts <= ${timeOf(until)}) WHERE digest != before ORDER BY ts DESC, uid LIMIT ${limit}`,
      ),
    changed: query => changedObjects(engine, query, since),
    ended: ({ cluster, kind, from, to, limit }) =>
      versions(
        engine,
        sql`SELECT ${kind}, namespace, name, uid, toUnixTimestamp64Milli(max(ts)) AS ended, argMax(gone, ts) AS last, '0', argMaxIf(body, ts, gone = 0) FROM mangru.objects WHERE cluster = ${cluster} AND kind = ${kind} AND ${since(from)} AND ts <= ${timeOf(to)} GROUP BY namespace, name, uid HAVING last = 1 AND max(ts) > ${timeOf(from)} ORDER BY ended DESC, namespace, name, uid LIMIT ${limit}`,
      ),
    first: async cluster => {
      const found = await engine.query(
        sql`SELECT count(), toUnixTimestamp64Milli(min(ts)) FROM mangru.objects WHERE cluster = ${cluster}`,
      )
      if (!found.ok) return found
      const [count, at] = found.value.rows[0] ?? []
      return ok(Number(count ?? 0) === 0 ? null : instant(Number(at)))
    },
    forget: cluster => engine.run(sql`ALTER TABLE mangru.objects DELETE WHERE cluster = ${cluster}`),
    dropBefore: async at => {
      const found = await engine.query(
        sql`SELECT DISTINCT partition FROM system.parts WHERE database = 'mangru' AND table = ${objectTable} AND active AND partition < toString(toDate(${timeOf(at)})) ORDER BY partition`,
      )
      if (!found.ok) return found
      for (const [day] of found.value.rows) {
        const dropped = await engine.run(sql`ALTER TABLE mangru.objects DROP PARTITION ${String(day)}`)
        if (!dropped.ok) return dropped
      }
      return ok(undefined)
    },
  }
}

const timeOf = (at: Instant) => sql`fromUnixTimestamp64Milli(${BigInt(at)}, 'UTC')`
const since = (at: Instant) => sql`ts > ${timeOf(minus(at, reach))}`

async function versions(
  engine: Engine,
  statement: ReturnType<typeof sql>,
): Promise<Result<readonly ObjectVersion[], EngineError>> {
  const found = await engine.query(statement)
  if (!found.ok) return found
  return ok(
    found.value.rows.map(([kind, namespace, name, uid, ts, gone, digest, body]) => ({
      ...{ kind: String(kind), namespace: String(namespace), name: String(name), uid: String(uid) },
      ...{ at: instant(Number(ts)), gone: Number(gone) === 1, digest: BigInt(String(digest)), body: String(body) },
    })),
  )
}

function blockOf(cluster: string, versions: readonly ObjectVersion[]): readonly Uint8Array[] {
  const clusters = new LowCardinalityColumn('cluster')
  const kind = new LowCardinalityColumn('kind')
  const namespace = new LowCardinalityColumn('namespace')
  const name = new StringColumn('name')
  const uid = new StringColumn('uid')
  const at = new DateTime64Column('ts')
  const gone = new UInt8Column('gone')
  const digest = new UInt64Column('digest')
  const body = new StringColumn('body')
  for (const version of versions) {
    clusters.push(cluster)
    kind.push(version.kind)
    namespace.push(version.namespace)
    name.push(version.name)
    uid.push(version.uid)
    at.push(version.at)
    gone.push(version.gone ? 1 : 0)
    digest.push(version.digest)
    body.push(version.body)
  }
  return nativeBlock([clusters, kind, namespace, name, uid, at, gone, digest, body])
}
