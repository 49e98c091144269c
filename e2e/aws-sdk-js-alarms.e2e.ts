/** AWS's own JavaScript SDK on alarms, with signatures that are verified. */
import {
  CloudWatchClient,
  DeleteAlarmMuteRuleCommand,
  DeleteAlarmsCommand,
  DescribeAlarmContributorsCommand,
  DescribeAlarmsCommand,
  GetAlarmMuteRuleCommand,
  ListTagsForResourceCommand,
  PutAlarmMuteRuleCommand,
  PutCompositeAlarmCommand,
  PutMetricAlarmCommand,
  paginateDescribeAlarmHistory,
  paginateDescribeAlarms,
  SetAlarmStateCommand,
  waitUntilAlarmExists,
} from '@aws-sdk/client-cloudwatch'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createKey } from './keys.ts'
import { type Server, startServer } from './server.ts'

let server: Server
let client: CloudWatchClient
let reader: CloudWatchClient
beforeAll(async () => {
  server = await startServer({ args: ['--auth', 'required'] })
  const of = async (role: 'operator' | 'reader') => ({
    ...{ endpoint: server.url, region: 'eu-west-1', maxAttempts: 1 },
    credentials: await createKey(server.dataDir, role, role),
  })
  client = new CloudWatchClient(await of('operator'))
  reader = new CloudWatchClient(await of('reader'))
})
afterAll(async () => {
  client?.destroy()
  reader?.destroy()
  await server?.stop()
})

const plain = {
  ...{ Namespace: 'Shop', MetricName: 'Latency', Dimensions: [{ Name: 'Service', Value: '결제' }], Period: 60 },
  ...{ ExtendedStatistic: 'p99', EvaluationPeriods: 3, DatapointsToAlarm: 2, Threshold: 0.25 },
  ComparisonOperator: 'GreaterThanThreshold',
} as const
const arn = (name: string) => `arn:aws:cloudwatch:eu-west-1:000000000000:alarm:${name}`

test('puts an alarm and reads it back as it was put', async () => {
  await client.send(new PutMetricAlarmCommand({ AlarmName: 'slow 느림', ...plain, Tags: [{ Key: 'a', Value: 'b' }] }))
  await waitUntilAlarmExists({ client, maxWaitTime: 10 }, { AlarmNames: ['slow 느림'] })
  const { MetricAlarms } = await reader.send(new DescribeAlarmsCommand({ AlarmNames: ['slow 느림'] }))
  expect(MetricAlarms).toMatchObject([{ AlarmName: 'slow 느림', AlarmArn: arn('slow 느림'), ...plain }])
  expect(MetricAlarms?.[0]?.StateUpdatedTimestamp).toBeInstanceOf(Date)
  expect(await reader.send(new ListTagsForResourceCommand({ ResourceARN: arn('slow 느림') }))).toMatchObject({
    Tags: [{ Key: 'a', Value: 'b' }],
  })
})

test('a reader reads, and changes nothing', async () => {
  await expect(reader.send(new PutMetricAlarmCommand({ AlarmName: 'x', ...plain }))).rejects.toMatchObject({
    name: expect.stringMatching(/AccessDenied/),
  })
  await expect(reader.send(new DeleteAlarmsCommand({ AlarmNames: ['slow 느림'] }))).rejects.toThrow()
})

test('pages', async () => {
  for (const at of [1, 2, 3, 4]) await client.send(new PutMetricAlarmCommand({ AlarmName: `a${at}`, ...plain }))
  const names: (string | undefined)[] = []
  for await (const page of paginateDescribeAlarms({ client, pageSize: 2 }, {}))
    names.push(...(page.MetricAlarms ?? []).map(one => one.AlarmName))
  expect(names).toEqual(['a1', 'a2', 'a3', 'a4', 'slow 느림'])
})

test('states, history and a composite', async () => {
  await client.send(new PutCompositeAlarmCommand({ AlarmName: 'top', AlarmRule: 'ALARM(a1) AND NOT ALARM(a2)' }))
  await client.send(
    new SetAlarmStateCommand({
      ...{ AlarmName: 'a1', StateValue: 'ALARM', StateReason: 'a drill' },
      StateReasonData: '{"drill":true}',
    }),
  )
  const summaries: (string | undefined)[] = []
  for await (const page of paginateDescribeAlarmHistory({ client, pageSize: 1 }, { AlarmName: 'a1' }))
    summaries.push(...(page.AlarmHistoryItems ?? []).map(one => one.HistorySummary))
  expect(summaries.at(-1)).toBe('Alarm "a1" created')
  expect(summaries).toContain('Alarm updated from INSUFFICIENT_DATA to ALARM')
  const family = await client.send(new DescribeAlarmsCommand({ ChildrenOfAlarmName: 'top' }))
  expect(family.MetricAlarms?.map(one => one.AlarmName)).toEqual(['a1', 'a2'])
  await expect(
    client.send(new SetAlarmStateCommand({ AlarmName: 'a1', StateValue: 'OK', StateReason: '', StateReasonData: '{' })),
  ).rejects.toMatchObject({ name: 'InvalidFormatFault' })
  await expect(
    client.send(new SetAlarmStateCommand({ AlarmName: 'none', StateValue: 'OK', StateReason: '' })),
  ).rejects.toMatchObject({ name: 'ResourceNotFound', $metadata: { httpStatusCode: 404 } })
  await expect(client.send(new DescribeAlarmContributorsCommand({ AlarmName: 'none' }))).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
    ResourceType: 'Alarm',
    ResourceId: 'none',
  })
})

test('mute rules', async () => {
  const Rule = { Schedule: { Expression: 'cron(30 22 * * SUN)', Duration: 'P2DT12H', Timezone: 'America/New_York' } }
  const StartDate = new Date('2026-01-01T00:00:00Z')
  await client.send(
    new PutAlarmMuteRuleCommand({
      Name: 'm',
      Description: 'why',
      Rule,
      MuteTargets: { AlarmNames: ['a1'] },
      StartDate,
    }),
  )
  expect(await client.send(new GetAlarmMuteRuleCommand({ AlarmMuteRuleName: 'm' }))).toMatchObject({
    ...{ Name: 'm', Description: 'why', Rule, MuteTargets: { AlarmNames: ['a1'] }, StartDate, MuteType: 'RECURRING' },
  })
  await client.send(new DeleteAlarmMuteRuleCommand({ AlarmMuteRuleName: 'm' }))
  await client.send(new DeleteAlarmMuteRuleCommand({ AlarmMuteRuleName: 'm' }))
})

test('deletes', async () => {
  await expect(client.send(new DeleteAlarmsCommand({ AlarmNames: [] }))).resolves.toBeDefined()
  await client.send(new DeleteAlarmsCommand({ AlarmNames: ['top', 'a1', 'a2', 'a3', 'a4', 'slow 느림', 'none'] }))
  expect((await client.send(new DescribeAlarmsCommand({}))).MetricAlarms).toEqual([])
})
