/**
 * What do metric filters and subscriptions cost the ingest? One server, the same batches in turns that differ by what stands on the group,
 * there and back again, so that a machine that drifts counts for all alike. Each is compared with the turns that have nothing: `ratio` by
 * lines a second, `cpuRatio` by lines a core second of server and engine until they are idle again.
 * `node bench/metric-filters.ts [--lines 1000000] [--rounds 1] [--only 0] [--seed 1] [--connections 16] [--data DIR]`
 * `--only`: 1 the filters, 2 heavy ones, 3 three subscriptions, 4 one that takes everything, 5 filters and subscriptions; 0 all of them.
 */
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { createKey } from '../e2e/keys.ts'
import { startServer } from '../e2e/server.ts'
import {
  type BenchFilter,
  heavyFilters,
  matchesPerLine,
  usualFilters,
  usualSubscriptions,
  wholeSubscription,
} from './filters/index.ts'
import { fullBatch, group, lastDay, place, pump } from './load/index.ts'
import { commit, round, untilIdle } from './measure/index.ts'
import { mixPods } from './mix/index.ts'
import { printLine, readNumbers, say } from './options.ts'
import { logsClient, makeStreams, mixBatches, mustCall } from './wire/index.ts'

interface Kind {
  readonly name: string
  readonly filters: readonly BenchFilter[]
  readonly subscriptions: readonly string[]
}
const nothing: Kind = { name: 'nothing', filters: [], subscriptions: [] }
const kinds: readonly Kind[] = [
  { name: 'filters', filters: usualFilters, subscriptions: [] },
  { name: 'heavyFilters', filters: heavyFilters, subscriptions: [] },
  { name: 'subscriptions', filters: [], subscriptions: usualSubscriptions },
  { name: 'wholeSubscription', filters: [], subscriptions: wholeSubscription },
  { name: 'both', filters: usualFilters, subscriptions: usualSubscriptions },
]

const options = readNumbers({ lines: 1_000_000, rounds: 1, only: 0, seed: 1, connections: 16 })
const { dataDir, done } = await place(options.data)
const mixed = { seed: options.seed, lines: options.lines, ...lastDay() }
say('making the batches')
const batches = [...mixBatches({ ...mixed, group, ...fullBatch })]
const key = await createKey(dataDir, 'operator')
const files = join(dataDir, 'delivered')
await mkdir(files)
const server = await startServer({ dataDir, args: ['--deliver-to', `file:${files}`] })
const client = logsClient(server.url, key)
await makeStreams(
  client,
  group,
  mixPods(mixed).map(pod => pod.name),
)

async function put({ filters, subscriptions }: Kind): Promise<void> {
  for (const at of Array(10).keys()) {
    const named = { logGroupName: group, filterName: `filter-${at}` }
    await client.call('DeleteMetricFilter', named)
    await client.call('DeleteSubscriptionFilter', named)
    const filter = filters[at]
    const metric = { metricName: `metric-${at}`, metricNamespace: 'Bench' }
    if (filter !== undefined) {
      const { pattern: filterPattern, value: metricValue, dimensions = {} } = filter
      const metricTransformations = [{ ...metric, metricValue, dimensions }]
      await mustCall(client, 'PutMetricFilter', { ...named, filterPattern, metricTransformations })
    }
    const filterPattern = subscriptions[at]
    const destinationArn = `file:taken-${at}`
    if (filterPattern !== undefined)
      await mustCall(client, 'PutSubscriptionFilter', { ...named, filterPattern, destinationArn })
  }
}

interface Sum {
  events: number
  seconds: number
  cpu: number
}
const sums = new Map<Kind, Sum>()

async function turn(kind: Kind, counts = true): Promise<void> {
  await put(kind)
  const before = await untilIdle(server.pid, 3)
  const report = await pump(batches, { url: server.url, key, connections: options.connections })
  const cpu = (await untilIdle(server.pid)) - before
  say(`${kind.name}: ${Math.round(report.events / report.seconds)} lines/s, ${round(cpu)} s of CPU`)
  if (!counts) return
  const sum = sums.get(kind) ?? { events: 0, seconds: 0, cpu: 0 }
  sums.set(kind, sum)
  sum.events += report.events
  sum.seconds += report.seconds
  sum.cpu += cpu
}

const measured = kinds.filter((_, at) => options.only === 0 || options.only === at + 1)
// A young program is slower.
await turn(nothing, false)
for (let at = 0; at < options.rounds; at++) {
  const there = [nothing, ...measured]
  for (const kind of [...there, ...there.toReversed()]) await turn(kind)
}
client.close()
const { events, seconds, cpu } = sums.get(nothing) as Sum
const figures = measured.map(kind => {
  const sum = sums.get(kind) as Sum
  const samples = matchesPerLine(
    kind.filters.map(({ pattern }) => pattern),
    mixed,
  )
  return {
    ...(kind.filters.length > 0 && { samplesPerLine: round(samples, 2) }),
    ...(kind.subscriptions.length > 0 && { deliveredPerLine: round(matchesPerLine(kind.subscriptions, mixed), 2) }),
    linesPerSecond: Math.round(sum.events / sum.seconds),
    ratio: round(sum.events / sum.seconds / (events / seconds), 2),
    linesPerCoreSecond: Math.round(sum.events / sum.cpu),
    cpuRatio: round(sum.events / sum.cpu / (events / cpu), 2),
  }
})
printLine({
  bench: 'metric-filters',
  commit: commit(),
  lines: options.lines,
  nothing: { linesPerSecond: Math.round(events / seconds), linesPerCoreSecond: Math.round(events / cpu) },
  ...Object.fromEntries(measured.map(({ name }, at) => [name, figures[at]])),
})
await server.stop()
await done()
