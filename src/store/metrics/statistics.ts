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
  const periods = bundle.lines.map((): PeriodStatistics[] => [])
  for (const row of answer.value.rows) periods[Number(row[0])]?.push(periodOf(row, bundle))
  for (const [at, { key }] of bundle.lines.entries()) answers.set(key, inOrder(periods[at] ?? []))
  return ok(undefined)
}

/** A row for each line and period, in any order: the engine groups by parts of the lines at once. No weights are told where all are 1. */
function statement(bundle: Bundle, ages: Ages): Sql {
  const { from, to, distribution, lines } = bundle
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
  if (!distribution) return periods
  const unlike = sql`if(arrayExists(w -> w != 1, tupleElement(d, 2)), tupleElement(d, 2), [])`
  return sql`SELECT line, place, c, s, l, h, x, tupleElement(d, 1), ${unlike} FROM (${periods})`
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

function periodOf(row: readonly unknown[], { from, period, distribution }: Bundle): PeriodStatistics {
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

const inOrder = (periods: PeriodStatistics[]): Statistics =>
  periods.every(({ at }, place) => place === 0 || periods[place - 1]!.at < at)
    ? periods
    : periods.sort((a, b) => a.at - b.at)

const numbers = (list: unknown): readonly number[] => (list as readonly unknown[]).map(Number)
