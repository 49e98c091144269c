/**
 * How soon is a line seen in a live tail once it was accepted? And what do 50 tails cost the server beside one, all with patterns of their
 * own, while lines come in as fast as they are taken?
 * `node bench/live-tail.ts [--lines 400000] [--probes 100] [--tails 50] [--seed 1]`
 */
import { get } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { CloudWatchLogsClient, PutLogEventsCommand, StartLiveTailCommand } from '@aws-sdk/client-cloudwatch-logs'
import { createKey } from '../e2e/keys.ts'
import { startServer } from '../e2e/server.ts'
import { fullBatch, group, lastDay, place, pump } from './load/index.ts'
import { commit, cpuSeconds, percentile, round } from './measure/index.ts'
import { mixPods } from './mix/index.ts'
import { printLine, readNumbers, say } from './options.ts'
import { logsClient, makeStreams, mixBatches } from './wire/index.ts'

const options = readNumbers({ lines: 400_000, probes: 100, tails: 50, seed: 1 })
const { dataDir, done } = await place(options.data)
const key = await createKey(dataDir, 'operator')
const server = await startServer({ dataDir })
const client = logsClient(server.url, key)
const mixed = { seed: options.seed, lines: options.lines, ...lastDay() }
await makeStreams(client, group, ['probe', ...mixPods(mixed).map(pod => pod.name)])
client.close()
const batches = [...mixBatches({ ...mixed, group, ...fullBatch })]

say(`${options.probes} lines, one after the other`)
const { fromSent, fromAck } = await probe()
say('the load with no tail, with one, with many')
const costs: Record<string, number> = {}
for (const tails of [0, 1, options.tails, 1, 0]) {
  const cost = await loadWith(tails)
  const name = String(tails)
  costs[name] = Math.min(cost, costs[name] ?? Number.POSITIVE_INFINITY)
  say(`${tails} tails: ${round(cost)} s of CPU`)
}
printLine({
  bench: 'live-tail',
  commit: commit(),
  probes: options.probes,
  sentToSeenP50: round(percentile(fromSent, 0.5)),
  sentToSeenP99: round(percentile(fromSent, 0.99)),
  durableToSeenP50: round(percentile(fromAck, 0.5)),
  durableToSeenP99: round(percentile(fromAck, 0.99)),
  lines: options.lines,
  tails: options.tails,
  cpuWithout: round(costs['0'] ?? 0),
  cpuWithOne: round(costs['1'] ?? 0),
  cpuWithMany: round(costs[String(options.tails)] ?? 0),
  manyToOne: round((costs[String(options.tails)] ?? 0) / (costs['1'] ?? 1)),
})
await server.stop()
await done()

/** Milliseconds to the SDK's own event, from when the call was made and from when it was answered. */
async function probe(): Promise<{ readonly fromSent: number[]; readonly fromAck: number[] }> {
  const logs = new CloudWatchLogsClient({
    ...{ endpoint: server.url, region: 'us-east-1', credentials: key, disableHostPrefix: true },
  })
  const arn = `arn:aws:logs:us-east-1:000000000000:log-group:${group}`
  const { responseStream } = await logs.send(new StartLiveTailCommand({ logGroupIdentifiers: [arn] }))
  const seen = new Map<string, number>()
  const reading = (async () => {
    for await (const event of responseStream ?? []) {
      for (const { message } of event.sessionUpdate?.sessionResults ?? []) seen.set(message ?? '', performance.now())
      if (seen.size === options.probes) return
    }
  })()
  const sent: number[] = []
  const acked: number[] = []
  for (let at = 0; at < options.probes; at++) {
    sent.push(performance.now())
    const logEvents = [{ timestamp: Date.now(), message: `probe ${at}` }]
    await logs.send(new PutLogEventsCommand({ logGroupName: group, logStreamName: 'probe', logEvents }))
    acked.push(performance.now())
    // Not in step with anything of the server's.
    await sleep(137 + ((at * 71) % 400))
  }
  await reading
  logs.destroy()
  const times = (from: readonly number[]) => from.map((time, at) => (seen.get(`probe ${at}`) ?? Number.NaN) - time)
  return { fromSent: times(sent), fromAck: times(acked) }
}

/** Seconds of CPU of the server process, not of its engine, for the whole load. */
async function loadWith(tails: number): Promise<number> {
  const followers = await Promise.all(Array.from({ length: tails }, (_, at) => follow(at)))
  await sleep(3_000)
  const before = cpuSeconds([server.pid])
  await pump(batches, { url: server.url, key, connections: 4 })
  const cost = cpuSeconds([server.pid]) - before
  for (const follower of followers) follower.destroy()
  return cost
}

function follow(at: number): Promise<ReturnType<typeof get>> {
  const pattern = at % 2 === 0 ? `{ $.status = ${500 + at} && $.method = "P*" }` : `ERROR "${at}${at}"`
  const selection = encodeURIComponent(JSON.stringify({ groups: [group], pattern }))
  return new Promise((resolve, reject) => {
    const asked = get(
      `${server.url}/api/logs/follow?selection=${selection}`,
      { agent: false, headers: { 'sec-fetch-site': 'none' } },
      answer => {
        answer.resume()
        answer.on('error', () => undefined)
        if (answer.statusCode === 200) resolve(asked)
        else reject(new Error(`follow answered ${answer.statusCode}`))
      },
    )
    asked.on('error', reject)
  })
}
