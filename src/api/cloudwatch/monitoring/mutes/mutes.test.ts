/** Mute rules on the wire, over days on which clocks are changed. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { FakeMetrics } from '../../../../judge/alarm-desk/fake-metrics.ts'
import { limits } from '../../../../limits.ts'
import { alarmBench, noon, plain } from '../alarms/test-bench.ts'

let bench: Awaited<ReturnType<typeof alarmBench>>
beforeEach(async () => {
  bench = await alarmBench(new FakeMetrics())
  for (const AlarmName of ['a', 'b']) await bench.well('PutMetricAlarm', { ...plain, AlarmName })
})
afterEach(() => bench[Symbol.asyncDispose]())

const rule = (Expression: string, Duration: string, Timezone?: string, over: object = {}) => ({
  Name: 'm',
  Rule: { Schedule: { Expression, Duration, ...(Timezone && { Timezone }) } },
  MuteTargets: { AlarmNames: ['a'] },
  ...over,
})
const arn = (name: string) => `arn:aws:cloudwatch:eu-west-3:000000000000:alarm-mute-rule:${name}`
const get = () => bench.well('GetAlarmMuteRule', { AlarmMuteRuleName: 'm' })
const mutedBy = async () => {
  const found = await bench.desk.find('a')
  return found.ok ? found.value?.mutedBy : found
}

test('what is put is told again', async () => {
  const times = { StartDate: noon / 1_000 - 60, ExpireDate: noon / 1_000 + 864_000 }
  const put = rule('cron(0 2 * * SUN)', 'P2DT12H', 'Asia/Seoul', { Description: 'backups', ...times })
  await bench.well('PutAlarmMuteRule', { ...put, Tags: [{ Key: 'team', Value: 'shop' }] })
  expect(await get()).toEqual({
    ...put,
    ...{ AlarmMuteRuleArn: arn('m'), Status: 'SCHEDULED', MuteType: 'RECURRING', LastUpdatedTimestamp: noon / 1_000 },
  })
  expect(await bench.well('ListTagsForResource', { ResourceARN: arn('m') })).toEqual({
    Tags: [{ Key: 'team', Value: 'shop' }],
  })
  await bench.well('PutAlarmMuteRule', rule('at(2026-01-20T12:00)', 'PT1H'))
  expect(await get()).toEqual({
    ...rule('at(2026-01-20T12:00)', 'PT1H', 'UTC'),
    ...{ AlarmMuteRuleArn: arn('m'), Status: 'ACTIVE', MuteType: 'ONE_TIME', LastUpdatedTimestamp: noon / 1_000 },
  })
  expect(await mutedBy()).toEqual(['m'])
  await bench.well('DeleteAlarmMuteRule', { AlarmMuteRuleName: 'm' })
  await bench.well('DeleteAlarmMuteRule', { AlarmMuteRuleName: 'm' })
  expect(await mutedBy()).toEqual([])
  expect(await bench.ask('GetAlarmMuteRule', { AlarmMuteRuleName: 'm' })).toMatchObject({
    ...{ status: 404, error: 'ResourceNotFoundException;Sender' },
    json: { ResourceType: 'AlarmMuteRule', ResourceId: 'm' },
  })
})

describe('clocks that are changed', () => {
  const at = (time: string) => Date.parse(time)
  test.each<[string, string, string, string, readonly (readonly [string, boolean])[]]>([
    [
      'every night by the clocks of New York, winter and summer',
      ...(['cron(0 2 * * *)', 'PT1H', 'America/New_York'] as const),
      [
        ['2026-01-20T06:59:00Z', false],
        ['2026-01-20T07:00:00Z', true],
        ['2026-01-20T08:00:00Z', false],
        ['2026-07-20T06:00:00Z', true],
        ['2026-07-20T07:00:00Z', false],
      ],
    ],
    [
      'a time that the day in March does not have is left out',
      ...(['cron(30 2 * * *)', 'PT1H', 'America/New_York'] as const),
      [
        ['2026-03-07T07:30:00Z', true],
        ['2026-03-08T06:30:00Z', false],
        ['2026-03-08T07:30:00Z', false],
        ['2026-03-08T08:00:00Z', false],
        ['2026-03-09T06:30:00Z', true],
      ],
    ],
    [
      'a time that the day in November has twice begins once',
      ...(['cron(30 1 * * *)', 'PT30M', 'America/New_York'] as const),
      [
        ['2026-11-01T05:30:00Z', true],
        ['2026-11-01T06:00:00Z', false],
        ['2026-11-01T06:30:00Z', false],
        ['2026-11-02T06:30:00Z', true],
      ],
    ],
    [
      'a length is one of time, not of clocks',
      ...(['cron(0 0 * * SUN)', 'P1D', 'Europe/Berlin'] as const),
      [
        ['2026-03-28T22:59:00Z', false],
        ['2026-03-28T23:00:00Z', true],
        ['2026-03-29T22:30:00Z', true],
        ['2026-03-29T23:00:00Z', false],
      ],
    ],
    [
      'once, by clocks that stand half an hour apart',
      ...(['at(2026-02-01T10:00)', 'PT1H', 'Asia/Kolkata'] as const),
      [
        ['2026-02-01T04:29:00Z', false],
        ['2026-02-01T04:30:00Z', true],
        ['2026-02-01T05:30:00Z', false],
      ],
    ],
  ])('%s', async (_story, expression, duration, zone, wanted) => {
    await bench.well('PutAlarmMuteRule', rule(expression, duration, zone))
    for (const [time, mutes] of wanted) {
      bench.clock.set(at(time))
      expect([time, (await get()).Status === 'ACTIVE', await mutedBy()]).toEqual([time, mutes, mutes ? ['m'] : []])
    }
  })

  test('a rule that has had its time is over', async () => {
    await bench.well('PutAlarmMuteRule', rule('at(2026-01-20T13:00)', 'PT1H'))
    const status = async () => (await get()).Status
    expect(await status()).toBe('SCHEDULED')
    bench.clock.set(noon + 2 * 3_600_000)
    expect(await status()).toBe('EXPIRED')
  })
})

describe('refused', () => {
  test.each<[object, string, string]>([
    [{ Name: '' }, 'ValidationError', "at 'name'"],
    [{ Rule: {} }, 'ValidationError', "Value null at 'rule.schedule'"],
    [rule('cron(0 2 * * ? *)', 'PT1H'), 'ValidationError', 'The expression cron(0 2 * * ? *) is not valid'],
    [rule('rate(1 day)', 'PT1H'), 'ValidationError', 'The expression'],
    [rule('at(2026-02-30T10:00)', 'PT1H'), 'ValidationError', 'The expression'],
    [rule('cron(0 2 * * *)', 'PT30S'), 'ValidationError', 'The duration PT30S'],
    [rule('cron(0 2 * * *)', 'P15DT1M'), 'ValidationError', 'The duration'],
    [rule('cron(0 2 * * *)', 'PT1H', 'Mars/Base'), 'ValidationError', 'The timezone Mars/Base'],
    [{ StartDate: 10, ExpireDate: 10 }, 'ValidationError', 'StartDate must be earlier than ExpireDate'],
    [{ Tags: [{ Key: 'aws:x', Value: '' }] }, 'InvalidParameterValue', 'aws: prefixed'],
  ])('%j', async (over, code, message) => {
    const refused = await bench.refused('PutAlarmMuteRule', { ...rule('cron(0 2 * * *)', 'PT1H'), ...over })
    expect(refused.slice(0, 2)).toEqual([400, code])
    expect(refused[2]).toContain(message)
  })
  test.each([
    ['cron(0 2 * * *)', 'PT1M'],
    ['cron(0 2 * * MON-FRI)', 'P15D'],
  ])('%s for %s is taken', async (expression, duration) => {
    await bench.well('PutAlarmMuteRule', rule(expression, duration))
  })
  test('alarmMuteRules', async () => {
    const put = (at: number) =>
      bench.ask('PutAlarmMuteRule', rule('cron(0 2 * * *)', 'PT1H', 'UTC', { Name: `m${at}` }))
    // The last ones by the wire, those before by the settings.
    for (let at = 1; at < limits.alarmMuteRules; at++)
      await bench.settings.alarms.putMute(
        {
          ...{ name: `m${at}`, description: '', expression: 'cron(0 2 * * *)', duration: 'PT1H', timezone: 'UTC' },
          ...{ start: null, expire: null, alarms: [], changedAt: bench.clock.now() },
        },
        {},
      )
    expect((await put(limits.alarmMuteRules)).status).toBe(200)
    expect(await put(limits.alarmMuteRules + 1)).toMatchObject({ status: 400, error: 'LimitExceeded;Sender' })
    expect((await put(1)).status).toBe(200)
  })
})

test('lists by alarm and status, a page at a time', async () => {
  const put = (Name: string, expression: string, AlarmNames: string[]) =>
    bench.well('PutAlarmMuteRule', { ...rule(expression, 'PT1H', 'UTC', { Name, MuteTargets: { AlarmNames } }) })
  await put('night', 'cron(0 2 * * *)', ['a'])
  await put('now', 'cron(0 12 * * *)', ['a', 'b'])
  await put('over', 'at(2026-01-01T00:00)', ['b'])
  const listed = async (input: object) => {
    const all: string[] = []
    for (let NextToken: string | undefined, pages = 0; pages < 10; pages++) {
      const page = await bench.well('ListAlarmMuteRules', { ...input, MaxRecords: 1, ...(NextToken && { NextToken }) })
      all.push(...page.AlarmMuteRuleSummaries.map((one: { AlarmMuteRuleArn: string }) => one.AlarmMuteRuleArn))
      NextToken = page.NextToken
      if (NextToken === undefined) break
    }
    return all.map(one => one.slice(arn('').length))
  }
  expect(await listed({})).toEqual(['night', 'now', 'over'])
  expect(await listed({ AlarmName: 'b' })).toEqual(['now', 'over'])
  expect(await listed({ Statuses: ['ACTIVE', 'EXPIRED'] })).toEqual(['now', 'over'])
  expect(await listed({ AlarmName: 'a', Statuses: ['SCHEDULED'] })).toEqual(['night'])
  expect((await bench.refused('ListAlarmMuteRules', { NextToken: 'bad' }))[1]).toBe('InvalidNextToken')
  expect((await bench.well('ListAlarmMuteRules', {})).AlarmMuteRuleSummaries[0]).toEqual({
    ...{ AlarmMuteRuleArn: arn('night'), Status: 'SCHEDULED', MuteType: 'RECURRING' },
    LastUpdatedTimestamp: noon / 1_000,
  })
})
