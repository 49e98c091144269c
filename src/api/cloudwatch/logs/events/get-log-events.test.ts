import fc from 'fast-check'
import { beforeEach, describe, expect, test } from 'vitest'
import { limits } from '../../../../limits.ts'
import { instant } from '../../../../model/index.ts'
import type { LogCursor } from '../../../../store/logs/port.ts'
import { Bench, day, hour, noon } from '../fakes.ts'
import { beginning, parseStreamToken, rightAfter, rightBefore, streamToken } from './stream-token.ts'

let bench: Bench
beforeEach(async () => {
  bench = await Bench.open()
  await bench.given('g', 's', 't', 'none')
})
const minute = 60_000
const at = (n: number) => noon - hour + n * minute
/** Events 0…9, in two batches that interleave; 4 and 5 at the same time. */
async function tenEvents() {
  await bench.put('g', 's', [at(0), '0'], [at(2), '2'], [at(4), '4'], [at(7), '7'])
  await bench.put('g', 't', [at(1), 'other'], [at(4), 'other'])
  bench.now = instant(noon + 1)
  await bench.put('g', 's', [at(1), '1'], [at(3), '3'], [at(4), '5'], [at(6), '6'], [at(8), '8'], [at(9), '9'])
}
const get = (input: object = {}) => bench.call('GetLogEvents', { logGroupName: 'g', logStreamName: 's', ...input })
const said = (page: { events: { message: string }[] }) => page.events.map(event => event.message).join('')

test('an event has its times and its text, a page its two tokens', async () => {
  await bench.put('g', 's', [noon, '한글'])
  expect(await get()).toEqual({
    events: [{ timestamp: noon, message: '한글', ingestionTime: noon }],
    nextForwardToken: expect.stringMatching(/^f\/\d{56}\/s$/),
    nextBackwardToken: expect.stringMatching(/^b\/\d{56}\/s$/),
  })
})

describe('what is on the first page', () => {
  beforeEach(tenEvents)
  test.each<[string, object, string]>([
    ['everything', {}, '0123456789'],
    ['the newest, in order', { limit: 3 }, '789'],
    ['the oldest, when asked', { limit: 3, startFromHead: true }, '012'],
    ['from a time on, inclusive', { startTime: at(4) }, '456789'],
    ['to a time, exclusive', { endTime: at(4) }, '0123'],
    ['between', { startTime: at(4), endTime: at(4) + 1 }, '45'],
    ['nothing between', { startTime: at(4), endTime: at(4) }, ''],
    ['upside down', { startTime: at(5), endTime: at(4) }, ''],
    ['for ever', { endTime: 2 ** 63 }, '0123456789'],
    ['after for ever', { startTime: 2 ** 63 }, ''],
    ['the newest of a range', { limit: 2, endTime: at(3) }, '12'],
    ['by ARN', { logGroupName: null, logGroupIdentifier: 'arn:aws:logs:x:000000000000:log-group:g:*' }, '0123456789'],
  ])('%s', async (_story, input, expected) => {
    expect(said(await get(input))).toBe(expected)
  })
})

describe('pages', () => {
  test('at the end the same forward token comes back, and goes on when more comes', async () => {
    await tenEvents()
    const first = await get({ startFromHead: true, limit: 6 })
    const second = await get({ nextToken: first.nextForwardToken })
    const third = await get({ nextToken: second.nextForwardToken })
    expect([said(first), said(second), said(third)]).toEqual(['012345', '6789', ''])
    expect(third.nextForwardToken).toBe(second.nextForwardToken)
    await bench.put('g', 's', [noon, 'x'])
    expect(said(await get({ nextToken: third.nextForwardToken }))).toBe('x')
  })

  test('at the beginning the same backward token comes back', async () => {
    await tenEvents()
    const last = await get({ limit: 4 })
    const before = await get({ limit: 6, nextToken: last.nextBackwardToken })
    const first = await get({ nextToken: before.nextBackwardToken })
    expect([said(last), said(before), said(first)]).toEqual(['6789', '012345', ''])
    expect(first.nextBackwardToken).toBe(before.nextBackwardToken)
  })

  test('an empty page turns round on the spot', async () => {
    await tenEvents()
    const end = await get({ nextToken: (await get()).nextForwardToken })
    expect(said(await get({ nextToken: end.nextBackwardToken, limit: 3 }))).toBe('789')
    const start = await get({ nextToken: (await get()).nextBackwardToken })
    expect(said(await get({ nextToken: start.nextForwardToken, limit: 3 }))).toBe('012')
  })

  test.each([true, false])(
    'an empty stream gives a token that sees what comes (from head: %s)',
    async startFromHead => {
      const empty = await get({ startFromHead })
      expect(empty.events).toEqual([])
      const again = await get({ nextToken: empty.nextForwardToken })
      expect(again.nextForwardToken).toBe(empty.nextForwardToken)
      await bench.put('g', 's', [at(0), 'a'], [at(1), 'b'])
      expect(said(await get({ nextToken: again.nextForwardToken }))).toBe('ab')
    },
  )

  test('every event exactly once, whatever the page, in both directions', async () => {
    await tenEvents()
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 11 }), fc.boolean(), async (limit, forward) => {
        let all = ''
        let page = await get({ limit, startFromHead: forward })
        for (;;) {
          expect(page.events.length).toBeLessThanOrEqual(limit)
          all = forward ? all + said(page) : said(page) + all
          const token = forward ? page.nextForwardToken : page.nextBackwardToken
          page = await get({ limit, nextToken: token })
          if (token === (forward ? page.nextForwardToken : page.nextBackwardToken)) break
        }
        expect(all).toBe('0123456789')
      }),
    )
  })

  test('a page holds at most so many bytes', async () => {
    const message = 'x'.repeat(400_000)
    for (const n of [0, 1, 2]) await bench.put('g', 's', [at(n), message])
    const page = await get({ startFromHead: true })
    expect(page.events).toHaveLength(2)
    expect((await get({ nextToken: page.nextForwardToken })).events).toHaveLength(1)
    expect(bench.store.lastRequest).toMatchObject({ maxBytes: limits.logPageBytes, limit: limits.logPageCount })
  })
})

test('expired events are not shown', async () => {
  await tenEvents()
  await bench.call('PutRetentionPolicy', { logGroupName: 'g', retentionInDays: 1 })
  bench.now = instant(at(4) + day)
  expect(said(await get())).toBe('456789')
})

describe('refused', () => {
  const badToken = { __type: 'InvalidParameterException', message: 'The specified nextToken is invalid.' }
  test.each<[string, object, object]>([
    [
      'a limit of 10001',
      { limit: 10_001 },
      {
        message:
          "1 validation error detected: Value '10001' at 'limit' failed to satisfy constraint: Member must have value less than or equal to 10000",
      },
    ],
    ['a limit of 0', { limit: 0 }, { __type: 'InvalidParameterException' }],
    ['an unknown group', { logGroupName: 'h' }, { message: 'The specified log group does not exist.' }],
    ['an unknown stream', { logStreamName: 'x' }, { message: 'The specified log stream does not exist.' }],
    ['no stream', { logStreamName: null }, { __type: 'InvalidParameterException' }],
    [
      'name and identifier',
      { logGroupIdentifier: 'g' },
      { __type: 'ValidationException', message: 'LogGroup name and LogGroup ARN are mutually exclusive parameters.' },
    ],
    [
      'a group name too long',
      { logGroupName: 'x'.repeat(513) },
      { message: 'Invalid LogGroup or LogStream, both must have length less than or equal to 512.' },
    ],
    ['a token of nobody', { nextToken: 'x' }, badToken],
    ['a token of another shape', { nextToken: `f/${'1'.repeat(56)}/s` }, badToken],
    [
      'a token with a batch beyond 64 bits',
      { nextToken: `f/3${'0'.repeat(15)}${'9'.repeat(20)}${'0'.repeat(20)}/s` },
      badToken,
    ],
  ])('%s', async (_story, input, expected) => {
    expect(await get(input)).toMatchObject(expected)
  })

  test('the bound of the limit is taken', async () => {
    expect((await get({ limit: 10_000 })).events).toEqual([])
  })

  test('a token of another stream', async () => {
    await tenEvents()
    const { nextForwardToken, nextBackwardToken } = await get({ logStreamName: 't' })
    for (const nextToken of [nextForwardToken, nextBackwardToken]) expect(await get({ nextToken })).toEqual(badToken)
  })

  test('a class for queries alone', async () => {
    await bench.call('CreateLogGroup', { logGroupName: 'cold', logGroupClass: 'INFREQUENT_ACCESS' })
    expect(await get({ logGroupName: 'cold' })).toMatchObject({ __type: 'InvalidParameterException' })
  })

  test.each([
    ['unavailable', 'ServiceUnavailableException'],
    ['disk-full', 'ServiceUnavailableException'],
    ['over-limit', 'ServiceUnavailableException'],
    ['query-failed', 'InternalFailure'],
  ])('the engine says %s', async (code, type) => {
    bench.store.readFails = { code, message: 'secret', limit: 'memory', engineCode: 1 } as never
    const answer = await get()
    expect(answer.__type).toBe(type)
    expect(answer.message).not.toContain('secret')
  })
})

describe('positions', () => {
  const cursors: fc.Arbitrary<LogCursor> = fc.record({
    timestamp: fc.nat({ max: 9_999_999_999 }).map(instant),
    batch: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }).map(String),
    index: fc.nat({ max: 9_999 }),
  })

  test('a token is read back for its own stream', () => {
    fc.assert(
      fc.property(cursors, fc.boolean(), fc.nat({ max: 4_294_967_295 }), (cursor, forward, streamId) => {
        const token = streamToken({ forward, cursor }, streamId)
        expect(token).toMatch(/^[fb]\/\d{56}\/s$/)
        expect(parseStreamToken(token, streamId)).toEqual({ forward, cursor })
        expect(parseStreamToken(token, streamId + 1)).toBeUndefined()
      }),
    )
  })

  test('right before and right after are neighbours', () => {
    fc.assert(
      fc.property(cursors, cursor => {
        expect(rightBefore(rightAfter(cursor))).toEqual(cursor)
      }),
    )
    expect(rightBefore({ timestamp: instant(5), batch: '7', index: 0 })).toEqual({
      timestamp: 5,
      batch: '6',
      index: 4_294_967_295,
    })
    expect(beginning(instant(5))).toEqual({ timestamp: 4, batch: '18446744073709551615', index: 4_294_967_295 })
    expect(beginning(instant(0))).toEqual({ timestamp: 0, batch: '0', index: 0 })
  })
})
