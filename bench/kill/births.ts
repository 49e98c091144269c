/** What log events gave birth to, against the events that are stored: read from the engine's own files, once the server is stopped. */
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { instant, mib } from '../../src/model/index.ts'
import { openChdb, sql } from '../../src/store/engine/index.ts'

export interface BirthVerdict {
  /** Stored events, and samples that metric filters made of them. */
  readonly events: number
  readonly births: number
  /** Pairs of event and filter without a sample. */
  readonly unborn: number
  /** Samples more than one for an event and a filter. */
  readonly bornTwice: number
  /** Samples without an event, or with a value that is not its event's. */
  readonly bornOfNothing: number
}

/** The metric filters: each event of the kills matches both, and its third word is a number. */
export const filters = [
  { name: 'count', pattern: 'of', metric: 'events', value: '1' },
  { name: 'place', pattern: '[round, batch, at, of, events]', metric: 'places', value: '$at' },
] as const
export const namespace = 'Kills'

export async function judgeBirths(dataDir: string): Promise<BirthVerdict> {
  const clock = { now: () => instant(Date.now()), sleep: async (length: number) => void (await sleep(length)) }
  const engine = await openChdb({ dir: join(dataDir, 'engine'), memory: mib(800), clock })
  if (!engine.ok) throw new Error(JSON.stringify(engine.error))
  try {
    const samples = sql`SELECT batch, idx, countIf(metric = 'events') AS counts, countIf(metric = 'places') AS places, sumIf(value, metric = 'places') AS place FROM mangru.metric_samples AS s JOIN (SELECT series, any(metric) AS metric FROM mangru.metric_series WHERE namespace = ${namespace} GROUP BY series) AS k USING (series) GROUP BY batch, idx`
    const answer = await engine.value.query(
      sql`SELECT countIf(there), sum(counts + places), sumIf((counts = 0) + (places = 0), there), sum(greatest(counts, 1) - 1 + greatest(places, 1) - 1), countIf(NOT there OR (places = 1 AND place != toFloat64(splitByChar(' ', message)[3]))) FROM (SELECT batch, idx, message, 1 AS there FROM mangru.logs) AS l FULL JOIN (${samples}) AS b USING (batch, idx)`,
    )
    if (!answer.ok) throw new Error(JSON.stringify(answer.error))
    const [events, births, unborn, bornTwice, bornOfNothing] = (answer.value.rows[0] ?? []).map(Number)
    if (events === undefined || births === undefined || unborn === undefined) throw new Error('no answer')
    return { events, births, unborn, bornTwice: bornTwice ?? 0, bornOfNothing: bornOfNothing ?? 0 }
  } finally {
    await engine.value.close()
  }
}
