import { expect, test } from 'vitest'
import type { ApiAlarmInput } from '../../../src/model/index.ts'
import { catalogues } from '../../i18n/index.ts'
import { showCondition } from './condition.ts'
import { actionName, factsOf } from './facts.ts'

const stat = (name: string, part: object = {}) => ({
  Metric: { Namespace: 'N', MetricName: name },
  Period: 60,
  Stat: 'p99',
  ...part,
})

test.each<[string, ApiAlarmInput, string, string]>([
  [
    'one metric, one period',
    {
      MetricName: 'ErrorCount',
      Statistic: 'Sum',
      Period: 300,
      EvaluationPeriods: 1,
      Threshold: 1,
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
    },
    'sum of ErrorCount is at least 1 in 5 min',
    'ErrorCount의 합계: 5분 동안 1 이상',
  ],
  [
    'three of five',
    {
      MetricName: 'Latency',
      ExtendedStatistic: 'p99',
      Period: 60,
      EvaluationPeriods: 5,
      DatapointsToAlarm: 3,
      Threshold: 0.5,
      ComparisonOperator: 'GreaterThanThreshold',
    },
    'p99 of Latency is above 0.5 in 3 of 5 periods of 1 min',
    'Latency의 p99: 1분 기간 5개 중 3개에서 0.5 초과',
  ],
  [
    'math by its label',
    {
      Metrics: [
        { Id: 'e', Expression: 'm1/m2', Label: 'error rate' },
        { Id: 'm1', MetricStat: stat('a', { Period: 300 }), ReturnData: false },
      ],
      EvaluationPeriods: 2,
      Threshold: 5,
      ComparisonOperator: 'LessThanOrEqualToThreshold',
    },
    'error rate is at most 5 in 2 of 2 periods of 5 min',
    'error rate: 5분 기간 2개 중 2개에서 5 이하',
  ],
  [
    'a band about one metric',
    {
      Metrics: [
        { Id: 'm1', MetricStat: stat('Calls'), ReturnData: true },
        { Id: 'ad', Expression: 'ANOMALY_DETECTION_BAND(m1, 2)', ReturnData: true },
      ],
      ThresholdMetricId: 'ad',
      EvaluationPeriods: 1,
      ComparisonOperator: 'LessThanLowerOrGreaterThanUpperThreshold',
    },
    'p99 of Calls is outside the expected band in 1 min',
    'Calls의 p99: 1분 동안 예상 범위를 벗어남',
  ],
  ['a composite', { AlarmRule: 'ALARM(a) OR ALARM(b)' }, 'ALARM(a) OR ALARM(b)', 'ALARM(a) OR ALARM(b)'],
  [
    'nothing that can be read',
    { Metrics: 'x', Period: 'y', ComparisonOperator: 5 },
    ' is at least – in 1 min',
    ': 1분 동안 – 이상',
  ],
])('the condition in words: %s', (_story, input, english, korean) => {
  expect(showCondition(catalogues.en, factsOf(input))).toBe(english)
  expect(showCondition(catalogues.ko, factsOf(input))).toBe(korean)
})

test.each<[ApiAlarmInput, string]>([
  [{ TreatMissingData: 'breaching' }, 'breaching'],
  [{}, 'missing'],
  [{ Namespace: 'AWS/DynamoDB' }, 'ignore'],
  [{ TreatMissingData: 'other' }, 'missing'],
])('missing data of %j is %s', (input, treatment) => {
  expect(factsOf(input).missing).toBe(treatment)
})

test('an action is known by the last part of its ARN', () => {
  expect(actionName('arn:aws:sns:us-east-1:000000000000:ops')).toBe('ops')
})
