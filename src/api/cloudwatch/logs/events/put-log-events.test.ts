import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { beforeEach, describe, expect, test } from 'vitest'
import { limits } from '../../../../limits.ts'
import type { AppendError, LogBatch } from '../../../../store/logs/port.ts'
import type { AwsCall } from '../../protocol/index.ts'
import { Bench, day, hour, noon } from '../fakes.ts'

let bench: Bench
beforeEach(async () => {
  bench = await Bench.open()
  await bench.given('g', 's')
  bench.counted.length = 0
})
const source = { group: 'g', stream: 's' }
const token = expect.stringMatching(/^\d{56}$/)
const put = (input: object, call = {}) =>
  bench.call(
    'PutLogEvents',
    { logGroupName: 'g', logStreamName: 's', logEvents: [{ timestamp: noon, message: 'm' }], ...input },
    call,
  )
const invalid = (message: unknown) => ({ __type: 'InvalidParameterException', message })
const wrong = (value: string, where: string, constraint: string) =>
  invalid(`1 validation error detected: Value ${value} at '${where}' failed to satisfy constraint: ${constraint}`)

test('events are handed to the store in one batch, with their ids, and counted', async () => {
  expect(await bench.put('g', 's', [noon - hour, 'a'], [noon, '한글\u0000\ud800'])).toEqual({
    nextSequenceToken: token,
  })
  expect(bench.store.batches).toEqual([
    {
      groupId: expect.any(Number),
      streamId: expect.any(Number),
      groupName: 'g',
      streamName: 's',
      timestamps: [noon - hour, noon],
      messages: ['a', '한글\u0000\ud800'],
      call: { key: expect.any(BigInt), unheard: expect.any(Function) },
    },
  ])
  expect(bench.counted).toEqual([
    ['offered', source, { events: 2, late: 1 }, expect.objectContaining({ tooOld: 0, tooNew: 0, expired: 0 })],
    ['stored', source, 2],
  ])
})

test('events that are taken, and not yet stored, are not held: the store has encoded them by then', async () => {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  const held: WeakRef<LogBatch>[] = []
  bench.store.append = batch => {
    held.push(new WeakRef(batch))
    return new Promise(() => {})
  }
  void put({})
  await new Promise(done => setTimeout(done, 50))
  collect()
  expect(held.map(one => one.deref())).toEqual([undefined])
})

test.each([
  [limits.lateAfter, 0],
  [limits.lateAfter + 1, 1],
])('an event that comes %i ms after its own time counts as %i late', async (age, late) => {
  await bench.put('g', 's', [noon - age, 'a'], [noon, 'b'])
  expect(bench.counted[0]).toEqual(['offered', source, { events: 2, late }, expect.anything()])
})

describe('a call is known again', () => {
  const input = (message: string, logStreamName = 's') => ({
    logGroupName: 'g',
    logStreamName,
    logEvents: [{ timestamp: noon, message }],
  })
  const keyOf = async (asked: object, call: Partial<AwsCall>) => {
    await bench.call('PutLogEvents', asked, call)
    return bench.store.batches.at(-1)?.call?.key ?? 0n
  }
  const invoked = (id: string) => ({
    header: (name: string) => (name === 'amz-sdk-invocation-id' ? id : undefined),
    bodyDigest: () => 'never asked for',
  })
  const body = (digest: string) => ({ bodyDigest: () => digest })

  test('by the name that an SDK gives to a call and its repeats, for each stream', async () => {
    await bench.call('CreateLogStream', { logGroupName: 'g', logStreamName: 'other' })
    const one = await keyOf(input('a'), invoked('1'))
    expect(one & 1n).toBe(1n)
    expect(await keyOf(input('b'), invoked('1'))).toBe(one)
    expect(await keyOf(input('a'), invoked('2'))).not.toBe(one)
    expect(await keyOf(input('a', 'other'), invoked('1'))).not.toBe(one)
  })

  test('or by its body', async () => {
    const one = await keyOf(input('a'), body('1'))
    expect([one & 1n, one === 0n]).toEqual([0n, false])
    expect(await keyOf(input('a'), body('1'))).toBe(one)
    expect(await keyOf(input('a'), body('2'))).not.toBe(one)
  })

  test.each([
    ['STANDARD', undefined, undefined],
    ['STANDARD', 'json/emf', true],
    ['STANDARD', 'JSON/EMF', true],
    ['STANDARD', 'json', undefined],
    ['INFREQUENT_ACCESS', 'json/emf', false],
  ])('%s events that are announced as %s', async (logGroupClass, format, embeddedMetrics) => {
    await bench.call('CreateLogGroup', { logGroupName: `of ${logGroupClass}`.replace(' ', '-'), logGroupClass })
    const logGroupName = `of-${logGroupClass}`
    await bench.call('CreateLogStream', { logGroupName, logStreamName: 's' })
    const header = (name: string) => (name === 'x-amzn-logs-format' ? format : undefined)
    await bench.call('PutLogEvents', { ...input('a'), logGroupName }, { header })
    expect(bench.store.batches.at(-1)?.embeddedMetrics).toBe(embeddedMetrics)
  })
})

test('only the middle is stored, and the rest is told and counted', async () => {
  await bench.call('PutRetentionPolicy', { logGroupName: 'g', retentionInDays: 1 })
  const logEvents = [noon - day - 5, noon - day - 4, noon - day, noon - 5].map((timestamp, i) => ({
    timestamp,
    message: `${i}`,
  }))
  expect(await put({ logEvents: logEvents.slice(0, 3) })).toEqual({
    nextSequenceToken: token,
    rejectedLogEventsInfo: { expiredLogEventEndIndex: 2 },
  })
  expect(bench.store.batches[0]).toMatchObject({ timestamps: [noon - day], messages: ['2'] })
  expect(bench.counted[0]).toEqual(['offered', source, { events: 1, late: 1 }, expect.objectContaining({ expired: 2 })])
})

test('when all are rejected the answer is still 200, with a token, and nothing is stored', async () => {
  expect(await bench.put('g', 's', [noon + 3 * hour, 'a'])).toEqual({
    nextSequenceToken: token,
    rejectedLogEventsInfo: { tooNewLogEventStartIndex: 0 },
  })
  expect(bench.store.batches).toEqual([])
})

describe('schema', () => {
  const repeated = (count: number) => Array.from({ length: count }, () => ({ timestamp: noon, message: 'm' }))
  test.each<[string, object, object]>([
    ['10,000 events', { logEvents: repeated(limits.putLogEventsCount) }, { nextSequenceToken: token }],
    [
      '10,001 events',
      { logEvents: repeated(limits.putLogEventsCount + 1) },
      invalid(
        expect.stringMatching(
          /^1 validation error detected: Value '\[\{timestamp=\d+, message=m\}, .*\.\.\.' at 'logEvents' .* length less than or equal to 10000$/,
        ),
      ),
    ],
    ['no events', { logEvents: [] }, wrong("'[]'", 'logEvents', 'Member must have length greater than or equal to 1')],
    ['null', { logEvents: null }, wrong('null', 'logEvents', 'Member must not be null')],
    [
      'an empty message',
      { logEvents: [...repeated(1), { timestamp: noon, message: '' }] },
      wrong("''", 'logEvents.2.member.message', 'Member must have length greater than or equal to 1'),
    ],
    [
      'no time',
      { logEvents: [{ message: 'm' }] },
      wrong('null', 'logEvents.1.member.timestamp', 'Member must not be null'),
    ],
    [
      'a time before 1970',
      { logEvents: [{ timestamp: -1, message: 'm' }] },
      wrong("'-1'", 'logEvents.1.member.timestamp', 'Member must have value greater than or equal to 0'),
    ],
    [
      'a time as text',
      { logEvents: [{ timestamp: '1', message: 'm' }] },
      { __type: 'SerializationException', message: 'STRING_VALUE can not be converted to a Long' },
    ],
    [
      'a message that is an object',
      { logEvents: [{ timestamp: 1, message: {} }] },
      { __type: 'SerializationException', message: expect.any(String) },
    ],
    [
      'a time beyond every clock',
      { logEvents: [{ timestamp: 2 ** 63, message: 'm' }] },
      expect.objectContaining({ rejectedLogEventsInfo: { tooNewLogEventStartIndex: 0 } }),
    ],
    [
      'a group of 513 characters',
      { logGroupName: 'x'.repeat(513) },
      invalid('Invalid LogGroup or LogStream, both must have length less than or equal to 512.'),
    ],
    [
      'a stream of 513 characters',
      { logStreamName: 'x'.repeat(513) },
      invalid('Invalid LogGroup or LogStream, both must have length less than or equal to 512.'),
    ],
    ['a sequence token of old', { sequenceToken: '123' }, { nextSequenceToken: token }],
  ])('%s', async (_story, input, expected) => {
    expect(await put(input)).toEqual(expected)
  })
})

test.each<[string, object, object]>([
  [
    'group',
    { logGroupName: 'h' },
    { __type: 'ResourceNotFoundException', message: 'The specified log group does not exist.' },
  ],
  [
    'stream',
    { logStreamName: 't' },
    { __type: 'ResourceNotFoundException', message: 'The specified log stream does not exist.' },
  ],
  [
    'group, before size',
    { logGroupName: 'h', logEvents: [{ timestamp: noon, message: 'x'.repeat(limits.putLogEventsBytes) }] },
    { __type: 'ResourceNotFoundException', message: 'The specified log group does not exist.' },
  ],
])('unknown %s', async (_story, input, expected) => {
  expect(await put(input)).toEqual(expected)
})

test('a batch too large stores nothing', async () => {
  const message = 'x'.repeat(limits.putLogEventsBytes - 25)
  expect(await put({ logEvents: [{ timestamp: noon, message }] })).toMatchObject({
    __type: 'InvalidParameterException',
  })
  expect(bench.store.batches).toEqual([])
})

test.each<[AppendError, string, string]>([
  [{ code: 'slow-down', retryAfter: 100 as never }, 'ThrottlingException', 'Rate exceeded'],
  [{ code: 'disk-full', message: '/secret' }, 'ServiceUnavailableException', 'The disk is full.'],
  [{ code: 'unavailable', message: '/secret' }, 'ServiceUnavailableException', 'The service is starting its engine.'],
  [{ code: 'closing' }, 'ServiceUnavailableException', 'The service is stopping.'],
])('the store says %j', async (trouble, type, message) => {
  bench.store.appendFails = trouble
  expect(await put({})).toEqual({ __type: type, message })
  expect(bench.counted.at(-1)).toEqual(['refused', source, 1, trouble.code === 'slow-down' ? 'throttled' : 'failed'])
})

describe('entity', () => {
  const keys = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, i) => [`k${i}`, 'v']))
  test.each<[string, unknown, string | undefined]>([
    [
      'a good one',
      { keyAttributes: { Type: 'Service', Name: 'pay' }, attributes: { 'K8s.Cluster': 'demo' } },
      undefined,
    ],
    ['null', null, undefined],
    ['a text', 'x', 'InvalidEntity'],
    ['none of its keys', {}, 'MissingRequiredFields'],
    ['one key', { keyAttributes: keys(1) }, 'InvalidKeyAttributes'],
    ['four keys', { keyAttributes: keys(4) }, undefined],
    ['five keys', { keyAttributes: keys(5) }, 'InvalidKeyAttributes'],
    ['ten attributes', { keyAttributes: keys(2), attributes: keys(10) }, undefined],
    ['eleven attributes', { keyAttributes: keys(2), attributes: keys(11) }, 'InvalidAttributes'],
    ['a number', { keyAttributes: { ...keys(2), k0: 1 } }, 'InvalidKeyAttributes'],
    ['a value of 513', { keyAttributes: keys(2), attributes: { a: 'x'.repeat(513) } }, 'InvalidAttributes'],
  ])('%s', async (_story, entity, errorType) => {
    const answer = await put({ entity })
    expect(answer.rejectedEntityInfo).toEqual(errorType && { errorType })
    expect(bench.store.batches).toHaveLength(1)
  })
})

test('a class for queries alone takes events too', async () => {
  await bench.call('CreateLogGroup', { logGroupName: 'cold', logGroupClass: 'INFREQUENT_ACCESS' })
  await bench.call('CreateLogStream', { logGroupName: 'cold', logStreamName: 's' })
  expect(await bench.put('cold', 's', [noon, 'm'])).toEqual({ nextSequenceToken: token })
})
