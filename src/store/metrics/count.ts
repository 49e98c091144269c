/** How many metrics there are, as CloudWatch counts them: a series is one metric for each set of labels that was declared for it. */
import { type Instant, ok, type Result } from '../../model/index.ts'
import { type Engine, type EngineError, sql } from '../engine/index.ts'
import type { NamespaceCount, SetCount, SetsQuery } from './port.ts'

/** Distinct metrics of rows whose sets are joined as `declared`. */
const metrics = sql`uniqExact(metric, declared, arrayMap(name -> labels[name], JSONExtract(declared, 'Array(String)')))`

export async function countNamespaces(
  engine: Engine,
  activeSince: Instant,
): Promise<Result<readonly NamespaceCount[], EngineError>> {
  const found = await engine.query(
    sql`SELECT namespace, ${metrics} FROM mangru.metric_series ARRAY JOIN sets AS declared WHERE toUnixTimestamp64Milli(last) >= ${activeSince} GROUP BY namespace ORDER BY namespace`,
  )
  if (!found.ok) return found
  return ok(found.value.rows.map(([namespace, count]) => ({ namespace: String(namespace), metrics: Number(count) })))
}

export async function countSets(
  engine: Engine,
  { namespace, activeSince, limit }: SetsQuery,
): Promise<Result<readonly SetCount[], EngineError>> {
  const found = await engine.query(
    sql`SELECT declared, ${metrics} FROM mangru.metric_series ARRAY JOIN sets AS declared WHERE namespace = ${namespace} AND toUnixTimestamp64Milli(last) >= ${activeSince} GROUP BY declared ORDER BY declared LIMIT ${limit}`,
  )
  if (!found.ok) return found
  return ok(
    found.value.rows.map(([declared, count]) => ({
      names: JSON.parse(String(declared)) as string[],
      metrics: Number(count),
    })),
  )
}
