/**
 * How many values a second does PutMetricData take over HTTP, signed and gzipped, and how many for a core second of server and engine? Once
 * as data of 150 values each, once as single values, 1,000 data a call; each call is answered when its samples are durable.
 * `node bench/put-metric-data.ts [--values 3000000] [--singles 1000000] [--series 10000] [--connections 8] [--named 1] [--seed 1] [--data DIR]`
 * `--named`: 1 as SDKs call, with a name for each call; 0 without, which for the first minute of a server costs a look for each call.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { createKey } from '../e2e/keys.ts'
import { startServer } from '../e2e/server.ts'
import { place } from './load/index.ts'
import { commit, cpuSeconds, familyOf, percentile, round, untilIdle, watchMemory } from './measure/index.ts'
import { dataBodies, type PreparedMetrics, preparedMetrics, sdkHeaders, signedMetrics } from './metrics/index.ts'
import { printLine, readNumbers, say } from './options.ts'
import { connect, readCall } from './wire/index.ts'

const options = readNumbers({
  values: 3_000_000,
  singles: 1_000_000,
  series: 10_000,
  connections: 8,
  named: 1,
  seed: 1,
})
const { dataDir, done } = await place(options.data)
const key = await createKey(dataDir, 'operator')
const server = await startServer({ dataDir })
const { host } = new URL(server.url)

async function turn(name: string, data: number, values: number, total: number) {
  const calls = Math.max(1, Math.round(total / (data * values)))
  say(`${name}: making ${calls} calls`)
  const bodies: PreparedMetrics[] = []
  const shape = { calls, data, values, series: options.series, seed: options.seed, at: Date.now() - 3_600_000 }
  for (const body of dataBodies(shape)) bodies.push(preparedMetrics('PutMetricData', body))
  const before = cpuSeconds(familyOf(server.pid))
  const beforeOfServer = cpuSeconds([server.pid])
  const signed = bodies.map(body => signedMetrics(body, host, key, new Date(), options.named ? sdkHeaders() : {}))
  const connections = await Promise.all(Array.from({ length: options.connections }, () => connect(server.url)))
  const latencies: number[] = []
  let [next, throttled] = [0, 0]
  const began = performance.now()
  await Promise.all(
    connections.map(async connection => {
      for (let parts = signed[next++]; parts !== undefined; parts = signed[next++]) {
        const sent = performance.now()
        for (;;) {
          const answer = await connection.send(...parts)
          if (answer.status === 200) break
          const { error, json } = readCall(answer.status, answer.body)
          if (!error.endsWith('Throttling'))
            throw new Error(`PutMetricData answered ${answer.status} ${JSON.stringify(json)}`)
          throttled++
          await sleep(100)
        }
        latencies.push(performance.now() - sent)
      }
    }),
  )
  const seconds = (performance.now() - began) / 1_000
  for (const connection of connections) connection.close()
  const taken = calls * data * values
  const cpuOfServer = cpuSeconds([server.pid]) - beforeOfServer
  // Merges that this load leaves behind are its cost too.
  const cpu = (await untilIdle(server.pid)) - before
  say(`${name}: ${Math.round(taken / seconds)} values/s`)
  return {
    values: taken,
    valuesPerSecond: Math.round(taken / seconds),
    valuesPerCoreSecond: Math.round(taken / cpu),
    cpuSecondsOfServer: round(cpuOfServer),
    cpuSecondsOfEngine: round(cpu - cpuOfServer),
    bytesPerCall: Math.round(bodies.reduce((sum, { body }) => sum + body.length, 0) / calls),
    ackP50: round(percentile(latencies, 0.5)),
    ackP99: round(percentile(latencies, 0.99)),
    throttled,
  }
}

const memory = watchMemory(server.pid)
// What both turns pay once: series that nobody had heard of, code that is not warm.
await turn('warming', 1_000, 1, Math.max(options.series, 20_000))
const arrays = await turn('arrays of 150', 40, 150, options.values)
const singles = await turn('single values', 1_000, 1, options.singles)
memory.stop()
printLine({
  bench: 'put-metric-data',
  commit: commit(),
  ...options,
  arrays,
  singles,
  rssPeakBoth: Math.round(memory.peak() / 1e6),
})
await server.stop()
await done()
