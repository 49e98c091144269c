/** AWS's own JavaScript SDK, version 3: signs the payload's hash and many headers. */
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  DeleteLogGroupCommand,
  DescribeLogGroupsCommand,
  FilterLogEventsCommand,
  GetLogEventsCommand,
  ListLogGroupsCommand,
  ListTagsForResourceCommand,
  PutLogEventsCommand,
  PutLogGroupDeletionProtectionCommand,
  PutRetentionPolicyCommand,
  paginateFilterLogEvents,
  TagResourceCommand,
  TestMetricFilterCommand,
} from '@aws-sdk/client-cloudwatch-logs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createKey } from './keys.ts'
import { type Server, startServer } from './server.ts'

const [logGroupName, logStreamName] = ['/js/app', 'web-1']
const now = Date.now()
let server: Server
let logs: CloudWatchLogsClient

beforeAll(async () => {
  server = await startServer()
  // A key that is known here: each signature of the SDK is verified.
  const credentials = await createKey(server.dataDir, 'operator')
  logs = new CloudWatchLogsClient({ endpoint: server.url, region: 'ap-northeast-2', credentials, maxAttempts: 1 })
})
afterAll(async () => {
  logs?.destroy()
  await server?.stop()
})

test('a group is missing until it is made', async () => {
  await expect(logs.send(new GetLogEventsCommand({ logGroupName, logStreamName }))).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
    message: 'The specified log group does not exist.',
  })
  await logs.send(new CreateLogGroupCommand({ logGroupName, deletionProtectionEnabled: true }))
  await logs.send(new CreateLogStreamCommand({ logGroupName, logStreamName }))
})

test('puts, gets and filters', async () => {
  const logEvents = Array.from({ length: 1500 }, (_, at) => ({
    timestamp: now + at,
    message: `line ${at} 한글 ${at % 3 === 0 ? 'FAIL' : 'ok'}`,
  }))
  const put = await logs.send(new PutLogEventsCommand({ logGroupName, logStreamName, logEvents }))
  expect(put.nextSequenceToken).toMatch(/./)
  const newest = await logs.send(new GetLogEventsCommand({ logGroupName, logStreamName, limit: 2 }))
  expect(newest.events?.map(event => event.timestamp)).toEqual([now + 1498, now + 1499])
  expect(newest.nextForwardToken).toMatch(/^f\/\d{56}\/s$/)
  const ranged = await logs.send(new FilterLogEventsCommand({ logGroupName, startTime: now + 10, endTime: now + 12 }))
  expect(ranged.events?.map(event => event.timestamp)).toEqual([now + 10, now + 11, now + 12])
})

test('the paginator reads every match once', async () => {
  const ids: string[] = []
  for await (const page of paginateFilterLogEvents(
    { client: logs, pageSize: 100 },
    { logGroupName, filterPattern: 'FAIL' },
  )) {
    ids.push(...(page.events ?? []).map(event => event.eventId as string))
  }
  expect(ids).toHaveLength(500)
  expect(new Set(ids).size).toBe(500)
})

test('retention, tags, lists', async () => {
  await logs.send(new PutRetentionPolicyCommand({ logGroupName, retentionInDays: 30 }))
  const { logGroups } = await logs.send(new DescribeLogGroupsCommand({ logGroupNamePattern: 'js' }))
  expect(logGroups).toMatchObject([{ logGroupName, retentionInDays: 30 }])
  const resourceArn = logGroups?.[0]?.logGroupArn as string
  expect(resourceArn).toBe('arn:aws:logs:ap-northeast-2:000000000000:log-group:/js/app')
  await logs.send(new TagResourceCommand({ resourceArn, tags: { team: 'shop' } }))
  expect((await logs.send(new ListTagsForResourceCommand({ resourceArn }))).tags).toEqual({ team: 'shop' })
  const listed = await logs.send(new ListLogGroupsCommand({ logGroupNamePattern: 'app' }))
  expect(listed.logGroups).toMatchObject([{ logGroupName }])
})

test('a pattern is tried on messages, and a wrong one refused', async () => {
  const tried = await logs.send(
    new TestMetricFilterCommand({ filterPattern: '{ $.a = 1 }', logEventMessages: ['{"a":1}', '{"a":2}', 'x'] }),
  )
  expect(tried.matches?.map(match => match.eventNumber)).toEqual([1])
  await expect(
    logs.send(new TestMetricFilterCommand({ filterPattern: '{ $.a = ', logEventMessages: ['x'] })),
  ).rejects.toMatchObject({
    name: 'InvalidParameterException',
  })
})

test('a protected group is not deleted; an unprotected one is', async () => {
  await expect(logs.send(new DeleteLogGroupCommand({ logGroupName }))).rejects.toMatchObject({
    name: 'ValidationException',
  })
  await logs.send(
    new PutLogGroupDeletionProtectionCommand({ logGroupIdentifier: logGroupName, deletionProtectionEnabled: false }),
  )
  await logs.send(new DeleteLogGroupCommand({ logGroupName }))
  expect((await logs.send(new DescribeLogGroupsCommand({}))).logGroups).toEqual([])
})
