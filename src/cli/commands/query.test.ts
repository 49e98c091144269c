import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { json } from 'node:stream/consumers'
import { afterEach, describe, expect, test } from 'vitest'
import { limits } from '../../limits.ts'
import type { ApiQueryAnswer, ApiQueryRequest, ApiSavedQuery } from '../../model/index.ts'
import { run } from '../run.ts'
import { type TestWorld, testWorld } from '../test-world.ts'
import { queryCommand } from './query.ts'

const closing: (() => void)[] = []
afterEach(() => {
  for (const close of closing.splice(0)) close()
})

type Handler = (asked: ApiQueryRequest, response: ServerResponse, request: IncomingMessage) => unknown

/** A server of our HTTP API that answers as each test says. */
async function serverOf(handler: Handler): Promise<string> {
  const server = createServer(async (request, response) => {
    await handler((await json(request).catch(() => ({}))) as ApiQueryRequest, response, request)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  closing.push(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

const answer = (over: Partial<ApiQueryAnswer> = {}): ApiQueryAnswer => ({
  columns: ['svc', 'n'],
  rows: [{ values: ['api', '2'] }, { values: ['pay', '10'] }],
  statistics: {
    ...{ recordsScanned: 1_234, recordsMatched: 2, bytesScanned: 5_242_880, logGroupsScanned: 1 },
    ...{ elapsedMs: 1_230, cloudWatchCost: 0.0123 },
  },
  notices: [],
  ...over,
})
const lines = (response: ServerResponse, ...all: object[]) =>
  response.end(all.map(line => `${JSON.stringify(line)}\n`).join(''))
const accepted = (position = 0, notices: object[] = []) => ({ type: 'accepted', id: 'q', position, notices })
const done = (over: Partial<ApiQueryAnswer> = {}) => ({ type: 'done', ...answer(over) })

async function query(url: string, words: string[], changes: Parameters<typeof testWorld>[0] = {}) {
  const world = testWorld({ fetch, ...changes })
  const code = await run(['query', '--url', url, ...words], [queryCommand], world)
  return { code, out: world.stdout(), err: world.stderr(), world }
}
const now = Date.parse('2026-11-21T03:00:00Z')
const hour = 3_600_000

describe('asking', () => {
  test.each<[string, string[], Parameters<typeof testWorld>[0], Partial<ApiQueryRequest>]>([
    [
      'words',
      ['limit 1', '--group', '/a, /b'],
      {},
      { query: 'limit 1', groups: ['/a', '/b'], from: now - hour, to: now },
    ],
    ['standard input', ['-g', '/a'], { input: 'limit 2\n' }, { query: 'limit 2\n', groups: ['/a'] }],
    ['times', ['limit 1', '--since', '2h', '--to', '1h'], {}, { from: now - 2 * hour, to: now - hour }],
    ['times by --from', ['limit 1', '--from', '2026-11-21'], {}, { from: Date.parse('2026-11-21') }],
    ['a limit', ['limit 1', '--limit', String(limits.insightsLimitRows)], {}, { limit: limits.insightsLimitRows }],
  ])('takes %s', async (_story, words, changes, expected) => {
    let seen: ApiQueryRequest | undefined
    const url = await serverOf((asked, response, { url }) => {
      expect(url).toBe('/api/queries/run')
      seen = asked
      lines(response, accepted(), done())
    })
    expect((await query(url, words, changes)).code).toBe(0)
    expect(seen).toMatchObject(expected)
    if (expected.limit === undefined) expect(seen).not.toHaveProperty('limit')
  })

  test('reads a file', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'mangru-query-'))
    closing.push(() => rmSync(folder, { recursive: true }))
    writeFileSync(join(folder, 'q.txt'), '# 로그\nlimit 3')
    const url = await serverOf((asked, response) => lines(response, done({ rows: [{ values: [asked.query, null] }] })))
    const read = await query(url, ['--file', 'q.txt', '--json'], { cwd: folder })
    expect(JSON.parse(read.out)).toEqual({ svc: '# 로그\nlimit 3' })
    const missing = await query(url, ['--file', 'none.txt'], { cwd: folder })
    expect([missing.code, missing.err]).toEqual([2, '--file: there is no file none.txt\n'])
  })

  test.each<[string[], string]>([
    [[], 'TEXT is missing'],
    [['a', 'b'], '"b" is one word too many'],
    [['a', '--file', 'b'], 'TEXT and --file do not go together'],
    [['a', '--since', '1h', '--from', '2h'], '--since and --from do not go together'],
    [['a', '--limit', String(limits.insightsLimitRows + 1)], 'is not a whole number from 1 to 100000'],
    [['a', '--format', 'xml'], 'is none of table, json, csv'],
    [['saved', 'list', 'x'], '"x" is one word too many'],
    [['saved', 'run'], 'NAME is missing'],
    [['saved', 'run', 'a', 'b'], '"b" is not PARAMETER=VALUE'],
  ])('refuses %j', async (words, problem) => {
    const { code, err } = await query('http://127.0.0.1:1', words)
    expect(code).toBe(2)
    expect(err).toContain(problem)
  })
})

describe('answers', () => {
  const url = () =>
    serverOf((_asked, response) =>
      lines(response, accepted(0, [{ message: 'mind', from: 0, to: 1 }]), done({ notices: ['late', 'mind'] })),
    )

  test('are a table, with notices and the statistics on standard error', async () => {
    const { out, err } = await query(await url(), ['limit 1'])
    expect(out).toBe('svc   n\napi   2\npay  10\n')
    expect(err).toBe('mind\nlate\n2 rows · 1234 lines, 5.0 MiB read in 1.23 s · CloudWatch would charge $0.0123\n')
  })

  test('say their notices in the reader’s language', async () => {
    const notice = { message: 'a sort', from: 0, to: 1, said: { code: 'sort-ignored', values: {} } }
    const late = { notices: ['some are late'], said: [{ code: 'events-late', values: { count: 2 } }] }
    const told = await serverOf((_asked, response) => lines(response, accepted(0, [notice]), done(late)))
    const { err } = await query(told, ['limit 1', '--lang', 'ko'])
    expect(err).toContain('stats 앞의 sort는 효과가 없어 뺐습니다.\n지금 들어오는 소스의 이벤트 2개가')
  })

  test('are JSON or CSV when asked, in both languages', async () => {
    expect((await query(await url(), ['limit 1', '--json'])).out).toBe(
      '{"svc":"api","n":"2"}\n{"svc":"pay","n":"10"}\n',
    )
    expect((await query(await url(), ['limit 1', '--format', 'csv'])).out).toBe('svc,n\r\napi,2\r\npay,10\r\n')
    expect((await query(await url(), ['limit 1', '--lang', 'ko'])).err).toContain('2행 · 1234줄')
  })

  test('are told of while they come, where somebody watches', async () => {
    const partial = { type: 'partial', progress: 0.456, ...answer() }
    const url = await serverOf((_asked, response) => lines(response, accepted(3), accepted(0), partial, done()))
    const { err } = await query(url, ['limit 1'], { errIsTty: true })
    expect(err.split('\r\x1b[2K')).toEqual([
      '',
      'Waiting: number 3 in line…',
      'Running…',
      '2 rows so far · 1234 lines, 5.0 MiB read · 45 %',
      '2 rows · 1234 lines, 5.0 MiB read in 1.23 s · CloudWatch would charge $0.0123\n',
    ])
    expect((await query(url, ['limit 1'])).err).not.toContain('Waiting')
  })

  test('Ctrl+C stops the query at the server', async () => {
    let gone = () => {}
    const over = new Promise<void>(resolve => {
      gone = resolve
    })
    let world: TestWorld | undefined
    const url = await serverOf((_asked, response) => {
      response.write(`${JSON.stringify(accepted())}\n`)
      response.on('close', gone)
      world?.interrupt()
    })
    world = testWorld({ fetch })
    expect(await run(['query', 'limit 1', '--url', url], [queryCommand], world)).toBe(1)
    await over
    expect(world.stderr()).toBe('Stopped; the server stops the query too.\n')
  })
})

describe('trouble', () => {
  const refusing = (...errors: object[]) => {
    const asked: string[] = []
    const url = serverOf(({ query }, response) => {
      asked.push(query)
      const error = errors.shift()
      if (error === undefined) lines(response, done())
      else response.writeHead(400).end(JSON.stringify({ error }))
    })
    return { url, asked }
  }
  const text = 'fields 로그\n| stats count('
  const fault = {
    ...{ code: 'malformed-query', message: 'a parenthesis is missing', suggestion: 'Close it.' },
    at: { from: text.length, to: text.length },
    mend: { from: text.length, to: text.length, insert: ')' },
  }

  test('a fault is shown in the text, with what would mend it', async () => {
    const { url } = refusing(fault)
    const { code, out, err } = await query(await url, [text])
    expect([code, out]).toEqual([1, ''])
    expect(err).toBe(
      `This is no query: a parenthesis is missing\n| stats count(\n              ^\nClose it.\nIt would be one so (--mend does that by itself):\n${text})\n`,
    )
  })

  test.each([
    [
      'en',
      'This is no query: line 2, position 15: the ( at line 2 and position 14 is not closed',
      'Did you mean count?',
    ],
    [
      'ko',
      '올바른 쿼리가 아닙니다: 2행 15번째 자리: 2행 14번째 자리의 ( 괄호가 닫히지 않았습니다',
      '혹시 count 아닌가요?',
    ],
  ])('a fault with codes is said in %s', async (language, what, suggestion) => {
    const { url } = refusing({
      ...fault,
      fault: {
        sentence: { code: 'not-closed', values: { open: '(', line: 2, position: 14 } },
        suggestion: { code: 'did-you-mean', values: { near: 'count' } },
        ...{ place: { line: 2, position: 15 }, aws: 'unexpected end of query' },
      },
    })
    const { err } = await query(await url, [text, '--lang', language])
    expect(err.startsWith(`${what}\n`)).toBe(true)
    expect(err).toContain(`^\n${suggestion}\n`)
  })

  test('a code that is newer than this program is said in English', async () => {
    const { url } = refusing({
      code: 'not-found',
      message: 'There is no such thing.',
      said: { code: 'newer', values: {} },
    })
    expect((await query(await url, [text, '--lang', 'ko'])).err).toBe('There is no such thing.\n')
    const known = refusing({ code: 'not-found', message: 'x', said: { code: 'no-such-group', values: { name: '/a' } } })
    expect((await query(await known.url, [text, '--lang', 'ko'])).err).toBe('/a 로그 그룹이 없습니다.\n')
  })

  test('with --mend it is mended and run', async () => {
    const { url, asked } = refusing(fault)
    const { code, out, err } = await query(await url, [text, '--mend'])
    expect([code, out]).toEqual([0, 'svc   n\napi   2\npay  10\n'])
    expect(asked).toEqual([text, `${text})`])
    expect(err).toContain(`Mended:\n${text})\n`)
  })

  test.each([
    [limits.queryMends, 0],
    [limits.queryMends + 1, 1],
  ])('%i faults in a row end with %i (queryMends)', async (faults, code) => {
    const { url } = refusing(...Array.from({ length: faults }, () => fault))
    expect((await query(await url, [text, '--mend'])).code).toBe(code)
  })

  test('other refusals are said as they are', async () => {
    const { url } = refusing({ code: 'not-found', message: 'There is no log group /x.' })
    expect(await query(await url, ['limit 1'])).toMatchObject({ code: 1, err: 'There is no log group /x.\n' })
    const failing = await serverOf((_asked, response) =>
      lines(response, accepted(), { type: 'error', error: { code: 'over-limit', message: 'Too many values.' } }),
    )
    expect(await query(failing, ['limit 1'])).toMatchObject({ code: 1, err: 'Too many values.\n' })
    const cut = await serverOf((_asked, response) => lines(response, accepted()))
    expect((await query(cut, ['limit 1'])).err).toContain('it ends in the middle')
    const login = await serverOf((_asked, response) => {
      response.statusCode = 401
      response.end('{"error":{"code":"unauthenticated","message":"no"}}')
    })
    expect((await query(login, ['limit 1'])).err).toContain('--token')
    expect((await query('http://127.0.0.1:1', ['limit 1'])).err).toContain('does not answer')
  })
})

describe('saved queries', () => {
  const saved = (name: string, over: Partial<ApiSavedQuery> = {}): ApiSavedQuery => ({
    ...{ id: name, name, query: 'filter level = {{level}}\n| limit 3', groups: ['/a'], changedAt: 1 },
    parameters: [{ name: 'level', defaultValue: 'ERROR' }, { name: 'svc' }],
    ...over,
  })
  const serving = async (queries: ApiSavedQuery[]) => {
    const asked: ApiQueryRequest[] = []
    const url = await serverOf((body, response, request) => {
      if (request.url === '/api/queries/saved') response.end(JSON.stringify({ queries }))
      else {
        asked.push(body)
        lines(response, done())
      }
    })
    return { url, asked }
  }

  test('are listed', async () => {
    const { url } = await serving([saved('shop/오류'), saved('b', { parameters: [], groups: [] })])
    expect((await query(url, ['saved', 'list'])).out).toBe(
      [
        'NAME       PARAMETERS       GROUPS  QUERY',
        'shop/오류  level=ERROR svc  /a      filter level = {{level}} | limit 3',
        'b                                   filter level = {{level}} | limit 3',
        '',
      ].join('\n'),
    )
    expect(JSON.parse((await query(url, ['saved', 'list', '--json'])).out)).toHaveLength(2)
    const none = await serving([])
    expect(await query(none.url, ['saved', 'list'])).toMatchObject({
      code: 0,
      out: '',
      err: 'There are no saved queries yet.\n',
    })
  })

  test('are run over their groups or others, with values', async () => {
    const { url, asked } = await serving([
      saved('shop/오류', { groups: ['/old'] }),
      saved('shop/오류', { changedAt: 2 }),
    ])
    await query(url, ['saved', 'run', 'shop/오류', 'level=a "b"', 'svc='])
    await query(url, ['saved', 'run', 'shop/오류', '--group', '/b'])
    expect(asked.map(({ query, groups }) => [query, groups])).toEqual([
      ['$`shop/오류`(level="a \\"b\\"", svc="")', ['/a']],
      ['$`shop/오류`()', ['/b']],
    ])
    expect(await query(url, ['saved', 'run', 'x'])).toMatchObject({
      code: 1,
      err: 'There is no saved query "x". "mangru query saved list" lists them.\n',
    })
  })
})
