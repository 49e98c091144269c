/** Which series there are. */
import { instant, ok, type Result } from '../../model/index.ts'
import { type Engine, type EngineError, type Sql, sql } from '../engine/index.ts'
import type { Series, SeriesQuery } from './port.ts'
import { setText } from './series-key.ts'

export async function listSeries(engine: Engine, query: SeriesQuery): Promise<Result<readonly Series[], EngineError>> {
  const { activeSince } = query
  const having = activeSince === undefined ? sql`1` : sql`l >= ${activeSince}`
  const found = await engine.query(selectSeries(sql.and(conditions(query)), having, query.limit))
  if (!found.ok) return found
  return ok(found.value.rows.map(seriesOf))
}

/** Rows for `seriesOf`; `l` is when a series was last active. */
export const selectSeries = (where: Sql, having: Sql, limit: number): Sql =>
  sql`SELECT namespace, metric, toString(series), anyLast(labels), anyLast(sets), anyLast(unit), anyLast(resolution), anyLast(source), max(fallback), toUnixTimestamp64Milli(min(first)), toUnixTimestamp64Milli(max(last)) AS l FROM mangru.metric_series WHERE ${where} GROUP BY namespace, metric, series HAVING ${having} ORDER BY namespace, metric, series LIMIT ${limit}`

/** Whatever is asked of a series but its times holds for each of its rows alike. */
function conditions(query: SeriesQuery): readonly Sql[] {
  const { namespace, metric, metricWritten, labels = [], dimensions, set, contains, unit, source, after } = query
  const where: Sql[] = []
  if (namespace !== undefined) where.push(sql`namespace = ${namespace}`)
  if (metric !== undefined) where.push(sql`metric = ${metric}`)
  if (metricWritten !== undefined)
    where.push(sql`translate(lowerUTF8(metric), '/%', '__') = ${metricWritten.toLowerCase().replace(/[/%]/g, '_')}`)
  if (unit !== undefined) where.push(sql`unit = ${unit}`)
  if (source !== undefined) where.push(sql`source = ${source}`)
  for (const { name, value } of labels) {
    where.push(sql`mapContains(labels, ${name})`)
    if (value !== undefined) where.push(sql`labels[${name}] = ${value}`)
  }
  if (dimensions !== undefined) {
    where.push(sql`has(sets, ${setText(Object.keys(dimensions))})`)
    for (const [name, value] of Object.entries(dimensions)) where.push(sql`labels[${name}] = ${value}`)
  }
  if (set !== undefined) where.push(sql`has(sets, ${setText(set)})`)
  if (contains !== undefined) {
    const holds = (text: Sql): Sql => sql`positionCaseInsensitiveUTF8(${text}, ${contains}) > 0`
    const inLabels = sql`arrayExists(part -> ${holds(sql`part`)}, arrayConcat(mapKeys(labels), mapValues(labels)))`
    where.push(sql`(${holds(sql`namespace`)} OR ${holds(sql`metric`)} OR ${inLabels})`)
  }
  if (after !== undefined)
    where.push(sql`(namespace, metric, series) > (${after.namespace}, ${after.metric}, toUInt64(${BigInt(after.id)}))`)
  return where
}

export function seriesOf(row: readonly unknown[]): Series {
  const [namespace, metric, id, labels, sets, unit, resolution, source, fallback, first, last] = row
  return {
    namespace: String(namespace),
    metric: String(metric),
    id: String(id),
    labels: labels as Readonly<Record<string, string>>,
    sets: (sets as readonly string[]).map(names => JSON.parse(names) as string[]),
    unit: String(unit),
    resolution: Number(resolution) === 1 ? 1 : 60,
    source: String(source),
    fallback: Number(fallback) === 1,
    first: instant(Number(first)),
    last: instant(Number(last)),
  }
}
