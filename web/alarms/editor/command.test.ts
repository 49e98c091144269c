import { expect, test } from 'vitest'
import { firstAlarmCommand, flagOf, putAlarmCommand } from './command.ts'

test.each([
  ['AlarmName', 'alarm-name'],
  ['OKActions', 'ok-actions'],
  ['ActionsSuppressorWaitPeriod', 'actions-suppressor-wait-period'],
  ['EvaluateLowSampleCountPercentile', 'evaluate-low-sample-count-percentile'],
  ['ThresholdMetricId', 'threshold-metric-id'],
])('%s → --%s', (parameter, flag) => {
  expect(flagOf(parameter)).toBe(flag)
})

test('the first alarm, as the documentation would print it', () => {
  expect(firstAlarmCommand('http://127.0.0.1:7070')).toBe(
    [
      'aws cloudwatch put-metric-alarm --endpoint-url http://127.0.0.1:7070 \\',
      '  --alarm-name errors-in-5-minutes \\',
      '  --namespace Logs \\',
      '  --metric-name ErrorCount \\',
      '  --statistic Sum \\',
      '  --period 300 \\',
      '  --comparison-operator GreaterThanOrEqualToThreshold \\',
      '  --threshold 1 \\',
      '  --evaluation-periods 1 \\',
      '  --treat-missing-data notBreaching',
    ].join('\n'),
  )
})

test('lists, dimensions, switches and JSON', () => {
  const command = putAlarmCommand('http://h', {
    AlarmName: "it's slow",
    ActionsEnabled: false,
    AlarmActions: ['arn:a', 'arn:b c'],
    Dimensions: [
      { Name: 'Path', Value: '/a, "b"' },
      { Name: 'App', Value: 'x' },
    ],
    Metrics: [{ Id: 'm1' }],
  })
  expect(command.split(' \\\n  ')).toEqual([
    'aws cloudwatch put-metric-alarm --endpoint-url http://h',
    `--alarm-name 'it'\\''s slow'`,
    '--no-actions-enabled',
    `--alarm-actions arn:a 'arn:b c'`,
    `--dimensions 'Name=Path,Value="/a, \\"b\\""' Name=App,Value=x`,
    `--metrics '[{"Id":"m1"}]'`,
  ])
})

test('a composite has an operation of its own', () => {
  expect(putAlarmCommand('http://h', { AlarmName: 'c', AlarmRule: 'ALARM(a)', ActionsEnabled: true })).toBe(
    `aws cloudwatch put-composite-alarm --endpoint-url http://h \\\n  --alarm-name c \\\n  --alarm-rule 'ALARM(a)' \\\n  --actions-enabled`,
  )
})
