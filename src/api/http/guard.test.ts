/** Who is let in, and what goes out with every answer. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { limits } from '../../limits.ts'
import { isLoopbackHost, isOurOwn } from './guard.ts'
import { type TestWorld, testWorld } from './test-world.ts'

test.each([
  ['localhost', true],
  ['LOCALHOST:7070', true],
  ['localhost.:7070', true],
  ['a.b.localhost:1', true],
  ['127.0.0.1', true],
  ['127.9.9.9:7070', true],
  ['[::1]:7070', true],
  ['stream-127.0.0.1:7070', true],
  ['streaming-localhost', true],
  ['evil.example', false],
  ['evil.example:7070', false],
  ['127.0.0.1.evil.example', false],
  ['127.0.0.1@evil.example', false],
  ['localhost.evil.example', false],
  ['notlocalhost', false],
  ['128.0.0.1', false],
  ['127.1', false],
  ['[::2]', false],
  ['[::1', false],
  ['', false],
  [undefined, false],
])('host %j is loopback: %j', (host, loopback) => {
  expect(isLoopbackHost(host)).toBe(loopback)
})

test.each([
  ['a program', {}, true],
  ['our page', { 'sec-fetch-site': 'same-origin', origin: 'http://other' }, true],
  ['the address bar', { 'sec-fetch-site': 'none' }, true],
  ['another site', { 'sec-fetch-site': 'cross-site' }, false],
  ['another port of this host', { 'sec-fetch-site': 'same-site' }, false],
  ['an old browser, our page', { origin: 'http://h:1', host: 'h:1' }, true],
  ['an old browser, our page behind TLS', { origin: 'https://H', host: 'h' }, true],
  ['an old browser, another port', { origin: 'http://h:2', host: 'h:1' }, false],
  ['an old browser, a sandbox', { origin: 'null', host: 'h:1' }, false],
])('from %s', (_story, headers, ours) => {
  expect(isOurOwn(headers)).toBe(ours)
})

let world: TestWorld
let worlds: TestWorld[] = []
afterEach(async () => {
  for (const one of worlds) await one.close()
  worlds = []
})

describe('in open mode', () => {
  beforeEach(async () => {
    world = await testWorld()
    worlds.push(world)
  })

  test.each([
    ['a name that is not loopback', 'GET', '/api/session', { host: 'evil.example' }, 403],
    ['… nor for the page', 'GET', '/', { host: 'evil.example' }, 403],
    ['… but for a probe', 'GET', '/healthz', { host: '10.0.0.7' }, 200],
    ['another site reads', 'GET', '/api/logs/groups', { 'sec-fetch-site': 'cross-site' }, 403],
    ['another site changes', 'DELETE', '/api/logs/groups?name=x', { origin: 'http://evil.example' }, 403],
    ['another site links to the page', 'GET', '/logs', { 'sec-fetch-site': 'cross-site' }, 200],
    ['nobody in particular reads', 'GET', '/api/logs/groups', {}, 200],
    ['an unknown path', 'GET', '/api/nothing', {}, 404],
    ['an unknown method', 'PUT', '/api/logs/groups', {}, 404],
  ] as const)('%s', async (_story, method, url, headers, status) => {
    const answer = await world.api.app.inject({ method, url, headers: { host: 'localhost:7070', ...headers } })
    expect(answer.statusCode).toBe(status)
    expect(answer.headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer' })
    expect(answer.headers['content-security-policy']).toMatch(/default-src 'self'.*frame-ancestors 'none'/)
    if (status >= 400)
      expect(answer.json()).toMatchObject({ error: { code: expect.any(String), message: expect.any(String) } })
  })

  test.each([
    ['text', 'text/plain', '{"pattern":""}', 415],
    ['a form', 'application/x-www-form-urlencoded', 'pattern=x', 415],
    ['no type', undefined, '{"pattern":""}', 415],
    ['broken JSON', 'application/json', '{', 400],
    ['a prototype in JSON', 'application/json', '{"__proto__":{"a":1},"pattern":""}', 400],
    ['JSON', 'application/json; charset=utf-8', '{"pattern":""}', 200],
  ])('a body of %s', async (_story, type, payload, status) => {
    const headers = { host: 'localhost', ...(type === undefined ? {} : { 'content-type': type }) }
    const answer = await world.api.app.inject({ method: 'POST', url: '/api/logs/pattern', headers, payload })
    expect(answer.statusCode).toBe(status)
  })

  test('a body at the bound is read, one byte past it is not', async () => {
    const body = (bytes: number) => JSON.stringify({ pattern: '' }).padEnd(bytes)
    const post = (payload: string) =>
      world.api.app.inject({
        method: 'POST',
        url: '/api/logs/pattern',
        headers: { host: 'localhost', 'content-type': 'application/json' },
        payload,
      })
    expect((await post(body(limits.apiBodyBytes))).statusCode).toBe(200)
    const past = await post(body(limits.apiBodyBytes + 1))
    expect([past.statusCode, past.json().error.code]).toEqual([413, 'over-limit'])
  })

  test('a bug of ours tells the caller nothing and the log everything', async () => {
    world.logs.page = async () => {
      throw new Error('secret detail')
    }
    const asked = { group: 'g', id: `3${'0'.repeat(55)}` }
    await world.say('g', 's', 1, 'x')
    const group = await world.settings.logs.group('g')
    if (!group.ok || !group.value) throw new Error('no group')
    const id = `${asked.id.slice(0, 36)}${String(group.value.id).padStart(10, '0')}${asked.id.slice(46)}`
    const answer = await world.json('GET', `/api/logs/context?group=g&id=${id}`)
    expect(answer).toEqual({
      status: 500,
      body: { error: { code: 'internal', message: expect.not.stringContaining('secret') } },
    })
    expect(world.faults).toEqual([new Error('secret detail')])
  })
})

describe('with a login', () => {
  beforeEach(async () => {
    world = await testWorld({ mode: 'required' })
    worlds.push(world)
    await world.say('g', 's', 1, 'x')
  })

  test.each([
    ['GET', '/api/logs/groups', [401, 200, 200, 200]],
    ['GET', '/api/self', [401, 200, 200, 200]],
    ['POST', '/api/logs/groups', [401, 403, 403, 400]],
    ['PUT', '/api/logs/groups/retention', [401, 403, 403, 400]],
    ['DELETE', '/api/logs/groups?name=none', [401, 403, 403, 404]],
    ['GET', '/api/logs/download', [401, 400, 400, 400]],
    ['GET', '/api/logs/follow', [401, 400, 400, 400]],
    ['GET', '/api/session', [200, 200, 200, 200]],
    ['GET', '/api/nothing', [404, 404, 404, 404]],
    ['GET', '/healthz', [200, 200, 200, 200]],
    ['GET', '/', [200, 200, 200, 200]],
  ] as const)('%s %s by nobody, reader, writer, operator', async (method, url, statuses) => {
    const callers = [{}, await world.token('reader'), await world.token('writer'), await world.token('operator')]
    const body = method === 'POST' || method === 'PUT' ? {} : undefined
    const got: number[] = []
    for (const headers of callers) {
      const payload = body === undefined ? {} : { payload: body }
      got.push(
        (await world.api.app.inject({ method, url, headers: { host: 'localhost', ...headers }, ...payload }))
          .statusCode,
      )
    }
    expect(got).toEqual(statuses)
  })

  test('any name of the host will do', async () => {
    expect((await world.json('GET', '/api/session', undefined, { host: 'logs.example' })).status).toBe(200)
  })

  test('login sets a cookie that lets one in until logout', async () => {
    const token = (await world.token('reader')).authorization.slice('Bearer '.length)
    const features = ['filters']
    const none = { loginRequired: true, user: null, version: '1.2.3', demo: true, cluster: null, features }
    expect(await world.json('GET', '/api/session')).toEqual({ status: 200, body: none })
    expect((await world.json('POST', '/api/session', { token: 'wrong' })).status).toBe(401)
    expect((await world.json('POST', '/api/session', { accessKeyId: 'x' })).status).toBe(400)
    const login = await world.api.app.inject({
      method: 'POST',
      url: '/api/session',
      headers: { host: 'h' },
      payload: { token },
    })
    expect(login.json()).toEqual({ ...none, user: { name: 'reader', role: 'reader' } })
    const cookie = String(login.headers['set-cookie']).split(';')[0]!
    expect((await world.json('GET', '/api/logs/groups', undefined, { cookie })).status).toBe(200)
    const logout = await world.api.app.inject({ method: 'DELETE', url: '/api/session', headers: { host: 'h', cookie } })
    expect([logout.statusCode, String(logout.headers['set-cookie'])]).toEqual([
      204,
      expect.stringContaining('Max-Age=0'),
    ])
    expect((await world.json('GET', '/api/logs/groups', undefined, { cookie })).status).toBe(401)
  })
})
