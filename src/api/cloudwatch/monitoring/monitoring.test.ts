/** CloudWatch's metrics over HTTP, on the embedded engine: what is put is read back at once. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { limits } from '../../../limits.ts'
import { mib, type Result } from '../../../model/index.ts'
import { type ChdbEngine, migrate, openChdb } from '../../../store/engine/index.ts'
import { testClock } from '../../../store/engine/test-clock.ts'
import { metricStore, openMetricWriter } from '../../../store/metrics/index.ts'
import { storeMigrations } from '../../../store/schema/index.ts'
import { call, serve, steppedClock } from '../protocol/test-server.ts'
import { pageOf } from './result-page.ts'
import { createMonitoringService } from './service.ts'

const must = <T, E>(result: Result<T, E>): T => {
  if (!result.ok) throw new Error(JSON.stringify(result.error))
  return result.value
}
const minute = 60
const noon = Date.UTC(2026, 0, 20, 12) / 1_000
const clock = steppedClock((noon + 3_600) * 1_000)

let dir: string
let engine: ChdbEngine
let server: Awaited<ReturnType<typeof serve>>
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'mangru-monitoring-'))
  engine = must(await openChdb({ dir, memory: mib(600), clock: testClock() }))
  must(await migrate(engine, storeMigrations))
  let ids = 0
  const metrics = metricStore(engine)
  const ours = testClock()
  const metricWriter = openMetricWriter({ engine, store: metrics, clock: ours, queueBytes: mib(8), name: 'test' })
  const service = createMonitoringService({ metrics, metricWriter, clock, newId: () => `id ${++ids}` })
  server = await serve([service], { clock })
})
afterAll(async () => {
  await server?.[Symbol.asyncDispose]()
  await engine?.close()
  await rm(dir, { recursive: true, force: true })
})

const ask = async (operation: string, input: object, headers: Record<string, string> = {}) => {
  const answer = await call(server.port, `GraniteServiceVersion20100801.${operation}`, {
    body: JSON.stringify(input),
    headers: { 'x-amzn-query-mode': 'true', ...headers },
  })
  return { status: answer.status, error: answer.headers['x-amzn-query-error'], json: answer.json as Answer }
}
// biome-ignore lint/suspicious/noExplicitAny: answers of many shapes
type Answer = any
const put = (data: readonly object[], Namespace = 'App', headers?: Record<string, string>) =>
  ask('PutMetricData', { Namespace, MetricData: data }, headers)
const statistics = (MetricName: string, more: object = {}) =>
  ask('GetMetricStatistics', {
    ...{ Namespace: 'App', MetricName, StartTime: noon, EndTime: noon + 600, Period: minute },
    Statistics: ['Sum', 'SampleCount'],
    ...more,
  })
const data = (MetricDataQueries: readonly object[], more: object = {}) =>
  ask('GetMetricData', {
    ...{ MetricDataQueries, StartTime: noon, EndTime: noon + 600, ScanBy: 'TimestampAscending' },
    ...more,
  })
const metric = (Id: string, MetricName: string, Stat = 'Sum', more: object = {}) => ({
  Id,
  MetricStat: { Metric: { Namespace: 'App', MetricName }, Period: minute, Stat },
  ...more,
})

describe('PutMetricData', () => {
  test('values with counts, sets and single values are read back', async () => {
    expect(
      await put([
        { MetricName: 'Latency', Values: [1, 2, 10], Counts: [1, 2, 1], Timestamp: noon + 61, Unit: 'Seconds' },
        { MetricName: 'Latency', Value: 5, Timestamp: '2026-01-20T12:00:00Z', Unit: 'Seconds' },
        { MetricName: 'Set', StatisticValues: { SampleCount: 4, Sum: 10, Minimum: 1, Maximum: 4 }, Timestamp: noon },
      ]),
    ).toEqual({ status: 200, error: undefined, json: {} })
    expect((await statistics('Latency', { ExtendedStatistics: ['p50', 'p100'] })).json).toEqual({
      Label: 'Latency',
      Datapoints: [
        { Timestamp: noon, Sum: 5, SampleCount: 1, ExtendedStatistics: { p50: 5, p100: 5 }, Unit: 'Seconds' },
        { Timestamp: noon + 60, Sum: 15, SampleCount: 4, ExtendedStatistics: { p50: 2, p100: 10 }, Unit: 'Seconds' },
      ],
    })
    expect((await statistics('Set', { Statistics: ['Minimum', 'Maximum', 'Average'] })).json.Datapoints).toEqual([
      { Timestamp: noon, Minimum: 1, Maximum: 4, Average: 2.5, Unit: 'None' },
    ])
  })

  test('a repeat by an SDK counts once, the same again in another call counts again', async () => {
    const again = [{ MetricName: 'Again', Value: 1, Timestamp: noon }]
    for (const id of ['a', 'a', 'b']) await put(again, 'App', { 'amz-sdk-invocation-id': id })
    await put(again)
    expect((await statistics('Again')).json.Datapoints).toMatchObject([{ Sum: 3 }])
  })

  test('an entity may come with it; AWS Query puts the same', async () => {
    await ask('PutMetricData', {
      Namespace: 'App',
      EntityMetricData: [
        {
          Entity: { KeyAttributes: { Type: 'Service' } },
          MetricData: [{ MetricName: 'Ent', Value: 2, Timestamp: noon }],
        },
      ],
    })
    const form =
      'Action=PutMetricData&Version=2010-08-01&Namespace=App&MetricData.member.1.MetricName=Ent&MetricData.member.1.Value=3&MetricData.member.1.Timestamp=2026-01-20T12%3A00%3A00Z'
    const answer = await fetch(`http://127.0.0.1:${server.port}/`, {
      method: 'POST',
      body: form,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    })
    expect(await answer.text()).toMatch(/^<PutMetricDataResponse .*<ResponseMetadata>/)
    expect((await statistics('Ent')).json.Datapoints).toMatchObject([{ Sum: 5, SampleCount: 2 }])
  })

  const one = { MetricName: 'Bad', Value: 1 }
  const { Value: _value, ...none } = one
  const named = (count: number) => Array.from({ length: count }, (_, n) => ({ Name: `d${n}`, Value: 'v' }))
  const most = limits.metricDistributionValues
  const age = limits.metricAge / 1_000
  test.each<[string, readonly object[], string, string]>([
    [
      'both',
      [{ ...one, Values: [1] }],
      'InvalidParameterCombination',
      'The parameters MetricData.member.1.Value and MetricData.member.1.Values are mutually exclusive and you have specified both.',
    ],
    [
      'sizes',
      [{ ...none, Values: [1, 2], Counts: [1] }],
      'InvalidParameterValue',
      'The parameters MetricData.member.1.Values and MetricData.member.1.Counts must be of the same size.',
    ],
    ['nothing', [none], 'MissingParameter', 'The parameter MetricData.member.1.Value is required.'],
    ['no data', [], 'MissingParameter', 'The parameter MetricData is required.'],
    [
      'NaN',
      [{ ...one, Value: 'NaN' }],
      'InvalidParameterValue',
      'The value NaN for parameter MetricData.member.1.Value is invalid.',
    ],
    ['huge', [{ ...one, Value: 2 ** 361 }], 'InvalidParameterValue', 'is invalid.'],
    ['tiny', [{ ...one, Value: 2 ** -361 }], 'InvalidParameterValue', 'is invalid.'],
    ['old', [{ ...one, Timestamp: noon + 3_600 - age - 1 }], 'InvalidParameterValue', 'two weeks in the past'],
    [
      'early',
      [{ ...one, Timestamp: noon + 3_600 + limits.metricLead / 1_000 + 1 }],
      'InvalidParameterValue',
      'two hours in the future',
    ],
    [
      'a dimension twice',
      [{ ...one, Dimensions: [...named(1), ...named(1)] }],
      'InvalidParameterValue',
      'more than once',
    ],
    [
      'dimensions',
      [{ ...one, Dimensions: named(31) }],
      'ValidationError',
      'Member must have length less than or equal to 30',
    ],
    [
      'unit',
      [{ ...one, Unit: 'Parsec' }],
      'ValidationError',
      "Value 'Parsec' at 'metricData.1.member.unit' failed to satisfy constraint",
    ],
    ['resolution', [{ ...one, StorageResolution: 5 }], 'InvalidParameterValue', 'must be 1 or 60'],
    ['values', [{ ...none, Values: Array(most + 1).fill(1) }], 'InvalidParameterValue', `greater than ${most}`],
    ['count', [{ ...none, Values: [1], Counts: [-1] }], 'InvalidParameterValue', 'Counts.member.1 is invalid'],
    [
      'set',
      [{ ...none, StatisticValues: { SampleCount: 1, Sum: 1, Minimum: 2, Maximum: 1 } }],
      'InvalidParameterValue',
      'must not be greater',
    ],
    ['data', Array(limits.metricData + 1).fill(one), 'InvalidParameterValue', `greater than ${limits.metricData}`],
  ])('refuses: %s', async (_what, given, code, text) => {
    const { status, error, json } = await put(given)
    expect([status, error, String(json.message)]).toEqual([400, `${code};Sender`, expect.stringContaining(text)])
  })

  test('takes what is just within the bounds', async () => {
    const edge = [
      { ...none, Values: Array(most).fill(1) },
      { ...one, Dimensions: named(30) },
      { ...one, Value: -(2 ** 360) },
      { ...one, Timestamp: noon + 3_600 - age },
      { ...one, Timestamp: noon + 3_600 + limits.metricLead / 1_000 },
    ]
    expect((await put([...edge, ...Array(limits.metricData - edge.length).fill(one)], 'Edge')).status).toBe(200)
  })
})

describe('ListMetrics', () => {
  test('pages that hold each metric once, whatever its units', async () => {
    const count = limits.metricPage + 1
    for (const Unit of ['Seconds', 'Count'])
      await put(
        Array.from({ length: count }, (_, n) => ({
          ...{ MetricName: 'Many', Value: 1, Unit, Timestamp: noon },
          Dimensions: [{ Name: 'n', Value: String(n) }],
        })),
        'List',
      )
    await put([{ MetricName: 'Other', Value: 1 }], 'List')
    const first = (await ask('ListMetrics', { Namespace: 'List' })).json
    expect(first.Metrics).toHaveLength(limits.metricPage)
    const second = (await ask('ListMetrics', { Namespace: 'List', NextToken: first.NextToken })).json
    expect(second.Metrics).toHaveLength(2)
    expect(second.NextToken).toBeUndefined()
    expect(new Set([...first.Metrics, ...second.Metrics].map(one => JSON.stringify(one))).size).toBe(count + 1)
    const { json } = await ask('ListMetrics', { Namespace: 'List', Dimensions: [{ Name: 'n', Value: '7' }] })
    expect(json.Metrics).toEqual([{ Namespace: 'List', MetricName: 'Many', Dimensions: [{ Name: 'n', Value: '7' }] }])
    expect((await ask('ListMetrics', { Namespace: 'App', NextToken: first.NextToken })).error).toBe(
      'InvalidNextToken;Sender',
    )
  })

  test('more series than are read at once', async () => {
    const count = limits.metricSeriesRead + 1
    const wide = Array.from({ length: count }, (_, n) => ({
      ...{ MetricName: 'Wide', Value: 1 },
      Dimensions: [{ Name: 'n', Value: String(n) }],
    }))
    for (let at = 0; at < count; at += limits.metricData) await put(wide.slice(at, at + limits.metricData), 'Wide')
    const told = new Set<string>()
    let token: string | undefined
    do {
      const { json } = await ask('ListMetrics', { Namespace: 'Wide', NextToken: token })
      for (const one of json.Metrics) told.add(JSON.stringify(one))
      token = json.NextToken
    } while (token !== undefined)
    expect(told.size).toBe(count)
  })

  test('recently active metrics alone', async () => {
    const recent = limits.metricRecent / 1_000
    await put([{ MetricName: 'At', Value: 1, Timestamp: noon + 3_600 - recent }], 'Recent')
    await put([{ MetricName: 'Past', Value: 1, Timestamp: noon + 3_600 - recent - 60 }], 'Recent')
    const { json } = await ask('ListMetrics', { Namespace: 'Recent', RecentlyActive: 'PT3H' })
    expect(json.Metrics).toMatchObject([{ MetricName: 'At' }])
  })
})

describe('GetMetricStatistics', () => {
  test('as many datapoints as may be, and no more', async () => {
    const most = limits.metricStatisticsPoints
    expect((await statistics('Latency', { EndTime: noon + most * minute })).status).toBe(200)
    const { error, json } = await statistics('Latency', { EndTime: noon + (most + 1) * minute })
    expect([error, json.message]).toEqual([
      'InvalidParameterCombination;Sender',
      `You have requested up to ${most + 1} datapoints, which exceeds the limit of ${most}. You may reduce the datapoints requested by increasing Period, or decreasing the time range.`,
    ])
  })

  test.each([
    [{ EndTime: noon }, 'The parameter StartTime must be less than the parameter EndTime.'],
    [{ Period: 7 }, 'The parameter Period must be'],
    [{ Statistics: null }, 'At least one of the parameters'],
    [{ ExtendedStatistics: ['p101'] }, 'The value p101'],
  ])('refuses %o', async (more, text) => {
    const { status, json } = await statistics('Latency', more)
    expect([status, json.message]).toEqual([400, expect.stringContaining(text)])
  })
})

describe('GetMetricData', () => {
  beforeAll(async () => {
    const cpu = (i: string, values: readonly number[]) =>
      values.map((Value, at) => ({
        ...{ MetricName: 'CPU', Value, Timestamp: noon + at * minute },
        Dimensions: i === '' ? [] : [{ Name: 'i', Value: i }],
      }))
    await put([...cpu('a', [1, 3]), ...cpu('b', [5, 7]), ...cpu('', [100, 100])], 'X')
    await put([
      { MetricName: 'm', Value: 4, Timestamp: noon },
      { MetricName: 'm', Value: 6, Timestamp: noon + 120 },
    ])
  })
  const values = (json: Answer) =>
    json.MetricDataResults.map(({ Label, Values }: Answer) => [Label, ...Values]) as unknown

  test('metrics, math over them, and hidden ones', async () => {
    const { json } = await data([
      metric('a', 'm', 'Sum', { ReturnData: false }),
      metric('u', 'Unknown', 'Sum'),
      // biome-ignore lint/suspicious/noTemplateCurlyInString: a dynamic label
      { Id: 'e', Expression: 'a * 2', Label: 'twice ${MAX}' },
    ])
    expect(json).toEqual({
      MetricDataResults: [
        { Id: 'u', Label: 'Unknown', Timestamps: [], Values: [], StatusCode: 'Complete' },
        { Id: 'e', Label: 'twice 12', Timestamps: [noon, noon + 120], Values: [8, 12], StatusCode: 'Complete' },
      ],
      Messages: [],
    })
  })

  test('SEARCH, percentiles and Metrics Insights', async () => {
    const search = await data([{ Id: 's', Expression: `SEARCH('{X,i} CPU', 'p50', 60)`, Period: minute }])
    expect(values(search.json)).toEqual([
      ['a', 1, 3],
      ['b', 5, 7],
    ])
    const insights = await data([
      {
        Id: 'q',
        Expression: 'SELECT AVG(CPU) FROM SCHEMA(X, i) GROUP BY i ORDER BY MAX() DESC LIMIT 1',
        Period: minute,
      },
    ])
    expect(values(insights.json)).toEqual([['b', 5, 7]])
  })

  test('pages by MaxDatapoints, newest first by default', async () => {
    const asked = [metric('a', 'm'), metric('b', 'm', 'Minimum')]
    const more = { MaxDatapoints: 3, ScanBy: undefined }
    const first = (await data(asked, more)).json
    expect(first.MetricDataResults).toMatchObject([
      { Label: 'm Sum', Values: [6, 4], StatusCode: 'Complete' },
      { Label: 'm Minimum', Values: [6], StatusCode: 'PartialData' },
    ])
    const second = (await data(asked, { ...more, NextToken: first.NextToken })).json
    expect(second).toMatchObject({ MetricDataResults: [{ Id: 'b', Values: [4], StatusCode: 'Complete' }] })
    expect(second.NextToken).toBeUndefined()
  })

  test.each([
    ['metrics alone', []],
    ['an expression among them', [{ Id: 'e', Expression: 'pg3 * 2' }]],
  ])('pages of any size say together what one page says: %s', async (_what, more) => {
    const counts = [3, 0, 1, 0, 0, 7, 2, 10, 0]
    const put = (points: number, at: number) =>
      Array.from({ length: points }, (_, n) => ({ MetricName: `paged ${at}`, Value: n, Timestamp: noon + n * minute }))
    await ask('PutMetricData', { Namespace: 'App', MetricData: counts.flatMap(put) })
    const asked = [...counts.map((_, at) => metric(`pg${at}`, `paged ${at}`)), ...more]
    const whole = (await data(asked)).json.MetricDataResults
    for (const MaxDatapoints of [1, 2, 3, 4, 5, 7, 11, 23, 100]) {
      const told = new Map<string, { at: number[]; values: number[]; status: string[] }>()
      for (let NextToken: unknown, page = 0; page < 60; page++) {
        const answer = (await data(asked, { MaxDatapoints, NextToken })).json
        const points = answer.MetricDataResults.flatMap(({ Values }: Answer) => Values).length
        expect(points).toBeLessThanOrEqual(MaxDatapoints)
        for (const { Id, Timestamps, Values, StatusCode } of answer.MetricDataResults) {
          const one = told.get(Id) ?? { at: [], values: [], status: [] }
          told.set(Id, one)
          one.at.push(...Timestamps)
          one.values.push(...Values)
          one.status.push(StatusCode)
        }
        NextToken = answer.NextToken
        if (NextToken === undefined) break
      }
      expect([...told].map(([Id, { at, values }]) => [Id, at, values])).toEqual(
        whole.map(({ Id, Timestamps, Values }: Answer) => [Id, Timestamps, Values]),
      )
      for (const { status } of told.values())
        expect(status).toEqual([...Array(status.length - 1).fill('PartialData'), 'Complete'])
    }
  })

  test('a page holds as many points as may be, and no more', () => {
    const grid = { start: 0, step: 60_000, count: limits.metricDataPoints + 1 }
    const result = (count: number) => ({ id: 'a', label: '', units: [], grid, values: new Float64Array(count) })
    const most = limits.metricDataPoints
    expect(pageOf([result(most)], 0, most, false).next).toBeUndefined()
    expect(pageOf([result(most + 1)], 0, most, false).next).toBe(most)
  })

  test('several units are told', async () => {
    for (const Unit of ['Seconds', 'Milliseconds'])
      await put([{ MetricName: 'units', Value: 1, Unit, Timestamp: noon }])
    const { json } = await data([metric('a', 'units')])
    expect(json.MetricDataResults[0].Messages).toEqual([
      { Code: 'MultipleUnits', Value: "Multiple units returned: '[Milliseconds, Seconds]'" },
    ])
  })

  test.each<[readonly object[], string]>([
    [[{ Id: 'e' }], 'must have one of MetricStat and Expression'],
    [[metric('a', 'm', 'p101')], 'The value p101 for parameter Stat'],
    [[metric('A', 'm')], "The id 'A' is not valid"],
    [[{ Id: 'e', Expression: 'e + 1' }], 'refers to itself'],
    [[{ Id: 'e', Expression: 'SUM(' }], "Error in expression 'e'"],
  ])('refuses %o', async (asked, text) => {
    const { error, json } = await data(asked)
    expect([error, json.message]).toEqual(['ValidationError;Sender', expect.stringContaining(text)])
    expect(json.__type).toBe('com.amazon.coral.validate#ValidationException')
  })
})
