/** What log events gave birth to, against the events that are stored: read from the engine's own files, once the server is stopped. */
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { instant, mib } from '../../src/model/index.ts'
import { type ChdbEngine, openChdb, sql } from '../../src/store/engine/index.ts'

export interface BirthVerdict {
  /** Stored events, and observations that metric filters made of them. */
  readonly events: number
  readonly births: number
  /** Pairs of event and filter without an observation. */
  readonly unborn: number
  /** Observations more than one for an event and a filter. */
  readonly bornTwice: number
  /** Observations without an event, and samples with values that are not their events'. */
  readonly bornOfNothing: number
}

/** The metric filters: each event of the kills matches both, and its third word is a number. */
export const filters = [
  { name: 'count', pattern: 'of', metric: 'events', value: '1' },
  { name: 'place', pattern: '[round, batch, at, of, events]', metric: 'places', value: '$at' },
] as const
export const namespace = 'Kills'

export async function judgeBirths(dataDir: string): Promise<BirthVerdict> {
  const engine = await openStopped(dataDir)
  try {
    // A row of samples stands for all events of its batch in its minute.
    const seen = sql`if(empty(values), arrayWithConstant(toUInt32(weight), value), arrayFlatten(arrayMap((v, w) -> arrayWithConstant(toUInt32(w), v), values, weights)))`
    const samples = sql`SELECT batch, toStartOfMinute(ts) AS minute, sumIf(weight, metric = 'events') AS counts, arraySort(groupArrayArrayIf(${seen}, metric = 'places')) AS places FROM mangru.metric_samples AS s JOIN (SELECT series, any(metric) AS metric FROM mangru.metric_series WHERE namespace = ${namespace} GROUP BY series) AS k USING (series) GROUP BY batch, minute`
    const events = sql`SELECT batch, toStartOfMinute(ts) AS minute, count() AS events, arraySort(groupArray(toFloat64(splitByChar(' ', message)[3]))) AS written FROM mangru.logs WHERE group_id != 0 GROUP BY batch, minute`
    const answer = await engine.query(
      sql`SELECT sum(events), sum(counts + length(places)), sum(greatest(events - counts, 0) + greatest(events - length(places), 0)), sumIf(greatest(counts - events, 0) + greatest(length(places) - events, 0), events > 0), sumIf(counts + length(places), events = 0) + countIf(events > 0 AND length(places) = events AND places != written) FROM (${events}) AS l FULL JOIN (${samples}) AS b USING (batch, minute)`,
    )
    if (!answer.ok) throw new Error(JSON.stringify(answer.error))
    const [stored, births, unborn, bornTwice, bornOfNothing] = (answer.value.rows[0] ?? []).map(Number)
    if (stored === undefined || births === undefined || unborn === undefined) throw new Error('no answer')
    return { events: stored, births, unborn, bornTwice: bornTwice ?? 0, bornOfNothing: bornOfNothing ?? 0 }
  } finally {
    await engine.close()
  }
}

/** The engine of a server that is stopped. */
export async function openStopped(dataDir: string): Promise<ChdbEngine> {
  const clock = { now: () => instant(Date.now()), sleep: async (length: number) => void (await sleep(length)) }
  const engine = await openChdb({ dir: join(dataDir, 'engine'), memory: mib(800), clock })
  if (!engine.ok) throw new Error(JSON.stringify(engine.error))
  return engine.value
}
