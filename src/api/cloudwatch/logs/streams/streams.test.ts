import fc from 'fast-check'
import { beforeEach, describe, expect, test } from 'vitest'
import { Bench, hour, noon } from '../fakes.ts'

let bench: Bench
beforeEach(async () => {
  bench = await Bench.open()
})
const missingGroup = { __type: 'ResourceNotFoundException', message: 'The specified log group does not exist.' }
const missingStream = { __type: 'ResourceNotFoundException', message: 'The specified log stream does not exist.' }
const of = (logGroupName: string, logStreamName: string) => ({ logGroupName, logStreamName })

describe('CreateLogStream and DeleteLogStream', () => {
  test('a stream is made once and deleted once', async () => {
    expect(await bench.call('CreateLogStream', of('g', 's'))).toEqual(missingGroup)
    await bench.given('g')
    expect(await bench.call('CreateLogStream', of('g', 's'))).toEqual({})
    expect(await bench.call('CreateLogStream', of('g', 's'))).toEqual({
      __type: 'ResourceAlreadyExistsException',
      message: 'The specified log stream already exists',
    })
    expect(await bench.call('DeleteLogStream', of('g', 's'))).toEqual({})
    expect(await bench.call('DeleteLogStream', of('g', 's'))).toEqual(missingStream)
    expect(await bench.call('DeleteLogStream', of('h', 's'))).toEqual(missingGroup)
  })

  test.each<[string, boolean]>([
    ['x'.repeat(512), true],
    ['x'.repeat(513), false],
    ['', false],
    ['a:b', false],
    ['a*', false],
    ['a\u0000b', false],
    ["kube/'; DROP TABLE logs; --\\\n한글 😀", true],
  ])('name %j', async (name, fine) => {
    await bench.given('g')
    const answer = await bench.call('CreateLogStream', of('g', name))
    expect(answer.__type).toBe(fine ? undefined : 'InvalidParameterException')
    if (fine)
      expect((await bench.call('DescribeLogStreams', { logGroupName: 'g' })).logStreams[0].logStreamName).toBe(name)
  })

  test('half a surrogate pair is one and the same name wherever it is written', async () => {
    await bench.given('g', 'half \ud800')
    expect(await bench.put('g', 'half \ud800', [noon, 'x'])).toMatchObject({ nextSequenceToken: expect.any(String) })
    expect(await bench.put('g', 'half \ufffd', [noon, 'x'])).toMatchObject({ nextSequenceToken: expect.any(String) })
  })
})

describe('DescribeLogStreams', () => {
  const streams = ['a/1', 'a/2', 'b', 'c', 'd']
  const names = (answer: { logStreams: { logStreamName: string }[] }) => answer.logStreams.map(s => s.logStreamName)
  beforeEach(async () => {
    await bench.given('g', ...streams)
    await bench.given('empty')
    await bench.put('g', 'b', [noon - 3 * hour, 'x'], [noon - hour, 'y'])
    bench.now = (noon + 5) as typeof bench.now
    await bench.put('g', 'a/2', [noon - 2 * hour, 'x'])
    await bench.put('g', 'c', [noon - hour, 'x'])
  })
  const ask = (input: object) => bench.call('DescribeLogStreams', { logGroupName: 'g', ...input })

  test('what an item says, before the first event and after', async () => {
    const { logStreams } = await ask({})
    const arn = 'arn:aws:logs:eu-west-3:000000000000:log-group:g:log-stream:'
    expect(logStreams[0]).toEqual({ logStreamName: 'a/1', creationTime: noon, arn: `${arn}a/1`, storedBytes: 0 })
    expect(logStreams[2]).toEqual({
      logStreamName: 'b',
      creationTime: noon,
      firstEventTimestamp: noon - 3 * hour,
      lastEventTimestamp: noon - hour,
      lastIngestionTime: noon,
      uploadSequenceToken: expect.stringMatching(/^\d{56}$/),
      arn: `${arn}b`,
      storedBytes: 0,
    })
  })

  test.each<[string, object, string[]]>([
    ['by name', {}, streams],
    ['by name, backwards', { descending: true }, streams.toReversed()],
    ['a prefix', { logStreamNamePrefix: 'a/' }, ['a/1', 'a/2']],
    ['by last event: the silent ones count as oldest', { orderBy: 'LastEventTime' }, ['a/1', 'd', 'a/2', 'b', 'c']],
    ['newest first', { orderBy: 'LastEventTime', descending: true }, ['c', 'b', 'a/2', 'd', 'a/1']],
    ['by ARN', { logGroupName: null, logGroupIdentifier: 'arn:aws:logs:x:000000000000:log-group:g:*' }, streams],
    ['by name as identifier', { logGroupName: null, logGroupIdentifier: 'g' }, streams],
  ])('%s', async (_story, input, expected) => {
    expect(names(await ask(input))).toEqual(expected)
  })

  test('each stream once, whatever the page and the order', async () => {
    const orders = fc.record({
      orderBy: fc.constantFrom('LogStreamName', 'LastEventTime'),
      descending: fc.boolean(),
      limit: fc.integer({ min: 1, max: 6 }),
    })
    await fc.assert(
      fc.asyncProperty(orders, async order => {
        const whole = names(await ask({ ...order, limit: 50 }))
        const seen: string[] = []
        let nextToken: string | undefined
        do {
          const page = await ask({ ...order, nextToken })
          seen.push(...names(page))
          nextToken = page.nextToken
        } while (nextToken !== undefined)
        expect(seen).toEqual(whole)
        expect(seen.toSorted()).toEqual(streams)
      }),
      { numRuns: 40 },
    )
  })

  test('a deleted stream is gone from every order, though its events are not yet', async () => {
    await bench.call('DeleteLogStream', of('g', 'c'))
    expect(names(await ask({ orderBy: 'LastEventTime', descending: true, limit: 2 }))).toEqual(['b', 'a/2'])
    expect(names(await ask({}))).not.toContain('c')
  })

  test.each<[string, object, object]>([
    [
      'prefix by last event',
      { orderBy: 'LastEventTime', logStreamNamePrefix: 'a' },
      { __type: 'InvalidParameterException', message: 'Cannot order by LastEventTime with a logStreamNamePrefix.' },
    ],
    [
      'name and identifier',
      { logGroupIdentifier: 'g' },
      {
        __type: 'ValidationException',
        message: 'LogGroup name and LogGroup ARN are mutually exclusive parameters.',
      },
    ],
    [
      'no group',
      { logGroupName: null },
      { __type: 'InvalidParameterException', message: expect.stringContaining('null') },
    ],
    ['unknown group', { logGroupName: 'h' }, missingGroup],
    [
      'a token of nobody',
      { nextToken: 'x' },
      { __type: 'InvalidParameterException', message: 'The specified nextToken is invalid.' },
    ],
  ])('%s is refused', async (_story, input, expected) => {
    expect(await ask(input)).toEqual(expected)
  })

  test('a token of another order is refused', async () => {
    const { nextToken } = await ask({ limit: 1 })
    for (const other of [{ descending: true }, { orderBy: 'LastEventTime' }, { logGroupName: 'empty' }]) {
      expect(await ask({ ...other, nextToken })).toMatchObject({ message: 'The specified nextToken is invalid.' })
    }
  })

  test('an empty group', async () => {
    expect(await ask({ logGroupName: 'empty' })).toEqual({ logStreams: [] })
    expect(await ask({ logGroupName: 'empty', orderBy: 'LastEventTime' })).toEqual({ logStreams: [] })
  })

  test('the engine is away', async () => {
    bench.store.readFails = { code: 'unavailable', message: 'x' }
    for (const orderBy of ['LogStreamName', 'LastEventTime']) {
      expect(await ask({ orderBy })).toMatchObject({ __type: 'ServiceUnavailableException' })
    }
  })
})
