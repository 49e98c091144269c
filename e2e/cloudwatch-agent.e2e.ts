/** The CloudWatch agent and the OpenTelemetry exporters inside it: replayed byte for byte, signed as they sign. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Connection, connect, type Key, logsClient } from '../bench/wire/index.ts'
import { createKey } from './keys.ts'
import { cloudWatchAgent, otelExporter, type Replayed, replay } from './replay/index.ts'
import { type Server, startServer } from './server.ts'

console.warn(
  'SKIPPED: the CloudWatch agent itself. It is in none of the registries here; its requests are replayed instead',
)

let server: Server
let key: Key
let connection: Connection
beforeAll(async () => {
  server = await startServer({ args: ['--auth', 'required'] })
  key = await createKey(server.dataDir, 'operator')
  connection = await connect(server.url)
})
afterAll(async () => {
  connection?.close()
  await server?.stop()
})

const read = async (logGroupName: string) => {
  const client = logsClient(server.url, key)
  const { json } = await client.call('FilterLogEvents', { logGroupName })
  client.close()
  return json.events as readonly { message: string; logStreamName: string; timestamp: number }[]
}
const outcome = ({ status, json }: Replayed): unknown => (status === 200 ? 200 : json.__type)

test("the agent's first write to an unknown group", async () => {
  const agent = replay(connection, new URL(server.url).host, key, cloudWatchAgent())
  const names = '"logGroupName":"/var/log/messages","logStreamName":"i-0aa1"'
  const retention = '{"logGroupName":"/var/log/messages","retentionInDays":7}'
  const now = Date.now()
  // Go writes the members by name: the events come before the group.
  const put = `{"logEvents":[{"message":"first","timestamp":${now}},{"message":"second \\u003c한글\\u003e","timestamp":${now + 1}}],${names}}`
  expect(outcome(await agent.send('PutRetentionPolicy', retention))).toBe('ResourceNotFoundException')
  expect(outcome(await agent.send('PutLogEvents', put))).toBe('ResourceNotFoundException')
  expect(outcome(await agent.send('CreateLogStream', `{${names}}`))).toBe('ResourceNotFoundException')
  expect(outcome(await agent.send('CreateLogGroup', '{"logGroupName":"/var/log/messages"}'))).toBe(200)
  expect(outcome(await agent.send('CreateLogStream', `{${names}}`))).toBe(200)
  expect(outcome(await agent.send('PutRetentionPolicy', retention))).toBe(200)
  const done = await agent.send('PutLogEvents', put)
  expect(outcome(done)).toBe(200)
  expect(done.json.nextSequenceToken).toMatch(/./)
  expect(await read('/var/log/messages')).toMatchObject([
    { message: 'first', timestamp: now },
    { message: 'second <한글>', timestamp: now + 1 },
  ])
})

test('statistics of the agent ride along and are signed', async () => {
  const stats = '"cpu":0.2,"mem":88000000,"ec":1'
  const agent = replay(connection, new URL(server.url).host, key, cloudWatchAgent(stats))
  expect(
    outcome(await agent.send('CreateLogStream', '{"logGroupName":"/var/log/messages","logStreamName":"i-0aa2"}')),
  ).toBe(200)
})

test('awsemf: its first write, and events that are EMF', async () => {
  const emf = replay(connection, new URL(server.url).host, key, otelExporter)
  const names = '"logGroupName":"/metrics/otel","logStreamName":"otel-stream"'
  const now = Date.now()
  const document = `{"Version":"1","_aws":{"CloudWatchMetrics":[{"Namespace":"N","Dimensions":[[],["q"]],"Metrics":[{"Name":"depth"},{"Name":"took","Unit":"Milliseconds"}]}],"Timestamp":${now}},"q":"a","depth":5,"took":{"Max":0,"Min":0,"Count":6,"Sum":9}}`
  const put = `{"logEvents":[{"message":${JSON.stringify(document)},"timestamp":${now}}],${names}}`
  expect(outcome(await emf.send('PutLogEvents', put))).toBe('ResourceNotFoundException')
  expect(outcome(await emf.send('CreateLogStream', `{${names}}`))).toBe('ResourceNotFoundException')
  expect(outcome(await emf.send('CreateLogGroup', '{"logGroupName":"/metrics/otel"}'))).toBe(200)
  expect(outcome(await emf.send('PutRetentionPolicy', '{"logGroupName":"/metrics/otel","retentionInDays":30}'))).toBe(
    200,
  )
  expect(outcome(await emf.send('CreateLogStream', `{${names}}`))).toBe(200)
  const done = await emf.send('PutLogEvents', put)
  expect(outcome(done)).toBe(200)
  // Without a token the exporter takes the answer for "try again" and sends the batch once more.
  expect(done.json.nextSequenceToken).toMatch(/./)
  expect(await read('/metrics/otel')).toMatchObject([{ message: document }])
})

test('awscloudwatchlogs says EMF and sends none: it is kept all the same', async () => {
  const logs = replay(connection, new URL(server.url).host, key, otelExporter)
  const names = '"logGroupName":"/otel/logs","logStreamName":"s"'
  const message = '{"body":"hello","severity_text":"ERROR","resource":{"service.name":"cart"}}'
  expect(outcome(await logs.send('CreateLogStream', `{${names}}`))).toBe('ResourceNotFoundException')
  expect(outcome(await logs.send('CreateLogGroup', '{"logGroupName":"/otel/logs"}'))).toBe(200)
  expect(outcome(await logs.send('CreateLogStream', `{${names}}`))).toBe(200)
  const put = `{"logEvents":[{"message":${JSON.stringify(message)},"timestamp":${Date.now()}}],${names}}`
  expect(outcome(await logs.send('PutLogEvents', put))).toBe(200)
  expect(await read('/otel/logs')).toMatchObject([{ message }])
})

test('the signature is over the compressed bytes, and it is looked at', async () => {
  const agent = replay(connection, new URL(server.url).host, { ...key, secretAccessKey: 'wrong' }, cloudWatchAgent())
  expect(outcome(await agent.send('CreateLogGroup', '{"logGroupName":"never"}'))).toBe('InvalidSignatureException')
})
