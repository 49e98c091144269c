/** How often a cluster's events happened, out of the group that they are stored in as log lines: one happening is told by several lines while it lasts. */
import { type Instant, instant, ok, type Result } from '../../model/index.ts'
import { type Engine, type EngineError, sql } from '../engine/index.ts'
import { rowsOf } from './conditions.ts'
import type { SelectedGroup } from './port.ts'

export interface EventCount {
  readonly reason: string
  readonly kind: string
  readonly namespace: string
  readonly name: string
  readonly count: number
  readonly last: Instant
}

/** One that is told of: by its reason, and where that says too little, by how its message begins. */
export interface EventWanted {
  readonly reason: string
  readonly begins?: string
  /** It is no warning; absent: it is one. */
  readonly normal?: boolean
}

export interface EventQuestion {
  readonly group: SelectedGroup
  readonly from: Instant
  readonly to: Instant
  readonly wanted: readonly EventWanted[]
  readonly limit: number
}

/**
 * By object and reason, the most first. An event counts its own repeats: what began in the range counts in full, of what is older the repeats since the
 * first line.
 */
export async function readEventCounts(
  engine: Engine,
  { group, from, to, wanted, limit }: EventQuestion,
  signal?: AbortSignal,
): Promise<Result<readonly EventCount[], EngineError>> {
  if (wanted.length === 0 || from >= to) return ok([])
  const [normal, warnings] = [wanted.filter(one => one.normal), wanted.filter(one => !one.normal)]
  const where = sql.or([
    ...(warnings.length === 0 ? [] : [sql.and([sql`level = 'WARN'`, anyOf(warnings)])]),
    // Most events are no warnings: what does not name a reason anywhere is not read as JSON.
    ...(normal.length === 0 ? [] : [sql.and([sql`level = 'INFO'`, mentions(normal), anyOf(normal)])]),
  ])
  const found = await engine.query(
    sql`SELECT reason, kind, object_namespace, object_name, sum(times), toUnixTimestamp64Milli(max(last)) FROM (SELECT JSONExtractString(message, 'reason') AS reason, JSONExtractString(message, 'object', 'kind') AS kind, JSONExtractString(message, 'object', 'namespace') AS object_namespace, JSONExtractString(message, 'object', 'name') AS object_name, JSONExtractString(message, 'event', 'uid') AS uid, max(JSONExtractInt(message, 'count')) AS most, min(JSONExtractInt(message, 'count')) AS least, max(ts) AS last, greatest(toInt64(1), if(min(parseDateTime64BestEffortOrZero(JSONExtractString(message, 'first_time'), 3, 'UTC')) >= fromUnixTimestamp64Milli(${BigInt(from)}, 'UTC'), most, toInt64(most - least + 1))) AS times FROM mangru.logs WHERE ${rowsOf({ groups: [group], from, to, where }, from, to)} GROUP BY reason, kind, object_namespace, object_name, uid) GROUP BY reason, kind, object_namespace, object_name ORDER BY sum(times) DESC, object_namespace, object_name, reason LIMIT ${limit}`,
    signal === undefined ? {} : { signal },
  )
  if (!found.ok) return found
  return ok(
    found.value.rows.map(([reason, kind, namespace, name, count, last]) => ({
      ...{ reason: String(reason), kind: String(kind), namespace: String(namespace), name: String(name) },
      ...{ count: Number(count), last: instant(Number(last)) },
    })),
  )
}

const anyOf = (wanted: readonly EventWanted[]) =>
  sql.or(
    wanted.map(({ reason, begins }) => {
      const named = sql`JSONExtractString(message, 'reason') = ${reason}`
      return begins === undefined
        ? named
        : sql.and([named, sql`startsWith(JSONExtractString(message, 'message'), ${begins})`])
    }),
  )

const mentions = (wanted: readonly EventWanted[]) =>
  sql.or(wanted.map(({ reason }) => sql`position(message, ${reason}) > 0`))
