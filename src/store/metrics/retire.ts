/**
 * What becomes of samples with age: rolled up day by day, then gone, and the roll-ups after them. One round does what is due and may be
 * broken off or killed anywhere: what counts for readers is written (`metric_ages`) after it is whole and before anything is removed, and
 * removed only when those who read by the older word are done.
 */
import { limits } from '../../limits.ts'
import { type Instant, instant, minus, ok, type Result } from '../../model/index.ts'
import { type Engine, type EngineError, type Sql, sql } from '../engine/index.ts'
import { type Ages, readAges, writeAge } from './ages.ts'
import type { MetricDays, Retired } from './port.ts'
import { dayLength, dayText, rollUpDay } from './roll-up.ts'

export interface RetireOptions {
  readonly engine: Engine
  readonly now: Instant
  readonly days: MetricDays
  readonly signal: AbortSignal
  /** Told as soon as readers may go by them. */
  readonly onAges: (ages: Ages) => void
}

export async function retire(options: RetireOptions): Promise<Result<Retired, EngineError>> {
  const { engine, now, days, signal, onAges } = options
  const known = await readAges(engine)
  if (!known.ok) return known
  let ages = known.value
  onAges(ages)
  const turn = async (of: keyof Ages, since: Instant): Promise<Result<void, EngineError>> => {
    const written = await writeAge(engine, of, since, now)
    if (!written.ok) return written
    ages = { ...ages, [of]: since }
    onAges(ages)
    return written
  }
  const end = instant(Math.floor(minus(now, keptFor(days.samples)) / dayLength) * dayLength)
  const old = await daysBetween(engine, ages.samples, end)
  if (!old.ok) return old
  for (const day of old.value) {
    const done = await rollUpDay(engine, day, signal)
    if (!done.ok) return done
    const turned = await turn('samples', instant(day + dayLength))
    if (!turned.ok) return turned
  }
  // Days without samples are over as well.
  if (end > ages.samples) {
    const turned = await turn('samples', end)
    if (!turned.ok) return turned
  }
  const fives = startOfWeek(minus(now, keptFor(days.fives)))
  if (fives > ages.fives) {
    const turned = await turn('fives', fives)
    if (!turned.ok) return turned
  }
  const dropped = await drop(options, startOfMonth(minus(now, keptFor(days.hours))))
  return dropped.ok ? ok({ daysRolledUp: old.value.length, partitionsDropped: dropped.value }) : dropped
}

const keptFor = (days: number) => (days * dayLength) as Parameters<typeof minus>[1]

/** Starts of days with samples, oldest first. */
async function daysBetween(
  engine: Engine,
  from: Instant,
  to: Instant,
): Promise<Result<readonly Instant[], EngineError>> {
  const found = await partitions(engine, 'metric_samples')
  return found.ok ? ok(found.value.filter(day => day >= from && day < to)) : found
}

/** Removes what nobody reads any more, and the calls of samples that nobody will repeat. */
async function drop({ engine, now, signal }: RetireOptions, hours: Instant): Promise<Result<number, EngineError>> {
  const rested = await readAges(engine, minus(now, limits.metricRest))
  if (!rested.ok) return rested
  const gone = [
    ['metric_samples', rested.value.samples],
    ['metric_fives', rested.value.fives],
    ['metric_hours', hours],
  ] as const
  let dropped = 0
  for (const [table, before] of gone) {
    const there = await partitions(engine, table)
    if (!there.ok) return there
    for (const start of there.value.filter(one => one < before)) {
      if (signal.aborted) return { ok: false, error: { code: 'cancelled' } }
      const done = await engine.run(sql`ALTER TABLE ${sql.ours(`mangru.${table}`)} DROP PARTITION ${dayText(start)}`)
      if (!done.ok) return done
      dropped += 1
    }
  }
  if (dropped > 0) {
    const forgotten = await engine.run(forgetSeries(hours))
    if (!forgotten.ok) return forgotten
  }
  const calls = await forgetCalls(engine, now)
  return calls.ok ? ok(dropped) : calls
}

/** Starts of a table's partitions, oldest first. */
async function partitions(engine: Engine, table: string): Promise<Result<readonly Instant[], EngineError>> {
  const found = await engine.query(
    sql`SELECT DISTINCT _partition_id AS day FROM ${sql.ours(`mangru.${table}`)} ORDER BY day`,
  )
  return found.ok ? ok(found.value.rows.map(([day]) => startOfDay(String(day)))) : found
}

/** Of `20260120`. */
const startOfDay = (day: string): Instant =>
  instant(Date.UTC(Number(day.slice(0, 4)), Number(day.slice(4, 6)) - 1, Number(day.slice(6, 8))))

/** Series that have nothing since. */
function forgetSeries(before: Instant): Sql {
  const late = sql`SELECT series FROM mangru.metric_series GROUP BY series HAVING max(last) < fromUnixTimestamp64Milli(${before}, 'UTC')`
  return sql`ALTER TABLE mangru.metric_series DELETE WHERE series IN (${late}) SETTINGS mutations_sync = 1, allow_nondeterministic_mutations = 1`
}

/** A call is repeated within minutes: its mark takes room for nothing afterwards. */
async function forgetCalls(engine: Engine, now: Instant): Promise<Result<void, EngineError>> {
  const today = Math.floor(now / dayLength) * dayLength
  const marked = await engine.query(
    sql`SELECT DISTINCT toString(toDate(ts)) AS day FROM mangru.metric_samples WHERE call != 0 AND ts < fromUnixTimestamp64Milli(${today - dayLength}, 'UTC') ORDER BY day`,
  )
  if (!marked.ok) return marked
  for (const [day] of marked.value.rows) {
    const done = await engine.run(
      sql`ALTER TABLE mangru.metric_samples UPDATE call = 0 IN PARTITION ${String(day)} WHERE call != 0 SETTINGS mutations_sync = 1`,
    )
    if (!done.ok) return done
  }
  return ok(undefined)
}

const startOfWeek = (at: Instant): Instant => {
  const day = Math.floor(at / dayLength)
  // 1970-01-01 was a Thursday.
  return instant((day - ((day + 3) % 7)) * dayLength)
}

const startOfMonth = (at: Instant): Instant => {
  const date = new Date(at)
  return instant(Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1))
}
