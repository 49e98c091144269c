/** The routes of Logs Insights over real sockets, with a runner that the test leads. */
import { createServer, type IncomingMessage, request, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { limits } from '../../limits.ts'
import { type ApiQueryLine, instant } from '../../model/index.ts'
import { makePointer } from '../../query/insights/index.ts'
import { answerOf, type FakeRunner, fakeRunner } from '../../query/jobs/fake-runner.ts'
import { createAsking, openJobs, type QueryJobs } from '../../query/jobs/index.ts'
import { steppedClock } from '../../store/logs/stepped-clock.ts'
import { type TestWorld, testWorld } from './test-world.ts'

const base = 1_800_000_000_000
let world: TestWorld
let runner: FakeRunner
let jobs: QueryJobs
let clock: ReturnType<typeof steppedClock>
let server: Server
let port: number

const start = async (options: Parameters<typeof testWorld>[0] = {}) => {
  runner = fakeRunner()
  clock = steppedClock(instant(base))
  let ids = 0
  const newId = () => `id-${ids++}`
  world = await testWorld({
    ...options,
    queriesOver: async settings => {
      const { runs, definitions } = settings.queries
      jobs = await openJobs({ runner, runs, clock, newId, atOnce: 1, shared: false, log: () => undefined })
      const asking = createAsking({
        jobs,
        runner,
        settings: settings.logs,
        definitions,
        clock,
        account: '123456789012',
      })
      return { asking, kept: settings.queries, newId, prices: undefined }
    },
  })
  server = createServer((req, res) => world.api.handle(req, res))
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  port = (server.address() as AddressInfo).port
  await world.say('/g', 's', base - 60_000, '{"level":"ERROR","n":1}', '{"level":"INFO"}', 'plain')
}
beforeEach(() => start())
afterEach(async () => {
  await jobs.close()
  server.closeAllConnections()
  server.close()
  await world.close()
})

const asked = (over: object = {}) => ({
  query: 'fields level',
  groups: ['/g'],
  from: base - 3_600_000,
  to: base,
  ...over,
})

/** Reads lines as they come. */
async function open(body: object, path = '/api/queries/run') {
  const sent = request({
    port,
    host: '127.0.0.1',
    path,
    method: 'POST',
    headers: { 'content-type': 'application/json' },
  })
  sent.end(JSON.stringify(body))
  const answer = await new Promise<IncomingMessage>((resolve, reject) =>
    sent.on('response', resolve).on('error', reject),
  )
  const lines: ApiQueryLine[] = []
  let rest = ''
  answer.setEncoding('utf8').on('data', (text: string) => {
    const parts = (rest + text).split('\n')
    rest = parts.pop() ?? ''
    lines.push(...parts.map(part => JSON.parse(part)))
  })
  const over = new Promise<void>(resolve => answer.on('close', () => resolve()))
  return { status: answer.statusCode, lines, over, cut: () => answer.destroy() }
}
async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise(resolve => setTimeout(resolve, 2))
}

describe('running', () => {
  test('tells the place in the line, rows so far, and the answer', async () => {
    const first = await open(asked())
    const second = await open(asked({ limit: 5 }))
    await until(() => second.lines.length === 1)
    expect(second.lines).toEqual([{ type: 'accepted', id: 'id-2', position: 1, notices: [] }])
    runner.runs[0]!.partial(answerOf(['level', 'x'], ['ERROR', null, 'ptr']), 0.5)
    const statistics = { recordsScanned: 100, recordsMatched: 1, bytesScanned: 5_000, logGroupsScanned: 1 }
    await until(() => first.lines.length === 2)
    await clock.step(250)
    runner.runs[0]!.end(answerOf(['level', 'x'], ['INFO', '1']))
    await first.over
    expect(first.lines).toEqual([
      { type: 'accepted', id: 'id-1', position: 0, notices: [] },
      {
        ...{ type: 'partial', progress: 0.5, columns: ['level', 'x'], notices: [] },
        rows: [{ values: ['ERROR', null], ptr: 'ptr' }],
        statistics: { ...statistics, elapsedMs: expect.any(Number), cloudWatchCost: 0 },
      },
      {
        ...{ type: 'done', columns: ['level', 'x'], rows: [{ values: ['INFO', '1'] }], notices: [] },
        statistics: { ...statistics, elapsedMs: 250, cloudWatchCost: 0 },
      },
    ])
    await until(() => second.lines.length === 2)
    expect(second.lines[1]).toMatchObject({ type: 'accepted', position: 0 })
    expect(runner.runs[1]!.request.limit).toBe(5)
  })

  test('stops when the reader goes away', async () => {
    const { cut } = await open(asked())
    await until(() => runner.runs.length === 1)
    cut()
    await until(() => runner.runs[0]!.stopped)
    const [run] = (await world.json('GET', '/api/queries')).body
    expect(run).toMatchObject({ status: 'Cancelled' })
  })

  test.each([
    [{ code: 'over-limit', message: 'too much' } as const, { code: 'failed', message: 'too much' }],
    [{ code: 'timeout', message: 'too long' } as const, { code: 'timeout', message: 'too long' }],
  ])('%j is said at the end', async (error, said) => {
    const { lines, over } = await open(asked())
    await until(() => runner.runs.length === 1)
    runner.runs[0]!.fail(error)
    await over
    expect(lines.at(-1)).toEqual({ type: 'error', error: said })
  })

  test('an answer that is there at once comes all the same', async () => {
    runner.answers = () => ({ ok: true, value: answerOf(['n'], ['1']) })
    const { lines, over } = await open(asked())
    await over
    expect(lines.at(-1)).toMatchObject({ type: 'done', rows: [{ values: ['1'] }] })
  })

  test('a mended regex is told of', async () => {
    const { lines } = await open(asked({ query: 'filter @message like /a\n   b/' }))
    await until(() => lines.length === 1)
    expect(lines[0]).toMatchObject({ notices: [{ message: expect.any(String), from: expect.any(Number) }] })
  })
})

describe('refusals', () => {
  test('a text that is no query says where, and what would mend it', async () => {
    const query = 'stats count(*) as n | filter (n > 1'
    for (const path of ['run', 'check', 'sql']) {
      const { status, body } = await world.json('POST', `/api/queries/${path}`, asked({ query }))
      expect([path, status, body.error.code]).toEqual([path, 400, 'malformed-query'])
      expect(body.error.at).toMatchObject({ field: 'query', from: expect.any(Number), to: expect.any(Number) })
      expect(body.error.fault).toEqual({
        sentence: { code: 'not-closed', values: { open: '(', line: 1, position: 30 } },
        suggestion: { code: 'add-closing', values: { close: ')', open: '(', line: 1, position: 30 } },
        place: { line: 1, position: 36 },
        aws: 'unexpected end of query at line 1 and position 36',
      })
      const { from, to, insert } = body.error.mend
      const mended = query.slice(0, from) + insert + query.slice(to)
      expect((await world.json('POST', '/api/queries/check', { query: mended })).status).toBe(200)
    }
  })

  test.each<[string, object, number, string]>([
    ['an unknown group', { groups: ['/x'] }, 404, 'groups'],
    ['no group', { groups: [] }, 400, 'groups'],
    ['SOURCE and a group', { query: 'SOURCE logGroups() | limit 1' }, 400, 'groups'],
    ['times the wrong way', { from: base, to: base - 1 }, 400, 'to'],
    ['times before everything', { from: 0, to: 1 }, 400, 'to'],
    ['a limit too large', { limit: limits.insightsLimitRows + 1 }, 400, 'limit'],
    ['too many groups', { groups: Array.from({ length: limits.queryGroups + 1 }, () => '/g') }, 400, 'groups'],
    ['a long text', { query: 'x'.repeat(limits.insightsQueryLength + 1) }, 400, 'query'],
    ['no times', { from: undefined }, 400, 'from'],
  ])('%s', async (_story, over, status, field) => {
    const answer = await world.json('POST', '/api/queries/run', asked(over))
    expect([answer.status, answer.body.error.at.field]).toEqual([status, field])
  })

  test('a crowd is told to slow down', async () => {
    const crowd = []
    for (let n = 0; n < limits.queriesUnderWay; n++) crowd.push(await open(asked()))
    expect((await world.json('POST', '/api/queries/run', asked())).status).toBe(429)
    for (const one of crowd) one.cut()
  })
})

describe('what ran', () => {
  test('is listed newest first, found with its answer, and stopped', async () => {
    runner.answers = () => ({ ok: true, value: answerOf(['n'], ['1', 'ptr']) })
    await (await open(asked())).over
    runner.answers = undefined
    const running = await open(asked({ query: 'limit 2' }))
    await until(() => runner.runs.length === 1)
    const list = await world.json('GET', '/api/queries?limit=5')
    expect(list.body).toEqual([
      {
        ...{ id: 'id-2', query: 'limit 2', groups: ['/g'], from: base - 3_600_000, to: base },
        ...{ createdAt: base, status: 'Running' },
      },
      {
        ...{ id: 'id-1', query: 'fields level', groups: ['/g'], from: base - 3_600_000, to: base },
        ...{ createdAt: base, status: 'Complete' },
      },
    ])
    expect((await world.json('GET', '/api/queries/id-1')).body.answer.rows).toEqual([{ values: ['1'], ptr: 'ptr' }])
    expect((await world.json('GET', '/api/queries/id-2')).body).not.toHaveProperty('answer')
    expect((await world.json('GET', '/api/queries/nobody')).status).toBe(404)
    expect((await world.json('POST', '/api/queries/id-2/stop')).status).toBe(204)
    await running.over
    expect(running.lines.at(-1)).toEqual({
      type: 'error',
      error: { code: 'cancelled', message: 'It was stopped.', said: { code: 'query-stopped', values: {} } },
    })
    expect((await world.json('POST', '/api/queries/id-2/stop')).body.error.code).toBe('ended')
    expect((await world.json('POST', '/api/queries/nobody/stop')).status).toBe(404)
    await world.settings.queries.runs.tidy(instant(0), 0)
    const dropped = await world.json('GET', '/api/queries/id-1')
    expect(dropped.body).toMatchObject({ status: 'Complete', message: expect.stringContaining('had to make room') })
    expect(dropped.body).not.toHaveProperty('answer')
  })

  test('the statements are shown', async () => {
    expect((await world.json('POST', '/api/queries/sql', asked({ limit: 7 }))).body).toEqual({
      statements: ['SELECT 7'],
    })
  })
})

test('saved queries are kept, changed and deleted', async () => {
  const saved = {
    name: '폴더/오류',
    query: 'limit {{n}}',
    groups: ['/g'],
    parameters: [{ name: 'n', defaultValue: '1' }],
  }
  const made = (await world.json('PUT', '/api/queries/saved', saved)).body
  expect(made).toEqual({ ...saved, id: 'id-1', changedAt: base })
  const changed = { ...saved, id: made.id, name: 'a' }
  expect((await world.json('PUT', '/api/queries/saved', changed)).body.name).toBe('a')
  expect((await world.json('GET', '/api/queries/saved')).body.queries).toEqual([{ ...made, name: 'a' }])
  const { runs } = runner
  const { cut } = await open(asked({ query: '$a(n=3)' }))
  await until(() => runs.length === 1)
  expect(runs[0]!.request.limit).toBe(3)
  cut()
  expect((await world.json('DELETE', `/api/queries/saved?id=${made.id}`)).status).toBe(204)
  expect((await world.json('DELETE', `/api/queries/saved?id=${made.id}`)).status).toBe(404)
  expect((await world.json('PUT', '/api/queries/saved', changed)).status).toBe(404)
  for (const bad of [
    { name: '' },
    { name: 'a\0' },
    { query: '' },
    { parameters: [{ name: '1' }] },
    { parameters: [{ name: 'a' }, { name: 'a' }] },
  ]) {
    expect((await world.json('PUT', '/api/queries/saved', { ...saved, ...bad })).status).toBe(400)
  }
})

test('one record with all its fields', async () => {
  const group = await world.settings.logs.group('/g')
  const groupId = (group.ok && group.value?.id) || 0
  const page = await world.logs.page(
    { groups: [{ id: groupId, notBefore: instant(0) }], from: instant(0), to: instant(base) },
    { order: 'ascending', limit: 1, maxBytes: 1 },
  )
  const ptr = makePointer({ groupId, cursor: page.ok ? page.value.rows[0]!.cursor : (undefined as never) })
  const { body } = await world.json('GET', `/api/queries/record?ptr=${ptr}`)
  expect(body.fields).toMatchObject({
    ...{ '@timestamp': '2027-01-15 07:59:00.000', '@logStream': 's', '@log': '123456789012:/g', '@ptr': ptr },
    ...{ level: 'ERROR', n: '1' },
  })
  expect((await world.json('GET', '/api/queries/record?ptr=x')).status).toBe(400)
  await world.settings.logs.remove('/g', instant(base))
  expect((await world.json('GET', `/api/queries/record?ptr=${ptr}`)).status).toBe(404)
})

test(`the fields of some groups with their values, ${limits.fieldValues} of each (fieldValues)`, async () => {
  const messages = Array.from({ length: limits.fieldValues + 5 }, (_, n) => JSON.stringify({ id: `id ${n}` }))
  await world.say('/h', 's', base - 600_000, ...messages)
  const { body } = await world.json('GET', `/api/queries/fields?group=/g&group=/h&at=${base}`)
  const field = (name: string) => body.fields.find((one: { name: string }) => one.name === name)
  expect(field('level')).toEqual({ name: 'level', percent: 11, values: ['ERROR', 'INFO'] })
  expect(field('id').values).toHaveLength(limits.fieldValues)
  expect(field('@message').percent).toBe(100)
  expect((await world.json('GET', '/api/queries/fields?group=/x')).status).toBe(404)
  expect((await world.json('GET', '/api/queries/fields')).status).toBe(400)
})

test('who may only read may ask, and may not save', async () => {
  await jobs.close()
  server.close()
  await world.close()
  await start({ mode: 'required' })
  const reader = await world.token('reader')
  expect((await world.json('POST', '/api/queries/check', { query: 'limit 1' }, reader)).status).toBe(200)
  expect((await world.json('GET', '/api/queries', undefined, reader)).status).toBe(200)
  const saved = { name: 'a', query: 'limit 1', groups: [], parameters: [] }
  expect((await world.json('PUT', '/api/queries/saved', saved, reader)).status).toBe(403)
  expect((await world.json('DELETE', '/api/queries/saved?id=a', undefined, reader)).status).toBe(403)
  expect((await world.json('GET', '/api/queries')).status).toBe(401)
  expect((await world.json('PUT', '/api/queries/saved', saved, await world.token('operator'))).status).toBe(200)
})
