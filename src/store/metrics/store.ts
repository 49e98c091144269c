/** The metric store over an engine, behind the `MetricStore` port. */
import { type Instant, instant, ok, type Result } from '../../model/index.ts'
import { type Engine, type EngineError, sql } from '../engine/index.ts'
import { SampleBlock } from './block.ts'
import { countNamespaces, countSets } from './count.ts'
import { listSeries } from './list.ts'
import type { BornSample, MetricBlock, MetricStore } from './port.ts'
import { sampleColumns, sampleTable, seriesColumns, seriesTable } from './schema.ts'
import { SeriesBook } from './series-book.ts'
import { readManyStatistics, readStatistics } from './statistics.ts'

/** The tables must stand (`metricMigrations`). */
export function metricStore(engine: Engine): MetricStore {
  const book = new SeriesBook()
  return {
    series: key => book.of(key),
    block: () => new SampleBlock(),
    append: (block, token) => append(engine, block, token),
    list: query => listSeries(engine, query),
    namespaces: activeSince => countNamespaces(engine, activeSince),
    sets: query => countSets(engine, query),
    statistics: query => readStatistics(engine, query),
    statisticsOf: (queries, signal) => readManyStatistics(engine, queries, signal),
    bornOf: batches => bornOf(engine, batches),
    expire: before => expire(engine, before),
  }
}

/** Series first: a sample without its series would be lost to everybody who asks, a series without samples harms nobody. */
async function append(engine: Engine, block: MetricBlock, token: string): Promise<Result<void, EngineError>> {
  if (!(block instanceof SampleBlock)) throw new TypeError('a block of another store')
  if (block.samples === 0) return ok(undefined)
  const series = block.seriesChunks()
  if (series !== undefined) {
    const told = await engine.insert(seriesTable, seriesColumns, series, token)
    if (!told.ok) return told
    block.seriesTold()
  }
  return engine.insert(sampleTable, sampleColumns, block.sampleChunks(), token)
}

async function bornOf(engine: Engine, batches: readonly string[]): Promise<Result<readonly BornSample[], EngineError>> {
  if (batches.length === 0) return ok([])
  const numbers = sql.join(
    batches.map(batch => sql`${BigInt(batch)}`),
    ', ',
  )
  const found = await engine.query(
    sql`SELECT DISTINCT toString(batch), idx, toString(series), toUnixTimestamp(toStartOfMinute(ts)) FROM mangru.metric_samples WHERE batch IN (${numbers})`,
  )
  if (!found.ok) return found
  return ok(
    found.value.rows.map(([batch, index, series, minute]) => ({
      batch: String(batch),
      index: Number(index),
      series: String(series),
      minute: instant(Number(minute) * 1_000),
    })),
  )
}

async function expire(engine: Engine, before: Instant): Promise<Result<void, EngineError>> {
  const day = new Date(before).toISOString().slice(0, 10)
  const old = await engine.query(
    sql`SELECT DISTINCT toString(toDate(ts)) AS day FROM mangru.metric_samples WHERE ts < toDateTime64(${day}, 3, 'UTC')`,
  )
  if (!old.ok) return old
  for (const [gone] of old.value.rows) {
    const dropped = await engine.run(sql`ALTER TABLE mangru.metric_samples DROP PARTITION ${String(gone)}`)
    if (!dropped.ok) return dropped
  }
  if (old.value.rows.length === 0) return ok(undefined)
  const late = sql`SELECT series FROM mangru.metric_series GROUP BY series HAVING max(last) < toDateTime64(${day}, 3, 'UTC')`
  return engine.run(
    sql`ALTER TABLE mangru.metric_series DELETE WHERE series IN (${late}) SETTINGS mutations_sync = 1, allow_nondeterministic_mutations = 1`,
  )
}
