/** The statistics of lines of series, period by period: many lines by few statements. */
import { limits } from '../../limits.ts'
import { instant, ok, type Result } from '../../model/index.ts'
import { type Engine, type EngineError, type Sql, sql } from '../engine/index.ts'
import type { Ages } from './ages.ts'
import { type Bundle, type BundleLine, bundlesOf, lineKey } from './bundles.ts'
import type { PeriodStatistics, Series, StatisticsQuery } from './port.ts'
import { aggregates, rowsOf } from './rows.ts'
import { nameHash } from './series-key.ts'

type Statistics = readonly PeriodStatistics[]

export async function readStatistics(
  engine: Engine,
  ages: Ages,
  query: StatisticsQuery,
): Promise<Result<Statistics, EngineError>> {
  const read = await readManyStatistics(engine, ages, [query], query.signal)
  return read.ok ? ok(read.value[0] ?? []) : read
}

export async function readManyStatistics(
  engine: Engine,
  ages: Ages,
  queries: readonly StatisticsQuery[],
  signal?: AbortSignal,
): Promise<Result<readonly Statistics[], EngineError>> {
  const answers = new Map<string, Statistics>()
  const bundles = [...bundlesOf(queries)]
  let trouble: EngineError | undefined
  const work = async () => {
    for (let bundle = bundles.shift(); bundle !== undefined && trouble === undefined; bundle = bundles.shift()) {
      const read = await readBundle(engine, ages, bundle, answers, signal)
      if (!read.ok) trouble ??= read.error
    }
  }
  await Promise.all(Array.from({ length: limits.metricStatementsAtOnce }, work))
  if (trouble !== undefined) return { ok: false, error: trouble }
  return ok(queries.map(query => answers.get(lineKey(query)) ?? []))
}

async function readBundle(
  engine: Engine,
  ages: Ages,
  bundle: Bundle,
  answers: Map<string, Statistics>,
  signal: AbortSignal | undefined,
): Promise<Result<void, EngineError>> {
  const answer = await engine.query(statement(bundle, ages), {
    settings: { do_not_merge_across_partitions_select_final: 1 },
    ...(signal === undefined ? {} : { signal }),
  })
  if (!answer.ok) return answer
  for (const row of answer.value.rows) {
    const line = bundle.lines[Number(row[0])]
    if (line !== undefined) answers.set(line.key, periodsOf(row, bundle))
  }
  return ok(undefined)
}

/** A row for each line, with a list for each statistic: rows of their own would cost more than what they say. */
function statement(bundle: Bundle, ages: Ages): Sql {
  const { from, to, distribution, lines } = bundle
  const period = Math.max(1, Math.trunc(bundle.period))
  const series = lines.flatMap(line => line.series)
  const plain = series.filter(({ fallback }) => !fallback)
  const fallen = series.filter(({ fallback }) => fallback)
  const rows = rowsOf({ from, to, plain: among(plain), fallen: among(fallen) }, ages, period, distribution)
  if (rows.length === 0) return sql`SELECT 0 WHERE 0`
  const { count, sum, low, high, hidden, values, weights } = aggregates
  const behind = distribution
    ? sql`, sumMap(${values}, ${weights}) AS d, tupleElement(d, 1) AS v, tupleElement(d, 2) AS w, ${hidden} AS x`
    : sql``
  const place = sql`toUInt32(intDiv(toUnixTimestamp64Milli(ts) - toInt64(${from}), ${period}))`
  const periods = sql`SELECT ${lineOf(lines)} AS line, ${place} AS place, ${count} AS c, ${sum} AS s, ${low} AS l, ${high} AS h${behind} FROM (${sql.join(rows, ' UNION ALL ')}) GROUP BY line, place`
  const lists = distribution ? sql`, groupArray(v), groupArray(w), groupArray(x)` : sql``
  return sql`SELECT line, groupArray(place), groupArray(c), groupArray(s), groupArray(l), groupArray(h)${lists} FROM (${periods}) GROUP BY line`
}

/** Each series belongs to one line of a bundle. */
function lineOf(lines: readonly BundleLine[]): Sql {
  if (lines.length === 1) return sql`toUInt32(0)`
  const ids = lines.flatMap(({ series }) => series.map(({ id }) => sql`${BigInt(id)}`))
  const places = lines.flatMap(({ series }, place) => series.map(() => sql`${place}`))
  return sql`transform(series, CAST([${sql.join(ids, ',')}], 'Array(UInt64)'), CAST([${sql.join(places, ',')}], 'Array(UInt32)'), toUInt32(0))`
}

function among(series: readonly Series[]): Sql | undefined {
  const names = new Map<string, number>()
  const nameOf = ({ namespace, metric }: Series): number => {
    const key = JSON.stringify([namespace, metric])
    const known = names.get(key) ?? nameHash(namespace, metric)
    names.set(key, known)
    return known
  }
  const pairs = series.map(one => [nameOf(one), BigInt(one.id)] as const)
  const [first] = pairs
  if (first === undefined) return undefined
  if (names.size === 1)
    return sql`name = ${first[0]} AND series IN (${sql.join(
      pairs.map(([, id]) => sql`${id}`),
      ',',
    )})`
  return sql`(name, series) IN (${sql.join(
    pairs.map(([name, id]) => sql`(${name},${id})`),
    ',',
  )})`
}

function periodsOf(row: readonly unknown[], { from, period, distribution }: Bundle): Statistics {
  const [places = [], counts = [], sums = [], lows = [], highs = [], values = [], weights = [], hidden = []] =
    row.slice(1) as (readonly unknown[])[]
  const periods = places.map((place, at): PeriodStatistics => {
    const base = {
      at: instant(from + Number(place) * period),
      count: Number(counts[at]),
      sum: Number(sums[at]),
      min: Number(lows[at]),
      max: Number(highs[at]),
    }
    if (!distribution) return base
    if (Number(hidden[at]) === 1) return { ...base, distribution: null }
    return { ...base, distribution: { values: numbers(values[at]), weights: numbers(weights[at]) } }
  })
  return periods.every(({ at }, place) => place === 0 || periods[place - 1]!.at < at)
    ? periods
    : periods.sort((a, b) => a.at - b.at)
}

const numbers = (list: unknown): readonly number[] => (list as readonly unknown[]).map(Number)
