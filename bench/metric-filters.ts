/**
 * What do metric filters and subscriptions cost the ingest? One server, the same batches in turns that differ by what stands on the group,
 * one of each kind a round, in an order of chance: merges of large parts come every so many turns, make that one up to twice as long, and with a
 * fixed order always met the same kind. So what counts is the time and the CPU of all turns of a kind together: `ratio` of lines a second,
 * `cpuRatio` of lines a core second of server and engine until they are idle again, each of that with nothing; `ratios`: of each round by
 * itself, least first. `node bench/metric-filters.ts [--lines 400000] [--rounds 6] [--only 0] [--hours 0.1] [--seed 1] [--connections 16]
 * [--data DIR]`
 * `--hours`: over how many the lines are spread. Agents send a batch of seconds to minutes: of 0.1 hours a full batch of one pod holds
 * five minutes or so. `--hours 24` is the harsh way: a batch holds 20 hours, and nearly each match is a row of a minute of its own.
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
import { mixPods, seeded } from './mix/index.ts'
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

const options = readNumbers({ lines: 400_000, rounds: 6, only: 0, hours: 0.1, seed: 1, connections: 16 })
const { dataDir, done } = await place(options.data)
const { to } = lastDay()
const mixed = { seed: options.seed, lines: options.lines, from: to - options.hours * 3_600_000, to }
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

interface Turn {
  readonly seconds: number
  readonly cpuSeconds: number
}

async function turn(kind: Kind): Promise<Turn> {
  await put(kind)
  const before = await untilIdle(server.pid, 3)
  const { events, seconds } = await pump(batches, { url: server.url, key, connections: options.connections })
  const cpuSeconds = (await untilIdle(server.pid)) - before
  say(`${kind.name}: ${Math.round(events / seconds)} lines/s, ${round(cpuSeconds)} s of CPU`)
  return { seconds, cpuSeconds }
}

const shuffled = (kinds: readonly Kind[]): readonly Kind[] =>
  kinds
    .map(kind => ({ kind, at: random.unit() }))
    .sort((a, b) => a.at - b.at)
    .map(({ kind }) => kind)

const measured = kinds.filter((_, at) => options.only === 0 || options.only === at + 1)
// A young program is slower, also at what it has not done yet.
for (const kind of [nothing, ...measured]) await turn(kind)
const ways: Map<Kind, Turn>[] = []
const random = seeded(options.seed)
for (let at = 0; at < options.rounds; at++) {
  const way = new Map<Kind, Turn>()
  for (const kind of shuffled([nothing, ...measured])) way.set(kind, await turn(kind))
  ways.push(way)
}
client.close()
const taken = (way: Map<Kind, Turn>, kind: Kind, figure: keyof Turn) => way.get(kind)?.[figure] ?? Number.NaN
const sum = (kind: Kind, figure: keyof Turn) => ways.reduce((all, way) => all + taken(way, kind, figure), 0)
const lines = options.lines * ways.length
const speed = (kind: Kind) => ({
  linesPerSecond: Math.round(lines / sum(kind, 'seconds')),
  linesPerCoreSecond: Math.round(lines / sum(kind, 'cpuSeconds')),
})
const compared = (kind: Kind) => ({
  ratio: round(sum(nothing, 'seconds') / sum(kind, 'seconds'), 2),
  ratios: ways.map(way => round(taken(way, nothing, 'seconds') / taken(way, kind, 'seconds'), 2)).sort((a, b) => a - b),
  cpuRatio: round(sum(nothing, 'cpuSeconds') / sum(kind, 'cpuSeconds'), 2),
})
const figures = measured.map(kind => {
  const samples = matchesPerLine(
    kind.filters.map(({ pattern }) => pattern),
    mixed,
  )
  return {
    ...(kind.filters.length > 0 && { samplesPerLine: round(samples, 2) }),
    ...(kind.subscriptions.length > 0 && { deliveredPerLine: round(matchesPerLine(kind.subscriptions, mixed), 2) }),
    ...speed(kind),
    ...compared(kind),
  }
})
printLine({
  bench: 'metric-filters',
  commit: commit(),
  lines: options.lines,
  hours: options.hours,
  nothing: speed(nothing),
  ...Object.fromEntries(measured.map(({ name }, at) => [name, figures[at]])),
})
await server.stop()
await done()
