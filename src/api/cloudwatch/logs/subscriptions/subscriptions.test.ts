import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openSubscriptionDesk, readAllowed, type SubscriptionDesk } from '../../../../act/index.ts'
import { limits } from '../../../../limits.ts'
import { type Clock, instant, ok } from '../../../../model/index.ts'
import { createTailHub } from '../../../../query/tail/index.ts'
import { openSqlite, type Settings } from '../../../../store/settings/index.ts'
import { MemoryLogStore, ordinaryCall } from '../fakes.ts'
import { createLogsService } from '../service.ts'

const clock: Clock = {
  now: () => instant(Date.UTC(2026, 10, 21, 12)),
  sleep: (_length, signal) => new Promise(resolve => signal?.addEventListener('abort', () => resolve())),
}
const hooks = 'https://hooks.example'
const stream = 'arn:aws:kinesis:eu-west-3:000000000000:stream/s'
let settings: Settings
let desk: SubscriptionDesk
// biome-ignore lint/suspicious/noExplicitAny: answers are looked into freely by tests
let call: (name: string, input?: object) => Promise<any>

beforeEach(async () => {
  const opened = await openSqlite(':memory:')
  if (!opened.ok) throw new Error(opened.error.message)
  settings = opened.value
  desk = await openSubscriptionDesk({
    settings: settings.subscriptions,
    logSettings: settings.logs,
    logs: {
      arrivalMarks: () => ({ assigned: 7n, settled: 7n }),
      readArrivals: async ({ after }) => ok({ events: [], reached: after }),
      countArrivals: async () => ok({ events: 0, bytes: 0, oldest: null }),
    },
    tails: createTailHub({ logs: { follow: () => () => undefined }, clock }),
    clock,
    random: { next: () => 0 },
    secrets: { seal: text => `sealed ${Buffer.from(text).toString('hex')}`, open: () => ok(hooks) },
    sign: request => request.headers,
    allowed: readAllowed(`${hooks},${stream}*=${hooks}/kinesis`)!,
    account: '000000000000',
    // Nothing of a test goes out.
    resolve: () => Promise.reject(new Error('no network')),
    log: () => undefined,
  })
  const { operations } = createLogsService({
    ...{ settings: settings.logs, logs: new MemoryLogStore(clock), clock },
    subscriptions: { settings: settings.subscriptions, desk },
  })
  call = async (name, input = {}) => {
    const answer = await operations.get(name)!.run(input, ordinaryCall())
    const value = answer.ok ? answer.value : { __type: answer.error.type, message: answer.error.message }
    return JSON.parse(JSON.stringify(value))
  }
  await call('CreateLogGroup', { logGroupName: 'g' })
})
afterEach(async () => {
  await desk.stop()
  await settings.close()
})

const filter = (over: object = {}) => ({
  ...{ logGroupName: 'g', filterName: 'f', filterPattern: 'ERROR', destinationArn: `${hooks}/a` },
  ...over,
})

describe('subscription filters', () => {
  test('are put, described, changed and deleted', async () => {
    expect(await call('PutSubscriptionFilter', filter({ roleArn: 'arn:role' }))).toEqual({})
    const described = {
      ...{ filterName: 'f', logGroupName: 'g', filterPattern: 'ERROR', destinationArn: `${hooks}/a` },
      ...{ roleArn: 'arn:role', distribution: 'ByLogStream', creationTime: clock.now(), applyOnTransformedLogs: false },
    }
    expect(await call('DescribeSubscriptionFilters', { logGroupName: 'g' })).toEqual({
      subscriptionFilters: [described],
    })
    await call('PutSubscriptionFilter', filter({ filterPattern: '', distribution: 'Random', emitSystemFields: ['@x'] }))
    const { roleArn: _, ...rest } = described
    expect(await call('DescribeSubscriptionFilters', { logGroupName: 'g' })).toEqual({
      subscriptionFilters: [{ ...rest, filterPattern: '', distribution: 'Random', emitSystemFields: ['@x'] }],
    })
    expect(await call('DeleteSubscriptionFilter', { logGroupName: 'g', filterName: 'f' })).toEqual({})
    expect(await call('DeleteSubscriptionFilter', { logGroupName: 'g', filterName: 'f' })).toEqual({
      __type: 'ResourceNotFoundException',
      message: 'The specified subscription filter does not exist.',
    })
  })

  test('show no secret', async () => {
    await call('PutSubscriptionFilter', filter({ destinationArn: 'https://secret@hooks.example/?k=secret' }))
    const described = await call('DescribeSubscriptionFilters', { logGroupName: 'g' })
    expect(described.subscriptionFilters[0].destinationArn).toBe('https://…@hooks.example/?k=…')
    const rows = JSON.stringify(await settings.subscriptions.list({ limit: 9 }))
    expect(rows).not.toContain('secret')
  })

  test('come in pages, and by prefix', async () => {
    for (const filterName of ['a', 'b1', 'b2']) await call('PutSubscriptionFilter', filter({ filterName }))
    const first = await call('DescribeSubscriptionFilters', { logGroupName: 'g', limit: 2 })
    expect(first.subscriptionFilters).toHaveLength(2)
    const second = await call('DescribeSubscriptionFilters', {
      logGroupName: 'g',
      limit: 2,
      nextToken: first.nextToken,
    })
    expect(second.subscriptionFilters.map((one: { filterName: string }) => one.filterName)).toEqual(['b2'])
    expect(second).not.toHaveProperty('nextToken')
    const some = await call('DescribeSubscriptionFilters', { logGroupName: 'g', filterNamePrefix: 'b' })
    expect(some.subscriptionFilters).toHaveLength(2)
    expect(await call('DescribeSubscriptionFilters', { logGroupName: 'g', nextToken: 'x' })).toMatchObject({
      __type: 'InvalidParameterException',
    })
  })

  test(`${limits.subscriptionsPerGroup} of a group, and one more is refused`, async () => {
    for (let n = 0; n < limits.subscriptionsPerGroup; n++) {
      expect(await call('PutSubscriptionFilter', filter({ filterName: `f${n}` }))).toEqual({})
    }
    expect(await call('PutSubscriptionFilter', filter({ filterName: 'more' }))).toEqual({
      __type: 'LimitExceededException',
      message: 'Resource limit exceeded.',
    })
  })

  test.each<[string, object, string, RegExp]>([
    ['a group that is not there', { logGroupName: 'x' }, 'ResourceNotFoundException', /group does not exist/],
    ['a bad pattern', { filterPattern: '{ $.a' }, 'InvalidParameterException', /^Invalid filter pattern$/],
    [
      'a stream without a role',
      { destinationArn: stream },
      'InvalidParameterException',
      /^destinationArn for vendor kinesis cannot be used without roleArn$/,
    ],
    [
      'a place that is not allowed',
      { destinationArn: 'https://evil.example' },
      'InvalidParameterException',
      /not allowed/,
    ],
    [
      'an ARN that leads nowhere',
      { destinationArn: 'arn:aws:lambda:r:1:function:f' },
      'InvalidParameterException',
      /maps it/,
    ],
    ['no place at all', { destinationArn: 'nonsense' }, 'InvalidParameterException', /destination is/],
    [
      'a longer one than may be (destinationLength)',
      { destinationArn: `${hooks}/${'a'.repeat(limits.destinationLength)}` },
      'InvalidParameterException',
      /less than or equal to 2048/,
    ],
    ['a distribution that is none', { distribution: 'Sorted' }, 'InvalidParameterException', /enum/],
  ])('%s', async (_story, over, type, words) => {
    const answer = await call('PutSubscriptionFilter', filter(over))
    expect(answer).toEqual({ __type: type, message: expect.stringMatching(words) })
  })

  test('are refused to a class that has none', async () => {
    await call('CreateLogGroup', { logGroupName: 'rare', logGroupClass: 'INFREQUENT_ACCESS' })
    expect(await call('PutSubscriptionFilter', filter({ logGroupName: 'rare' }))).toMatchObject({
      __type: 'InvalidParameterException',
    })
  })
})

describe('destinations', () => {
  const roleArn = 'arn:aws:iam::000000000000:role/r'
  const destination = { destinationName: 'd', targetArn: stream, roleArn }

  test('are put, given a policy, described, used and deleted', async () => {
    const made = {
      ...{ destinationName: 'd', targetArn: stream, roleArn, creationTime: clock.now() },
      arn: 'arn:aws:logs:eu-west-3:000000000000:destination:d',
    }
    expect(await call('PutDestination', destination)).toEqual({ destination: made })
    expect(await call('PutDestinationPolicy', { destinationName: 'd', accessPolicy: '{}' })).toEqual({})
    expect(await call('DescribeDestinations', { DestinationNamePrefix: 'd' })).toEqual({
      destinations: [{ ...made, accessPolicy: '{}' }],
    })
    expect(await call('PutSubscriptionFilter', filter({ destinationArn: made.arn }))).toEqual({})
    expect(await call('DeleteDestination', { destinationName: 'd' })).toEqual({})
    expect(await call('DeleteDestination', { destinationName: 'd' })).toMatchObject({
      __type: 'ResourceNotFoundException',
    })
    expect(await call('PutDestinationPolicy', { destinationName: 'd', accessPolicy: '{}' })).toMatchObject({
      __type: 'ResourceNotFoundException',
    })
    expect(await call('PutSubscriptionFilter', filter({ filterName: 'x', destinationArn: made.arn }))).toMatchObject({
      message: 'There is no destination d.',
    })
  })

  test.each([
    ['a URL', hooks],
    ['an ARN that leads nowhere', 'arn:aws:kinesis:r:1:stream/other'],
    ['another destination', 'arn:aws:logs:eu-west-3:000000000000:destination:d'],
  ])('%s is no target', async (_story, targetArn) => {
    expect(await call('PutDestination', { ...destination, targetArn })).toMatchObject({
      __type: 'InvalidParameterException',
    })
  })

  test('come in pages; a policy has its bound (destinationPolicyLength)', async () => {
    for (const destinationName of ['a', 'b', 'c']) await call('PutDestination', { ...destination, destinationName })
    const first = await call('DescribeDestinations', { limit: 2 })
    const second = await call('DescribeDestinations', { limit: 2, nextToken: first.nextToken })
    expect(second.destinations.map((one: { destinationName: string }) => one.destinationName)).toEqual(['c'])
    const policy = (length: number) =>
      call('PutDestinationPolicy', { destinationName: 'a', accessPolicy: 'x'.repeat(length) })
    expect(await policy(limits.destinationPolicyLength)).toEqual({})
    expect(await policy(limits.destinationPolicyLength + 1)).toMatchObject({ __type: 'InvalidParameterException' })
  })
})

test('without a desk the operations are not there', () => {
  const { operations } = createLogsService({ settings: settings.logs, logs: new MemoryLogStore(clock), clock })
  expect(operations.has('PutSubscriptionFilter')).toBe(false)
})
