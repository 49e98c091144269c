/** Operations on alarms against the desk itself: what is kept, what is told again, what is refused. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { FakeMetrics } from '../../../../judge/alarm-desk/fake-metrics.ts'
import { readCbor } from '../../protocol/cbor-read.ts'
import { writeCbor } from '../../protocol/cbor-write.ts'
import { alarmBench, noon, plain } from './test-bench.ts'

let bench: Awaited<ReturnType<typeof alarmBench>>
beforeEach(async () => {
  bench = await alarmBench(new FakeMetrics())
})
afterEach(() => bench[Symbol.asyncDispose]())

const arn = (name: string) => `arn:aws:cloudwatch:eu-west-3:000000000000:alarm:${name}`
const put = (name: string, over: object = {}) => bench.well('PutMetricAlarm', { ...plain, AlarmName: name, ...over })
const compose = (AlarmName: string, AlarmRule: string, over: object = {}) =>
  bench.well('PutCompositeAlarm', { AlarmName, AlarmRule, ...over })
const set = (AlarmName: string, StateValue: string, over: object = {}) =>
  bench.well('SetAlarmState', { AlarmName, StateValue, StateReason: 'by hand', ...over })
const names = async (input: object = {}) => {
  const { MetricAlarms, CompositeAlarms } = await bench.well('DescribeAlarms', input)
  return [...MetricAlarms, ...CompositeAlarms].map((one: { AlarmName: string }) => one.AlarmName)
}
const wrong = (value: string, at: string, constraint: string) =>
  `Value ${value} at '${at}' failed to satisfy constraint: ${constraint}`

describe('what is put is told again', () => {
  test('with its state, and nothing that was not set', async () => {
    await put('errors')
    expect(await bench.well('DescribeAlarms')).toEqual({
      MetricAlarms: [
        {
          ...plain,
          ...{ AlarmArn: arn('errors'), AlarmConfigurationUpdatedTimestamp: noon / 1_000, ActionsEnabled: true },
          ...{ OKActions: [], AlarmActions: [], InsufficientDataActions: [], Dimensions: [] },
          ...{ StateValue: 'INSUFFICIENT_DATA', StateReason: 'Unchecked: Initial alarm creation' },
          ...{ StateUpdatedTimestamp: noon / 1_000, StateTransitionedTimestamp: noon / 1_000 },
        },
      ],
      CompositeAlarms: [],
      LogAlarms: [],
    })
  })

  test('everything that may be set', async () => {
    const metric = { Namespace: 'App', MetricName: 'm', Dimensions: [{ Name: 'a', Value: 'b' }] }
    const whole = {
      ...{ AlarmName: 'whole', AlarmDescription: 'd', ActionsEnabled: false, OKActions: ['arn:aws:sns:us-east-1:1:t'] },
      ...{ AlarmActions: [], InsufficientDataActions: ['arn:aws:lambda:us-east-1:1:function:f'] },
      ...{ EvaluationPeriods: 3, DatapointsToAlarm: 2, Threshold: 0.5, ComparisonOperator: 'LessThanThreshold' },
      ...{ TreatMissingData: 'breaching', EvaluateLowSampleCountPercentile: 'ignore' },
      Metrics: [
        { Id: 'm1', MetricStat: { Metric: metric, Period: 60, Stat: 'p90', Unit: 'Count' }, ReturnData: false },
        { Id: 'e1', Expression: 'm1 * 2', Label: 'twice', ReturnData: true },
      ],
      EvaluationWindow: { WallClockWindow: { Timezone: 'Asia/Seoul' } },
      WarmUpConfiguration: { WarmUpPeriodDurationInMinutes: 5, OnlyStartEvaluatingAfterWarmUpPeriodEnds: true },
      ActionConfiguration: { AlarmTagsPropagation: { Enabled: true, IncludedTagKeys: ['team'] } },
    }
    await bench.well('PutMetricAlarm', { ...whole, More: 1 })
    const { MetricAlarms } = await bench.well('DescribeAlarms')
    expect(MetricAlarms).toMatchObject([whole])
    expect(MetricAlarms[0]).not.toHaveProperty('More')
  })

  test('a second time its state stays, and the history says so', async () => {
    await put('errors', { AlarmDescription: 'first' })
    await set('errors', 'ALARM')
    bench.clock.set(noon + 5_000)
    await put('errors', { Threshold: 2 })
    const { MetricAlarms } = await bench.well('DescribeAlarms')
    expect(MetricAlarms).toMatchObject([
      {
        ...{ Threshold: 2, StateValue: 'ALARM', StateReason: 'by hand' },
        ...{ AlarmConfigurationUpdatedTimestamp: noon / 1_000 + 5, StateUpdatedTimestamp: noon / 1_000 },
      },
    ])
    expect(MetricAlarms[0]).not.toHaveProperty('AlarmDescription')
    const { AlarmHistoryItems } = await bench.well('DescribeAlarmHistory', { AlarmName: 'errors' })
    expect(AlarmHistoryItems.map((one: { HistorySummary: string }) => one.HistorySummary)).toEqual([
      'Alarm "errors" updated',
      'Alarm updated from INSUFFICIENT_DATA to ALARM',
      'Alarm "errors" created',
    ])
  })

  test('in XML no name of a stranger is an element', async () => {
    const Dimensions = [{ Name: 'a', Value: 'b', '><x': 1 }]
    await put('errors', { Dimensions, AlarmDescription: 'a<b>&\u0001' })
    const { text } = await query('DescribeAlarms', '')
    expect(text).toContain('<Dimensions><member><Name>a</Name><Value>b</Value></member></Dimensions>')
    expect(text).toContain('<AlarmDescription>a&lt;b&gt;&amp;\ufffd</AlarmDescription>')
  })
})

async function query(operation: string, fields: string) {
  const answer = await fetch(`http://127.0.0.1:${bench.port}/`, {
    method: 'POST',
    body: `Action=${operation}&Version=2010-08-01&${fields}`,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  })
  return { status: answer.status, text: await answer.text() }
}
async function cbor(operation: string, input: object) {
  const answer = await fetch(
    `http://127.0.0.1:${bench.port}/service/GraniteServiceVersion20100801/operation/${operation}`,
    {
      method: 'POST',
      body: Uint8Array.from(writeCbor(input)),
      headers: { 'content-type': 'application/cbor', 'smithy-protocol': 'rpc-v2-cbor' },
    },
  )
  const read = readCbor(Buffer.from(await answer.arrayBuffer()))
  return { status: answer.status, answer: read.ok ? read.value : read }
}

describe('as recorded of CloudWatch, in its three protocols', () => {
  const said = `1 validation error detected: ${wrong("'INVALID'", 'stateValue', 'Member must satisfy enum value set: [INSUFFICIENT_DATA, ALARM, OK]')}`
  const input = { AlarmName: 'x', StateValue: 'INVALID', StateReason: 'r' }

  test('a state that is none', async () => {
    const json = await bench.ask('SetAlarmState', input)
    expect(json).toMatchObject({ status: 400, error: 'ValidationError;Sender', json: { message: said } })
    expect(json.json.__type).toBe('com.amazon.coral.validate#ValidationException')
    expect(await cbor('SetAlarmState', input)).toMatchObject({ status: 400, answer: { message: said } })
    const { status, text } = await query('SetAlarmState', 'AlarmName=x&StateValue=INVALID&StateReason=r')
    expect(status).toBe(400)
    expect(text).toContain('<Type>Sender</Type><Code>ValidationError</Code><Message>1 validation error detected:')
  })

  test('an alarm that is not there', async () => {
    const absent = { ...input, StateValue: 'OK' }
    expect(await bench.ask('SetAlarmState', absent)).toMatchObject({
      ...{ status: 404, error: 'ResourceNotFound;Sender' },
      json: { __type: 'com.amazonaws.cloudwatch.v2010_08_01#ResourceNotFound', message: '' },
    })
    // Without the mode of AWS Query it is a plain 400.
    expect((await bench.ask('SetAlarmState', absent, { 'x-amzn-query-mode': 'false' })).status).toBe(400)
    expect((await cbor('SetAlarmState', absent)).status).toBe(400)
    const { status, text } = await query('SetAlarmState', 'AlarmName=x&StateValue=OK&StateReason=r')
    expect(status).toBe(404)
    expect(text).toContain('<Error><Type>Sender</Type><Code>ResourceNotFound</Code></Error>')
  })

  test('an alarm put by a form is read by CBOR and XML', async () => {
    const { text } = await query(
      'PutMetricAlarm',
      'AlarmName=errors&Namespace=App&MetricName=Errors&Statistic=Sum&Period=300&EvaluationPeriods=1&Threshold=1' +
        '&ComparisonOperator=GreaterThanOrEqualToThreshold&Dimensions.member.1.Name=a&Dimensions.member.1.Value=b&OKActions=',
    )
    expect(text).toMatch(
      /^<PutMetricAlarmResponse xmlns="[^"]+"><ResponseMetadata><RequestId>[^<]+<\/RequestId><\/ResponseMetadata><\/PutMetricAlarmResponse>$/,
    )
    expect((await cbor('DescribeAlarms', { AlarmNames: ['errors'] })).answer).toMatchObject({
      MetricAlarms: [{ ...plain, Threshold: 1, StateUpdatedTimestamp: noon / 1_000, OKActions: [] }],
    })
    const described = await query('DescribeAlarms', 'AlarmNames.member.1=errors')
    expect(described.text).toContain('<Threshold>1.0</Threshold>')
    expect(described.text).toContain('<StateUpdatedTimestamp>2026-01-20T12:00:00Z</StateUpdatedTimestamp>')
    expect(described.text).toContain('<CompositeAlarms></CompositeAlarms><LogAlarms></LogAlarms>')
  })
})

const math = { ...plain, MetricName: undefined, Namespace: undefined, Statistic: undefined, Period: undefined }
const stat = (Id: string, over: object = {}) => ({
  Id,
  MetricStat: { Metric: { Namespace: 'App', MetricName: 'm' }, Period: 60, Stat: 'Sum' },
  ...over,
})

describe('PutMetricAlarm and a rehearsal refuse alike', () => {
  const operators =
    '[GreaterThanOrEqualToThreshold, GreaterThanThreshold, LessThanThreshold, LessThanOrEqualToThreshold, LessThanLowerOrGreaterThanUpperThreshold, LessThanLowerThreshold, GreaterThanUpperThreshold]'
  test.each<[string, object, string]>([
    [
      'nothing at all',
      { AlarmName: undefined, ComparisonOperator: undefined, EvaluationPeriods: undefined },
      `3 validation errors detected: ${['alarmName', 'comparisonOperator', 'evaluationPeriods'].map(at => wrong('null', at, 'Member must not be null')).join('; ')}`,
    ],
    [
      'a name too long',
      { AlarmName: 'x'.repeat(256) },
      `1 validation error detected: ${wrong(`'${'x'.repeat(256)}'`, 'alarmName', 'Member must have length less than or equal to 255')}`,
    ],
    ['control characters', { AlarmName: 'a\u0007' }, 'AlarmName must not contain ASCII control characters'],
    [
      'an operator that is none',
      { ComparisonOperator: 'Equals' },
      `1 validation error detected: ${wrong("'Equals'", 'comparisonOperator', `Member must satisfy enum value set: ${operators}`)}`,
    ],
    [
      'a namespace with a colon, and an empty metric',
      { Namespace: ':a', MetricName: '' },
      `2 validation errors detected: ${wrong("''", 'metricName', 'Member must have length greater than or equal to 1')}; ${wrong("':a'", 'namespace', 'Member must satisfy regular expression pattern: [^:].*')}`,
    ],
    [
      'a dimension without a value',
      { Dimensions: [{ Name: 'a', Value: '' }] },
      `1 validation error detected: ${wrong("''", 'dimensions.1.member.value', 'Member must have length greater than or equal to 1')}`,
    ],
    [
      'a long warm-up',
      { WarmUpConfiguration: { WarmUpPeriodDurationInMinutes: 2_881 } },
      `1 validation error detected: ${wrong("'2881'", 'warmUpConfiguration.warmUpPeriodDurationInMinutes', 'Member must have value less than or equal to 2880')}`,
    ],
    ['M over N', { DatapointsToAlarm: 2 }, 'DatapointsToAlarm must be less than or equal to EvaluationPeriods'],
    ['an odd period', { Period: 45 }, 'Period must be 10, 20, 30 or a multiple of 60'],
    [
      'over a day',
      { EvaluationPeriods: 289 },
      'Metrics cannot be checked across more than a day (EvaluationPeriods * Period must be <= 86400) for alarms using period < 3600',
    ],
    [
      'over a week',
      { Period: 86_400, EvaluationPeriods: 8 },
      'Metrics cannot be checked across more than a week (EvaluationPeriods * Period must be <= 604800) for alarms using period >= 3600',
    ],
    ['no threshold', { Threshold: undefined }, 'Threshold must not be null'],
    ['two statistics', { ExtendedStatistic: 'p99' }, 'Statistic and ExtendedStatistic cannot both be set'],
    [
      'a percentile that is none',
      { Statistic: undefined, ExtendedStatistic: 'p101' },
      'The value p101 for parameter ExtendedStatistic is not supported.',
    ],
    ['a metric and math', { Metrics: [stat('m1')] }, 'MetricName should not be set if list of Metrics is set.'],
    [
      'two results',
      { ...math, Metrics: [stat('m1'), stat('m2')] },
      'Exactly one element of the metrics list should return data.',
    ],
    [
      'an expression that is none',
      { ...math, Metrics: [stat('m1', { ReturnData: false }), { Id: 'e1', Expression: 'm1 +' }] },
      "Error in expression 'e1'",
    ],
    [
      'a name that nobody has',
      { ...math, Metrics: [{ Id: 'e1', Expression: 'm1 * 2', Period: 60 }] },
      "Error in expression 'e1'",
    ],
    ['SEARCH', { ...math, Metrics: [{ Id: 'e1', Expression: "SEARCH('{App} m', 'Sum', 60)", Period: 60 }] }, 'SEARCH'],
    [
      'PromQL',
      { EvaluationCriteria: { PromQLCriteria: { Query: 'up' } } },
      'EvaluationCriteria and EvaluationInterval are not supported: alarms on PromQL cannot be set here',
    ],
    [
      'a zone that is none',
      { EvaluationWindow: { WallClockWindow: { Timezone: 'Mars/Base' } } },
      'Timezone Mars/Base is not valid',
    ],
  ])('%s', async (_story, over, message) => {
    const alarm = JSON.parse(JSON.stringify({ ...plain, ...over }))
    const [status, code, said] = await bench.refused('PutMetricAlarm', alarm)
    expect([status, code]).toEqual([400, 'ValidationError'])
    expect(said).toContain(message)
    expect(await bench.desk.rehearse({ alarm, from: noon / 1_000 - 600, to: noon / 1_000 })).toMatchObject({
      ok: false,
      error: { message: said },
    })
    expect(await names()).toEqual([])
  })

  test.each<[string, object, string, string]>([
    ['an action that is no ARN', { AlarmActions: ['ops'] }, 'ValidationError', 'Invalid arn syntax: ops'],
    ['a tag of AWS', { Tags: [{ Key: 'aws:a', Value: '' }] }, 'InvalidParameterValue', 'aws: prefixed'],
    ['a tag without a key', { Tags: [{ Value: '' }] }, 'ValidationError', "Value null at 'tags.1.member.key'"],
    ['a number as a text', { Period: '300' }, 'Serialization', 'can not be converted to an Integer'],
    ['infinity', { Threshold: 'Infinity' }, 'Serialization', 'can not be converted to a Double'],
  ])('beside that: %s', async (_story, over, code, message) => {
    const refused = await bench.refused('PutMetricAlarm', { ...plain, ...over })
    expect(refused.slice(0, 2)).toEqual([400, expect.stringContaining(code)])
    expect(refused[2]).toContain(message)
  })
})

describe('DescribeAlarms', () => {
  beforeEach(async () => {
    await put('app-a', { AlarmActions: ['arn:aws:sns:us-east-1:1:ops'] })
    await put('app-b')
    await put('db', { OKActions: ['arn:aws:lambda:us-east-1:1:function:f'] })
    // What suppresses is neither child nor parent.
    await compose('top', `ALARM(app-a) OR ALARM("${arn('db')}")`, {
      ...{ ActionsSuppressor: 'app-b', ActionsSuppressorWaitPeriod: 1, ActionsSuppressorExtensionPeriod: 1 },
    })
    await set('app-b', 'OK')
  })

  test.each<[string, object, string[]]>([
    ['metric alarms unless told otherwise', {}, ['app-a', 'app-b', 'db']],
    ['composites', { AlarmTypes: ['CompositeAlarm'] }, ['top']],
    ['both', { AlarmTypes: ['CompositeAlarm', 'MetricAlarm'] }, ['app-a', 'app-b', 'db', 'top']],
    ['alarms on logs, of which there are none', { AlarmTypes: ['LogAlarm'] }, []],
    ['by name', { AlarmNames: ['db', 'none', 'app-a', 'top'] }, ['app-a', 'db']],
    ['by prefix', { AlarmNamePrefix: 'app-' }, ['app-a', 'app-b']],
    ['by state', { StateValue: 'OK' }, ['app-b']],
    ['by action', { ActionPrefix: 'arn:aws:lambda' }, ['db']],
    ['children', { ChildrenOfAlarmName: 'top' }, ['app-a', 'db']],
    ['parents', { ParentsOfAlarmName: 'db' }, ['top']],
    ['parents of none', { ParentsOfAlarmName: 'app-b' }, []],
    ['children of a metric alarm', { ChildrenOfAlarmName: 'db' }, []],
  ])('%s, and the same a page at a time', async (_story, input, wanted) => {
    expect(await names(input)).toEqual(wanted)
    const paged: string[] = []
    for (let NextToken: string | undefined, pages = 0; pages < 10; pages++) {
      const page = await bench.well('DescribeAlarms', { ...input, MaxRecords: 1, ...(NextToken && { NextToken }) })
      expect(page.MetricAlarms.length + page.CompositeAlarms.length).toBeLessThanOrEqual(1)
      paged.push(...[...page.MetricAlarms, ...page.CompositeAlarms].map((one: { AlarmName: string }) => one.AlarmName))
      NextToken = page.NextToken
      if (NextToken === undefined) break
    }
    expect(paged).toEqual(wanted)
  })

  test('relatives are told in short', async () => {
    expect((await bench.well('DescribeAlarms', { ChildrenOfAlarmName: 'top' })).MetricAlarms[0]).toEqual({
      ...{ AlarmName: 'app-a', AlarmArn: arn('app-a'), StateValue: 'INSUFFICIENT_DATA' },
      StateUpdatedTimestamp: noon / 1_000,
    })
    expect((await bench.well('DescribeAlarms', { ParentsOfAlarmName: 'db' })).CompositeAlarms).toEqual([
      { AlarmName: 'top', AlarmArn: arn('top') },
    ])
  })

  test.each<[object, string, string]>([
    [{ AlarmNames: ['a'], AlarmNamePrefix: 'a' }, 'InvalidParameterCombination', 'cannot both be specified'],
    [{ ChildrenOfAlarmName: 'a', StateValue: 'OK' }, 'ValidationError', 'MaxRecords and NextToken alone'],
    [{ ChildrenOfAlarmName: 'a', ParentsOfAlarmName: 'b' }, 'ValidationError', 'cannot both be specified'],
    [
      { MaxRecords: 0 },
      'ValidationError',
      wrong("'0'", 'maxRecords', 'Member must have value greater than or equal to 1'),
    ],
    [
      { MaxRecords: 101 },
      'ValidationError',
      wrong("'101'", 'maxRecords', 'Member must have value less than or equal to 100'),
    ],
    [{ AlarmNames: Array(101).fill('a') }, 'ValidationError', 'Member must have length less than or equal to 100'],
    [{ AlarmTypes: ['Other'] }, 'ValidationError', "at 'alarmTypes'"],
    [{ NextToken: 'bad' }, 'InvalidNextToken', 'nextToken is invalid'],
  ])('%j is refused', async (input, code, message) => {
    const refused = await bench.refused('DescribeAlarms', input)
    expect(refused.slice(0, 2)).toEqual([400, code])
    expect(refused[2]).toContain(message)
  })

  test('a token is for its own question', async () => {
    const { NextToken } = await bench.well('DescribeAlarms', { MaxRecords: 1 })
    expect((await bench.refused('DescribeAlarms', { NextToken, StateValue: 'OK' }))[1]).toBe('InvalidNextToken')
  })
})

test('DescribeAlarmsForMetric finds exactly the metric', async () => {
  const Dimensions = [{ Name: 'a', Value: 'b' }]
  await put('plain')
  await put('dimension', { Dimensions })
  await put('slow', { Dimensions, Period: 60 })
  await put('late', { Dimensions, Statistic: undefined, ExtendedStatistic: 'p99' })
  const found = async (over: object) => {
    const { MetricAlarms } = await bench.well('DescribeAlarmsForMetric', {
      Namespace: 'App',
      MetricName: 'Errors',
      ...over,
    })
    return MetricAlarms.map((one: { AlarmName: string }) => one.AlarmName)
  }
  expect(await found({})).toEqual(['plain'])
  expect(await found({ Dimensions })).toEqual(['dimension', 'late', 'slow'])
  expect(await found({ Dimensions, Period: 60 })).toEqual(['slow'])
  expect(await found({ Dimensions, ExtendedStatistic: 'p99' })).toEqual(['late'])
  expect(await found({ Dimensions, Unit: 'Count' })).toEqual([])
  expect((await bench.refused('DescribeAlarmsForMetric', { Namespace: 'App' }))[2]).toContain("at 'metricName'")
})

describe('composites', () => {
  test.each<[string, object, string]>([
    ['a child that is not there', { AlarmRule: 'ALARM(nobody)' }, 'nobody'],
    ['no rule', {}, wrong('null', 'alarmRule', 'Member must not be null')],
    ['a rule that is none', { AlarmRule: 'ALARM(' }, 'Error in AlarmRule'],
    [
      'half a suppressor',
      { AlarmRule: 'TRUE', ActionsSuppressor: 'errors' },
      'ActionsSuppressor, ActionsSuppressorWaitPeriod and ActionsSuppressorExtensionPeriod must be set together',
    ],
    [
      'a suppressor that is not there',
      {
        ...{ AlarmRule: 'TRUE', ActionsSuppressor: 'none', ActionsSuppressorWaitPeriod: 1 },
        ActionsSuppressorExtensionPeriod: 1,
      },
      'none',
    ],
  ])('%s is refused', async (_story, over, message) => {
    const [status, code, said] = await bench.refused('PutCompositeAlarm', { AlarmName: 'c', ...over })
    expect([status, code]).toEqual([400, 'ValidationError'])
    expect(said).toContain(message)
  })

  test('a name belongs to one kind', async () => {
    await put('a')
    expect((await bench.refused('PutCompositeAlarm', { AlarmName: 'a', AlarmRule: 'TRUE' }))[1]).toBe('ValidationError')
  })

  test('a ring may be made, and not deleted before it is broken', async () => {
    await compose('a', 'FALSE')
    await compose('b', 'ALARM(a)')
    await compose('a', 'OK(b)')
    const [status, code, said] = await bench.refused('DeleteAlarms', { AlarmNames: ['a'] })
    expect([status, code]).toEqual([400, 'ValidationError'])
    expect(said).toMatch(/\ba\b.*\bb\b/)
    await compose('a', 'FALSE')
    await bench.well('DeleteAlarms', { AlarmNames: ['b'] })
    await bench.well('DeleteAlarms', { AlarmNames: ['a'] })
    expect(await names({ AlarmTypes: ['CompositeAlarm'] })).toEqual([])
  })

  test('one in a call, beside as many others as one likes', async () => {
    await put('m')
    await compose('a', 'ALARM(m)')
    await compose('b', 'ALARM(m)')
    expect((await bench.refused('DeleteAlarms', { AlarmNames: ['a', 'b'] }))[1]).toBe('ValidationError')
    expect(await names({ AlarmTypes: ['CompositeAlarm'] })).toEqual(['a', 'b'])
    await bench.well('DeleteAlarms', { AlarmNames: ['a', 'm', 'm', 'none'] })
    expect(await names({ AlarmTypes: ['CompositeAlarm', 'MetricAlarm'] })).toEqual(['b'])
  })
})

describe('states and history', () => {
  test('a state by hand, with data', async () => {
    await put('a')
    await set('a', 'ALARM', { StateReasonData: '{"x":1}' })
    expect((await bench.well('DescribeAlarms')).MetricAlarms).toMatchObject([
      { StateValue: 'ALARM', StateReason: 'by hand', StateReasonData: '{"x":1}' },
    ])
    const [update] = (await bench.well('DescribeAlarmHistory', { AlarmName: 'a', MaxRecords: 1 })).AlarmHistoryItems
    expect(update).toMatchObject({
      ...{ AlarmName: 'a', AlarmType: 'MetricAlarm', Timestamp: noon / 1_000, HistoryItemType: 'StateUpdate' },
      HistorySummary: 'Alarm updated from INSUFFICIENT_DATA to ALARM',
    })
    expect(JSON.parse(update.HistoryData)).toEqual({
      version: '1.0',
      oldState: { stateValue: 'INSUFFICIENT_DATA', stateReason: 'Unchecked: Initial alarm creation' },
      newState: { stateValue: 'ALARM', stateReason: 'by hand', stateReasonData: { x: 1 } },
    })
    expect(
      await bench.refused('SetAlarmState', { AlarmName: 'a', StateValue: 'OK', StateReason: '', StateReasonData: '{' }),
    ).toEqual([400, 'InvalidFormat', 'StateReasonData must be valid JSON.'])
    expect((await bench.refused('SetAlarmState', { AlarmName: 'a', StateValue: 'OK' }))[2]).toContain(
      "Value null at 'stateReason'",
    )
  })

  test('history by time, type and kind, a page at a time, of deleted alarms too', async () => {
    await put('a')
    await compose('c', 'ALARM(a)')
    for (const [at, state] of ['ALARM', 'OK', 'ALARM'].entries()) {
      bench.clock.set(noon + 60_000 * (at + 1))
      await set('a', state)
    }
    await bench.well('DeleteAlarms', { AlarmNames: ['c'] })
    await bench.well('DeleteAlarms', { AlarmNames: ['a'] })
    const told = async (input: object) => {
      const all: string[] = []
      for (let NextToken: string | undefined, pages = 0; pages < 20; pages++) {
        const page = await bench.well('DescribeAlarmHistory', {
          ...input,
          MaxRecords: 2,
          ...(NextToken && { NextToken }),
        })
        all.push(...page.AlarmHistoryItems.map((one: { HistorySummary: string }) => one.HistorySummary))
        NextToken = page.NextToken
        if (NextToken === undefined) break
      }
      return all
    }
    const states = ['INSUFFICIENT_DATA to ALARM', 'ALARM to OK', 'OK to ALARM'].map(one => `Alarm updated from ${one}`)
    const oldest = { AlarmName: 'a', ScanBy: 'TimestampAscending' }
    expect(await told(oldest)).toEqual(['Alarm "a" created', ...states, 'Alarm "a" deleted'])
    expect(await told({})).toEqual(['Alarm "a" deleted', ...states.toReversed(), 'Alarm "a" created'])
    expect(await told({ HistoryItemType: 'StateUpdate', ...oldest })).toEqual(states)
    expect(await told({ AlarmTypes: ['CompositeAlarm'] })).toEqual(['Alarm "c" deleted', 'Alarm "c" created'])
    expect(await told({ AlarmName: 'c' })).toEqual(['Alarm "c" deleted', 'Alarm "c" created'])
    expect(await told({ AlarmTypes: ['LogAlarm'] })).toEqual([])
    expect(await told({ ...oldest, StartDate: noon / 1_000 + 60, EndDate: noon / 1_000 + 180 })).toEqual(
      states.slice(0, 2),
    )
  })

  test('series of an alarm stand in its history, and can be asked for', async () => {
    await put('a')
    const data = (id: string) =>
      JSON.stringify({ version: '1.0', alarmContributor: { contributorId: id, contributorAttributes: { pod: id } } })
    const item = (id: string) => ({
      ...{ alarm: 'a', kind: 'metric' as const, at: bench.clock.now(), type: 'AlarmContributorStateUpdate' },
      ...{ summary: `of ${id}`, data: data(id) },
    })
    await bench.desk.addHistory([item('one'), item('two')])
    const { AlarmHistoryItems } = await bench.well('DescribeAlarmHistory', {
      AlarmName: 'a',
      AlarmContributorId: 'two',
    })
    expect(AlarmHistoryItems).toMatchObject([
      { HistorySummary: 'of two', AlarmContributorId: 'two', AlarmContributorAttributes: { pod: 'two' } },
    ])
  })

  test('actions on and off, also of names that are not there', async () => {
    await put('a')
    const enabled = async () => (await bench.well('DescribeAlarms')).MetricAlarms[0].ActionsEnabled
    await bench.well('DisableAlarmActions', { AlarmNames: ['a', 'none', 'a'] })
    expect(await enabled()).toBe(false)
    await bench.well('EnableAlarmActions', { AlarmNames: ['a'] })
    expect(await enabled()).toBe(true)
  })

  test('contributors of an alarm on one series are none', async () => {
    await put('a')
    expect(await bench.well('DescribeAlarmContributors', { AlarmName: 'a' })).toEqual({ AlarmContributors: [] })
    expect(await bench.ask('DescribeAlarmContributors', { AlarmName: 'b' })).toMatchObject({
      ...{ status: 404, error: 'ResourceNotFoundException;Sender' },
      json: { ResourceType: 'Alarm', ResourceId: 'b' },
    })
  })
})

describe('tags', () => {
  const of = (name: string) => ({ ResourceARN: arn(name) })
  const listed = async (name: string) => (await bench.well('ListTagsForResource', of(name))).Tags

  test('are answered by an element, though it is empty: older programs look for it', async () => {
    await put('a')
    const { text } = await query('TagResource', `ResourceARN=${arn('a')}&Tags.member.1.Key=k&Tags.member.1.Value=`)
    expect(text).toContain('<TagResourceResult></TagResourceResult>')
    expect((await query('UntagResource', `ResourceARN=${arn('a')}&TagKeys.member.1=k`)).text).toContain(
      '<UntagResourceResult>',
    )
  })

  test('are put with a new alarm alone, and changed by their own operations', async () => {
    await put('a', { Tags: [{ Key: 'team', Value: 'shop' }] })
    await put('a', { Tags: [{ Key: 'more', Value: '' }] })
    expect(await listed('a')).toEqual([{ Key: 'team', Value: 'shop' }])
    await bench.well('TagResource', {
      ...of('a'),
      Tags: [
        { Key: 'env', Value: '' },
        { Key: 'team', Value: 'pay' },
      ],
    })
    await bench.well('UntagResource', { ...of('a'), TagKeys: ['env', 'never'] })
    expect(await listed('a')).toEqual([{ Key: 'team', Value: 'pay' }])
    await bench.well('DeleteAlarms', { AlarmNames: ['a'] })
    await put('a')
    expect(await listed('a')).toEqual([])
  })

  test('fifty, and one more', async () => {
    await put('a')
    const many = (count: number) => Array.from({ length: count }, (_, at) => ({ Key: `k${at}`, Value: 'v' }))
    await bench.well('TagResource', { ...of('a'), Tags: many(50) })
    expect((await bench.refused('TagResource', { ...of('a'), Tags: [{ Key: 'one', Value: '' }] }))[1]).toBe(
      'InvalidParameterValue',
    )
    expect(await listed('a')).toHaveLength(50)
  })

  test.each([
    ['nobody', arn('nobody'), 404, 'ResourceNotFoundException'],
    ['another account', 'arn:aws:cloudwatch:us-east-1:123456789012:alarm:a', 404, 'ResourceNotFoundException'],
    ['a dashboard', 'arn:aws:cloudwatch::000000000000:dashboard/d', 400, 'InvalidParameterValue'],
    ['no ARN', 'a', 400, 'InvalidParameterValue'],
  ])('of %s there are none', async (_story, ResourceARN, status, code) => {
    await put('a')
    for (const [operation, more] of [
      ['ListTagsForResource', {}],
      ['TagResource', { Tags: [{ Key: 'a', Value: 'b' }] }],
      ['UntagResource', { TagKeys: ['a'] }],
    ] as const)
      expect((await bench.refused(operation, { ResourceARN, ...more })).slice(0, 2)).toEqual([status, code])
  })
})
