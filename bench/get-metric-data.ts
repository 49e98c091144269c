/**
 * How long does a GetMetricData of 500 queries over 24 hours take, by five minutes and by one, plain statistics and percentiles, first page
 * and all pages, among ten times as many series? And one of 500 expressions?
 * `node bench/get-metric-data.ts [--series 2000] [--queries 500] [--rounds 5] [--seed 1] [--data DIR]`
 */
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { createKey } from '../e2e/keys.ts'
import { startServer } from '../e2e/server.ts'
import { instant, mib } from '../src/model/index.ts'
import { migrate, openChdb } from '../src/store/engine/index.ts'
import { metricStore } from '../src/store/metrics/index.ts'
import { storeMigrations } from '../src/store/schema/index.ts'
import { place } from './load/index.ts'
import { commit, median, round } from './measure/index.ts'
import { gauge, metricsClient } from './metrics/index.ts'
import { seeded } from './mix/index.ts'
import { printLine, readNumbers, say } from './options.ts'

const options = readNumbers({ series: 2_000, queries: 500, rounds: 5, seed: 1 })
const { dataDir, done } = await place(options.data)
const key = await createKey(dataDir, 'operator')
const end = Math.floor(Date.now() / 3_600_000) * 3_600_000
const start = end - 86_400_000

say(`filling ${options.series} series, a value each minute of a day`)
await fill()
const server = await startServer({ dataDir })
const client = metricsClient(server.url, key)

async function fill(): Promise<void> {
  const clock = { now: () => instant(Date.now()), sleep: async (length: number) => void (await sleep(length)) }
  const opened = await openChdb({ dir: join(dataDir, 'engine'), memory: mib(800), clock })
  if (!opened.ok) throw new Error(JSON.stringify(opened.error))
  const engine = opened.value
  const migrated = await migrate(engine, storeMigrations)
  if (!migrated.ok) throw new Error(JSON.stringify(migrated.error))
  const store = metricStore(engine)
  const random = seeded(options.seed)
  const walks = Array.from({ length: options.series }, (_, at) => ({
    series: store.series({
      ...{ namespace: 'Bench', metric: `m${at % 20}`, labels: { pod: `pod-${Math.floor(at / 20)}` } },
      ...{ unit: 'Percent', resolution: 60, source: '' },
    }),
    next: gauge(random, random.below(100)),
  }))
  for (let from = start; from < end; from += 3_600_000) {
    const block = store.block()
    for (let at = from; at < from + 3_600_000; at += 60_000)
      for (const { series, next } of walks) block.add(series, at, { kind: 'value', value: next(), weight: 1 })
    const stored = await store.append(block, `fill ${from}`)
    if (!stored.ok) throw new Error(JSON.stringify(stored.error))
  }
  await engine.close()
}

interface Asked {
  readonly Stat: string
  readonly Period: number
  readonly pages: 'first' | 'all'
  readonly expressions?: boolean
}

async function ask({ Stat, Period, pages, expressions }: Asked): Promise<number> {
  const metrics = Array.from({ length: expressions ? options.queries / 2 : options.queries }, (_, at) => ({
    Id: `q${at}`,
    MetricStat: {
      Metric: {
        ...{ Namespace: 'Bench', MetricName: `m${at % 20}` },
        Dimensions: [{ Name: 'pod', Value: `pod-${Math.floor(at / 20)}` }],
      },
      ...{ Period, Stat },
    },
    ReturnData: !expressions,
  }))
  const math = expressions ? metrics.map(({ Id }) => ({ Id: `e${Id}`, Expression: `RATE(${Id}) + ${Id} / 2` })) : []
  const input = { MetricDataQueries: [...metrics, ...math], StartTime: start / 1_000, EndTime: end / 1_000 }
  const began = performance.now()
  let points = 0
  for (let NextToken: unknown; ; ) {
    const page = (await client.ask('GetMetricData', { ...input, NextToken })) as {
      readonly MetricDataResults: readonly { readonly Values: readonly number[] }[]
      readonly NextToken?: string
    }
    points += page.MetricDataResults.reduce((sum, { Values }) => sum + Values.length, 0)
    NextToken = page.NextToken
    if (NextToken === undefined || pages === 'first') break
  }
  if (points === 0) throw new Error('no points came')
  return performance.now() - began
}

async function timed(asked: Asked): Promise<number> {
  const times: number[] = []
  for (let at = 0; at < options.rounds; at++) times.push(await ask(asked))
  say(`${JSON.stringify(asked)}: ${times.map(Math.round).join(' ')} ms`)
  return round(median(times))
}

const line = {
  average5mFirstPage: await timed({ Stat: 'Average', Period: 300, pages: 'first' }),
  average5mAllPages: await timed({ Stat: 'Average', Period: 300, pages: 'all' }),
  average1mFirstPage: await timed({ Stat: 'Average', Period: 60, pages: 'first' }),
  p995mFirstPage: await timed({ Stat: 'p99', Period: 300, pages: 'first' }),
  average1h: await timed({ Stat: 'Average', Period: 3_600, pages: 'all' }),
  expressions5m: await timed({ Stat: 'Average', Period: 300, pages: 'first', expressions: true }),
}
printLine({ bench: 'get-metric-data', commit: commit(), ...options, ms: line })
client.close()
await server.stop()
await done()
