/**
 * How much longer do questions take while lines come in at half the speed that this machine can take? The same questions of a store of
 * 24 hours, in turns: quiet, then under ingest into another group, at half of the lines a second that the machine can take for long. That is
 * measured just before: lines are sent for `--seconds` as fast as they go in (`fullLinesPerSecond`), and since the engine leaves merges for
 * later while it is pressed, what counts is how many there were for each second that all the work of them takes of all cores, until server
 * and engine are idle again, the load generator's included (`lastingLinesPerSecond`).
 * Medians of each turn in milliseconds, and as `ratio` the median over the turns of loaded by quiet, so that a machine that drifts harms
 * little. `coresBusyWithIngest` is what server and engine take of the cores for the ingest alone: the load generator needs its own.
 * `--hours`: over how many the lines that come in are spread; agents send what is a few minutes old, and a batch of a day would be two parts.
 * `node bench/queries-under-ingest.ts [--lines 5000000] [--rounds 3] [--times 5] [--share 0.5] [--hours 0.1] [--seconds 30] [--seed 1]
 * [--connections 16] [--data DIR]`
 */
import { availableParallelism } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { startServer } from '../e2e/server.ts'
import {
  fill,
  fullBatch,
  group,
  histogram,
  insightsQuery,
  lastDay,
  openKey,
  type PumpReport,
  place,
  pump,
  search,
} from './load/index.ts'
import { commit, cpuSeconds, familyOf, median, percentile, round, untilIdle } from './measure/index.ts'
import { mixPods } from './mix/index.ts'
import { printLine, readNumbers, say } from './options.ts'
import { type Batch, logsClient, makeStreams, mixBatches, mustCall } from './wire/index.ts'

const options = readNumbers({
  ...{ lines: 5_000_000, rounds: 3, times: 5, seed: 1, connections: 16 },
  ...{ share: 0.5, hours: 0.1, seconds: 30 },
})
const { dataDir, done } = await place(options.data)
say('filling')
const filled = await fill(dataDir, options.lines, options.seed)
say('making the batches')
const incoming = 'incoming'
const { to } = lastDay()
const from = to - options.hours * 3_600_000
const mixed = { seed: options.seed + 1, lines: Math.min(options.lines, 400_000), from, to }
const batches = [...mixBatches({ ...mixed, group: incoming, ...fullBatch })]
const server = await startServer({ dataDir, args: ['--memory', '1GiB'] })
const client = logsClient(server.url, openKey)
await makeStreams(
  client,
  incoming,
  mixPods(mixed).map(pod => pod.name),
)

const day = { groups: [group], from: filled.from, to: filled.to }
const insights = (queryString: string, from: number) => async () => {
  await insightsQuery(client, queryString, from, filled.to)
}
const questions: Readonly<Record<string, () => Promise<unknown>>> = {
  newest: () => search(server.url, { ...day, order: 'newest', limit: 100 }),
  firstPage: () =>
    mustCall(client, 'FilterLogEvents', { logGroupName: group, startTime: filled.from, endTime: filled.to }),
  histogram: () => histogram(server.url, day),
  nobodySaid: () =>
    search(server.url, { ...day, order: 'newest', limit: 100, filters: [{ field: 'word', value: 'nobodysaid' }] }),
  errorsByApp: insights('filter level = "error" | stats count(*) as n by app', filled.from),
  percentile: insights('stats pct(ms, 99) as p99, avg(ms) as a by bin(1h)', filled.from),
  percentileOfHour: insights('stats pct(ms, 99) as p99, avg(ms) as a by bin(5m)', filled.to - 3_600_000),
  like: insights('filter @message like "timeout" | stats count(*) as n by bin(1h)', filled.from),
}

type Took = Readonly<Record<string, number>>
async function askAll(): Promise<Took> {
  const took: Record<string, number> = {}
  for (const [name, ask] of Object.entries(questions)) {
    const each: number[] = []
    for (let at = 0; at < options.times; at++) {
      const began = performance.now()
      await ask()
      each.push(performance.now() - began)
    }
    took[name] = median(each)
  }
  return took
}

/** The batches again and again until told to stop. */
function* endless(flag: { stopped: boolean }): Generator<Batch> {
  for (;;) {
    for (const batch of batches) {
      if (flag.stopped) return
      yield batch
    }
  }
}

async function underIngest<T>(
  pace: number | undefined,
  ask: () => Promise<T>,
): Promise<{ readonly answer: T; readonly report: PumpReport }> {
  const flag = { stopped: false }
  const into = { url: server.url, key: openKey, connections: options.connections }
  const pumping = pump(endless(flag), pace === undefined ? into : { ...into, pace })
  // Merges of what came first are part of it.
  await sleep(3_000)
  try {
    const answer = await ask()
    flag.stopped = true
    return { answer, report: await pumping }
  } finally {
    flag.stopped = true
    await pumping.catch(() => undefined)
  }
}

await askAll()
say('as fast as it goes')
const cores = availableParallelism()
const used = await untilIdle(server.pid)
const own = process.cpuUsage()
const { report: full } = await underIngest(undefined, () => sleep(options.seconds * 1_000))
const { user, system } = process.cpuUsage(own)
const coreSeconds = (await untilIdle(server.pid)) - used + (user + system) / 1_000_000
const lastingSeconds = Math.max(full.seconds, coreSeconds / cores)
const pace = (full.batches / lastingSeconds) * options.share
const turns: { readonly quiet: Took; readonly loaded: Took }[] = []
const reports: PumpReport[] = []
for (let at = 0; at < options.rounds; at++) {
  await untilIdle(server.pid)
  const quiet = await askAll()
  const { answer: loaded, report } = await underIngest(pace, askAll)
  turns.push({ quiet, loaded })
  reports.push(report)
  say(
    `${JSON.stringify(quiet)} quiet, ${JSON.stringify(loaded)} at ${Math.round(report.events / report.seconds)} lines/s`,
  )
}
const began = performance.now()
const before = cpuSeconds(familyOf(server.pid))
await underIngest(pace, () => sleep(5_000))
const alone = (cpuSeconds(familyOf(server.pid)) - before) / ((performance.now() - began) / 1_000)
const figures = Object.keys(questions).map(name => {
  const of = (kind: 'quiet' | 'loaded') => turns.map(turn => turn[kind][name] ?? Number.NaN)
  const ratio = median(of('loaded').map((loaded, at) => loaded / (of('quiet')[at] ?? Number.NaN)))
  return [name, { quietMs: round(median(of('quiet'))), loadedMs: round(median(of('loaded'))), ratio: round(ratio, 2) }]
})
printLine({
  bench: 'queries-under-ingest',
  commit: commit(),
  lines: filled.lines,
  fullLinesPerSecond: Math.round(full.events / full.seconds),
  lastingLinesPerSecond: Math.round(full.events / lastingSeconds),
  ingestLinesPerSecond: Math.round(median(reports.map(({ events, seconds }) => events / seconds))),
  ingestAckP99: round(
    percentile(
      reports.flatMap(({ latencies }) => latencies),
      0.99,
    ),
  ),
  ingestThrottled: reports.reduce((sum, { throttled }) => sum + throttled, 0),
  coresBusyWithIngest: round(alone, 2),
  cores,
  ...Object.fromEntries(figures),
})
client.close()
await server.stop()
await done()
