/**
 * Where the rows of a question come from: samples, with fallbacks where they stand for their minute, and before the samples' age roll-ups
 * of five minutes or an hour. All with the same columns, so that what is asked of them is the same.
 */
import { type Instant, instant } from '../../model/index.ts'
import { type Sql, sql } from '../engine/index.ts'
import type { Ages } from './ages.ts'
import { kinds } from './schema.ts'
import { valueSql } from './sketch.ts'

/** Rows of a time, chosen further by `among` (of `name` and `series`). */
export interface Rows {
  /** Inclusive. */
  readonly from: Instant
  /** Exclusive. */
  readonly to: Instant
  /** Of those without fallbacks and of those with some, as `metric_samples` and the roll-ups name them; undefined: none. */
  readonly plain: Sql | undefined
  readonly fallen: Sql | undefined
}

const columns = sql`name, series, ts, kind, value, weight, sum, low, high, values, weights`

/** Of samples alone. */
export function sampleRows({ plain, fallen, ...range }: Rows): readonly Sql[] {
  if (range.from >= range.to) return []
  const parts: Sql[] = []
  if (plain !== undefined)
    parts.push(sql`SELECT ${columns} FROM mangru.metric_samples WHERE ${plain} AND ${within(range)}`)
  if (fallen !== undefined)
    parts.push(
      sql`SELECT ${columns} FROM mangru.metric_samples WHERE ${fallen} AND ${within(range)} AND kind != ${kinds.fallback}`,
      fallbacks(fallen, range),
    )
  return parts
}

type Range = Pick<Rows, 'from' | 'to'>

/** For each minute that holds nothing but fallbacks of a series, one. The minutes at the edges are looked at whole. */
function fallbacks(among: Sql, range: Range): Sql {
  const whole = {
    from: instant(Math.floor(range.from / 60_000) * 60_000),
    to: instant(Math.ceil(range.to / 60_000) * 60_000),
  }
  const lonely = sql`SELECT name, series, min(ts) AS first, argMax(value, batch) AS v FROM mangru.metric_samples WHERE ${among} AND ${within(whole)} GROUP BY name, series, toStartOfMinute(ts) HAVING min(kind = ${kinds.fallback}) = 1`
  const rows = sql`SELECT name, series, first AS ts, toUInt8(${kinds.fallback}) AS kind, v AS value, toFloat64(1) AS weight, toFloat64(0) AS sum, toFloat64(0) AS low, toFloat64(0) AS high, emptyArrayFloat64() AS values, emptyArrayFloat64() AS weights FROM (${lonely})`
  return sql`SELECT ${columns} FROM (${rows}) WHERE ${within(range)}`
}

/** A roll-up looks like a distribution, or like a statistic set where one hid the values. */
function rolledRows(table: Sql, among: Sql, range: Range, distribution: boolean): Sql {
  const value = sql`greatest(low, least(high, ${valueSql(sql`key`)}))`
  const values = distribution ? sql`arrayMap(key -> ${value}, keys)` : sql`emptyArrayFloat64()`
  return sql`SELECT name, series, ts, toUInt8(if(hidden, ${kinds.set}, ${kinds.distribution})) AS kind, toFloat64(0) AS value, count AS weight, sum, low, high, ${values} AS values, ${distribution ? sql`weights` : sql`emptyArrayFloat64()`} AS weights FROM ${table} FINAL WHERE ${among} AND ${within(range)}`
}

/** Of what there is for these times: roll-ups before the samples' age, where the period is no finer than they are. */
export function rowsOf(rows: Rows, ages: Ages, period: number, distribution: boolean): readonly Sql[] {
  const { from, to, plain, fallen } = rows
  const samples = sampleRows({ ...rows, from: later(from, ages.samples) })
  if (from >= ages.samples || period < fiveMinutes) return samples
  const among = plain !== undefined && fallen !== undefined ? sql.or([plain, fallen]) : (plain ?? fallen)
  if (among === undefined) return samples
  const end = earlier(to, ages.samples)
  // Whole hours are fewer rows, and say the same.
  if (period % hour === 0 && from % hour === 0)
    return [rolledRows(hours, among, { from, to: end }, distribution), ...samples]
  const middle = later(from, ages.fives)
  const rolled: Sql[] = []
  if (from < ages.fives && period >= hour)
    rolled.push(rolledRows(hours, among, { from, to: earlier(end, ages.fives) }, distribution))
  if (middle < end) rolled.push(rolledRows(fives, among, { from: middle, to: end }, distribution))
  return [...rolled, ...samples]
}

const fiveMinutes = 300_000
const hour = 3_600_000
const fives = sql.ours('mangru.metric_fives')
const hours = sql.ours('mangru.metric_hours')

const later = (a: Instant, b: Instant): Instant => (a > b ? a : b)
const earlier = (a: Instant, b: Instant): Instant => (a < b ? a : b)

export const within = ({ from, to }: Range): Sql =>
  sql`ts >= fromUnixTimestamp64Milli(${Math.trunc(from)}, 'UTC') AND ts < fromUnixTimestamp64Milli(${Math.trunc(to)}, 'UTC')`

const told = sql`kind >= ${kinds.set}`
const hides = sql`kind = ${kinds.set} AND low != high`

/** Of rows with the columns above, as aggregates. `told` are rows whose statistics stand beside their values. */
export const aggregates = {
  count: sql`sum(weight)`,
  sum: sql`sum(if(${told}, sum, value * weight))`,
  low: sql`min(if(${told}, low, value))`,
  high: sql`max(if(${told}, high, value))`,
  hidden: sql`max(${hides})`,
  /** The values behind one row, and how often each was. */
  values: sql`multiIf(kind = ${kinds.distribution}, values, ${hides}, [], [if(kind = ${kinds.set}, low, value)])`,
  weights: sql`multiIf(kind = ${kinds.distribution}, weights, ${hides}, [], [weight])`,
} as const
