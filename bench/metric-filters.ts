/**
 * What do 10 metric filters cost the ingest? Four turns over the same batches on one server: without, with, with, without, so that a
 * machine that drifts counts for both. `ratio` is the speed with filters to the speed without, `cpuRatio` the same for lines a core second.
 * `node bench/metric-filters.ts [--lines 2000000] [--seed 1] [--connections 16] [--data DIR]`
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { createKey } from '../e2e/keys.ts'
import { startServer } from '../e2e/server.ts'
import { fullBatch, group, lastDay, type PumpReport, place, pump } from './load/index.ts'
import { commit, cpuSeconds, familyOf, round } from './measure/index.ts'
import { mixPods } from './mix/index.ts'
import { printLine, readNumbers, say } from './options.ts'
import { logsClient, makeStreams, mixBatches, mustCall } from './wire/index.ts'

/** Pattern, value and dimensions: seldom, often, by words, fields and JSON. */
const filters: readonly (readonly [pattern: string, value: string, dimensions?: Readonly<Record<string, string>>])[] = [
  ['ERROR', '1'],
  ['?WARN ?"warn"', '1'],
  ['"NullPointerException"', '1'],
  ['%timed? ?out%', '1'],
  ['{ $.level = "error" }', '1', { App: '$.app' }],
  ['{ $.status >= 500 }', '1'],
  ['{ $.ms > 350 }', '$.ms', { App: '$.app' }],
  ['{ $.level = "error" && $.msg = "*refused*" }', '1'],
  ['[ip, id, user, time, request, status = 5*, bytes, ...]', '$bytes'],
  ['[ip, id, user, time, request = "POST *", status, bytes, ...]', '$bytes'],
]

const options = readNumbers({ lines: 2_000_000, seed: 1, connections: 16 })
const { dataDir, done } = await place(options.data)
const mixed = { seed: options.seed, lines: options.lines, ...lastDay() }
say('making the batches')
const batches = [...mixBatches({ ...mixed, group, ...fullBatch })]
const key = await createKey(dataDir, 'operator')
const server = await startServer({ dataDir })
const client = logsClient(server.url, key)
await makeStreams(
  client,
  group,
  mixPods(mixed).map(pod => pod.name),
)
const nameOf = (at: number) => `filter-${at}`

async function turn(withFilters: boolean): Promise<{ readonly report: PumpReport; readonly cpu: number }> {
  for (const [at, [filterPattern, metricValue, dimensions = {}]] of filters.entries()) {
    const transformation = { metricName: nameOf(at), metricNamespace: 'Bench', metricValue, dimensions }
    const named = { logGroupName: group, filterName: nameOf(at) }
    if (withFilters)
      await mustCall(client, 'PutMetricFilter', { ...named, filterPattern, metricTransformations: [transformation] })
    else await client.call('DeleteMetricFilter', named)
  }
  const before = cpuSeconds(familyOf(server.pid))
  const report = await pump(batches, { url: server.url, key, connections: options.connections })
  // Most of what merges is over by then; the same for all turns.
  await sleep(8_000)
  const cpu = cpuSeconds(familyOf(server.pid)) - before
  say(
    `${withFilters ? 'with' : 'without'}: ${Math.round(report.events / report.seconds)} lines/s, ${round(cpu)} s of CPU`,
  )
  return { report, cpu }
}

const turns = [await turn(false), await turn(true), await turn(true), await turn(false)]
client.close()
const sum = (of: readonly number[], value: (one: (typeof turns)[number]) => number): number =>
  of.reduce((total, at) => total + value(turns[at] as (typeof turns)[number]), 0)
const speed = (of: readonly number[]) =>
  sum(of, ({ report }) => report.events) / sum(of, ({ report }) => report.seconds)
const perCore = (of: readonly number[]) => sum(of, ({ report }) => report.events) / sum(of, ({ cpu }) => cpu)
const [without, withThem] = [
  [0, 3],
  [1, 2],
]
printLine({
  bench: 'metric-filters',
  commit: commit(),
  filters: filters.length,
  lines: options.lines,
  linesPerSecondWithout: Math.round(speed(without)),
  linesPerSecondWith: Math.round(speed(withThem)),
  ratio: round(speed(withThem) / speed(without), 2),
  linesPerCoreSecondWithout: Math.round(perCore(without)),
  linesPerCoreSecondWith: Math.round(perCore(withThem)),
  cpuRatio: round(perCore(withThem) / perCore(without), 2),
})
await server.stop()
await done()
