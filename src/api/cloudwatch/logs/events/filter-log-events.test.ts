import fc from 'fast-check'
import { beforeEach, describe, expect, test } from 'vitest'
import { limits } from '../../../../limits.ts'
import { instant, ok } from '../../../../model/index.ts'
import { Bench, day, hour, noon } from '../fakes.ts'

let bench: Bench
beforeEach(async () => {
  bench = await Bench.open()
  await bench.given('g', 'a/1', 'a/2', 'b')
  await bench.given('other', 'a/1')
  await bench.put('g', 'a/1', [at(0), '0 INFO'], [at(3), '3 ERROR'], [at(4), '4 INFO'])
  await bench.put('other', 'a/1', [at(0), 'x ERROR'])
  await bench.put('g', 'a/2', [at(1), '1 ERROR'], [at(4), '5 INFO'])
  bench.now = instant(noon + 1)
  await bench.put('g', 'b', [at(2), '2 WARN'], [at(4), '6 ERROR'])
})
const at = (n: number) => noon - hour + n * 60_000
const filter = (input: object = {}, call = {}) => bench.call('FilterLogEvents', { logGroupName: 'g', ...input }, call)
const said = (page: { events: { message: string }[] }) => page.events.map(event => event.message[0]).join('')

test('an event has its stream, its times, its text and its id', async () => {
  expect(await filter({ limit: 1 })).toEqual({
    events: [
      {
        logStreamName: 'a/1',
        timestamp: at(0),
        message: '0 INFO',
        ingestionTime: noon,
        eventId: expect.stringMatching(/^\d{56}$/),
      },
    ],
    searchedLogStreams: [],
    nextToken: expect.any(String),
  })
})

describe('what is found', () => {
  test.each<[string, object, string]>([
    ['all streams merged, by time, then ingestion', {}, '0123456'],
    ['both times are inclusive', { startTime: at(1), endTime: at(3) }, '123'],
    ['one instant', { startTime: at(4), endTime: at(4) }, '456'],
    ['upside down', { startTime: at(4), endTime: at(3) }, ''],
    ['for ever', { endTime: 2 ** 63 }, '0123456'],
    ['named streams', { logStreamNames: ['b', 'a/2', 'b'] }, '1256'],
    ['a prefix', { logStreamNamePrefix: 'a/' }, '01345'],
    ['a prefix of nothing', { logStreamNamePrefix: 'zzz' }, ''],
    ['a pattern', { filterPattern: 'ERROR' }, '136'],
    ['an empty pattern', { filterPattern: '' }, '0123456'],
    ['a blank pattern', { filterPattern: '  ' }, '0123456'],
    ['alternatives', { filterPattern: '?WARN ?INFO' }, '0245'],
    ['a pattern in a stream', { filterPattern: 'ERROR', logStreamNames: ['b'] }, '6'],
    ['by ARN', { logGroupName: null, logGroupIdentifier: 'arn:aws:logs:x:000000000000:log-group:other' }, 'x'],
    ['not interleaved is interleaved', { interleaved: false }, '0123456'],
  ])('%s', async (_story, input, expected) => {
    const { filterPattern } = input as { filterPattern?: string }
    if (filterPattern) bench.store.knows(filterPattern)
    const page = await filter(input)
    expect(said(page)).toBe(expected)
    expect(page.nextToken).toBeUndefined()
  })

  test.each([
    [limits.lastInstant - 1, limits.lastInstant],
    [limits.lastInstant, limits.lastInstant],
    [2 ** 63, limits.lastInstant],
    [undefined, limits.lastInstant],
  ])('an end of %s is asked of the store as %d, exclusive', async (endTime, to) => {
    await filter({ endTime })
    expect(bench.store.lastSelection).toMatchObject({ from: 0, to })
  })

  test('the store is told that a pattern asks about messages, and what they must hold', async () => {
    await filter({ filterPattern: bench.store.knows('abc "two words" -not') })
    expect(bench.store.lastSelection).toMatchObject({ ofMessage: true, holds: ['abc', 'two words'] })
    await filter({})
    expect(bench.store.lastSelection).not.toHaveProperty('where')
  })

  test('ids are unique and ascend with the order', async () => {
    const ids = (await filter()).events.map((event: { eventId: string }) => event.eventId)
    expect(ids).toEqual([...new Set(ids)].toSorted())
  })

  test('events of a deleted stream are not shown', async () => {
    await bench.call('DeleteLogStream', { logGroupName: 'g', logStreamName: 'b' })
    expect(said(await filter())).toBe('01345')
  })

  test('expired events are not shown', async () => {
    await bench.call('PutRetentionPolicy', { logGroupName: 'g', retentionInDays: 1 })
    bench.now = instant(at(3) + day)
    expect(said(await filter())).toBe('3456')
  })
})

async function allPages(input: object, limitOf: () => number) {
  let all = ''
  let pages = 0
  let nextToken: string | undefined
  do {
    const page = await filter({ ...input, limit: limitOf(), nextToken })
    all += said(page)
    pages++
    nextToken = page.nextToken
  } while (nextToken !== undefined && pages < 50)
  return { all, pages }
}

describe('pages', () => {
  test('every event exactly once, whatever the limits and the time that a page may take', async () => {
    bench.store.knows('ERROR')
    const limitLists = fc.array(fc.integer({ min: 1, max: 8 }), { minLength: 1 })
    await fc.assert(
      fc.asyncProperty(limitLists, fc.integer({ min: 1, max: 8 }), fc.boolean(), async (sizes, rows, errors) => {
        bench.store.rowsInBudget = rows
        let turn = 0
        const input = errors ? { filterPattern: 'ERROR' } : {}
        const { all } = await allPages(input, () => sizes[turn++ % sizes.length]!)
        expect(all).toBe(errors ? '136' : '0123456')
      }),
    )
  })

  test('a search that finds nothing comes back with empty pages and a token until it is through', async () => {
    bench.store.rowsInBudget = 2
    const filterPattern = bench.store.knows('nowhere')
    const first = await filter({ filterPattern })
    expect(first.events).toEqual([])
    expect(first.nextToken).toBeDefined()
    expect(await allPages({ filterPattern }, () => 10)).toEqual({ all: '', pages: 4 })
    expect(bench.store.lastRequest?.budget).toBe(limits.filterLogEventsBudget)
  })

  test.each<[string, object, boolean]>([
    ['the same', {}, true],
    ['another limit', { limit: 5 }, true],
    ['another pattern', { filterPattern: 'ERROR' }, false],
    ['another time', { startTime: 5 }, false],
    ['another group', { logGroupName: 'other' }, false],
    ['streams', { logStreamNamePrefix: 'a' }, false],
  ])('a token is bound to what was asked: %s', async (_story, change, fine) => {
    bench.store.knows('ERROR')
    const { nextToken } = await filter({ limit: 1 })
    const answer = await filter({ limit: 1, ...change, nextToken })
    expect(answer.message).toBe(fine ? undefined : 'The specified nextToken is invalid.')
  })

  test.each([
    [limits.pagingTokenLife, undefined],
    [limits.pagingTokenLife + 1, 'The specified nextToken is invalid.'],
  ])('a token after %d ms', async (later, message) => {
    const { nextToken } = await filter({ limit: 1 })
    bench.now = instant(bench.now + later)
    expect((await filter({ limit: 1, nextToken })).message).toBe(message)
  })
})

describe('refused', () => {
  test.each<[string, object, object]>([
    [
      'an unknown stream',
      { logStreamNames: ['a/1', 'x'] },
      { __type: 'ResourceNotFoundException', message: 'The specified log stream does not exist.' },
    ],
    [
      'an unknown group',
      { logGroupName: 'h' },
      { __type: 'ResourceNotFoundException', message: 'The specified log group does not exist.' },
    ],
    ['names and prefix', { logStreamNames: ['b'], logStreamNamePrefix: 'a' }, { __type: 'InvalidParameterException' }],
    ['name and identifier', { logGroupIdentifier: 'g' }, { __type: 'ValidationException' }],
    [
      'a wrong pattern',
      { filterPattern: '%(a)%' },
      { __type: 'InvalidParameterException', message: 'Invalid filter pattern' },
    ],
    ['a pattern of 1025', { filterPattern: 'x'.repeat(1_025) }, { __type: 'InvalidParameterException' }],
    [
      '101 streams',
      { logStreamNames: Array.from({ length: 101 }, (_, i) => `s${i}`) },
      { message: expect.stringContaining('length less than or equal to 100') },
    ],
    [
      'a limit of 10001',
      { limit: 10_001 },
      {
        message:
          "1 validation error detected: Value '10001' at 'limit' failed to satisfy constraint: Member must have value less than or equal to 10000",
      },
    ],
    ['a token of nobody', { nextToken: 'abc' }, { message: 'The specified nextToken is invalid.' }],
  ])('%s', async (_story, input, expected) => {
    expect(await filter(input)).toMatchObject(expected)
  })

  test('at the bounds it is taken', async () => {
    const filterPattern = bench.store.knows('x'.repeat(1_024))
    expect(await filter({ filterPattern, limit: 10_000 })).toMatchObject({ events: [] })
    for (let i = 0; i < 98; i++) await bench.call('CreateLogStream', { logGroupName: 'g', logStreamName: `s${i}` })
    const logStreamNames = ['a/1', 'b', ...Array.from({ length: 98 }, (_, i) => `s${i}`)]
    expect(said(await filter({ logStreamNames }))).toBe('02346')
  })

  test('a class for queries alone', async () => {
    await bench.call('CreateLogGroup', { logGroupName: 'cold', logGroupClass: 'INFREQUENT_ACCESS' })
    expect(await filter({ logGroupName: 'cold' })).toMatchObject({ __type: 'InvalidParameterException' })
  })

  test.each([
    [limits.searchedStreams, undefined],
    [limits.searchedStreams + 1, 'InvalidParameterException'],
  ])('a prefix that selects %d streams', async (count, type) => {
    const many = await Bench.open(() => ({
      streams: async ({ groupId, after = '0', limit }) => {
        const first = Number(after) + 1
        const length = Math.max(0, Math.min(limit, count - first + 1))
        const make = (_: unknown, i: number) => ({
          id: first + i,
          groupId,
          name: String(first + i),
          createdAt: instant(0),
        })
        return ok(Array.from({ length }, make))
      },
    }))
    await many.given('g')
    expect((await many.call('FilterLogEvents', { logGroupName: 'g', logStreamNamePrefix: '1' })).__type).toBe(type)
  })
})

test('the signal of the connection reaches the engine', async () => {
  const controller = new AbortController()
  await filter({}, { signal: controller.signal })
  expect(bench.store.lastRequest?.signal).toBe(controller.signal)
  controller.abort()
  expect(await filter({}, { signal: controller.signal })).toMatchObject({ __type: 'ServiceUnavailableException' })
})

describe('TestMetricFilter', () => {
  const line = '127.0.0.1 - frank [10/Oct/2000:13:25:15 -0700] "GET /index.html HTTP/1.0" 404 1534'
  const run = (filterPattern: string, ...logEventMessages: string[]) =>
    bench.call('TestMetricFilter', { filterPattern, logEventMessages })

  test('which events match, counted from one, and what is taken out of them', async () => {
    expect(await run('[..., request = *.html*, status_code = 4*,]', 'nothing', line)).toEqual({
      matches: [
        {
          eventNumber: 2,
          eventMessage: line,
          extractedValues: {
            $status_code: '404',
            $request: 'GET /index.html HTTP/1.0',
            $7: '1534',
            $4: '10/Oct/2000:13:25:15 -0700',
            $3: 'frank',
            $2: '-',
            $1: '127.0.0.1',
          },
        },
      ],
    })
    expect(await run('ERROR', 'an ERROR', 'none', 'ERROR')).toEqual({
      matches: [
        { eventNumber: 1, eventMessage: 'an ERROR', extractedValues: {} },
        { eventNumber: 3, eventMessage: 'ERROR', extractedValues: {} },
      ],
    })
    expect(await run('', 'a', 'b')).toMatchObject({ matches: [{ eventNumber: 1 }, { eventNumber: 2 }] })
  })

  test.each<[string, string[], string]>([
    ['{ $.a = ', ['x'], 'Invalid filter pattern'],
    ['%something!%', ['x'], 'Invalid filter pattern'],
    [
      'ERROR',
      [],
      "1 validation error detected: Value '[]' at 'logEventMessages' failed to satisfy constraint: Member must have length greater than or equal to 1",
    ],
    [
      'ERROR',
      [''],
      "1 validation error detected: Value '[]' at 'logEventMessages' failed to satisfy constraint: Member must satisfy constraint: [Member must have length greater than or equal to 1]",
    ],
    ['ERROR', new Array(51).fill('x'), expect.stringContaining('length less than or equal to 50') as string],
  ])('%s is refused', async (pattern, messages, message) => {
    expect(await run(pattern, ...messages)).toEqual({ __type: 'InvalidParameterException', message })
  })

  test('fifty messages', async () => {
    expect((await run('x', ...new Array(50).fill('x'))).matches).toHaveLength(50)
  })
})
