/**
 * How containers ended that were started again or wait for it, out of the versions of their pods: each end once, however many versions tell of it. Most
 * versions tell of none and are passed over unread.
 */
import { days, type Instant, instant, ok, plus, type Result } from '../../model/index.ts'
import { type Engine, type EngineError, sql } from '../engine/index.ts'

export interface ContainerEnds {
  readonly namespace: string
  readonly pod: string
  /** `OOMKilled`, `Error`, `Completed`. */
  readonly reason: string
  readonly count: number
  readonly last: Instant
}

/** Ends in `[from, to)` by pod and reason, the most first, at most `limit`. */
export async function readContainerEnds(
  engine: Engine,
  {
    cluster,
    from,
    to,
    limit,
  }: { readonly cluster: string; readonly from: Instant; readonly to: Instant; readonly limit: number },
  signal?: AbortSignal,
): Promise<Result<readonly ContainerEnds[], EngineError>> {
  const time = (at: Instant) => sql`fromUnixTimestamp64Milli(${BigInt(at)}, 'UTC')`
  // A pod's version that tells of an end comes right after it; and what stands unchanged is written anew once a day.
  const until = plus(to, days(2))
  const found = await engine.query(
    sql`SELECT namespace, name, reason, count(), toUnixTimestamp64Milli(max(ended)) FROM (SELECT DISTINCT namespace, name, uid, JSONExtractString(container, 'name') AS one, JSONExtractString(container, 'lastState', 'terminated', 'reason') AS reason, parseDateTime64BestEffortOrZero(JSONExtractString(container, 'lastState', 'terminated', 'finishedAt'), 3, 'UTC') AS ended FROM (SELECT namespace, name, uid, arrayJoin(arrayConcat(JSONExtractArrayRaw(body, 'status', 'containerStatuses'), JSONExtractArrayRaw(body, 'status', 'initContainerStatuses'))) AS container FROM mangru.objects WHERE cluster = ${cluster} AND kind = 'Pod' AND ts >= ${time(from)} AND ts < ${time(until)} AND gone = 0 AND position(body, '"lastState":{"terminated"') > 0)) WHERE ended >= ${time(from)} AND ended < ${time(to)} GROUP BY namespace, name, reason ORDER BY count() DESC, namespace, name, reason LIMIT ${limit}`,
    signal === undefined ? {} : { signal },
  )
  if (!found.ok) return found
  return ok(
    found.value.rows.map(([namespace, pod, reason, count, last]) => ({
      ...{ namespace: String(namespace), pod: String(pod), reason: String(reason) },
      ...{ count: Number(count), last: instant(Number(last)) },
    })),
  )
}
