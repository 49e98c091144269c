import { expect, test } from 'vitest'
import type { ApiAlarmInput } from '../../../src/model/index.ts'
import {
  type AlarmDraft,
  draftOf,
  inputOf,
  newDraft,
  onceInFiveMinutes,
  operatorOf,
  previewQueries,
  troublesOf,
} from './draft.ts'

const good: AlarmDraft = {
  ...newDraft,
  ...onceInFiveMinutes({ namespace: 'Logs', metric: 'ErrorCount', name: 'errors' }),
}
const composite: AlarmDraft = { ...newDraft, kind: 'composite', name: 'both', rule: 'ALARM(a) AND ALARM(b)' }
const queries = JSON.stringify([{ Id: 'e', Expression: 'm1*2' }])

test.each<[string, AlarmDraft, readonly string[]]>([
  ['the notes’ alarm', good, []],
  ['a new one', newDraft, ['name', 'metric', 'threshold']],
  ['a name of 255 characters', { ...good, name: 'x'.repeat(255) }, []],
  ['and of 256', { ...good, name: 'x'.repeat(256) }, ['name']],
  ['half a dimension', { ...good, dimensions: [{ name: 'App', value: '' }] }, ['dimension']],
  ['no statistic', { ...good, stat: ' ' }, ['stat']],
  ['no number', { ...good, threshold: 'many' }, ['threshold']],
  ['a number with an exponent', { ...good, threshold: '-1e-3' }, []],
  ['half a period', { ...good, periods: '1.5' }, ['periods']],
  ['no period', { ...good, periods: '0', toAlarm: '0' }, ['periods', 'toAlarm']],
  ['more than there are', { ...good, periods: '2', toAlarm: '3' }, ['toAlarm']],
  ['a day of minutes', { ...good, period: '60', periods: '1440', toAlarm: '1' }, []],
  ['and a minute more', { ...good, period: '60', periods: '1441', toAlarm: '1' }, ['long']],
  ['a week of hours', { ...good, period: '3600', periods: '168', toAlarm: '1' }, []],
  ['and an hour more', { ...good, period: '3600', periods: '169', toAlarm: '1' }, ['long']],
  ['a band needs no threshold', { ...good, against: 'band', threshold: '' }, []],
  ['a band without a width', { ...good, against: 'band', width: '0' }, ['width']],
  ['queries', { ...good, kind: 'queries', queries }, []],
  ['queries that are no list', { ...good, kind: 'queries', queries: '{"Id":"a"}' }, ['queries']],
  ['queries that are no JSON', { ...good, kind: 'queries', queries: '[' }, ['queries']],
  ['an empty list of queries', { ...good, kind: 'queries', queries: '[]' }, ['queries']],
  ['a composite', composite, []],
  ['a composite without a rule', { ...composite, rule: ' ' }, ['rule']],
  ['a suppressor with half a second', { ...composite, suppressor: 's', wait: '0.5' }, ['suppressor']],
])('%s', (_story, draft, troubles) => {
  expect(troublesOf(draft)).toEqual(troubles)
})

const metric = {
  AlarmName: 'errors',
  Namespace: 'Logs',
  MetricName: 'ErrorCount',
  Statistic: 'Sum',
  Period: 300,
  ComparisonOperator: 'GreaterThanOrEqualToThreshold',
  Threshold: 1,
  EvaluationPeriods: 1,
  TreatMissingData: 'notBreaching',
}

test.each<[string, ApiAlarmInput]>([
  ['the notes’ alarm', metric],
  [
    'two of three, a percentile, dimensions, actions, and what the form has no field for',
    {
      AlarmName: 'slow',
      AlarmDescription: 'answers are slow',
      ActionsEnabled: false,
      AlarmActions: ['arn:aws:sns:us-east-1:000000000000:ops'],
      OKActions: ['arn:aws:sns:us-east-1:000000000000:ops'],
      InsufficientDataActions: ['arn:aws:sns:us-east-1:000000000000:quiet'],
      Namespace: 'App',
      MetricName: 'Latency',
      Dimensions: [{ Name: 'Path', Value: '/a b' }],
      ExtendedStatistic: 'p99',
      Period: 60,
      ComparisonOperator: 'GreaterThanThreshold',
      Threshold: 0.5,
      EvaluationPeriods: 3,
      DatapointsToAlarm: 2,
      TreatMissingData: 'missing',
      EvaluateLowSampleCountPercentile: 'ignore',
      Unit: 'Seconds',
      EvaluationWindow: { WallClockWindow: { Timezone: 'Asia/Seoul' } },
    },
  ],
  [
    'a band',
    {
      AlarmName: 'odd',
      Metrics: [
        {
          Id: 'm1',
          MetricStat: { Metric: { Namespace: 'App', MetricName: 'Calls' }, Period: 300, Stat: 'Sum' },
          ReturnData: true,
        },
        { Id: 'ad1', Expression: 'ANOMALY_DETECTION_BAND(m1, 3)', ReturnData: true },
      ],
      ThresholdMetricId: 'ad1',
      ComparisonOperator: 'LessThanLowerThreshold',
      EvaluationPeriods: 2,
      TreatMissingData: 'ignore',
    },
  ],
  [
    'queries',
    {
      AlarmName: 'rate',
      Metrics: [
        { Id: 'e', Expression: '100*m1/m2' },
        { Id: 'm1', MetricStat: { Metric: { MetricName: 'E' }, Period: 60, Stat: 'Sum' }, ReturnData: false },
        { Id: 'm2', MetricStat: { Metric: { MetricName: 'C' }, Period: 60, Stat: 'Sum' }, ReturnData: false },
      ],
      ComparisonOperator: 'GreaterThanThreshold',
      Threshold: 5,
      EvaluationPeriods: 1,
      TreatMissingData: 'missing',
    },
  ],
  [
    'a composite with its suppressor',
    {
      AlarmName: 'both',
      AlarmRule: 'ALARM("a b") AND NOT ALARM(c)',
      ActionsSuppressor: 'deploying',
      ActionsSuppressorWaitPeriod: 60,
      ActionsSuppressorExtensionPeriod: 0,
    },
  ],
])('what is edited comes back as it was put: %s', (_story, input) => {
  expect(inputOf(draftOf(input))).toEqual(input)
})

test.each<[string, Partial<AlarmDraft>, string]>([
  ['a number stays', { operator: 'LessThanThreshold' }, 'LessThanThreshold'],
  ['above becomes above the band', { operator: 'GreaterThanThreshold', against: 'band' }, 'GreaterThanUpperThreshold'],
  ['below becomes below it', { operator: 'LessThanOrEqualToThreshold', against: 'band' }, 'LessThanLowerThreshold'],
  ['and back', { operator: 'LessThanLowerThreshold' }, 'LessThanThreshold'],
  ['either side becomes above', { operator: 'LessThanLowerOrGreaterThanUpperThreshold' }, 'GreaterThanThreshold'],
])('an operator follows what it compares with: %s', (_story, part, operator) => {
  expect(operatorOf({ ...good, ...part })).toBe(operator)
})

test('what is previewed is what is watched', () => {
  const stat = { Metric: { Namespace: 'Logs', MetricName: 'ErrorCount' }, Period: 300, Stat: 'Sum' }
  expect(previewQueries(good)).toEqual([{ Id: 'm1', MetricStat: stat, ReturnData: true }])
  expect(previewQueries({ ...good, against: 'band' }).map(one => one.Id)).toEqual(['m1', 'ad1'])
  expect(previewQueries({ ...good, metric: '' })).toEqual([])
  expect(previewQueries(composite)).toEqual([])
  expect(previewQueries({ ...good, kind: 'queries', queries })).toEqual(JSON.parse(queries))
})
