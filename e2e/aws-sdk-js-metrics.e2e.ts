/** AWS's own JavaScript SDK, version 3, on metrics: once as it speaks by itself (JSON 1.0), once told to speak RPC v2 CBOR. */
import {
  CloudWatchClient,
  type CloudWatchClientConfig,
  GetMetricDataCommand,
  GetMetricStatisticsCommand,
  ListMetricsCommand,
  PutMetricDataCommand,
  paginateGetMetricData,
  paginateListMetrics,
} from '@aws-sdk/client-cloudwatch'
import { SmithyRpcV2CborProtocol } from '@smithy/core/cbor'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createKey } from './keys.ts'
import { type Server, startServer } from './server.ts'

let server: Server
let credentials: Awaited<ReturnType<typeof createKey>>

beforeAll(async () => {
  server = await startServer()
  // A key that is known here: each signature of the SDK is verified.
  credentials = await createKey(server.dataDir, 'operator')
})
afterAll(() => server?.stop())

const start = new Date(Math.floor(Date.now() / 60_000) * 60_000 - 600_000)
const at = (minutes: number) => new Date(start.getTime() + minutes * 60_000)

describe.each([
  ['JSON 1.0', {}],
  // With this protocol it compresses a body and announces the length that it had before: nobody could read that.
  ['CBOR', { protocol: SmithyRpcV2CborProtocol, disableRequestCompression: true }],
] as const)('by %s', (name, protocol) => {
  const Namespace = `Shop ${name}`
  let metrics: CloudWatchClient
  const seen: (string | undefined)[] = []
  beforeAll(() => {
    const config = { endpoint: server.url, region: 'ap-northeast-2', credentials, maxAttempts: 1, ...protocol }
    metrics = new CloudWatchClient(config as CloudWatchClientConfig)
    metrics.middlewareStack.add(
      next => async args => {
        seen.push((args.request as { readonly headers: Readonly<Record<string, string>> }).headers['content-type'])
        return next(args)
      },
      { step: 'finalizeRequest' },
    )
  })
  afterAll(() => metrics?.destroy())

  const stat = (Id: string, MetricName: string, Stat: string, more: object = {}) => ({
    Id,
    MetricStat: {
      Metric: { Namespace, MetricName, Dimensions: [{ Name: 'Service', Value: 'pay 한글' }] },
      ...{ Period: 60, Stat },
    },
    ...more,
  })

  test('puts values, arrays, sets, and a body large enough to be compressed', async () => {
    const Dimensions = [{ Name: 'Service', Value: 'pay 한글' }]
    await metrics.send(
      new PutMetricDataCommand({
        Namespace,
        MetricData: [
          { MetricName: 'Latency', Dimensions, Timestamp: at(0), Value: 5.5, Unit: 'Milliseconds' },
          {
            MetricName: 'Latency',
            Dimensions,
            Timestamp: at(1),
            Values: [1, 2, 10],
            Counts: [1, 2, 1],
            Unit: 'Milliseconds',
          },
          {
            ...{ MetricName: 'Size', Dimensions, Timestamp: at(1), Unit: 'Bytes' },
            StatisticValues: { SampleCount: 4, Sum: 10, Minimum: 1, Maximum: 4 },
          },
        ],
      }),
    )
    await metrics.send(
      new PutMetricDataCommand({
        Namespace,
        MetricData: Array.from({ length: 600 }, (_, n) => ({
          ...{ MetricName: `Bulk${n}`, Dimensions, Timestamp: at(2), Value: n, StorageResolution: 1 },
        })),
      }),
    )
    expect(new Set(seen)).toEqual(new Set([name === 'CBOR' ? 'application/cbor' : 'application/x-amz-json-1.0']))
  })

  test('lists them all, page by page', async () => {
    const names: (string | undefined)[] = []
    let pages = 0
    for await (const page of paginateListMetrics({ client: metrics }, { Namespace, RecentlyActive: 'PT3H' })) {
      pages += 1
      names.push(...(page.Metrics ?? []).map(metric => metric.MetricName))
    }
    expect([names.length, new Set(names).size, pages]).toEqual([602, 602, 2])
  })

  test('reads statistics and percentiles', async () => {
    const { Label, Datapoints } = await metrics.send(
      new GetMetricStatisticsCommand({
        ...{ Namespace, MetricName: 'Latency', Dimensions: [{ Name: 'Service', Value: 'pay 한글' }] },
        ...{ StartTime: at(0), EndTime: at(10), Period: 300, Statistics: ['Sum', 'SampleCount', 'Average'] },
        ExtendedStatistics: ['p50', 'tm90'],
      }),
    )
    expect(Label).toBe('Latency')
    const total = Datapoints?.reduce((sum, point) => sum + (point.Sum ?? 0), 0)
    expect(total).toBe(20.5)
    expect(Datapoints?.[0]).toMatchObject({ Unit: 'Milliseconds', ExtendedStatistics: { p50: expect.any(Number) } })
    expect(Datapoints?.[0]?.Timestamp).toBeInstanceOf(Date)
  })

  test('reads data with math, labels and pages', async () => {
    const input = {
      ...{ StartTime: at(0), EndTime: at(10), ScanBy: 'TimestampAscending' as const },
      MetricDataQueries: [
        // biome-ignore lint/suspicious/noTemplateCurlyInString: CloudWatch's own way to write a label.
        stat('m1', 'Latency', 'Sum', { Label: "${PROP('Dim.Service')} ${MAX}" }),
        stat('m2', 'Size', 'Average', { ReturnData: false }),
        { Id: 'e1', Expression: 'm1 / m2', Label: 'ratio' },
        stat('none', 'NotThere', 'p99'),
      ],
    }
    const { MetricDataResults, Messages } = await metrics.send(new GetMetricDataCommand(input))
    expect(Messages).toEqual([])
    expect(MetricDataResults).toMatchObject([
      { Id: 'm1', Label: 'pay 한글 15', Timestamps: [at(0), at(1)], Values: [5.5, 15], StatusCode: 'Complete' },
      { Id: 'e1', Label: 'ratio', Timestamps: [at(1)], Values: [6] },
      { Id: 'none', Values: [], StatusCode: 'Complete' },
    ])
    const paged: number[] = []
    for await (const page of paginateGetMetricData({ client: metrics }, { ...input, MaxDatapoints: 1 }))
      paged.push(...(page.MetricDataResults ?? []).flatMap(result => result.Values ?? []))
    expect(paged).toEqual([5.5, 15, 6])
  })

  test('is refused in the words of CloudWatch, under their names', async () => {
    const datum = { MetricName: 'Latency', Timestamp: at(0) }
    const put = (more: object) =>
      metrics.send(new PutMetricDataCommand({ Namespace, MetricData: [{ ...datum, ...more }] }))
    await expect(put({ Value: 1, Values: [1] })).rejects.toMatchObject({
      name: 'InvalidParameterCombinationException',
      message:
        'The parameters MetricData.member.1.Value and MetricData.member.1.Values are mutually exclusive and you have specified both.',
    })
    await expect(put({ Values: [1], Counts: [1, 2] })).rejects.toMatchObject({
      name: 'InvalidParameterValueException',
      message: 'The parameters MetricData.member.1.Values and MetricData.member.1.Counts must be of the same size.',
    })
    await expect(put({ Value: Number.NaN })).rejects.toMatchObject({ name: 'InvalidParameterValueException' })
    await expect(put({ Value: 1, Timestamp: new Date(Date.now() - 15 * 86_400_000) })).rejects.toMatchObject({
      message: 'The parameter MetricData.member.1.Timestamp must specify a time no more than two weeks in the past.',
    })
    await expect(metrics.send(new ListMetricsCommand({ NextToken: 'made up' }))).rejects.toMatchObject({
      message: 'The specified nextToken is invalid.',
    })
  })
})
