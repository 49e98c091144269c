/** Groups, streams, search, histogram, facets, context, pattern: over settings on SQLite and a store in memory. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { limits } from '../../limits.ts'
import type { ApiSearchLine } from '../../model/index.ts'
import { type TestWorld, testWorld } from './test-world.ts'

let world: TestWorld
beforeEach(async () => {
  world = await testWorld()
})
afterEach(() => world.close())

const day = 86_400_000
/** Shortly before the world's now. */
const base = 1_800_000_000_000 - 3_600_000
const all = { from: 0, to: 2_000_000_000_000 }

async function search(
  body: object,
): Promise<{ status: number; lines: ApiSearchLine[]; messages: string[]; next: string | undefined }> {
  const headers = { host: 'localhost', 'content-type': 'application/json' }
  const answer = await world.api.app.inject({
    method: 'POST',
    url: '/api/logs/search',
    headers,
    payload: { ...all, order: 'oldest', limit: 100, ...body },
  })
  const lines = answer.body.split('\n').flatMap(line => (line === '' ? [] : (JSON.parse(line) as ApiSearchLine)))
  const messages = lines.flatMap(line => (line.type === 'events' ? line.events.map(event => event.message) : []))
  const done = lines.at(-1)
  return { status: answer.statusCode, lines, messages, next: done?.type === 'done' ? done.next : undefined }
}

describe('groups', () => {
  test('are made, listed with what they hold, kept for a while, and deleted', async () => {
    expect(await world.json('POST', '/api/logs/groups', { name: '/a/b', retentionDays: 7 })).toMatchObject({
      status: 201,
      body: {
        name: '/a/b',
        retentionDays: 7,
        arn: 'arn:aws:logs:eu-north-1:123456789012:log-group:/a/b:*',
        events: 0,
        streams: 0,
      },
    })
    await world.say('/a/b', 's', base, 'four')
    expect((await world.json('GET', '/api/logs/groups')).body).toMatchObject({
      total: 1,
      groups: [
        {
          name: '/a/b',
          class: 'STANDARD',
          streams: 1,
          events: 1,
          storedBytes: 4,
          bytesPerSecond: 1.5,
          deletionProtection: false,
        },
      ],
    })
    expect(await world.json('PUT', '/api/logs/groups/retention', { name: '/a/b', retentionDays: null })).toMatchObject({
      status: 200,
      body: { retentionDays: null, events: 1 },
    })
    expect((await world.json('DELETE', '/api/logs/groups?name=/a/b')).status).toBe(204)
    expect((await world.json('GET', '/api/logs/groups')).body).toEqual({ groups: [], total: 0 })
  })

  test.each([
    ['POST', '/api/logs/groups', { name: 'a b' }, 400, 'invalid-request', 'name'],
    ['POST', '/api/logs/groups', { name: 'aws/x' }, 400, 'invalid-request', 'name'],
    ['POST', '/api/logs/groups', { name: 'x'.repeat(513) }, 400, 'invalid-request', 'name'],
    ['POST', '/api/logs/groups', { name: 'new', retentionDays: 2 }, 400, 'invalid-request', 'retentionDays'],
    ['POST', '/api/logs/groups', { name: 'there' }, 409, 'already-exists', 'name'],
    ['PUT', '/api/logs/groups/retention', { name: 'none', retentionDays: 1 }, 404, 'not-found', 'name'],
    ['PUT', '/api/logs/groups/retention', { name: 'there', retentionDays: 4 }, 400, 'invalid-request', 'retentionDays'],
    ['DELETE', '/api/logs/groups?name=none', undefined, 404, 'not-found', 'name'],
    ['DELETE', '/api/logs/groups?name=kept', undefined, 409, 'protected', 'name'],
    ['GET', `/api/logs/groups?limit=${limits.apiPageCount + 1}`, undefined, 400, 'invalid-request', 'limit'],
  ] as const)('%s %s %j is refused', async (method, url, body, status, code, field) => {
    await world.say('there', 's', base, 'x')
    await world.say('kept', 's', base, 'x')
    await world.settings.logs.patch('kept', { deletionProtection: true })
    expect(await world.json(method, url, body)).toMatchObject({ status, body: { error: { code, at: { field } } } })
  })

  test('come in pages, and are found by a part of the name', async () => {
    for (const name of ['b', 'a', 'ab', 'c']) await world.say(name, 's', base, 'x')
    const names = async (query: string) => {
      const { body } = await world.json('GET', `/api/logs/groups?${query}`)
      return [body.groups.map((group: { name: string }) => group.name), body.total, body.next]
    }
    expect(await names('limit=3')).toEqual([['a', 'ab', 'b'], 4, 'b'])
    expect(await names('limit=3&after=b')).toEqual([['c'], 4, undefined])
    expect(await names('contains=b&limit=1')).toEqual([['ab'], 2, 'ab'])
    expect(await names(`limit=${limits.apiPageCount}`)).toEqual([['a', 'ab', 'b', 'c'], 4, undefined])
  })
})

describe('streams', () => {
  const names = async (query: string) => {
    const { body } = await world.json('GET', `/api/logs/streams?group=g&${query}`)
    return [body.streams.map((stream: { name: string }) => stream.name), body.next]
  }
  beforeEach(async () => {
    await world.say('g', 'b', base + 1_000, 'x')
    await world.say('g', 'a', base, 'x', 'yy', 'zzz')
    await world.say('g', 'c', base + 1_000, 'x')
    const group = await world.settings.logs.group('g')
    if (group.ok && group.value) await world.settings.logs.createStream(group.value.id, 'silent', world.now)
  })

  test('by name, in pages, with what they hold', async () => {
    expect(await names('limit=2')).toEqual([['a', 'b'], 'b'])
    expect(await names('limit=2&after=b')).toEqual([['c', 'silent'], undefined])
    expect(await names('prefix=s')).toEqual([['silent'], undefined])
    const { body } = await world.json('GET', '/api/logs/streams?group=g')
    expect(body.streams[0]).toEqual({
      ...{ name: 'a', createdAt: world.now, firstEvent: base, lastEvent: base + 2_000 },
      ...{ lastIngestion: base + 2_005, events: 3, storedBytes: 6 },
    })
    expect(body.streams[3]).toEqual({ name: 'silent', createdAt: world.now, events: 0, storedBytes: 0 })
  })

  test('by last event, in pages, the silent ones last', async () => {
    expect(await names('order=last-event&limit=1')).toEqual([['a'], `${base + 2_000}~a`])
    expect(await names(`order=last-event&limit=2&after=${base + 2_000}~a`)).toEqual([['b', 'c'], `${base + 1_000}~c`])
    expect(await names(`order=last-event&after=${base + 1_000}~c`)).toEqual([['silent'], undefined])
    expect(await names('order=last-event&after=-1~silent')).toEqual([[], undefined])
    expect((await world.json('GET', '/api/logs/streams?group=g&order=last-event&after=x')).status).toBe(400)
  })

  test('of a group that is not there', async () => {
    expect(await world.json('GET', '/api/logs/streams?group=none')).toMatchObject({
      status: 404,
      body: { error: { at: { field: 'group' } } },
    })
  })
})

describe('search', () => {
  beforeEach(async () => {
    await world.say('g', 's1', base, 'INFO one', 'ERROR two')
    await world.say('g', 's2', base + 500, 'INFO three pod=p')
    await world.say('h', 's1', base + 700, 'INFO four')
  })

  test('gives events with names, progress, and the account at the end', async () => {
    const { lines, messages } = await search({ groups: ['g', 'h'] })
    expect(messages).toEqual(['INFO one', 'INFO three pod=p', 'INFO four', 'ERROR two'])
    expect(lines[0]).toEqual({ type: 'progress', rowsRead: 0, bytesRead: 0, searchedTo: 0 })
    expect(lines.find(line => line.type === 'events')?.events[1]).toEqual({
      ...{
        id: expect.stringMatching(/^3\d{55}$/),
        group: 'g',
        stream: 's2',
        timestamp: base + 500,
        ingestionTime: base + 505,
      },
      ...{ message: 'INFO three pod=p', level: 'INFO', pod: 'p', namespace: '', container: '', node: '' },
    })
    expect(lines.at(-1)).toEqual({ type: 'done', rowsRead: 4, bytesRead: 40, elapsedMs: 0 })
  })

  test.each(['oldest', 'newest'])('goes on where a page ended, %s first, to the end', async order => {
    const seen: string[] = []
    let after: string | undefined
    do {
      const page = await search({ groups: ['g', 'h'], order, limit: 1, ...(after === undefined ? {} : { after }) })
      seen.push(...page.messages)
      after = page.next
    } while (after !== undefined && seen.length < 10)
    const expected = ['INFO one', 'INFO three pod=p', 'INFO four', 'ERROR two']
    expect(seen).toEqual(order === 'oldest' ? expected : expected.reverse())
  })

  test('reads in pieces up to its limit, and says so when there is more', async () => {
    await world.say('big', 's', base, ...Array.from({ length: limits.searchPieceEvents + 1 }, (_, at) => `line ${at}`))
    const whole = await search({ groups: ['big'], limit: limits.searchEvents })
    expect([whole.messages.length, whole.next]).toEqual([limits.searchPieceEvents + 1, undefined])
    expect(world.logs.requests.map(request => request.limit)).toEqual([
      limits.searchPieceEvents,
      limits.searchPieceEvents,
    ])
    const part = await search({ groups: ['big'], limit: limits.searchPieceEvents })
    expect([part.messages.length, part.next]).toEqual([limits.searchPieceEvents, expect.any(String)])
  })

  test('ends with a place to go on from when its bytes are out', async () => {
    const size = limits.searchPieceBytes
    await world.say(
      'big',
      's',
      base,
      ...Array.from({ length: limits.searchAnswerBytes / size + 1 }, () => 'x'.repeat(size)),
    )
    const { lines, next } = await search({ groups: ['big'], limit: 100 })
    expect(lines.filter(line => line.type === 'events')).toHaveLength(limits.searchAnswerBytes / size)
    expect(next).toEqual(expect.any(String))
  })

  test.each([
    ['a stream', { streams: ['s1'] }, ['INFO one', 'ERROR two']],
    ['two streams', { streams: ['s1', 's2'] }, ['INFO one', 'INFO three pod=p', 'ERROR two']],
    ['a prefix', { streamPrefix: 's2' }, ['INFO three pod=p']],
    ['a prefix of nothing', { streamPrefix: 'x' }, []],
    ['a prefix that one of the streams has', { streams: ['s1', 's2'], streamPrefix: 's2' }, ['INFO three pod=p']],
    ['a filter on the stream', { filters: [{ field: 'stream', value: 's2' }] }, ['INFO three pod=p']],
    ['a filter on a stream that is not there', { filters: [{ field: 'stream', value: 'none' }] }, []],
    [
      'two filters that cannot both hold',
      {
        filters: [
          { field: 'stream', value: 's1' },
          { field: 'stream', value: 's2' },
        ],
      },
      [],
    ],
    ['an empty list of streams', { streams: [] }, ['INFO one', 'INFO three pod=p', 'ERROR two']],
    ['an empty pattern', { pattern: '' }, ['INFO one', 'INFO three pod=p', 'ERROR two']],
    ['times', { from: base, to: base + 500 }, ['INFO one']],
  ])('by %s', async (_story, narrowing, messages) => {
    expect((await search({ groups: ['g'], ...narrowing })).messages).toEqual(messages)
  })

  test('conditions become SQL with every value a literal', async () => {
    world.logs.meaning = () => true
    await search({
      groups: ['g', 'h'],
      pattern: 'two',
      filters: [
        { field: 'level', value: "'; DROP TABLE logs --" },
        { field: 'pod', value: 'p', exclude: true },
        { field: 'word', value: 'one' },
        { field: 'stream', value: 's1', exclude: true },
      ],
    })
    const where = world.logs.asked[0]?.where?.text ?? ''
    expect(where).toContain("(level = '\\'; DROP TABLE logs --')")
    expect(where).toContain("(NOT (pod = 'p'))")
    expect(where).toContain("hasToken(message, 'one')")
    expect(where).toMatch(/\(stream_id NOT IN \(\d+, \d+\)\)$/)
    expect(where).toContain('two')
  })

  test.each([
    ['a pattern', { pattern: '"4bf9 2f35" abc -not' }, true, ['4bf9 2f35', 'abc']],
    ['a pattern and a word', { pattern: 'abc', filters: [{ field: 'word', value: 'one' }] }, true, ['abc']],
    ['a pattern and a level', { pattern: 'abc', filters: [{ field: 'level', value: 'ERROR' }] }, undefined, ['abc']],
    ['a pattern of JSON', { pattern: '{ $.id = "abc" }' }, true, []],
    ['one of two terms', { pattern: '?abc ?def' }, true, []],
    ['no pattern', {}, true, undefined],
  ])('the store is told what messages must hold: %s', async (_story, asked, ofMessage, holds) => {
    world.logs.meaning = () => true
    await search({ groups: ['g'], ...asked })
    expect(world.logs.asked[0]?.ofMessage).toBe(ofMessage)
    expect(world.logs.asked[0]?.holds).toEqual(holds)
  })

  test('shows no expired row, whatever the range, and none of a deleted stream', async () => {
    await world.say('g', 's1', base - 3 * day, 'old')
    await world.settings.logs.patch('g', { retentionDays: 1 })
    const group = await world.settings.logs.group('g')
    if (!group.ok || !group.value) throw new Error('no group')
    await world.settings.logs.removeStream(group.value.id, 's2', world.now)
    expect((await search({ groups: ['g'] })).messages).toEqual(['INFO one', 'ERROR two'])
    expect(world.logs.asked.at(-1)?.groups).toEqual([{ id: group.value.id, notBefore: world.now - day }])
  })

  test.each([
    ['no groups', { groups: [] }, 400, 'groups'],
    ['a group that is not there', { groups: ['g', 'none'] }, 404, 'groups.1'],
    ['a stream that is nowhere', { groups: ['g', 'h'], streams: ['s1', 'none'] }, 404, 'streams.1'],
    ['an end before its start', { groups: ['g'], from: 5, to: 5 }, 400, 'to'],
    ['a time that is no number', { groups: ['g'], from: 'now' }, 400, 'from'],
    ['a time past all times', { groups: ['g'], to: limits.lastInstant + 1 }, 400, 'to'],
    ['a limit past the bound', { groups: ['g'], limit: limits.searchEvents + 1 }, 400, 'limit'],
    ['a place of its own', { groups: ['g'], after: 'x' }, 400, 'after'],
    ['a place past 64 bits', { groups: ['g'], after: '1.18446744073709551616.1' }, 400, 'after'],
    ['an unknown field', { groups: ['g'], filters: [{ field: 'ts', value: '' }] }, 400, 'filters.0.field'],
    ['an empty word', { groups: ['g'], filters: [{ field: 'word', value: ' ' }] }, 400, 'filters.0.value'],
    ['too many groups', { groups: Array.from({ length: limits.selectedGroups + 1 }, () => 'g') }, 400, 'groups'],
    [
      'too many streams',
      { groups: ['g'], streams: Array.from({ length: limits.selectedStreams + 1 }, () => 's1') },
      400,
      'streams',
    ],
    [
      'too many filters',
      {
        groups: ['g'],
        filters: Array.from({ length: limits.selectionFilters + 1 }, () => ({ field: 'pod', value: '' })),
      },
      400,
      'filters',
    ],
    [
      'a filter too long',
      { groups: ['g'], filters: [{ field: 'pod', value: 'x'.repeat(limits.selectionFilterLength + 1) }] },
      400,
      'filters.0.value',
    ],
    ['a broken pattern', { groups: ['g'], pattern: '{ $.a = ' }, 400, 'pattern'],
  ])('with %s is refused', async (_story, body, status, field) => {
    const answer = await world.json('POST', '/api/logs/search', { ...all, order: 'oldest', limit: 10, ...body })
    expect(answer).toMatchObject({ status, body: { error: { at: { field } } } })
  })

  test('at every bound is taken', async () => {
    world.logs.meaning = () => true
    const { status } = await search({
      groups: Array.from({ length: limits.selectedGroups }, () => 'g'),
      streams: Array.from({ length: limits.selectedStreams }, () => 's1'),
      filters: Array.from({ length: limits.selectionFilters }, () => ({
        field: 'pod',
        value: 'x'.repeat(limits.selectionFilterLength),
      })),
      limit: limits.searchEvents,
      to: limits.lastInstant,
    })
    expect(status).toBe(200)
  })

  test('a broken pattern says where', async () => {
    const answer = await world.json('POST', '/api/logs/search', {
      ...all,
      groups: ['g'],
      order: 'oldest',
      limit: 1,
      pattern: '{ $.a = ',
    })
    expect(answer.body.error.at).toEqual({ field: 'pattern', from: expect.any(Number), to: expect.any(Number) })
  })

  test('an engine that fails is a line in the answer', async () => {
    world.logs.broken = { code: 'over-limit', limit: 'memory', message: 'x' }
    const { status, lines } = await search({ groups: ['g'] })
    expect([status, lines.at(-1)]).toEqual([
      200,
      { type: 'error', error: { code: 'over-limit', message: expect.any(String) } },
    ])
  })
})

describe('counts', () => {
  beforeEach(() => world.say('g', 's', base, 'INFO a', 'ERROR b', 'INFO c', 'plain'))

  test('histogram, by readable steps and levels', async () => {
    const { body } = await world.json('POST', '/api/logs/histogram', {
      groups: ['g'],
      from: base,
      to: base + 4_000,
      bars: 2,
    })
    expect(body).toEqual({
      ...{ from: base, to: base + 4_000, stepMs: 2_000, events: 4, bytes: 24, rowsRead: 9, elapsedMs: 0 },
      bars: [
        { at: base, counts: { INFO: 1, ERROR: 1 } },
        { at: base + 2_000, counts: { INFO: 1, '': 1 } },
      ],
    })
    const refused = await world.json('POST', '/api/logs/histogram', {
      groups: ['g'],
      from: 0,
      to: 1,
      bars: limits.histogramBars + 1,
    })
    expect(refused.status).toBe(400)
  })

  test('facets, streams by name', async () => {
    const { body } = await world.json('POST', '/api/logs/facets', { groups: ['g'], ...all, top: 1 })
    expect(body.facets.map((facet: { field: string }) => facet.field)).toEqual([
      'level',
      'namespace',
      'pod',
      'container',
      'node',
      'stream',
    ])
    expect(body.facets[0].values).toEqual([{ value: 'INFO', events: 2 }])
    expect(body.facets[5].values).toEqual([{ value: 's', events: 4 }])
    expect(
      (await world.json('POST', '/api/logs/facets', { groups: ['g'], ...all, top: limits.facetValues + 1 })).status,
    ).toBe(400)
  })

  test.each([
    [{ code: 'query-failed', engineCode: 62, message: 'm' }, 500, 'engine-failed'],
    [{ code: 'over-limit', limit: 'time', message: 'm' }, 422, 'over-limit'],
    [{ code: 'unavailable', message: 'm' }, 503, 'unavailable'],
    [{ code: 'disk-full', message: 'm' }, 507, 'disk-full'],
    [{ code: 'cancelled' }, 503, 'cancelled'],
  ] as const)('an engine that says %j', async (broken, status, code) => {
    world.logs.broken = broken
    for (const url of ['/api/logs/histogram', '/api/logs/facets']) {
      expect(await world.json('POST', url, { groups: ['g'], ...all })).toMatchObject({
        status,
        body: { error: { code } },
      })
    }
  })
})

describe('context', () => {
  const lines = Array.from({ length: 9 }, (_, at) => `line ${at}`)
  const idOf = async (message: string) => {
    const { lines: found } = await search({ groups: ['g'] })
    return found.flatMap(line => (line.type === 'events' ? line.events : [])).find(event => event.message === message)
      ?.id
  }
  beforeEach(async () => {
    await world.say('g', 's', base, ...lines)
    await world.say('g', 'other', base, ...lines.map(line => `other ${line}`))
  })

  test.each([
    [4, 2, 3, [2, 3, 4, 5, 6, 7]],
    [0, 2, 1, [0, 1]],
    [8, 1, 5, [7, 8]],
    [4, 0, 0, [4]],
  ])('around line %d, %d before and %d after', async (at, before, after, expected) => {
    const id = await idOf(`line ${at}`)
    const { body } = await world.json('GET', `/api/logs/context?group=g&id=${id}&before=${before}&after=${after}`)
    expect(body.id).toBe(id)
    expect(body.events.map((event: { message: string }) => event.message)).toEqual(expected.map(n => `line ${n}`))
  })

  test('of an event that is not there, of another group, or of nothing', async () => {
    const id = (await idOf('line 4')) ?? ''
    await world.say('h', 's', base, 'x')
    const status = async (group: string, of: string) =>
      (await world.json('GET', `/api/logs/context?group=${group}&id=${of}`)).status
    expect(await status('g', id)).toBe(200)
    expect(await status('g', `${id.slice(0, -1)}9`)).toBe(404)
    expect(await status('h', id)).toBe(404)
    expect(await status('none', id)).toBe(404)
    expect(await status('g', 'x')).toBe(404)
    await world.settings.logs.patch('g', { retentionDays: 1 })
    world.now = (world.now + 2 * day) as typeof world.now
    expect(await status('g', id)).toBe(404)
  })

  test('has a bound', async () => {
    const id = await idOf('line 4')
    const status = async (before: number) =>
      (await world.json('GET', `/api/logs/context?group=g&id=${id}&before=${before}`)).status
    expect([await status(limits.contextEvents), await status(limits.contextEvents + 1), await status(-1)]).toEqual([
      200, 400, 400,
    ])
  })
})

test('a pattern is checked and tried', async () => {
  const check = (body: object) => world.json('POST', '/api/logs/pattern', body)
  expect((await check({ pattern: 'b', messages: ['a', 'b', 'abc'] })).body).toEqual({ ok: true, matches: [1, 2] })
  expect((await check({ pattern: '' })).body).toEqual({ ok: true, matches: [] })
  expect((await check({ pattern: '{ $.a' })).body).toEqual({
    ok: false,
    message: expect.any(String),
    from: expect.any(Number),
    to: expect.any(Number),
  })
  const many = (count: number) => check({ pattern: '', messages: Array.from({ length: count }, () => '') })
  expect([(await many(limits.patternMessages)).status, (await many(limits.patternMessages + 1)).status]).toEqual([
    200, 400,
  ])
})
