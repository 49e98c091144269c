import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type TestWorld, testWorld } from './test-world.ts'

let world: TestWorld
let dir: string
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'mangru-page-'))
})
afterEach(async () => {
  await world.close()
  rmSync(dir, { recursive: true, force: true })
})

const get = (url: string, headers = {}) => world.api.app.inject({ url, headers: { host: 'localhost', ...headers } })

describe('the built page', () => {
  beforeEach(async () => {
    const put = (name: string, text: string) => {
      writeFileSync(join(dir, 'web', name), text)
      writeFileSync(join(dir, 'web', `${name}.br`), brotliCompressSync(text))
      writeFileSync(join(dir, 'web', `${name}.gz`), gzipSync(text))
    }
    mkdirSync(join(dir, 'web', 'assets'), { recursive: true })
    put('index.html', '<p>page</p>')
    mkdirSync(join(dir, 'web', 'pages', 'logs'), { recursive: true })
    put('pages/metrics.html', '<p>page with the files of metrics</p>')
    put('pages/logs/insights.html', '<p>page with the files of insights</p>')
    put('assets/main-1a2b3c.js', 'run()')
    writeFileSync(join(dir, 'web', 'favicon.svg'), '<svg/>')
    writeFileSync(join(dir, 'web', '.hidden'), 'x')
    writeFileSync(join(dir, 'secret.txt'), 'hidden words')
    world = await testWorld({ webRoot: join(dir, 'web') })
  })

  test.each([
    ['the page', '/', 200, 'text/html; charset=utf-8', 'no-cache'],
    ['a place in the page', '/logs?from=now-15m', 200, 'text/html; charset=utf-8', 'no-cache'],
    ['a place below', '/logs/a/b', 200, 'text/html; charset=utf-8', 'no-cache'],
    [
      'a file with its hash',
      '/assets/main-1a2b3c.js',
      200,
      expect.stringContaining('javascript'),
      'public, max-age=31536000, immutable',
    ],
    ['a file without', '/favicon.svg', 200, 'image/svg+xml', 'no-cache'],
    ['a file that is not there', '/assets/gone-1.js', 404, 'application/json; charset=utf-8', undefined],
    ['a hidden file', '/.hidden', 404, 'application/json; charset=utf-8', undefined],
    ['a file above', '/../secret.txt', 404, 'application/json; charset=utf-8', undefined],
    ['a file above, in code', '/%2e%2e/secret.txt', 404, 'application/json; charset=utf-8', undefined],
    ['an unknown part of the API', '/api/none', 404, 'application/json; charset=utf-8', 'no-store'],
    ['the API itself', '/api', 404, 'application/json; charset=utf-8', 'no-store'],
  ])('%s', async (_story, url, status, type, caching) => {
    const answer = await get(url)
    expect([answer.statusCode, answer.headers['content-type'], answer.headers['cache-control']]).toEqual([
      status,
      type,
      caching,
    ])
    expect(answer.body).not.toContain('hidden words')
    expect(answer.headers['content-security-policy']).toContain("default-src 'self'")
  })

  test.each([
    ['/metrics?from=now-15m', '<p>page with the files of metrics</p>'],
    ['/logs/insights', '<p>page with the files of insights</p>'],
    ['/logs', '<p>page</p>'],
    ['/metrics/', '<p>page</p>'],
    ['/metrics/more', '<p>page</p>'],
  ])('%s gets the HTML of its own address where there is one', async (url, body) => {
    const answer = await get(url)
    expect(answer.statusCode).toBe(200)
    expect(answer.headers['content-type']).toBe('text/html; charset=utf-8')
    expect(answer.headers['cache-control']).toBe('no-cache')
    expect(answer.body).toBe(body)
  })

  test.each([
    ['br, gzip', 'br'],
    ['gzip', 'gzip'],
    ['', undefined],
  ])('accepting %j comes as %j', async (accepted, encoding) => {
    for (const url of ['/', '/logs', '/metrics', '/assets/main-1a2b3c.js']) {
      const answer = await get(url, { 'accept-encoding': accepted })
      expect(answer.headers['content-encoding']).toBe(encoding)
      expect(answer.headers.vary).toMatch(/accept-encoding/i)
    }
  })
})

test('a page that is not built says how to build it, and the API works all the same', async () => {
  world = await testWorld({ webRoot: null })
  const answer = await get('/logs')
  expect([answer.statusCode, answer.body]).toEqual([200, expect.stringContaining('npm run build:web')])
  expect((await get('/api/session')).json()).toMatchObject({ loginRequired: false, user: { role: 'operator' } })
  expect((await get('/api/self')).json()).toEqual({ version: '1.2.3' })
})

test('it is ready when it is', async () => {
  let ok = false
  world = await testWorld({ ready: () => (ok ? { ok } : { ok, reason: 'opening the engine' }) })
  const before = await get('/ready')
  expect([before.statusCode, before.headers['retry-after'], before.json()]).toEqual([
    503,
    '1',
    { ok: false, reason: 'opening the engine' },
  ])
  ok = true
  expect((await get('/ready')).statusCode).toBe(200)
  expect((await get('/healthz')).json()).toEqual({ ok: true })
})
