/**
 * Rolls one day of samples up to five minutes and to hours. The day is read in slices, so that memory has a bound whatever its size. It
 * may be done again and again, half or whole, by one program or two: a row replaces its equal.
 */
import { limits } from '../../limits.ts'
import { type Instant, instant, ok, type Result } from '../../model/index.ts'
import { type Engine, type EngineError, type Sql, sql } from '../engine/index.ts'
import { aggregates, sampleRows } from './rows.ts'
import { kinds } from './schema.ts'
import { bucketSql } from './sketch.ts'

export const dayLength = 86_400_000

/** A range of name hashes, or a part of the series of one. */
export interface Slice {
  readonly from: number
  /** Inclusive. */
  readonly to: number
  readonly part: number
  readonly parts: number
}

/** Slices of about `limits.metricRollUpRows` rows. `counts`: rows by name, in order of the names. */
export function slicesOf(counts: readonly (readonly [number, number])[]): readonly Slice[] {
  const most = limits.metricRollUpRows
  const slices: Slice[] = []
  let open: { from: number; to: number; rows: number } | undefined
  const close = (): void => {
    if (open !== undefined) slices.push({ from: open.from, to: open.to, part: 0, parts: 1 })
    open = undefined
  }
  for (const [name, rows] of counts) {
    if (open !== undefined && open.rows + rows > most) close()
    if (rows > most) {
      const parts = Math.ceil(rows / most)
      for (let part = 0; part < parts; part += 1) slices.push({ from: name, to: name, part, parts })
    } else if (open === undefined) open = { from: name, to: name, rows }
    else {
      open.to = name
      open.rows += rows
    }
  }
  close()
  return slices
}

/** `day`: its start. Resolves ok when the roll-ups are durable. */
export async function rollUpDay(engine: Engine, day: Instant, signal: AbortSignal): Promise<Result<void, EngineError>> {
  const range = { from: day, to: instant(day + dayLength) }
  const counted = await engine.query(
    sql`SELECT name, count() FROM mangru.metric_samples WHERE toDate(ts) = ${dayText(day)} GROUP BY name ORDER BY name`,
    { signal },
  )
  if (!counted.ok) return counted
  const counts = counted.value.rows.map(([name, rows]) => [Number(name), Number(rows)] as const)
  for (const slice of slicesOf(counts)) {
    for (const [table, step] of tables) {
      if (signal.aborted) return { ok: false, error: { code: 'cancelled' } }
      const done = await engine.run(rollUp(table, step, slice, range), {
        signal,
        settings: { distributed_foreground_insert: 1 },
      })
      if (!done.ok) return done
    }
  }
  return ok(undefined)
}

export const dayText = (day: Instant): string => new Date(day).toISOString().slice(0, 10)

/** Milliseconds. */
const tables = [
  [sql.ours('mangru.metric_fives'), 300_000],
  [sql.ours('mangru.metric_hours'), 3_600_000],
] as const

function rollUp(table: Sql, step: number, slice: Slice, range: { readonly from: Instant; readonly to: Instant }): Sql {
  const names = sql`name >= ${slice.from} AND name <= ${slice.to} AND ${seriesIn(slice)}`
  const inDay = sql`toDate(ts) = ${dayText(range.from)}`
  const withFallbacks = sql`SELECT series FROM mangru.metric_samples WHERE ${names} AND ${inDay} AND kind = ${kinds.fallback}`
  const rows = sampleRows({
    ...range,
    plain: sql`${names} AND series NOT IN (${withFallbacks})`,
    fallen: sql`${names} AND series IN (${withFallbacks})`,
  })
  const { count, sum, low, high, hidden, values, weights } = aggregates
  const slot = sql`fromUnixTimestamp64Milli(intDiv(toUnixTimestamp64Milli(ts), ${step}) * ${step}, 'UTC')`
  const buckets = sql`arrayMap(v -> ${bucketSql(sql`v`)}, ${values})`
  const rolled = sql`SELECT name, series, ${slot} AS slot, ${count} AS c, ${sum} AS s, ${low} AS l, ${high} AS h, ${hidden} AS x, sumMap(${buckets}, ${weights}) AS d FROM (${sql.join(rows, ' UNION ALL ')}) GROUP BY name, series, slot`
  return sql`INSERT INTO ${table} (name, series, ts, count, sum, low, high, hidden, keys, weights) SELECT name, series, slot, c, s, l, h, x, if(x, [], tupleElement(d, 1)), if(x, [], tupleElement(d, 2)) FROM (${rolled})`
}

/** Ids are hashes: equal parts of their range hold about as many. */
function seriesIn({ part, parts }: Slice): Sql {
  if (parts === 1) return sql`1`
  const edge = (at: number): bigint => (2n ** 64n * BigInt(at)) / BigInt(parts)
  const below = part + 1 === parts ? sql`1` : sql`series < ${edge(part + 1)}`
  return sql`series >= ${edge(part)} AND ${below}`
}
