/** Debian's aws CLI (v2) on metrics: put, list, statistics and data, with nothing but `--endpoint-url`. */
import { existsSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { runProgram, type Server, startServer } from './server.ts'

const aws = '/usr/bin/aws'
const missing = !existsSync(aws)
if (missing) console.warn(`SKIPPED: the aws CLI is not at ${aws} (apt-get install awscli)`)

describe.skipIf(missing)('aws cloudwatch --endpoint-url', () => {
  let server: Server
  beforeAll(async () => {
    server = await startServer()
  })
  afterAll(() => server.stop())

  const environment = {
    AWS_ACCESS_KEY_ID: 'AKIAANY',
    AWS_SECRET_ACCESS_KEY: 'any',
    AWS_DEFAULT_REGION: 'eu-north-1',
    AWS_PAGER: '',
    HOME: '/nowhere',
  }
  const run = (...args: string[]) => runProgram(aws, ['cloudwatch', '--endpoint-url', server.url, ...args], environment)
  const cloudwatch = async (...args: string[]) => {
    const { code, out, err } = await run(...args)
    expect(err).toBe('')
    expect(code).toBe(0)
    return out.trim() === '' ? {} : JSON.parse(out)
  }
  const start = Math.floor(Date.now() / 60_000) * 60_000 - 600_000
  const at = (minutes: number) => new Date(start + minutes * 60_000).toISOString()
  const metric = ['--namespace', 'Shop', '--metric-name', 'Latency']
  const range = ['--start-time', at(0), '--end-time', at(10)]

  test('puts values one by one and with counts, and lists what there is', async () => {
    const dimensions = ['--dimensions', 'Service=pay']
    await cloudwatch('put-metric-data', ...metric, '--value', '5', '--timestamp', at(0), ...dimensions)
    const values = [{ MetricName: 'Latency', Timestamp: at(1), Values: [1, 2, 10], Counts: [1, 2, 1] }]
    const data = JSON.stringify(values.map(one => ({ ...one, Dimensions: [{ Name: 'Service', Value: 'pay' }] })))
    await cloudwatch('put-metric-data', '--namespace', 'Shop', '--metric-data', data)
    const { Metrics } = await cloudwatch('list-metrics', '--namespace', 'Shop')
    expect(Metrics).toEqual([
      { Namespace: 'Shop', MetricName: 'Latency', Dimensions: [{ Name: 'Service', Value: 'pay' }] },
    ])
  })

  test('reads statistics and percentiles', async () => {
    const asked = [
      'get-metric-statistics',
      ...metric,
      '--dimensions',
      'Name=Service,Value=pay',
      ...range,
      '--period',
      '60',
    ]
    const { Label, Datapoints } = await cloudwatch(...asked, '--statistics', 'Sum', 'SampleCount')
    expect(Label).toBe('Latency')
    expect(Datapoints).toMatchObject([
      { Sum: 5, SampleCount: 1, Unit: 'None' },
      { Sum: 15, SampleCount: 4, Unit: 'None' },
    ])
    const percentiles = await cloudwatch(...asked, '--extended-statistics', 'p50')
    expect(percentiles.Datapoints[1]).toMatchObject({ ExtendedStatistics: { p50: 2 } })
  })

  test('reads data by math and by Metrics Insights', async () => {
    const stat = {
      Metric: { Namespace: 'Shop', MetricName: 'Latency', Dimensions: [{ Name: 'Service', Value: 'pay' }] },
      ...{ Period: 60, Stat: 'Sum' },
    }
    const queries = [
      { Id: 'm', MetricStat: stat, ReturnData: false },
      { Id: 'e', Expression: 'm * 2', Label: 'twice' },
      { Id: 'q', Expression: 'SELECT MAX(Latency) FROM Shop GROUP BY Service', Period: 60 },
    ]
    const { MetricDataResults } = await cloudwatch(
      ...['get-metric-data', '--metric-data-queries', JSON.stringify(queries), ...range],
      ...['--scan-by', 'TimestampAscending'],
    )
    expect(MetricDataResults).toMatchObject([
      { Id: 'e', Label: 'twice', Values: [10, 30], StatusCode: 'Complete' },
      { Id: 'q', Label: 'pay', Values: [5, 10], StatusCode: 'Complete' },
    ])
  })

  test('is refused in the words of AWS', async () => {
    const { code, err } = await run(
      ...['get-metric-statistics', ...metric, '--start-time', at(1), '--end-time', at(0)],
      ...['--period', '60', '--statistics', 'Sum'],
    )
    expect(code).toBe(254)
    expect(err).toContain('(InvalidParameterValue)')
    expect(err).toContain('The parameter StartTime must be less than the parameter EndTime.')
  })
})
