/**
 * Metric filters by Debian's aws CLI and embedded metrics by the exporter of the CloudWatch agent, to the observations in the metric store.
 * Those are read from the engine's own files once the server has stopped.
 */
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { connect, type Key } from '../bench/wire/index.ts'
import { instant, mib, minutes } from '../src/model/index.ts'
import { openChdb } from '../src/store/engine/index.ts'
import { metricStore } from '../src/store/metrics/index.ts'
import { otelExporter, replay } from './replay/index.ts'
import { runProgram, type Server, startServer } from './server.ts'

const aws = '/usr/bin/aws'
const missing = !existsSync(aws)
if (missing) console.warn(`SKIPPED: the aws CLI is not at ${aws} (apt-get install awscli)`)

const key: Key = { accessKeyId: 'AKIAANY', secretAccessKey: 'any' }
const environment = {
  AWS_ACCESS_KEY_ID: key.accessKeyId,
  AWS_SECRET_ACCESS_KEY: key.secretAccessKey,
  AWS_DEFAULT_REGION: 'eu-north-1',
  AWS_PAGER: '',
  HOME: '/nowhere',
}
const group = ['--log-group-name', '/shop/app']
const now = Date.now()

let dataDir: string
let server: Server
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'mangru-metric-filters-'))
  server = await startServer({ dataDir })
})
afterAll(async () => {
  await server?.stop()
  await rm(dataDir, { recursive: true, force: true })
})

const run = (...args: string[]) => runProgram(aws, ['logs', '--endpoint-url', server.url, ...args], environment)
const logs = async (...args: string[]) => {
  const { code, out, err } = await run(...args)
  expect(err).toBe('')
  expect(code).toBe(0)
  return out.trim() === '' ? {} : JSON.parse(out)
}

/** Count, sum, least and greatest by namespace, metric and labels; the server has stopped. */
async function observations(namespaces: readonly string[]): Promise<Record<string, readonly number[]>> {
  const clock = { now: () => instant(Date.now()), sleep: async (length: number) => void (await sleep(length)) }
  const engine = await openChdb({ dir: join(dataDir, 'engine'), memory: mib(600), clock })
  if (!engine.ok) throw new Error(JSON.stringify(engine.error))
  try {
    const store = metricStore(engine.value)
    const found: Record<string, readonly number[]> = {}
    for (const namespace of namespaces) {
      const series = await store.list({ namespace, limit: 100 })
      if (!series.ok) throw new Error(JSON.stringify(series.error))
      for (const one of series.value) {
        const range = { from: instant(now - 86_400_000), to: instant(now + 86_400_000), period: minutes(10_000) }
        const periods = await store.statistics({ series: [one], ...range })
        if (!periods.ok) throw new Error(JSON.stringify(periods.error))
        const labels = Object.entries(one.labels).map(([name, value]) => `${name}=${value}`)
        found[`${namespace} ${one.metric} ${one.unit} ${labels}`.trimEnd()] = periods.value.flatMap(
          ({ count, sum, min, max }) => [count, sum, min, max],
        )
      }
    }
    return found
  } finally {
    await engine.value.close()
  }
}

describe.skipIf(missing)('aws logs --endpoint-url', () => {
  const transformation = (of: object) => ['--metric-transformations', JSON.stringify([of])]
  const put = (name: string, pattern: string, of: object) =>
    run('put-metric-filter', ...group, '--filter-name', name, `--filter-pattern=${pattern}`, ...transformation(of))
  const errors = { metricName: 'Errors', metricNamespace: 'Shop', metricValue: '1', defaultValue: 0 }
  const latency = {
    ...{ metricName: 'Latency', metricNamespace: 'Shop', metricValue: '$.ms', unit: 'Milliseconds' },
    dimensions: { App: '$.app' },
  }

  test('puts metric filters and describes them', async () => {
    await logs('create-log-group', ...group)
    await logs('create-log-stream', ...group, '--log-stream-name', 'web-1')
    for (const [name, pattern, of] of [
      ['errors', 'ERROR', errors],
      ['latency', '{ $.ms > 0 }', latency],
      ['bytes', '[ip, id, user, status = 4*, bytes]', { ...errors, metricName: 'Bytes', metricValue: '$bytes' }],
      ['gone', 'ERROR', { ...errors, metricName: 'Gone' }],
    ] as const)
      expect(await put(name, pattern, of)).toEqual({ code: 0, out: '', err: '' })
    await logs('delete-metric-filter', ...group, '--filter-name', 'gone')
    const { metricFilters } = await logs('describe-metric-filters', ...group)
    expect(metricFilters).toMatchObject([
      { filterName: 'bytes', filterPattern: '[ip, id, user, status = 4*, bytes]' },
      { filterName: 'errors', filterPattern: 'ERROR', metricTransformations: [errors], logGroupName: '/shop/app' },
      { filterName: 'latency', metricTransformations: [latency] },
    ])
    const byMetric = await logs('describe-metric-filters', '--metric-name', 'Latency', '--metric-namespace', 'Shop')
    expect(byMetric.metricFilters).toHaveLength(1)
    const { logGroups } = await logs('describe-log-groups')
    expect(logGroups[0].metricFilterCount).toBe(3)
  })

  test.each([
    ['a pattern that cannot be read', '{ $.a = ', errors, 'InvalidParameterException'],
    ['a default with dimensions', '{ $.a = 1 }', { ...latency, defaultValue: 0 }, 'InvalidParameterException'],
    ['a value that no pattern gives', 'ERROR', { ...errors, metricValue: '$.ms' }, 'InvalidParameterException'],
  ])('refuses %s', async (_story, pattern, of, type) => {
    const { code, err } = await put('bad', pattern, of)
    expect(code).toBe(254)
    expect(err).toContain(`(${type})`)
  })

  test('tests a pattern before it is put', async () => {
    const messages = ['{"ms":12,"app":"cart"}', 'ERROR no JSON', '{"ms":0}']
    const { matches } = await logs(
      'test-metric-filter',
      ...['--filter-pattern', '{ $.ms > 0 }', '--log-event-messages', ...messages],
    )
    expect(matches).toMatchObject([{ eventNumber: 1, extractedValues: { '$.ms': '12' } }])
  })

  test('puts events that the filters see', async () => {
    const messages = [
      'ERROR card declined',
      'INFO fine',
      '{"ms":12,"app":"cart"}',
      '{"ms":30.5,"app":"cart"}',
      '{"ms":7,"app":"pay"}',
      '127.0.0.1 - frank 404 1534',
      '127.0.0.1 - frank 200 99',
      'ERROR twice ERROR',
    ]
    const events = messages.map((message, at) => ({ timestamp: now - 60_000 + at, message }))
    await logs('put-log-events', ...group, ...['--log-stream-name', 'web-1', '--log-events', JSON.stringify(events)])
  })
})

test('the exporter sends embedded metrics, and others under its announcement', async () => {
  const connection = await connect(server.url)
  const emf = replay(connection, new URL(server.url).host, key, otelExporter)
  const names = '"logGroupName":"/metrics/otel","logStreamName":"s"'
  await emf.send('CreateLogGroup', '{"logGroupName":"/metrics/otel"}')
  await emf.send('CreateLogStream', `{${names}}`)
  const directive = `{"Namespace":"Otel","Dimensions":[[],["q"]],"Metrics":[{"Name":"depth"},{"Name":"took","Unit":"Milliseconds"}]}`
  const document = (depth: number, took: string) =>
    `{"Version":"1","_aws":{"CloudWatchMetrics":[${directive}],"Timestamp":${now}},"q":"a","depth":${depth},"took":${took}}`
  const messages = [
    document(5, '{"Max":4,"Min":0.2,"Count":6,"Sum":9}'),
    // A histogram without its least and greatest.
    document(7, '{"Max":0,"Min":0,"Count":6,"Sum":9}'),
    '{"body":"hello","severity_text":"ERROR"}',
  ]
  const events = messages.map(message => `{"message":${JSON.stringify(message)},"timestamp":${now}}`)
  const { status } = await emf.send('PutLogEvents', `{"logEvents":[${events}],${names}}`)
  expect(status).toBe(200)
  connection.close()
})

test('each observation is there, once', async () => {
  expect(await server.stop()).toBe(0)
  const found = await observations(['Shop', 'Otel', 'AWS/Logs'])
  expect(found).toMatchObject({
    'Otel depth None q=a': [2, 12, 5, 7],
    'Otel took Milliseconds q=a': [12, 18, 0, 4],
    'AWS/Logs IncomingLogEvents None LogGroupName=/metrics/otel': [1, 3, 3, 3],
  })
  expect(Object.keys(found).filter(name => name.includes('EMF'))).toEqual([])
  if (missing) return
  expect(found).toMatchObject({
    'Shop Errors None': [2, 2, 1, 1],
    'Shop Latency Milliseconds App=cart': [2, 42.5, 12, 30.5],
    'Shop Latency Milliseconds App=pay': [1, 7, 7, 7],
    'Shop Bytes None': [1, 1534, 1534, 1534],
  })
  expect(found).not.toHaveProperty('Shop Gone None')
})
