/** What alarms have to tell, for tests: a test says only what matters to it. */
import { type AlarmMessage, instant } from '../../model/index.ts'

const at = (text: string) => instant(Date.parse(text))

export const sampleMessage = (differs: Partial<AlarmMessage> = {}, name = 'app-errors'): AlarmMessage => ({
  account: '000000000000',
  region: 'ap-northeast-2',
  action: 'arn:aws:sns:ap-northeast-2:000000000000:ops',
  alarm: {
    name,
    arn: `arn:aws:cloudwatch:ap-northeast-2:000000000000:alarm:${name}`,
    kind: 'metric',
    description: 'Somebody <should> look & see',
    input: {
      AlarmName: name,
      AlarmActions: ['arn:aws:sns:ap-northeast-2:000000000000:ops'],
      Namespace: 'Shop',
      MetricName: 'Errors',
      Dimensions: [{ Name: 'Service', Value: 'pay' }],
      Statistic: 'Sum',
      Period: 300,
      EvaluationPeriods: 1,
      Threshold: 1,
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      TreatMissingData: 'notBreaching',
    },
    changedAt: at('2026-01-20T09:00:00.000Z'),
  },
  now: {
    value: 'ALARM',
    reason:
      'Threshold Crossed: 1 datapoint [2.0 (20/01/26 10:02:00)] was greater than or equal to the threshold (1.0).',
    reasonData: '{"version":"1.0","recentDatapoints":[2.0],"threshold":1.0}',
    at: at('2026-01-20T10:06:00.123Z'),
  },
  before: { value: 'OK', reason: 'Fine.', reasonData: '', at: at('2026-01-20T09:10:00.000Z') },
  afterMute: false,
  seen: {
    label: 'Errors',
    threshold: 1,
    period: 300_000,
    points: [
      { at: at('2026-01-20T09:57:00Z'), value: 0 },
      { at: at('2026-01-20T10:02:00Z'), value: 2 },
    ],
  },
  ...differs,
})

export const sampleComposite = (): AlarmMessage => {
  const plain = sampleMessage({}, 'shop-down')
  return {
    ...plain,
    alarm: {
      ...plain.alarm,
      kind: 'composite',
      description: '',
      input: { AlarmName: 'shop-down', AlarmRule: 'ALARM(app-errors) OR ALARM(slow)', OKActions: [] },
    },
    now: {
      ...plain.now,
      reason:
        'arn:aws:cloudwatch:ap-northeast-2:000000000000:alarm:app-errors transitioned to ALARM at Tuesday 20 January, 2026 10:06:00 UTC',
      reasonData: '',
    },
    triggers: [
      {
        arn: 'arn:aws:cloudwatch:ap-northeast-2:000000000000:alarm:app-errors',
        value: 'ALARM',
        at: at('2026-01-20T10:06:00.123Z'),
      },
    ],
    seen: undefined,
  } as unknown as AlarmMessage
}

export const sampleMath = (): AlarmMessage => {
  const plain = sampleMessage({}, 'error-rate')
  return {
    ...plain,
    afterMute: true,
    alarm: {
      ...plain.alarm,
      input: {
        AlarmName: 'error-rate',
        Metrics: [
          { Id: 'rate', Expression: 'errors / calls * 100', Label: 'Errors of all calls (%)' },
          {
            Id: 'errors',
            MetricStat: { Metric: { Namespace: 'Shop', MetricName: 'Errors' }, Period: 60, Stat: 'Sum' },
            ReturnData: false,
          },
          {
            Id: 'calls',
            MetricStat: {
              Metric: { Namespace: 'Shop', MetricName: 'Calls', Dimensions: [{ Name: 'Service', Value: 'pay' }] },
              Period: 60,
              Stat: 'Sum',
              Unit: 'Count',
            },
            ReturnData: false,
          },
        ],
        EvaluationPeriods: 5,
        DatapointsToAlarm: 3,
        Threshold: 2.5,
        ComparisonOperator: 'GreaterThanThreshold',
      },
    },
    now: { ...plain.now, value: 'INSUFFICIENT_DATA', reason: 'Insufficient Data: 3 datapoints were unknown.' },
    contributor: { id: '0123456789abcdef', attributes: { Service: 'pay' } },
  }
}
