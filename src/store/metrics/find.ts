/** The series behind many metrics that are known by name and dimensions, by one statement. */
import { limits } from '../../limits.ts'
import { err, type Instant, ok, type Result } from '../../model/index.ts'
import { type Engine, type EngineError, type Sql, sql } from '../engine/index.ts'
import { selectSeries, seriesOf } from './list.ts'
import type { MetricWanted, Series } from './port.ts'
import { setText } from './series-key.ts'

export async function findSeries(
  engine: Engine,
  wanted: readonly MetricWanted[],
  activeSince: Instant,
  signal: AbortSignal | undefined,
): Promise<Result<readonly (readonly Series[])[], EngineError>> {
  if (wanted.length === 0) return ok([])
  const groups = Map.groupBy(wanted, groupText)
  const where = sql.or([...groups.values()].map(groupCondition))
  const most = limits.metricSeriesFound
  const statement = selectSeries(where, sql`l >= ${activeSince}`, most + 1)
  const found = await engine.query(statement, signal === undefined ? {} : { signal })
  if (!found.ok) return found
  if (found.value.rows.length > most)
    return err({ code: 'over-limit', limit: 'rows', message: `The metrics have more than ${most} series.` })
  const byMetric = new Map<string, Series[]>()
  for (const row of found.value.rows) {
    const series = seriesOf(row)
    for (const names of series.sets) {
      const key = identity(series.namespace, series.metric, names, name => series.labels[name])
      const others = byMetric.get(key)
      if (others === undefined) byMetric.set(key, [series])
      else others.push(series)
    }
  }
  return ok(wanted.map(one => byMetric.get(identityOf(one)) ?? []))
}

/** Metrics that are told apart by nothing but values. */
const groupText = ({ namespace, metric, dimensions }: MetricWanted): string =>
  JSON.stringify([namespace, metric, Object.keys(dimensions).sort()])

const identityOf = ({ namespace, metric, dimensions }: MetricWanted): string =>
  identity(namespace, metric, Object.keys(dimensions), name => dimensions[name])

const identity = (
  namespace: string,
  metric: string,
  names: readonly string[],
  labelOf: (name: string) => string | undefined,
): string => JSON.stringify([namespace, metric, [...new Set(names)].sort().map(name => [name, labelOf(name)])])

function groupCondition(group: readonly MetricWanted[]): Sql {
  const { namespace, metric, dimensions } = group[0]!
  const names = Object.keys(dimensions).sort()
  const named = [sql`namespace = ${namespace}`, sql`metric = ${metric}`, sql`has(sets, ${setText(names)})`]
  if (names.length === 0) return sql.and(named)
  const tuple = sql.join(
    names.map(name => sql`labels[${name}]`),
    ', ',
  )
  const values = sql.join(
    group.map(
      one =>
        sql`(${sql.join(
          names.map(name => sql`${one.dimensions[name] ?? ''}`),
          ', ',
        )})`,
    ),
    ', ',
  )
  return sql.and([...named, sql`(${tuple}) IN (${values})`])
}
