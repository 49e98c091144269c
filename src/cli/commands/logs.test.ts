import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { json } from 'node:stream/consumers'
import { afterEach, describe, expect, test } from 'vitest'
import { limits } from '../../limits.ts'
import type { ApiLogEvent, ApiLogGroup, ApiLogSearch } from '../../model/index.ts'
import { run } from '../run.ts'
import { type TestWorld, testWorld } from '../test-world.ts'
import { logsCommand } from './logs.ts'

const closing: (() => void)[] = []
afterEach(() => {
  for (const close of closing.splice(0)) close()
})

type Handler = (request: IncomingMessage, response: ServerResponse, url: URL) => unknown

/** A server of our HTTP API that answers as each test says. */
async function serverOf(handler: Handler): Promise<string> {
  const server = createServer(async (request, response) => {
    await handler(request, response, new URL(request.url ?? '', 'http://x'))
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  closing.push(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

const event = (number: number, changes: Partial<ApiLogEvent> = {}): ApiLogEvent => ({
  id: String(number).padStart(56, '0'),
  group: 'g',
  stream: 's',
  timestamp: Date.parse('2026-11-21T02:59:00Z') + number,
  ingestionTime: Date.parse('2026-11-21T02:59:01Z') + number,
  message: `line ${number}`,
  level: '',
  namespace: '',
  pod: '',
  container: '',
  node: '',
  ...changes,
})

const group = (name: string, retentionDays: number | null): ApiLogGroup => ({
  name,
  arn: '',
  class: 'STANDARD',
  createdAt: 0,
  retentionDays,
  deletionProtection: false,
  streams: 2,
  events: 1_234,
  storedBytes: 1_610_612_736,
  bytesPerSecond: 2_048,
})

const ndjson = (response: ServerResponse, ...lines: unknown[]) =>
  response.end(lines.map(line => `${JSON.stringify(line)}\n`).join(''))
const done = (next?: string) => ({
  type: 'done',
  rowsRead: 0,
  bytesRead: 0,
  elapsedMs: 1,
  ...(next === undefined ? {} : { next }),
})

async function logs(
  words: string[],
  url: string,
  world: TestWorld = testWorld(),
): Promise<{ code: number; world: TestWorld }> {
  const real: TestWorld = Object.assign(world, { fetch })
  return { code: await run(['logs', ...words, '--url', url], [logsCommand], real), world }
}

describe('without a group', () => {
  test('a table of groups, page after page, with the token', async () => {
    const asked: string[] = []
    const url = await serverOf((request, response, { searchParams }) => {
      asked.push(`${searchParams} ${request.headers.authorization}`)
      const first = searchParams.get('after') === null
      const groups = first ? [group('/aws/eks/한글', 30)] : [group('b', null)]
      response.end(JSON.stringify({ groups, total: 3, ...(first ? { next: '/aws/eks/한글' } : {}) }))
    })
    const { code, world } = await logs(['--token', 'mgr_x'], url)
    expect(code).toBe(0)
    expect(world.stdout()).toBe(
      [
        'GROUP          STREAMS  EVENTS     SIZE  BYTES/S  RETENTION',
        '/aws/eks/한글        2    1234  1.5 GiB  2.0 KiB  30 d',
        'b                    2    1234  1.5 GiB  2.0 KiB  for ever',
        '',
      ].join('\n'),
    )
    expect(world.stderr()).toBe('2 of 3 groups; --limit shows more.\n')
    expect(asked).toEqual(['limit=200 Bearer mgr_x', 'limit=200&after=%2Faws%2Feks%2F%ED%95%9C%EA%B8%80 Bearer mgr_x'])
  })

  test('--json is one array', async () => {
    const url = await serverOf((_, response) => response.end(JSON.stringify({ groups: [group('a', 1)], total: 1 })))
    const { world } = await logs(['--json'], url)
    expect(JSON.parse(world.stdout())).toEqual([group('a', 1)])
  })
})

describe('a search', () => {
  test('asks what was said, goes on over pages, and stops at the limit', async () => {
    const asked: ApiLogSearch[] = []
    const url = await serverOf(async (request, response) => {
      asked.push((await json(request)) as ApiLogSearch)
      ndjson(response, { type: 'progress' }, { type: 'events', events: [event(asked.length)] }, done('on'))
    })
    const words = [
      'g',
      'h',
      '--stream-prefix',
      'p',
      '--pattern',
      'ERROR',
      '--word',
      'abc',
      '--since',
      '15m',
      '--until',
      '2026-11-21',
    ]
    const { code, world } = await logs([...words, '--limit', '2'], url)
    expect(code).toBe(0)
    const common = {
      groups: ['g', 'h'],
      streamPrefix: 'p',
      pattern: 'ERROR',
      filters: [{ field: 'word', value: 'abc' }],
      from: Date.parse('2026-11-21T02:45:00Z'),
      to: Date.parse('2026-11-21'),
      order: 'oldest',
    }
    expect(asked).toEqual([
      { ...common, limit: 2 },
      { ...common, limit: 1, after: 'on' },
    ])
    expect(world.stdout()).toBe('2026-11-21T02:59:00.001Z g s line 1\n2026-11-21T02:59:00.002Z g s line 2\n')
    expect(world.stderr()).toBe('There are more lines; --limit is 2.\n')
  })

  test('on a terminal: colours, and control characters of strangers are shown, not obeyed', async () => {
    const url = await serverOf((_, response) =>
      ndjson(
        response,
        { type: 'events', events: [event(1, { level: 'ERROR', message: 'a\x1b]0;title\x07\tb\n' })] },
        done(),
      ),
    )
    const { world } = await logs(['g'], url, testWorld({ outIsTty: true }))
    expect(world.stdout()).toBe(
      '\x1b[90m2026-11-21T02:59:00.001Z\x1b[0m \x1b[36ms\x1b[0m \x1b[31ma\\x1b]0;title\\x07\tb\x1b[0m\n',
    )
    const plain = await logs(['g'], url, testWorld({ outIsTty: true, env: { NO_COLOR: '1' } }))
    expect(plain.world.stdout()).not.toContain('\x1b')
  })

  test('the greatest limit is taken', async () => {
    const url = await serverOf((_, response) => ndjson(response, done()))
    expect((await logs(['g', '--limit', String(limits.shownLines)], url)).code).toBe(0)
  })

  test('--json is one event a line', async () => {
    const url = await serverOf((_, response) => ndjson(response, { type: 'events', events: [event(1)] }, done()))
    const { world } = await logs(['g', '--json'], url)
    expect(JSON.parse(world.stdout())).toEqual(event(1))
  })

  test.each<[string, Handler, string]>([
    [
      'refused',
      (_, response) => response.writeHead(400).end('{"error":{"code":"x","message":"no such group"}}'),
      'The server answers 400: no such group',
    ],
    [
      'a login',
      (_, response) => response.writeHead(401).end('{}'),
      'This server wants a token: --token, or MANGRU_TOKEN. "mangru keys create" makes one.',
    ],
    [
      'an error on the way',
      (_, response) => ndjson(response, { type: 'error', error: { code: 'x', message: 'over memory' } }),
      'The server answers 200: over memory',
    ],
    [
      'cut off',
      (_, response) => ndjson(response, { type: 'events', events: [] }),
      'The answer cannot be read: it ends in the middle',
    ],
  ])('%s is one plain line, exit 1', async (_story, handler, sentence) => {
    const { code, world } = await logs(['g'], await serverOf(handler))
    expect([code, world.stderr(), world.stdout()]).toEqual([1, `${sentence}\n`, ''])
  })

  test('nobody there', async () => {
    const { code, world } = await logs(['g'], 'http://127.0.0.1:1')
    expect(code).toBe(1)
    expect(world.stderr()).toMatch(/^Mangru at http:\/\/127\.0\.0\.1:1 does not answer: .+\n$/)
  })
})

describe('following', () => {
  const open = (response: ServerResponse) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    response.write(': hello\n\n')
    return (name: string, data: unknown) => response.write(`event: ${name}\ndata: ${JSON.stringify(data)}\n\n`)
  }

  test('a tail that breaks goes on without a hole and without a double', async () => {
    let tails = 0
    const searched: ApiLogSearch[] = []
    const url = await serverOf(async (request, response, { pathname, searchParams }) => {
      if (pathname === '/api/logs/search') {
        searched.push((await json(request)) as ApiLogSearch)
        // 2 was shown before the break; 3 came while nobody listened; 4 comes both ways.
        return ndjson(response, { type: 'events', events: [event(2), event(3), event(4)] }, done())
      }
      expect(JSON.parse(searchParams.get('selection') ?? '')).toEqual({ groups: ['g'] })
      tails++
      if (tails === 2) return response.writeHead(503).end()
      const send = open(response)
      if (tails === 1) {
        send('events', [event(1)])
        send('events', [event(2)])
        return setTimeout(() => response.destroy(), 50)
      }
      send('events', [event(4)])
      send('rate', { eventsPerSecond: 1, sampledOut: 7 })
      return send('events', [event(5)])
    })
    const world = testWorld()
    const ending = logs(['g', '-f'], url, world)
    await world.written('line 5')
    world.interrupt()
    expect((await ending).code).toBe(0)
    expect(world.stdout().match(/line \d/g)).toEqual(['line 1', 'line 2', 'line 3', 'line 4', 'line 5'])
    expect(searched).toHaveLength(1)
    // Ten minutes before the break, seen from the clock that stepped two pauses since.
    expect(searched[0]).toMatchObject({
      from: Date.parse('2026-11-21T03:00:00Z') - limits.followLateness,
      order: 'oldest',
    })
    expect(world.slept()).toEqual([1_000, 2_000])
    expect(world.stderr()).toContain('7 lines were left out')
  })

  test('--since shows what is there, then what comes, in that order', async () => {
    const url = await serverOf((_, response, { pathname }) => {
      if (pathname === '/api/logs/search') {
        return setTimeout(() => ndjson(response, { type: 'events', events: [event(1), event(2)] }, done()), 100)
      }
      return open(response)('events', [event(2), event(3)])
    })
    const world = testWorld()
    const ending = logs(['g', '--follow', '--since', '1h'], url, world)
    await world.written('line 3')
    world.interrupt()
    expect((await ending).code).toBe(0)
    expect(world.stdout().match(/line \d/g)).toEqual(['line 1', 'line 2', 'line 3'])
  })

  test('the pauses between tries grow to a bound', async () => {
    let tails = 0
    const url = await serverOf((_, response) => {
      if (++tails > 1) return response.writeHead(503).end()
      open(response)
      return setTimeout(() => response.destroy(), 20)
    })
    const world = testWorld()
    const ending = logs(['g', '-f'], url, world)
    while (world.slept().length < 7) await new Promise(resolve => setTimeout(resolve, 5))
    world.interrupt()
    expect((await ending).code).toBe(0)
    expect(world.slept().slice(0, 7)).toEqual([
      1_000,
      2_000,
      4_000,
      8_000,
      16_000,
      limits.followPause,
      limits.followPause,
    ])
  })

  test('a server that was never there, or that refuses, is not tried again', async () => {
    const refusing = await serverOf((_, response) =>
      response.writeHead(403).end('{"error":{"code":"x","message":"not yours"}}'),
    )
    expect(await logs(['g', '-f'], refusing)).toMatchObject({ code: 1 })
    expect((await logs(['g', '-f'], 'http://127.0.0.1:1')).code).toBe(1)
  })
})

test.each([
  [['-f'], 'GROUP is missing'],
  [['g', '-f', '--until', 'now'], '--follow and --until do not go together'],
  [['g', '--stream', 'a', '--stream-prefix', 'b'], '--stream and --stream-prefix do not go together'],
  [
    ['g', '--since', 'yesterday'],
    '--since: "yesterday" is not a time (examples: 15m, 2h, 1d, 2026-11-21T03:00:00Z, now)',
  ],
  [['g', '--limit', '0'], '--limit: "0" is not a whole number from 1 to 1000000'],
  [['g', '--limit', String(limits.shownLines + 1)], '--limit: "1000001" is not a whole number from 1 to 1000000'],
  [['g', '--word', ''], '--word: a value is missing'],
])('%j is bad usage', async (words, sentence) => {
  const { code, world } = await logs(words, 'http://127.0.0.1:1')
  expect([code, world.stderr()]).toEqual([2, `${sentence}\n`])
})
