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
  const rows = bundle.lines.map((): Row[] => [])
  for (const row of answer.value.rows) rows[Number(row[0])]?.push(row)
  for (const [at, { asked }] of bundle.lines.entries()) {
    const mine = inOrder(rows[at] ?? [])
    for (const [key, percent] of asked) answers.set(key, periodsOf(mine, bundle, percent))
  }
  return ok(undefined)
}

/** Of an answer: line, place, count, sum, low, high, and what else was asked for. */
type Row = readonly unknown[]

function periodsOf(rows: readonly Row[], bundle: Bundle, percent: number | undefined): Statistics {
  if (percent === undefined) return rows.map(row => periodOf(row, bundle))
  const column = 6 + bundle.percents.indexOf(percent)
  return rows.map(row => ({ ...periodOf(row, bundle), percentile: row[column] == null ? null : Number(row[column]) }))
}

/** A row for each line and period, in any order: the engine groups by parts of the lines at once. No weights are told where all are 1. */
function statement(bundle: Bundle, ages: Ages): Sql {
  const { from, to, lines, percents } = bundle
  const distribution = bundle.distribution || percents.length > 0
  const period = Math.max(1, Math.trunc(bundle.period))
  const series = lines.flatMap(line => line.series)
  const plain = series.filter(({ fallback }) => !fallback)
  const fallen = series.filter(({ fallback }) => fallback)
  const rows = rowsOf({ from, to, plain: among(plain), fallen: among(fallen) }, ages, period, distribution)
  if (rows.length === 0) return sql`SELECT 0 WHERE 0`
  const { count, sum, low, high, hidden, values, weights } = aggregates
  const place = sql`toUInt32(intDiv(toUnixTimestamp64Milli(ts) - toInt64(${from}), ${period}))`
  const behind = distribution ? sql`, sumMap(${values}, ${weights}) AS d, ${hidden} AS x` : sql``
  const periods = sql`SELECT ${lineOf(lines)} AS line, ${place} AS place, ${count} AS c, ${sum} AS s, ${low} AS l, ${high} AS h${behind} FROM (${sql.join(rows, ' UNION ALL ')}) GROUP BY line, place`
  if (percents.length > 0) return percentilesOf(periods, percents)
  if (!distribution) return periods
  const unlike = sql`if(arrayExists(w -> w != 1, tupleElement(d, 2)), tupleElement(d, 2), [])`
  return sql`SELECT line, place, c, s, l, h, x, tupleElement(d, 1), ${unlike} FROM (${periods})`
}

/** A column for each percentile, by the same arithmetic as `percentile`: the first value at which as much weight is reached, else the last. */
function percentilesOf(periods: Sql, percents: readonly number[]): Sql {
  const reached = sql`SELECT line, place, c, s, l, h, x, tupleElement(d, 1) AS v, arrayCumSum(tupleElement(d, 2)) AS r, r[-1] AS t FROM (${periods})`
  const columns = percents.map(percent => {
    const first = sql`arrayFirstIndex(w -> w >= t * ${percent} / 100 - t * 1e-12 AND w > 0, r)`
    return sql`if(x OR empty(v), NULL, v[if(${first} = 0, -1, toInt64(${first}))])`
  })
  return sql`SELECT line, place, c, s, l, h, ${sql.join(columns, ', ')} FROM (${reached})`
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
  const ids = sql.join(
    pairs.map(([, id]) => sql`${id}`),
    ',',
  )
  // An id is of one name alone: the names are there to find it by.
  return sql`name IN (${sql.join(
    [...new Set(names.values())].map(name => sql`${name}`),
    ',',
  )}) AND series IN (${ids})`
}

function periodOf(row: Row, { from, period, distribution }: Bundle): PeriodStatistics {
  const [, place, count, sum, min, max, hidden, values, weights] = row
  const base = {
    at: instant(from + Number(place) * period),
    count: Number(count),
    sum: Number(sum),
    min: Number(min),
    max: Number(max),
  }
  if (!distribution) return base
  if (Number(hidden) === 1) return { ...base, distribution: null }
  const all = numbers(values)
  const told = numbers(weights)
  return { ...base, distribution: { values: all, weights: told.length > 0 ? told : all.map(() => 1) } }
}

/** By place. Most lines fill most of their places: then each row goes to its own. */
function inOrder(rows: readonly Row[]): readonly Row[] {
  const last = rows.reduce((most, row) => Math.max(most, placeOf(row)), 0)
  if (last > 4 * rows.length) return rows.toSorted((a, b) => placeOf(a) - placeOf(b))
  const placed = new Array<Row | undefined>(last + 1).fill(undefined)
  for (const row of rows) placed[placeOf(row)] = row
  return placed.filter(row => row !== undefined)
}

const placeOf = (row: Row): number => row[1] as number

const numbers = (list: unknown): readonly number[] => (list as readonly unknown[]).map(Number)
