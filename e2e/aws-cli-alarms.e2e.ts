/**
 * Two generations of the aws CLI on alarms: Debian's speaks AWS Query, the one of the Python registry JSON 1.0. Commands are those of AWS's
 * documentation, with nothing added but where to. A call is a program that takes a second to start: what does not wait for each other goes together.
 */
import { existsSync, realpathSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { runProgram, type Server, startServer } from './server.ts'

const debian = '/usr/bin/aws'
const inPath = (process.env.PATH ?? '')
  .split(':')
  .map(folder => join(folder, 'aws'))
  .find(file => existsSync(file) && !['/usr/bin/aws', '/bin/aws'].includes(realpathSync(file)))
const programs = [
  ['Debian’s, by AWS Query', debian],
  ['the one in the path, by JSON', inPath ?? 'nowhere in the path'],
] as const

describe.each(programs)('%s: aws cloudwatch --endpoint-url', (_story, aws) => {
  const missing = !existsSync(aws)
  if (missing) console.warn(`SKIPPED: the aws CLI is not at ${aws}`)
  const it = test.skipIf(missing)

  let server: Server
  beforeAll(async () => {
    if (!missing) server = await startServer()
  })
  afterAll(() => server?.stop())

  const environment = {
    AWS_ACCESS_KEY_ID: 'AKIAANY',
    AWS_SECRET_ACCESS_KEY: 'any',
    AWS_DEFAULT_REGION: 'us-east-1',
    AWS_PAGER: '',
    HOME: '/nowhere',
  }
  const run = (...args: string[]) =>
    runProgram(aws, ['cloudwatch', '--endpoint-url', server.url, '--output', 'json', ...args], environment)
  const cloudwatch = async (...args: string[]) => {
    const { code, out, err } = await run(...args)
    expect(err).toBe('')
    expect(code).toBe(0)
    return out.trim() === '' ? {} : JSON.parse(out)
  }
  const arn = (name: string) => `arn:aws:cloudwatch:us-east-1:000000000000:alarm:${name}`

  it('puts the alarms of the documentation', async () => {
    const cpu = cloudwatch(
      ...['put-metric-alarm', '--alarm-name', 'cpu-mon', '--alarm-description', 'Alarm when CPU exceeds 70 percent'],
      ...['--metric-name', 'CPUUtilization', '--namespace', 'AWS/EC2', '--statistic', 'Average', '--period', '300'],
      ...['--threshold', '70', '--comparison-operator', 'GreaterThanThreshold'],
      ...['--dimensions', 'Name=InstanceId,Value=i-12345678', '--evaluation-periods', '2'],
      ...['--alarm-actions', 'arn:aws:sns:us-east-1:111122223333:MyTopic', '--unit', 'Percent'],
    )
    const other = cloudwatch(
      ...['put-metric-alarm', '--alarm-name', 'Default_Test_Alarm3'],
      ...['--alarm-description', 'The default example alarm', '--namespace', 'CW EXAMPLE METRICS'],
      ...['--metric-name', 'Default_Test', '--statistic', 'Average', '--period', '60', '--evaluation-periods', '3'],
      ...['--threshold', '50', '--comparison-operator', 'GreaterThanOrEqualToThreshold'],
      ...['--dimensions', 'Name=key1,Value=value1', 'Name=key2,Value=value2', '--tags', 'Key=team,Value=shop'],
    )
    await Promise.all([cpu, other])
    const { MetricAlarms, CompositeAlarms } = await cloudwatch('describe-alarms', '--alarm-names', 'cpu-mon')
    expect(CompositeAlarms).toEqual([])
    expect(MetricAlarms).toMatchObject([
      {
        AlarmName: 'cpu-mon',
        AlarmArn: arn('cpu-mon'),
        AlarmDescription: 'Alarm when CPU exceeds 70 percent',
        ActionsEnabled: true,
        OKActions: [],
        AlarmActions: ['arn:aws:sns:us-east-1:111122223333:MyTopic'],
        InsufficientDataActions: [],
        StateValue: 'INSUFFICIENT_DATA',
        MetricName: 'CPUUtilization',
        Namespace: 'AWS/EC2',
        Statistic: 'Average',
        Dimensions: [{ Name: 'InstanceId', Value: 'i-12345678' }],
        Period: 300,
        Unit: 'Percent',
        EvaluationPeriods: 2,
        Threshold: 70,
        ComparisonOperator: 'GreaterThanThreshold',
      },
    ])
    for (const unset of ['DatapointsToAlarm', 'TreatMissingData', 'Metrics', 'ExtendedStatistic'])
      expect(MetricAlarms[0]).not.toHaveProperty(unset)
  })

  it('finds alarms by prefix, state, metric, and page by page', async () => {
    const named = async (...args: string[]) =>
      (await cloudwatch('describe-alarms', ...args)).MetricAlarms.map((one: { AlarmName: string }) => one.AlarmName)
    const [byPrefix, byState, byAction, byPages, { MetricAlarms: ofMetric }] = await Promise.all([
      named('--alarm-name-prefix', 'cpu'),
      named('--state-value', 'OK'),
      named('--action-prefix', 'arn:aws:sns'),
      // The CLI asks for page after page by itself.
      named('--page-size', '1'),
      cloudwatch(
        ...['describe-alarms-for-metric', '--metric-name', 'CPUUtilization', '--namespace', 'AWS/EC2'],
        ...['--dimensions', 'Name=InstanceId,Value=i-12345678'],
      ),
    ])
    expect(byPrefix).toEqual(['cpu-mon'])
    expect(byState).toEqual([])
    expect(byAction).toEqual(['cpu-mon'])
    expect(byPages).toEqual(['Default_Test_Alarm3', 'cpu-mon'])
    expect(ofMetric).toMatchObject([{ AlarmName: 'cpu-mon' }])
  })

  it('sets a state and tells the history', async () => {
    await cloudwatch(
      ...['set-alarm-state', '--alarm-name', 'cpu-mon', '--state-value', 'ALARM', '--state-reason', 'testing purposes'],
    )
    const { AlarmHistoryItems } = await cloudwatch('describe-alarm-history', '--alarm-name', 'cpu-mon')
    const updates = AlarmHistoryItems.filter(
      (one: { HistoryItemType: string }) => one.HistoryItemType === 'StateUpdate',
    )
    const set = updates.find((one: { HistorySummary: string }) => one.HistorySummary.endsWith('to ALARM'))
    expect(set).toMatchObject({
      AlarmName: 'cpu-mon',
      AlarmType: 'MetricAlarm',
      HistorySummary: 'Alarm updated from INSUFFICIENT_DATA to ALARM',
    })
    expect(JSON.parse(set.HistoryData).newState).toMatchObject({
      stateValue: 'ALARM',
      stateReason: 'testing purposes',
    })
    expect(AlarmHistoryItems.at(-1)).toMatchObject({
      HistoryItemType: 'ConfigurationUpdate',
      HistorySummary: 'Alarm "cpu-mon" created',
    })
  })

  it('switches actions', async () => {
    const enabled = async () =>
      (await cloudwatch('describe-alarms', '--alarm-names', 'cpu-mon')).MetricAlarms[0].ActionsEnabled
    await cloudwatch('disable-alarm-actions', '--alarm-names', 'cpu-mon')
    expect(await enabled()).toBe(false)
    await cloudwatch('enable-alarm-actions', '--alarm-names', 'cpu-mon')
    expect(await enabled()).toBe(true)
  })

  it('math, percentiles and bands', async () => {
    const metric = (name: string, of: object) => ({
      Metric: { Namespace: 'Shop', MetricName: name },
      ...{ Period: 60, Stat: 'Sum', ...of },
    })
    const errors = [
      { Id: 'e1', Expression: 'm1 / m2 * 100', Label: 'Error rate' },
      { Id: 'm1', MetricStat: metric('Errors', {}), ReturnData: false },
      { Id: 'm2', MetricStat: metric('Requests', {}), ReturnData: false },
    ]
    const judged = ['--evaluation-periods', '2', '--comparison-operator']
    const rate = cloudwatch(
      ...['put-metric-alarm', '--alarm-name', 'error-rate', '--metrics', JSON.stringify(errors), ...judged],
      ...['GreaterThanThreshold', '--threshold', '5', '--treat-missing-data', 'notBreaching'],
    )
    const band = [
      { Id: 'm1', MetricStat: metric('Requests', { Stat: 'Average' }), ReturnData: true },
      { Id: 'ad1', Expression: 'ANOMALY_DETECTION_BAND(m1, 2)' },
    ]
    const strange = cloudwatch(
      ...['put-metric-alarm', '--alarm-name', 'strange', '--metrics', JSON.stringify(band), ...judged],
      ...['LessThanLowerOrGreaterThanUpperThreshold', '--threshold-metric-id', 'ad1'],
    )
    const slow = cloudwatch(
      ...['put-metric-alarm', '--alarm-name', 'slow', '--namespace', 'Shop', '--metric-name', 'Latency', ...judged],
      ...['GreaterThanThreshold', '--threshold', '0.5', '--extended-statistic', 'p99.9', '--period', '10'],
      ...['--evaluate-low-sample-count-percentile', 'ignore', '--datapoints-to-alarm', '1'],
    )
    await Promise.all([rate, strange, slow])
    const { MetricAlarms } = await cloudwatch('describe-alarms', '--alarm-names', 'error-rate', 'strange', 'slow')
    expect(MetricAlarms).toMatchObject([
      { AlarmName: 'error-rate', Metrics: errors, Threshold: 5, TreatMissingData: 'notBreaching', Dimensions: [] },
      { AlarmName: 'slow', ExtendedStatistic: 'p99.9', Period: 10, DatapointsToAlarm: 1, Threshold: 0.5 },
      { AlarmName: 'strange', Metrics: band, ThresholdMetricId: 'ad1' },
    ])
    expect(MetricAlarms[2]).not.toHaveProperty('Threshold')
  })

  it('a composite follows its children', async () => {
    await cloudwatch(
      ...['put-composite-alarm', '--alarm-name', 'both', '--alarm-rule', 'ALARM("cpu-mon") OR ALARM(error-rate)'],
      ...['--actions-suppressor', 'slow', '--actions-suppressor-wait-period', '1'],
      ...['--actions-suppressor-extension-period', '1'],
    )
    // Again each time: on a slow machine an evaluation may have set it back meanwhile.
    const both = async () => {
      await cloudwatch(
        ...['set-alarm-state', '--alarm-name', 'error-rate', '--state-value', 'ALARM', '--state-reason', 'a test'],
      )
      return (await cloudwatch('describe-alarms', '--alarm-names', 'both', '--alarm-types', 'CompositeAlarm'))
        .CompositeAlarms[0]
    }
    await expect.poll(both, { timeout: 30_000, interval: 200 }).toMatchObject({
      AlarmName: 'both',
      AlarmRule: 'ALARM("cpu-mon") OR ALARM(error-rate)',
      ActionsSuppressor: 'slow',
      ActionsSuppressorWaitPeriod: 1,
      StateValue: 'ALARM',
    })
    const [children, parents] = await Promise.all([
      cloudwatch('describe-alarms', '--children-of-alarm-name', 'both'),
      cloudwatch('describe-alarms', '--parents-of-alarm-name', 'error-rate'),
    ])
    expect(children.MetricAlarms).toMatchObject([
      { AlarmName: 'cpu-mon', AlarmArn: arn('cpu-mon') },
      { AlarmName: 'error-rate', StateValue: expect.stringMatching(/^(OK|ALARM)$/) },
    ])
    expect(parents.CompositeAlarms).toEqual([{ AlarmName: 'both', AlarmArn: arn('both') }])
  })

  it('tags', async () => {
    const of = ['--resource-arn', arn('Default_Test_Alarm3')]
    await cloudwatch('tag-resource', ...of, '--tags', 'Key=env,Value=prod')
    await cloudwatch('untag-resource', ...of, '--tag-keys', 'team')
    expect(await cloudwatch('list-tags-for-resource', ...of)).toEqual({ Tags: [{ Key: 'env', Value: 'prod' }] })
  })

  it('anomaly detectors', async () => {
    const metric = ['--namespace', 'Shop', '--metric-name', 'Requests', '--stat', 'Average']
    await cloudwatch('put-anomaly-detector', ...metric, '--configuration', 'MetricTimezone=Asia/Seoul')
    const { AnomalyDetectors } = await cloudwatch('describe-anomaly-detectors', '--namespace', 'Shop')
    expect(AnomalyDetectors).toMatchObject([
      {
        ...{ Namespace: 'Shop', MetricName: 'Requests', Stat: 'Average', StateValue: 'PENDING_TRAINING' },
        Configuration: { MetricTimezone: 'Asia/Seoul' },
        SingleMetricAnomalyDetector: { Namespace: 'Shop', MetricName: 'Requests', Stat: 'Average' },
      },
    ])
    await cloudwatch('delete-anomaly-detector', ...metric)
    expect(await cloudwatch('describe-anomaly-detectors', '--namespace', 'Shop')).toEqual({ AnomalyDetectors: [] })
  })

  it('mute rules, where the program knows them', async () => {
    // Without its arguments a command that is known asks for them.
    const known = await run('get-alarm-mute-rule')
    if (/invalid choice/i.test(known.err + known.out)) return
    expect(known.err).toContain('--alarm-mute-rule-name')
    const schedule = { Expression: 'cron(0 2 * * *)', Duration: 'PT2H', Timezone: 'Asia/Seoul' }
    await cloudwatch(
      ...['put-alarm-mute-rule', '--name', 'backup', '--rule', JSON.stringify({ Schedule: schedule })],
      ...['--mute-targets', 'AlarmNames=cpu-mon'],
    )
    expect(await cloudwatch('get-alarm-mute-rule', '--alarm-mute-rule-name', 'backup')).toMatchObject({
      ...{ Name: 'backup', Rule: { Schedule: schedule }, MuteTargets: { AlarmNames: ['cpu-mon'] } },
      AlarmMuteRuleArn: 'arn:aws:cloudwatch:us-east-1:000000000000:alarm-mute-rule:backup',
      MuteType: 'RECURRING',
    })
    const { AlarmMuteRuleSummaries } = await cloudwatch('list-alarm-mute-rules', '--alarm-name', 'cpu-mon')
    expect(AlarmMuteRuleSummaries).toHaveLength(1)
    await cloudwatch('delete-alarm-mute-rule', '--alarm-mute-rule-name', 'backup')
    expect((await run('get-alarm-mute-rule', '--alarm-mute-rule-name', 'backup')).err).toContain(
      '(ResourceNotFoundException)',
    )
  })

  it('is refused in the words of AWS', async () => {
    const wrong: readonly (readonly [readonly string[], string])[] = [
      [
        ['set-alarm-state', '--alarm-name', 'cpu-mon', '--state-value', 'INVALID', '--state-reason', 'x'],
        "(ValidationError) when calling the SetAlarmState operation: 1 validation error detected: Value 'INVALID' at 'stateValue' failed to satisfy constraint: Member must satisfy enum value set: [INSUFFICIENT_DATA, ALARM, OK]",
      ],
      [
        ['set-alarm-state', '--alarm-name', 'none', '--state-value', 'OK', '--state-reason', 'x'],
        '(ResourceNotFound) when calling the SetAlarmState operation',
      ],
      [
        ['put-composite-alarm', '--alarm-name', 'c', '--alarm-rule', 'ALARM(nobody)'],
        '(ValidationError) when calling the PutCompositeAlarm operation',
      ],
      [
        [
          ...['put-metric-alarm', '--alarm-name', 'x', '--namespace', 'A', '--metric-name', 'm', '--statistic', 'Sum'],
          ...['--period', '300', '--evaluation-periods', '289', '--threshold', '1'],
          ...['--comparison-operator', 'GreaterThanThreshold'],
        ],
        'Metrics cannot be checked across more than a day (EvaluationPeriods * Period must be <= 86400) for alarms using period < 3600',
      ],
    ]
    const answers = await Promise.all(wrong.map(async ([args, said]) => ({ args, said, ...(await run(...args)) })))
    for (const { args, said, code, err } of answers) {
      expect(code, args.join(' ')).not.toBe(0)
      expect(err).toContain(said)
    }
  })

  it('deletes', async () => {
    await cloudwatch('delete-alarms', '--alarm-names', 'both')
    await cloudwatch(
      'delete-alarms',
      '--alarm-names',
      'cpu-mon',
      'Default_Test_Alarm3',
      'error-rate',
      'strange',
      'slow',
    )
    await cloudwatch('delete-alarms', '--alarm-names', 'was-never-there')
    const [{ MetricAlarms }, { AlarmHistoryItems }] = await Promise.all([
      cloudwatch('describe-alarms'),
      cloudwatch('describe-alarm-history', '--alarm-name', 'cpu-mon'),
    ])
    expect(MetricAlarms).toEqual([])
    // What became of it stays.
    expect(AlarmHistoryItems[0]).toMatchObject({ HistorySummary: 'Alarm "cpu-mon" deleted' })
  })
})
