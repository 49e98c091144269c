/**
 * What do alarms cost the ingest? PutMetricData at full speed on one server, with and without alarms on the very series that it writes, in
 * turns: without, with, and the next round the other way about. Each turn lasts whole minutes, so that every alarm is due as often. `ratio`:
 * values a second, `cpuRatio`: values for a core second, each with alarms of without in its round, and the median of the rounds.
 * `node bench/ingest-with-alarms.ts [--alarms 10000] [--seconds 60] [--rounds 2] [--flip 0] [--rest 130]
 * [--connections 8] [--seed 1] [--data DIR]`
 * `--flip`: 1 begins with alarms. `--rest`: seconds after they were put, so that none is new any more, each with a first state to be told
 * and read as a whole for its first two minutes.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { createKey } from '../e2e/keys.ts'
import { startServer } from '../e2e/server.ts'
import { place } from './load/index.ts'
import { commit, cpuSeconds, familyOf, median, round, watchMemory } from './measure/index.ts'
import { dataBodies, metricsClient, preparedMetrics, sdkHeaders, signedMetrics } from './metrics/index.ts'
import { seeded } from './mix/index.ts'
import { printLine, readNumbers, say } from './options.ts'
import { connect, readCall } from './wire/index.ts'

const options = readNumbers({ alarms: 10_000, seconds: 60, rounds: 2, flip: 0, rest: 130, connections: 8, seed: 1 })
const { dataDir, done } = await place(options.data)
const key = await createKey(dataDir, 'operator')
const server = await startServer({ dataDir })
const { host } = new URL(server.url)
/** Data of one call, and calls after which the same are sent again, each a call of its own. */
const data = 1_000
const calls = 200

interface Datum {
  readonly MetricName: string
  readonly Dimensions: readonly object[]
  /** The server's clock says when it was, so that alarms have something to look at. */
  readonly Timestamp?: number
}
const shape = { calls, data, values: 1, series: options.alarms, seed: options.seed, at: 0 }
const inputs = [...dataBodies(shape)].map(input => {
  const { Namespace, MetricData } = input as { Namespace: string; MetricData: readonly Datum[] }
  return { Namespace, MetricData: MetricData.map(({ Timestamp: _, ...datum }) => datum) }
})
const bodies = inputs.map(input => preparedMetrics('PutMetricData', input))
const series = inputs.flatMap(({ MetricData }) => MetricData).slice(0, options.alarms)

/** Each of `work` on some connection. */
async function spread<T>(all: readonly T[], work: (client: ReturnType<typeof metricsClient>, one: T) => Promise<void>) {
  const left = all.values()
  await Promise.all(
    Array.from({ length: options.connections }, async () => {
      const client = metricsClient(server.url, key)
      for (const one of left) await work(client, one)
      client.close()
    }),
  )
}

const names = Array.from({ length: options.alarms }, (_, at) => `alarm-${at}`)
const random = seeded(options.seed)
const alarms = names.map((AlarmName, at) => ({
  ...{ AlarmName, Namespace: 'Bench', MetricName: series[at]?.MetricName, Dimensions: series[at]?.Dimensions },
  ...{ Statistic: 'Average', Period: 60, EvaluationPeriods: 1 + random.below(3), Threshold: 60 + random.below(60) },
  ComparisonOperator: 'GreaterThanThreshold',
}))
async function putAlarms(): Promise<void> {
  say(`putting ${alarms.length} alarms`)
  await spread(alarms, async (client, one) => void (await client.ask('PutMetricAlarm', one)))
  await sleep(options.rest * 1_000)
}
async function deleteAlarms(): Promise<void> {
  say('deleting them')
  const hundreds = Array.from({ length: Math.ceil(names.length / 100) }, (_, at) =>
    names.slice(100 * at, 100 * at + 100),
  )
  await spread(hundreds, async (client, AlarmNames) => void (await client.ask('DeleteAlarms', { AlarmNames })))
}

async function turn(name: string) {
  const family = familyOf(server.pid)
  const before = cpuSeconds(family)
  const connections = await Promise.all(Array.from({ length: options.connections }, () => connect(server.url)))
  let [next, taken] = [0, 0]
  const began = performance.now()
  const elapsed = () => (performance.now() - began) / 1_000
  await Promise.all(
    connections.map(async connection => {
      while (elapsed() < options.seconds) {
        const body = bodies[next++ % bodies.length]!
        const answer = await connection.send(...signedMetrics(body, host, key, new Date(), sdkHeaders()))
        if (answer.status === 200) taken += data
        else if (!readCall(answer.status, answer.body).error.endsWith('Throttling'))
          throw new Error(`PutMetricData answered ${answer.status}`)
      }
    }),
  )
  const seconds = elapsed()
  const cpu = cpuSeconds(family) - before
  for (const connection of connections) connection.close()
  say(`${name}: ${Math.round(taken / seconds)} values/s, ${round(cpu)} s of CPU`)
  return { perSecond: taken / seconds, perCoreSecond: taken / cpu }
}

const memory = watchMemory(server.pid)
// Series that nobody had heard of, code that is not warm.
await spread(inputs, async (client, input) => void (await client.ask('PutMetricData', input)))
type Turn = Awaited<ReturnType<typeof turn>>
const rounds: { readonly without: Turn; readonly with: Turn }[] = []
let stand = false
async function turnWith(wanted: boolean): Promise<Turn> {
  if (wanted !== stand) await (wanted ? putAlarms() : deleteAlarms())
  stand = wanted
  return turn(wanted ? 'with' : 'without')
}
for (let at = options.flip; at < options.rounds + options.flip; at++) {
  const first = await turnWith(at % 2 === 1)
  const second = await turnWith(at % 2 === 0)
  rounds.push(at % 2 === 0 ? { without: first, with: second } : { without: second, with: first })
}
memory.stop()
const of = (figure: 'perSecond' | 'perCoreSecond') =>
  round(median(rounds.map(one => one.with[figure] / one.without[figure])), 3)
printLine({
  bench: 'ingest-with-alarms',
  commit: commit(),
  ...options,
  valuesPerSecond: Math.round(median(rounds.map(one => one.with.perSecond))),
  ratio: of('perSecond'),
  cpuRatio: of('perCoreSecond'),
  ratios: rounds.map(one => round(one.with.perSecond / one.without.perSecond, 3)),
  rssPeakBoth: Math.round(memory.peak() / 1e6),
})
await server.stop()
await done()
