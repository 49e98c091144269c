/** Anomaly detectors on the wire: in the older shape and in the modern one they are the same. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { FakeMetrics } from '../../../../judge/alarm-desk/fake-metrics.ts'
import { alarmBench, noon } from '../alarms/test-bench.ts'

let bench: Awaited<ReturnType<typeof alarmBench>>
beforeEach(async () => {
  bench = await alarmBench(new FakeMetrics())
})
afterEach(() => bench[Symbol.asyncDispose]())

const Dimensions = [{ Name: 'a', Value: 'b' }]
const metric = { Namespace: 'App', MetricName: 'Requests', Dimensions, Stat: 'Average' }
const math = {
  MetricDataQueries: [
    {
      Id: 'm1',
      MetricStat: { Metric: { Namespace: 'App', MetricName: 'm' }, Period: 60, Stat: 'Sum' },
      ReturnData: false,
    },
    { Id: 'e1', Expression: 'm1 * 2', ReturnData: true },
  ],
}
const listed = async (input: object = {}) => (await bench.well('DescribeAnomalyDetectors', input)).AnomalyDetectors

test('told in both shapes, with how far it has learnt', async () => {
  const start = noon / 1_000
  await bench.well('PutAnomalyDetector', {
    ...metric,
    Configuration: {
      ExcludedTimeRanges: [{ StartTime: start - 600, EndTime: '2026-01-20T12:00:00Z' }],
      MetricTimezone: 'Asia/Seoul',
    },
    MetricCharacteristics: { PeriodicSpikes: true },
  })
  const told = {
    ...metric,
    Configuration: { ExcludedTimeRanges: [{ StartTime: start - 600, EndTime: start }], MetricTimezone: 'Asia/Seoul' },
    MetricCharacteristics: { PeriodicSpikes: true },
    StateValue: 'PENDING_TRAINING',
    SingleMetricAnomalyDetector: metric,
  }
  expect(await listed()).toEqual([told])
  // The same once more, in the modern shape: it is replaced.
  await bench.well('PutAnomalyDetector', { SingleMetricAnomalyDetector: { ...metric, AccountId: '000000000000' } })
  expect(await listed()).toEqual([
    {
      ...metric,
      StateValue: 'PENDING_TRAINING',
      SingleMetricAnomalyDetector: { ...metric, AccountId: '000000000000' },
    },
  ])
  await bench.well('DeleteAnomalyDetector', metric)
  expect(await listed()).toEqual([])
  expect((await bench.refused('DeleteAnomalyDetector', metric)).slice(0, 2)).toEqual([404, 'ResourceNotFoundException'])
})

test('found by metric and kind, a page at a time', async () => {
  for (const MetricName of ['one', 'two', 'three']) await bench.well('PutAnomalyDetector', { ...metric, MetricName })
  await bench.well('PutAnomalyDetector', { MetricMathAnomalyDetector: math })
  const names = async (input: object) =>
    (await listed(input)).map((one: { MetricName?: string }) => one.MetricName ?? 'math')
  expect((await names({})).toSorted()).toEqual(['one', 'three', 'two'])
  expect(await names({ MetricName: 'two' })).toEqual(['two'])
  expect(await names({ Namespace: 'Other' })).toEqual([])
  expect(await names({ Dimensions: [] })).toEqual([])
  expect(await names({ Dimensions })).toHaveLength(3)
  expect(await names({ AnomalyDetectorTypes: ['METRIC_MATH'] })).toEqual(['math'])
  expect(await names({ AnomalyDetectorTypes: ['METRIC_MATH', 'SINGLE_METRIC'] })).toHaveLength(4)
  expect((await listed({ AnomalyDetectorTypes: ['METRIC_MATH'] }))[0]).toEqual({
    MetricMathAnomalyDetector: math,
    StateValue: 'PENDING_TRAINING',
  })
  const paged: string[] = []
  for (let NextToken: string | undefined, pages = 0; pages < 10; pages++) {
    const page = await bench.well('DescribeAnomalyDetectors', { MaxResults: 1, ...(NextToken && { NextToken }) })
    paged.push(...page.AnomalyDetectors.map((one: { MetricName: string }) => one.MetricName))
    NextToken = page.NextToken
    if (NextToken === undefined) break
  }
  expect(paged.toSorted()).toEqual(['one', 'three', 'two'])
  await bench.well('DeleteAnomalyDetector', { MetricMathAnomalyDetector: math })
  expect(await names({ AnomalyDetectorTypes: ['METRIC_MATH'] })).toEqual([])
})

test('AWS Query is answered by an element, though it is empty', async () => {
  for (const operation of ['PutAnomalyDetector', 'DeleteAnomalyDetector']) {
    const answer = await fetch(`http://127.0.0.1:${bench.port}/`, {
      method: 'POST',
      body: `Action=${operation}&Version=2010-08-01&Namespace=App&MetricName=m&Stat=Sum`,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    })
    expect(await answer.text()).toContain(`<${operation}Result></${operation}Result>`)
  }
})

describe('refused', () => {
  test.each<[string, object, string, string]>([
    ['PutAnomalyDetector', {}, 'MissingParameter', 'The parameter Namespace is required.'],
    ['PutAnomalyDetector', { ...metric, Stat: undefined }, 'MissingParameter', 'The parameter Stat is required.'],
    [
      'PutAnomalyDetector',
      { SingleMetricAnomalyDetector: { ...metric, MetricName: undefined } },
      ...(['MissingParameter', 'The parameter SingleMetricAnomalyDetector.MetricName is required.'] as const),
    ],
    [
      'PutAnomalyDetector',
      { ...metric, SingleMetricAnomalyDetector: metric },
      ...(['InvalidParameterCombination', 'Namespace cannot be specified with SingleMetricAnomalyDetector.'] as const),
    ],
    [
      'DeleteAnomalyDetector',
      { MetricMathAnomalyDetector: math, SingleMetricAnomalyDetector: metric },
      ...(['InvalidParameterCombination', 'cannot both be specified'] as const),
    ],
    [
      'DeleteAnomalyDetector',
      { MetricMathAnomalyDetector: {} },
      ...(['MissingParameter', 'MetricMathAnomalyDetector.MetricDataQueries is required'] as const),
    ],
    [
      'PutAnomalyDetector',
      { ...metric, Configuration: { ExcludedTimeRanges: [{ StartTime: 5, EndTime: 5 }] } },
      ...(['InvalidParameterValue', 'each StartTime must be earlier than its EndTime'] as const),
    ],
    ['PutAnomalyDetector', { ...metric, Namespace: ':a' }, 'ValidationError', "at 'namespace'"],
    ['DescribeAnomalyDetectors', { MaxResults: 101 }, 'InvalidParameterValue', 'at most 100'],
    ['DescribeAnomalyDetectors', { NextToken: 'bad' }, 'InvalidNextToken', 'nextToken'],
    [
      'DescribeAnomalyDetectors',
      { Dimensions: [...Dimensions, ...Dimensions] },
      ...(['InvalidParameterValue', 'must not name a dimension twice'] as const),
    ],
  ])('%s %j', async (operation, input, code, message) => {
    const refused = await bench.refused(operation, input)
    expect(refused.slice(0, 2)).toEqual([400, code])
    expect(refused[2]).toContain(message)
  })
})
