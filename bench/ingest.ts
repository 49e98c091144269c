/**
 * How many megabytes of bare lines does a core second take, durably, by PutLogEvents in 1 MB batches, signed with a key that the
 * server checks? CPU of server and engine counts until disk and CPU are still again. The load generator's own CPU does not.
 * `node bench/ingest.ts [--lines 5000000] [--seed 1] [--connections 16] [--memory 1024 (MiB)] [--data DIR]`
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { createKey } from '../e2e/keys.ts'
import { startServer } from '../e2e/server.ts'
import { fullBatch, group, histogram, lastDay, place, pump } from './load/index.ts'
import {
  commit,
  cpuSeconds,
  diskBytes,
  familyOf,
  percentile,
  proportionalBytes,
  residentBytes,
  round,
  untilStill,
  watchMemory,
} from './measure/index.ts'
import { mixPods } from './mix/index.ts'
import { printLine, readNumbers, say } from './options.ts'
import { logsClient, makeStreams, mixBatches } from './wire/index.ts'

const options = readNumbers({ lines: 5_000_000, seed: 1, connections: 16, memory: 1024 })
const { dataDir, done } = await place(options.data)
const mixed = { seed: options.seed, lines: options.lines, ...lastDay() }
say('making the batches')
const batches = [...mixBatches({ ...mixed, group, ...fullBatch })]
const key = await createKey(dataDir, 'writer')
const server = await startServer({ dataDir, args: ['--memory', `${options.memory}MiB`] })
const client = logsClient(server.url, key)
const streams = mixPods(mixed).map(pod => pod.name)
await makeStreams(client, group, streams)
client.close()
await sleep(5000)
const idle = residentBytes(familyOf(server.pid))
const idleShared = proportionalBytes(familyOf(server.pid))
const diskBefore = diskBytes(dataDir)
const cpuBefore = cpuSeconds(familyOf(server.pid))
const memory = watchMemory(server.pid)
say(`sending ${batches.length} batches`)
const sent = await pump(batches, { url: server.url, key, connections: options.connections })
const cpuSending = cpuSeconds(familyOf(server.pid)) - cpuBefore
const asked = performance.now()
const { events } = await histogram(server.url, { groups: [group], from: mixed.from, to: mixed.to })
say(
  `acknowledged ${sent.events}, found ${events} in ${round(performance.now() - asked)} ms; waiting until all is still`,
)
await untilStill(server.pid, dataDir)
const cpu = cpuSeconds(familyOf(server.pid)) - cpuBefore
memory.stop()
printLine({
  bench: 'ingest',
  commit: commit(),
  lines: sent.events,
  mb: round(sent.messageBytes / 1e6),
  mbPerCoreSecond: round(sent.messageBytes / 1e6 / cpu),
  linesPerSecond: Math.round(sent.events / sent.seconds),
  seconds: round(sent.seconds),
  cpuSeconds: round(cpu),
  cpuSecondsWhileSending: round(cpuSending),
  ackP50: round(percentile(sent.latencies, 0.5)),
  ackP99: round(percentile(sent.latencies, 0.99)),
  throttled: sent.throttled,
  searchableAtOnce: events === sent.events,
  bytesPerLineOnDisk: round((diskBytes(dataDir) - diskBefore) / sent.events, 2),
  rssIdleBoth: Math.round(idle / 1e6),
  pssIdleBoth: Math.round(idleShared / 1e6),
  rssPeakBoth: Math.round(memory.peak() / 1e6),
  rssAfterBoth: Math.round(residentBytes(familyOf(server.pid)) / 1e6),
})
const code = await server.stop()
await done()
process.exitCode = code === 0 && events === sent.events ? 0 : 1
