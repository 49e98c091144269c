import { describe, expect, test } from 'vitest'
import { limits } from '../../../limits.ts'
import { readCompositeAlarm, readMetricAlarm } from './index.ts'

const arnOf = (name: string) => `arn:aws:cloudwatch:us-east-1:000000000000:alarm:${name}`
const base = {
  AlarmName: 'errors',
  MetricName: 'Errors',
  Namespace: 'App',
  Statistic: 'Sum',
  Period: 300,
  EvaluationPeriods: 1,
  Threshold: 1,
  ComparisonOperator: 'GreaterThanOrEqualToThreshold',
}
const stat = (Id: string, ReturnData: boolean, Period = 60) => ({
  Id,
  ReturnData,
  MetricStat: { Metric: { Namespace: 'App', MetricName: 'm' }, Period, Stat: 'Average' },
})
const { MetricName: _m, Namespace: _n, Statistic: _s, Period: _p, ...math } = base
const banded = {
  ...{ ...math, Threshold: undefined },
  ComparisonOperator: 'GreaterThanUpperThreshold',
  ThresholdMetricId: 'ad1',
  Metrics: [stat('m1', true), { Id: 'ad1', Expression: 'ANOMALY_DETECTION_BAND(m1, 2)' }],
}
const refusal = (input: unknown) => {
  const read = readMetricAlarm(input, arnOf)
  return read.ok ? 'accepted' : read.error.message
}

test("the notes' alarm", () => {
  const input = {
    ...base,
    TreatMissingData: 'notBreaching',
    AlarmActions: ['arn:aws:sns:us-east-1:0:ops'],
    Dimensions: [{ Name: 'a', Value: 'b' }],
  }
  expect(readMetricAlarm(input, arnOf)).toEqual({
    ok: true,
    value: {
      alarm: {
        kind: 'metric',
        name: 'errors',
        arn: arnOf('errors'),
        actionsEnabled: true,
        actions: { OK: [], ALARM: ['arn:aws:sns:us-east-1:0:ops'], INSUFFICIENT_DATA: [] },
        operator: 'GreaterThanOrEqualToThreshold',
        threshold: 1,
        period: 300_000,
        periods: 1,
        treatMissing: 'notBreaching',
        statistic: 'Sum',
        lowSamples: 'evaluate',
        window: { kind: 'sliding' },
      },
      source: {
        kind: 'metric',
        namespace: 'App',
        metric: 'Errors',
        dimensions: { a: 'b' },
        statistic: 'Sum',
        period: 300,
      },
    },
  })
})

describe('defaults and choices', () => {
  const alarmOf = (input: unknown) => {
    const read = readMetricAlarm(input, arnOf)
    if (!read.ok) throw new Error(read.error.message)
    return read.value
  }
  test.each<[string, object, object]>([
    ['missing data is missing', {}, { treatMissing: 'missing' }],
    ['of DynamoDB it is ignored', { Namespace: 'AWS/DynamoDB' }, { treatMissing: 'ignore' }],
    [
      'unless told otherwise',
      { Namespace: 'AWS/DynamoDB', TreatMissingData: 'breaching' },
      { treatMissing: 'breaching' },
    ],
    ['M as it was set', { EvaluationPeriods: 3, DatapointsToAlarm: 2 }, { periods: 3, toAlarm: 2 }],
    [
      'percentiles',
      { Statistic: undefined, ExtendedStatistic: 'p99.9', EvaluateLowSampleCountPercentile: 'ignore' },
      { statistic: 'p99.9', lowSamples: 'ignore' },
    ],
    ['trimmed means', { Statistic: undefined, ExtendedStatistic: 'TM(10%:90%)' }, { statistic: 'TM(10%:90%)' }],
    [
      'a wall clock',
      { EvaluationWindow: { WallClockWindow: { Timezone: 'Asia/Seoul' } } },
      { window: { kind: 'wall-clock', zone: 'Asia/Seoul' } },
    ],
    [
      'a wall clock of UTC',
      { EvaluationWindow: { WallClockWindow: {} } },
      { window: { kind: 'wall-clock', zone: 'UTC' } },
    ],
    ['sliding, said so', { EvaluationWindow: { SlidingWindow: {} } }, { window: { kind: 'sliding' } }],
    ['actions off', { ActionsEnabled: false }, { actionsEnabled: false }],
    ['a unit', { Unit: 'Percent' }, { unit: 'Percent' }],
  ])('%s', (_story, differs, wanted) => {
    expect(alarmOf({ ...base, ...differs }).alarm).toMatchObject(wanted)
  })
  test('math has the period of its longest metric and no statistic', () => {
    const Metrics = [stat('m1', false), stat('m2', false, 300), { Id: 'e1', Expression: 'm1 / m2' }]
    const { alarm, source } = alarmOf({ ...math, Metrics })
    expect(alarm.period).toBe(300_000)
    expect(alarm).not.toHaveProperty('statistic')
    expect(source).toMatchObject({ kind: 'queries', judged: 'e1' })
  })
  test('a query has the period that it says', () => {
    const Metrics = [{ Id: 'q1', Expression: 'SELECT AVG(m) FROM App', Period: 60 }]
    expect(alarmOf({ ...math, Metrics }).alarm.period).toBe(60_000)
  })
  test('a band', () => {
    const { alarm, source } = alarmOf(banded)
    expect(alarm).not.toHaveProperty('threshold')
    expect(source).toMatchObject({ judged: 'm1', band: 'ad1' })
  })
})

describe('refused', () => {
  test.each<[object, string]>([
    [
      { AlarmName: undefined },
      "1 validation error detected: Value null at 'alarmName' failed to satisfy constraint: Member must not be null",
    ],
    [
      { AlarmName: '', ComparisonOperator: 'Equal' },
      "2 validation errors detected: Value '' at 'alarmName' failed to satisfy constraint: Member must have length greater than or equal to 1; Value 'Equal' at 'comparisonOperator' failed to satisfy constraint: Member must satisfy enum value set: [GreaterThanOrEqualToThreshold, GreaterThanThreshold, LessThanThreshold, LessThanOrEqualToThreshold, LessThanLowerOrGreaterThanUpperThreshold, LessThanLowerThreshold, GreaterThanUpperThreshold]",
    ],
    [
      { EvaluationPeriods: 0 },
      "1 validation error detected: Value '0' at 'evaluationPeriods' failed to satisfy constraint: Member must have value greater than or equal to 1",
    ],
    [
      { EvaluationPeriods: 3, DatapointsToAlarm: 4 },
      'DatapointsToAlarm must be less than or equal to EvaluationPeriods',
    ],
    [{ EvaluationPeriods: 1.5 }, 'EvaluationPeriods and DatapointsToAlarm must be whole numbers'],
    [{ Period: 45 }, 'Period must be 10, 20, 30 or a multiple of 60'],
    [{ Period: 5 }, 'Period must be 10, 20, 30 or a multiple of 60'],
    [
      { Period: 300, EvaluationPeriods: 289 },
      'Metrics cannot be checked across more than a day (EvaluationPeriods * Period must be <= 86400) for alarms using period < 3600',
    ],
    [
      { Period: 86_400, EvaluationPeriods: 8 },
      'Metrics cannot be checked across more than a week (EvaluationPeriods * Period must be <= 604800) for alarms using period >= 3600',
    ],
    [{ MetricName: undefined }, 'MetricName must not be null'],
    [{ Threshold: undefined }, 'Threshold must not be null'],
    [{ Statistic: undefined }, 'Either Statistic or ExtendedStatistic must be set'],
    [{ ExtendedStatistic: 'p99' }, 'Statistic and ExtendedStatistic cannot both be set'],
    [
      { Statistic: undefined, ExtendedStatistic: 'p101' },
      'The value p101 for parameter ExtendedStatistic is not supported.',
    ],
    [{ Metrics: [stat('m1', true)] }, 'MetricName should not be set if list of Metrics is set.'],
    [{ AlarmName: 'a\nb' }, 'AlarmName must not contain ASCII control characters'],
    [{ EvaluationWindow: { WallClockWindow: { Timezone: 'Nowhere/Land' } } }, 'Timezone Nowhere/Land is not valid'],
    [
      { Period: 120, EvaluationWindow: { WallClockWindow: {} } },
      'A wall clock window needs a Period of 60, 300, 3600, 86400, 604800 seconds',
    ],
    [
      {
        Dimensions: [
          { Name: 'a', Value: '1' },
          { Name: 'a', Value: '2' },
        ],
      },
      'Dimensions must not name one dimension twice',
    ],
  ])('%o', (differs, message) => {
    expect(refusal({ ...base, ...differs })).toBe(message)
  })

  test.each<[string, object, string]>([
    ['no series', { ...math, Metrics: [] }, 'Invalid metrics list'],
    [
      'none returned',
      { ...math, Metrics: [stat('m1', false)] },
      'Exactly one element of the metrics list should return data.',
    ],
    [
      'two returned',
      { ...math, Metrics: [stat('m1', true), stat('m2', true)] },
      'Exactly one element of the metrics list should return data.',
    ],
    ['an id twice', { ...math, Metrics: [stat('m1', true), stat('m1', false)] }, 'Invalid metrics list'],
    ['an id that is none', { ...math, Metrics: [stat('M1', true)] }, 'Invalid metrics list'],
    [
      'a band alone',
      { ...banded, Metrics: [stat('m1', false), banded.Metrics[1]] },
      'Exactly two elements of the metrics list should return data.',
    ],
    ['a band and a threshold', { ...banded, Threshold: 1 }, 'Threshold and ThresholdMetricId cannot both be set'],
    [
      'a band by another name',
      { ...banded, ThresholdMetricId: 'm1' },
      'ThresholdMetricId must be the Id of an ANOMALY_DETECTION_BAND expression of the metrics list',
    ],
    [
      'a band under a plain operator',
      { ...banded, ComparisonOperator: 'GreaterThanThreshold' },
      'ComparisonOperator GreaterThanThreshold cannot be used with a ThresholdMetricId',
    ],
    [
      'no band',
      { ...base, ComparisonOperator: 'GreaterThanUpperThreshold' },
      'ComparisonOperator GreaterThanUpperThreshold needs a ThresholdMetricId',
    ],
  ])('%s', (_story, input, message) => {
    expect(refusal(input)).toBe(message)
  })

  test.each([null, 7, 'alarm', [], { ...base, Period: '60' }, { ...base, AlarmActions: [7] }])(
    'what has another shape: %o',
    input => {
      expect(readMetricAlarm(input, arnOf)).toMatchObject({ ok: false, error: { code: 'ValidationError' } })
    },
  )
})

describe('at the bounds', () => {
  test.each<[object]>([
    [{ Period: 300, EvaluationPeriods: 288 }],
    [{ Period: 86_400, EvaluationPeriods: 7 }],
    [{ Period: 10, EvaluationPeriods: 8_640 }],
    [{ AlarmName: 'x'.repeat(255) }],
  ])('%o', differs => {
    expect(refusal({ ...base, ...differs })).toBe('accepted')
  })
  test('one past them', () => {
    expect(refusal({ ...base, AlarmName: 'x'.repeat(256) })).toContain('less than or equal to 255')
  })
  test('alarmActions', () => {
    expect(refusal({ ...base, OKActions: Array(limits.alarmActions).fill('arn:a') })).toBe('accepted')
    expect(refusal({ ...base, OKActions: Array(limits.alarmActions + 1).fill('arn:a') })).toContain(
      'less than or equal to 5',
    )
  })
  test('alarmQueries', () => {
    const of = (n: number) => ({ ...math, Metrics: Array.from({ length: n }, (_, at) => stat(`m${at}`, at === 0)) })
    expect(refusal(of(limits.alarmQueries))).toBe('accepted')
    expect(refusal(of(limits.alarmQueries + 1))).toBe('Invalid metrics list')
  })
  test('metricDimensions', () => {
    const of = (n: number) => ({
      ...base,
      Dimensions: Array.from({ length: n }, (_, at) => ({ Name: `d${at}`, Value: 'v' })),
    })
    expect(refusal(of(limits.metricDimensions))).toBe('accepted')
    expect(refusal(of(limits.metricDimensions + 1))).toBe('An alarm may have 30 dimensions')
  })
})

describe('composites', () => {
  const rule = { AlarmName: 'both', AlarmRule: 'ALARM(a) AND ALARM(b)' }
  test('are read', () => {
    const input = {
      ...rule,
      ActionsSuppressor: 'dep',
      ActionsSuppressorWaitPeriod: 2,
      ActionsSuppressorExtensionPeriod: 3,
    }
    expect(readCompositeAlarm(input, arnOf)).toMatchObject({
      ok: true,
      value: {
        alarm: {
          kind: 'composite',
          name: 'both',
          rule: rule.AlarmRule,
          suppressor: { alarm: 'dep', wait: 2_000, extension: 3_000 },
        },
        rule: { kind: 'and' },
      },
    })
  })
  test.each<[object, string]>([
    [{ AlarmRule: ' TRUE' }, 'AlarmRule must not contain leading or trailing whitespace or be null'],
    [
      { AlarmRule: 'ALARM(a) AND' },
      'Error in AlarmRule [Here the rule ends where ALARM(…), OK(…), INSUFFICIENT_DATA(…), AT_LEAST(…), TRUE, FALSE, NOT or ( is expected. At char 12]',
    ],
    [
      { ActionsSuppressor: 'dep' },
      'ActionsSuppressor, ActionsSuppressorWaitPeriod and ActionsSuppressorExtensionPeriod must be set together',
    ],
    [
      { AlarmRule: undefined },
      "1 validation error detected: Value null at 'alarmRule' failed to satisfy constraint: Member must not be null",
    ],
  ])('are refused: %o', (differs, message) => {
    expect(readCompositeAlarm({ ...rule, ...differs }, arnOf)).toEqual({
      ok: false,
      error: { code: 'ValidationError', message },
    })
  })
})
