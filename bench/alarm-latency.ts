/**
 * How soon does an alarm act on an accepted datum? Each probe puts one datum into the series of an alarm of its own ("Sum ≥ 1 in 60 s, missing
 * is not breaching", a topic with a webhook as its action) and waits for the webhook; the others watch series of their own and stay quiet.
 * Probes are spread over minutes, in step with nothing of the server's. Milliseconds from the answer of PutMetricData to the whole request at
 * the webhook. `node bench/alarm-latency.ts [--probes 200] [--others 1000] [--seed 1] [--data DIR]`
 */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import { startServer } from '../e2e/server.ts'
import { openKey, place } from './load/index.ts'
import { commit, percentile, round } from './measure/index.ts'
import { metricsClient } from './metrics/index.ts'
import { seeded } from './mix/index.ts'
import { printLine, readNumbers, say } from './options.ts'
import { amzDate, authorization, sha256 } from './wire/index.ts'

const options = readNumbers({ probes: 200, others: 1_000, seed: 1 })
const { dataDir, done } = await place(options.data)
const heard = new Map<string, number>()
let confirm: ((link: string) => void) | undefined
const hooks = createServer((request, response) => {
  text(request).then(
    body => {
      const at = performance.now()
      response.end()
      const message = JSON.parse(body) as {
        readonly Type: string
        readonly SubscribeURL?: string
        readonly Message: string
      }
      if (message.Type === 'SubscriptionConfirmation') return confirm?.(message.SubscribeURL ?? '')
      const { AlarmName, NewStateValue } = JSON.parse(message.Message) as Record<'AlarmName' | 'NewStateValue', string>
      if (NewStateValue === 'ALARM' && !heard.has(AlarmName)) heard.set(AlarmName, at)
    },
    () => response.destroy(),
  )
})
await new Promise<void>(resolve => hooks.listen(0, '127.0.0.1', resolve))
const origin = `http://127.0.0.1:${(hooks.address() as AddressInfo).port}`
const server = await startServer({ dataDir, args: ['--deliver-to', origin] })
const client = metricsClient(server.url, openKey)

/** SNS speaks forms. */
async function sns(input: Readonly<Record<string, string>>): Promise<string> {
  const body = new URLSearchParams({ Version: '2010-03-31', ...input }).toString()
  const signed = {
    'content-type': 'application/x-www-form-urlencoded; charset=utf-8',
    host: new URL(server.url).host,
    'x-amz-date': amzDate(new Date()),
  }
  const request = { method: 'POST', path: '/', headers: signed, bodyHash: sha256(body) }
  const { host: _, ...headers } = signed
  const answer = await fetch(server.url, {
    ...{ method: 'POST', body },
    headers: { ...headers, authorization: authorization(request, openKey, 'us-east-1', 'sns') },
  })
  const said = await answer.text()
  if (!answer.ok) throw new Error(`${input.Action} answered ${answer.status} ${said}`)
  return said
}
const topic = /<TopicArn>(.*?)<\/TopicArn>/.exec(await sns({ Action: 'CreateTopic', Name: 'latency' }))?.[1] ?? ''
const confirmed = new Promise<string>(resolve => {
  confirm = resolve
})
await sns({ Action: 'Subscribe', TopicArn: topic, Protocol: 'http', Endpoint: `${origin}/hook` })
await fetch(await confirmed)

say(`putting ${options.probes + options.others} alarms`)
const names = Array.from({ length: options.probes + options.others }, (_, at) => `alarm-${at}`)
for (const AlarmName of names)
  await client.ask('PutMetricAlarm', {
    ...{ AlarmName, Namespace: 'Bench', MetricName: AlarmName, Statistic: 'Sum', Period: 60, EvaluationPeriods: 1 },
    ...{ Threshold: 1, ComparisonOperator: 'GreaterThanOrEqualToThreshold', TreatMissingData: 'notBreaching' },
    AlarmActions: [topic],
  })
const put = (names: readonly string[], Value: number) =>
  client.ask('PutMetricData', { Namespace: 'Bench', MetricData: names.map(MetricName => ({ MetricName, Value })) })
for (let at = 0; at < names.length; at += 1_000) await put(names.slice(at, at + 1_000), 0)
// Until none is new any more.
await sleep(130_000)

say(`${options.probes} probes`)
const random = seeded(options.seed)
const accepted = new Map<string, number>()
for (const name of names.slice(0, options.probes)) {
  await sleep(200 + random.below(1_200))
  await put([name], 1)
  accepted.set(name, performance.now())
}
for (let waited = 0; heard.size < options.probes && waited < 90; waited++) await sleep(1_000)
const took = [...accepted].flatMap(([name, at]) => (heard.has(name) ? [(heard.get(name) ?? 0) - at] : []))
printLine({
  bench: 'alarm-latency',
  commit: commit(),
  ...options,
  heard: took.length,
  p50: round(percentile(took, 0.5)),
  p99: round(percentile(took, 0.99)),
  most: round(Math.max(...took)),
})
client.close()
await server.stop()
hooks.closeAllConnections()
hooks.close()
await done()
