/**
 * PutMetricData under kill -9: every value that is sent is another number, so that a missing or a doubled one is seen among the samples that
 * are stored, whatever way it came: single, in an array, for yesterday as well as for today, with the server's time.
 */
import { type Engine, sql } from '../../src/store/engine/index.ts'
import { type PreparedMetrics, preparedMetrics, signedMetrics } from '../metrics/index.ts'
import type { Seeded } from '../mix/index.ts'
import type { Key } from '../wire/index.ts'
import { repeatUnheard, sendUntil, type Writing } from './calls.ts'

export const metricNamespace = 'KillMetrics'

/** Values of one call are fewer. */
const room = 1_000

export type MetricWriting = Writing<PreparedMetrics>

/** Half of the calls have a name of their own, as an SDK's. */
export async function writeMetrics(
  url: string,
  key: Key,
  name: string,
  writing: MetricWriting,
  random: Seeded,
  stop: AbortSignal,
): Promise<void> {
  const next = () => {
    const count = 1 + random.below(60)
    const { batch } = writing.book.send(count)
    const named = random.below(2) === 0
    const request = preparedMetrics('PutMetricData', {
      Namespace: metricNamespace,
      MetricData: dataOf(name, batch, count, named, random),
    })
    const headers: Record<string, string> = named ? { 'amz-sdk-invocation-id': `${name} ${batch}` } : {}
    return { batch, request, headers }
  }
  await sendUntil({ url, key, sign: signedMetrics, ...writing }, next, stop)
}

/** Without a name, a call is known by what it says: its times must be its own. */
function dataOf(name: string, batch: number, count: number, named: boolean, random: Seeded): readonly object[] {
  const data: object[] = []
  for (let at = 0; at < count; ) {
    const values = Math.min(1 + random.below(8), count - at)
    const all = Array.from({ length: values }, (_, place) => batch * room + at + place)
    const ago = random.below(3) === 0 ? 86_400 : random.below(120)
    data.push({
      MetricName: `m${random.below(3)}`,
      Dimensions: [{ Name: 'writer', Value: name }],
      ...(named && random.below(3) === 0 ? {} : { Timestamp: Math.floor(Date.now() / 1_000) - ago }),
      ...(values === 1 ? { Value: all[0] } : { Values: all }),
    })
    at += values
  }
  return data
}

/** Sends them again, as their writers would; returns how many. */
export const repeatMetrics = (url: string, key: Key, writing: MetricWriting): Promise<number> =>
  repeatUnheard({
    ...{ url, key, ...writing },
    sign: (request, host, by, at, headers) => {
      const again = headers['amz-sdk-invocation-id'] === undefined ? {} : { 'amz-sdk-request': 'attempt=2; max=3' }
      return signedMetrics(request, host, by, at, { ...headers, ...again })
    },
  })

/** Every value that is stored, by writer, in the words of its ledger. */
export async function storedValues(engine: Engine): Promise<ReadonlyMap<string, readonly string[]>> {
  const values = sql`if(empty(values), arrayWithConstant(toUInt32(weight), value), arrayFlatten(arrayMap((v, w) -> arrayWithConstant(toUInt32(w), v), values, weights)))`
  const names = sql`SELECT series, any(labels['writer']) AS writer FROM mangru.metric_series WHERE namespace = ${metricNamespace} GROUP BY series`
  const read = await engine.query(
    sql`SELECT writer, groupArrayArray(${values}) FROM mangru.metric_samples AS s JOIN (${names}) AS k USING (series) GROUP BY writer`,
  )
  if (!read.ok) throw new Error(JSON.stringify(read.error))
  return new Map(
    read.value.rows.map(([writer, all]) => [
      String(writer),
      (all as readonly unknown[]).map(value => `${writer} ${Math.floor(Number(value) / room)} ${Number(value) % room}`),
    ]),
  )
}
