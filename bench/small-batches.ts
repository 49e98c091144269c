/**
 * How many lines a second does it take as agents really send them: 100 clients, 10 lines a request, each waiting for its answer? And
 * how long does an acknowledgement take at half of that, sent by the clock?
 * `node bench/small-batches.ts [--lines 1000000] [--clients 100] [--events 10] [--seed 1] [--data DIR]`
 */
import { createKey } from '../e2e/keys.ts'
import { startServer } from '../e2e/server.ts'
import { fullBatch, group, lastDay, place, pump } from './load/index.ts'
import { commit, cpuSeconds, familyOf, percentile, round, watchMemory } from './measure/index.ts'
import { mixPods } from './mix/index.ts'
import { printLine, readNumbers, say } from './options.ts'
import { logsClient, makeStreams, mixBatches } from './wire/index.ts'

const options = readNumbers({ lines: 1_000_000, clients: 100, events: 10, seed: 1 })
const { dataDir, done } = await place(options.data)
const mixed = { seed: options.seed, lines: options.lines, pods: options.clients, ...lastDay() }
say('making the batches')
const batches = [...mixBatches({ ...mixed, group, ...fullBatch, maxEvents: options.events })]
const key = await createKey(dataDir, 'writer')
const server = await startServer({ dataDir })
const client = logsClient(server.url, key)
const streams = mixPods(mixed).map(pod => pod.name)
await makeStreams(client, group, streams)
client.close()
const memory = watchMemory(server.pid)
const half = Math.floor(batches.length / 2)
const before = cpuSeconds(familyOf(server.pid))
const beforeOfServer = cpuSeconds([server.pid])
say(`${half} batches as fast as they are answered`)
const full = await pump(batches.slice(0, half), { url: server.url, key, connections: options.clients, presign: true })
const cpu = cpuSeconds(familyOf(server.pid)) - before
const cpuOfServer = cpuSeconds([server.pid]) - beforeOfServer
const rate = full.batches / full.seconds
say(`${round(rate * options.events)} lines/s; now half of it by the clock`)
const calm = await pump(batches.slice(half), {
  url: server.url,
  key,
  connections: options.clients * 2,
  pace: rate / 2,
  presign: true,
})
memory.stop()
printLine({
  bench: 'small-batches',
  commit: commit(),
  clients: options.clients,
  eventsPerBatch: options.events,
  linesPerSecond: Math.round(full.events / full.seconds),
  seconds: round(full.seconds),
  mbPerCoreSecond: round(full.messageBytes / 1e6 / cpu),
  cpuSecondsOfServer: round(cpuOfServer),
  cpuSecondsOfEngine: round(cpu - cpuOfServer),
  ackP50: round(percentile(full.latencies, 0.5)),
  ackP99: round(percentile(full.latencies, 0.99)),
  halfLoadLinesPerSecond: Math.round(calm.events / calm.seconds),
  halfLoadAckP50: round(percentile(calm.latencies, 0.5)),
  halfLoadAckP99: round(percentile(calm.latencies, 0.99)),
  throttled: full.throttled + calm.throttled,
  rssPeakBoth: Math.round(memory.peak() / 1e6),
})
await server.stop()
await done()
