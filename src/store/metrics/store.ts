/** The metric store over an engine, behind the `MetricStore` port. */
import { limits } from '../../limits.ts'
import { instant, ok, type Result } from '../../model/index.ts'
import { type Engine, type EngineError, sql } from '../engine/index.ts'
import { type Ages, readAges } from './ages.ts'
import { SampleBlock } from './block.ts'
import { countNamespaces, countSets } from './count.ts'
import { findSeries } from './find.ts'
import { listSeries } from './list.ts'
import type { BornSample, MetricBlock, MetricStore } from './port.ts'
import { retire } from './retire.ts'
import { sampleColumns, sampleTable, seriesColumns, seriesTable } from './schema.ts'
import { SeriesBook } from './series-book.ts'
import { readManyStatistics, readStatistics } from './statistics.ts'

/** The tables must stand (`metricMigrations`). */
export function metricStore(engine: Engine): MetricStore {
  const book = new SeriesBook()
  let ages: Ages | undefined
  const onAges = (now: Ages): void => {
    ages = now
  }
  const agesKnown = async (): Promise<Result<Ages, EngineError>> => {
    if (ages !== undefined) return ok(ages)
    const read = await readAges(engine)
    // A round may have got further meanwhile.
    if (read.ok) ages ??= read.value
    return read.ok ? ok(ages ?? read.value) : read
  }
  return {
    series: key => book.of(key),
    block: () => new SampleBlock(),
    append: (block, token) => append(engine, block, token),
    list: query => listSeries(engine, query),
    find: (wanted, activeSince, signal) => findSeries(engine, wanted, activeSince, signal),
    namespaces: activeSince => countNamespaces(engine, activeSince),
    sets: query => countSets(engine, query),
    statistics: async query => {
      const known = await agesKnown()
      return known.ok ? readStatistics(engine, known.value, query) : known
    },
    statisticsOf: async (queries, signal) => {
      const known = await agesKnown()
      return known.ok ? readManyStatistics(engine, known.value, queries, signal) : known
    },
    bornOf: batches => bornOf(engine, batches),
    retire: (now, days, signal) => retire({ engine, now, days, signal, onAges }),
  }
}

/** Series first: a sample without its series would be lost to everybody who asks, a series without samples harms nobody. */
async function append(engine: Engine, block: MetricBlock, token: string): Promise<Result<void, EngineError>> {
  if (!(block instanceof SampleBlock)) throw new TypeError('a block of another store')
  if (block.samples === 0) return ok(undefined)
  const series = block.seriesChunks()
  if (series !== undefined) {
    const told = await engine.insert(seriesTable, seriesColumns, series, token, gathered)
    if (!told.ok) return told
    block.seriesTold()
  }
  // What gathers is answered before the engine has seen it, so nothing may gather that it would refuse.
  const gather = block.days <= limits.enginePartitionsPerBlock
  return engine.insert(sampleTable, sampleColumns, block.sampleChunks(), token, { gather })
}

/** The table of series has no partitions. */
const gathered = { gather: true }

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
