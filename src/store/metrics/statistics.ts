/** The statistics of some series, period by period. */
import { instant, ok, type Result } from '../../model/index.ts'
import { type Engine, type EngineError, type Sql, sql } from '../engine/index.ts'
import type { PeriodStatistics, StatisticsQuery } from './port.ts'
import { kinds } from './schema.ts'
import { nameHash } from './series-key.ts'

export async function readStatistics(
  engine: Engine,
  query: StatisticsQuery,
): Promise<Result<readonly PeriodStatistics[], EngineError>> {
  const [one] = query.series
  if (one === undefined || query.from >= query.to) return ok([])
  if (query.series.some(({ namespace, metric }) => namespace !== one.namespace || metric !== one.metric))
    throw new RangeError('series of different metrics are no one line')
  const answer = await engine.query(statement(query), query.signal === undefined ? {} : { signal: query.signal })
  if (!answer.ok) return answer
  return ok(answer.value.rows.map(row => periodOf(row, query.distribution === true)))
}

export async function readManyStatistics(
  engine: Engine,
  queries: readonly StatisticsQuery[],
  signal?: AbortSignal,
): Promise<Result<readonly (readonly PeriodStatistics[])[], EngineError>> {
  const answers: (readonly PeriodStatistics[])[] = []
  for (const { signal: _, ...query } of queries) {
    const answer = await readStatistics(engine, signal === undefined ? query : { ...query, signal })
    if (!answer.ok) return answer
    answers.push(answer.value)
  }
  return ok(answers)
}

function statement(query: StatisticsQuery): Sql {
  const period = sql`${Math.max(1, Math.trunc(query.period))}`
  const from = sql`toInt64(${query.from})`
  // A distribution's weighted sum need not be its told sum.
  const behind = query.distribution
    ? sql`, sumMap(multiIf(kind = ${kinds.distribution}, values, kind = ${kinds.set} AND low != high, [], [if(kind = ${kinds.set}, low, value)]), multiIf(kind = ${kinds.distribution}, weights, kind = ${kinds.set} AND low != high, [], [weight])) AS d, tupleElement(d, 1), tupleElement(d, 2), max(kind = ${kinds.set} AND low != high)`
    : sql``
  const told = sql`kind >= ${kinds.set}`
  return sql`SELECT toInt64(intDiv(toUnixTimestamp64Milli(ts) - ${from}, ${period}) * ${period} + ${from}) AS at, sum(weight), sum(if(${told}, sum, value * weight)), min(if(${told}, low, value)), max(if(${told}, high, value))${behind} FROM (${rows(query)}) GROUP BY at ORDER BY at`
}

const columns = sql`ts, kind, value, weight, sum, low, high, values, weights`

function rows(query: StatisticsQuery): Sql {
  const plain = query.series.filter(({ fallback }) => !fallback)
  const fallen = query.series.filter(({ fallback }) => fallback)
  const parts: Sql[] = []
  if (plain.length > 0) parts.push(sql`SELECT ${columns} FROM mangru.metric_samples WHERE ${among(query, plain)}`)
  if (fallen.length > 0) {
    const where = among(query, fallen)
    parts.push(
      sql`SELECT ${columns} FROM mangru.metric_samples WHERE ${where} AND kind != ${kinds.fallback}`,
      sql`SELECT ${columns} FROM (${fallbacks(query, fallen)})`,
    )
  }
  return sql.join(parts, ' UNION ALL ')
}

/** For each minute that holds nothing but fallbacks of a series, one. The minutes at the edges are looked at whole. */
function fallbacks(query: StatisticsQuery, series: StatisticsQuery['series']): Sql {
  const whole = {
    ...query,
    from: instant(Math.floor(query.from / 60_000) * 60_000),
    to: instant(Math.ceil(query.to / 60_000) * 60_000),
  }
  const lonely = sql`SELECT min(ts) AS first, argMax(value, batch) AS v FROM mangru.metric_samples WHERE ${among(whole, series)} GROUP BY series, toStartOfMinute(ts) HAVING min(kind = ${kinds.fallback}) = 1`
  return sql`SELECT first AS ts, toUInt8(${kinds.fallback}) AS kind, v AS value, toFloat64(1) AS weight, toFloat64(0) AS sum, toFloat64(0) AS low, toFloat64(0) AS high, emptyArrayFloat64() AS values, emptyArrayFloat64() AS weights FROM (${lonely}) WHERE first >= ${time(query.from)} AND first < ${time(query.to)}`
}

function among({ from, to, series: [one] }: StatisticsQuery, series: StatisticsQuery['series']): Sql {
  const ids = sql.join(
    series.map(({ id }) => sql`${BigInt(id)}`),
    ', ',
  )
  const name = nameHash(one?.namespace ?? '', one?.metric ?? '')
  return sql.and([sql`name = ${name}`, sql`series IN (${ids})`, sql`ts >= ${time(from)}`, sql`ts < ${time(to)}`])
}

const time = (at: number): Sql => sql`fromUnixTimestamp64Milli(${Math.trunc(at)}, 'UTC')`

function periodOf(row: readonly unknown[], distribution: boolean): PeriodStatistics {
  const [at, count, sum, min, max, , values, weights, hidden] = row
  const base = {
    at: instant(Number(at)),
    count: Number(count),
    sum: Number(sum),
    min: Number(min),
    max: Number(max),
  }
  if (!distribution) return base
  const told = { values: (values as unknown[]).map(Number), weights: (weights as unknown[]).map(Number) }
  return { ...base, distribution: Number(hidden) === 1 ? null : told }
}
