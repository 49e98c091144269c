/** A pod's own account: where the API server is, and a token that turns over. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { limits } from '../../limits.ts'
import { type Clock, instant } from '../../model/index.ts'
import { openKubernetes } from './cluster.ts'
import { serviceAccountAccess } from './service-account.ts'
import { serveCluster } from './test-api-server.ts'
import { testCluster } from './test-cluster.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mangru-account-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const put = (name: string, text: string) => writeFileSync(join(folder, name), text)
const found = (env: Record<string, string>) => serviceAccountAccess(env, 'demo', folder)

test.each([
  ['10.96.0.1', '443', 'https://10.96.0.1/'],
  ['10.96.0.1', '6443', 'https://10.96.0.1:6443/'],
  ['fd00::1', '443', 'https://[fd00::1]/'],
])('%s and %s are %s', (host, port, url) => {
  put('token', 'abc')
  put('ca.crt', 'PEM')
  const access = found({ KUBERNETES_SERVICE_HOST: host, KUBERNETES_SERVICE_PORT: port })
  expect(access?.server.href).toBe(url)
  expect(access).toMatchObject({
    ...{ cluster: 'demo', insecure: false, authority: { file: join(folder, 'ca.crt') } },
    token: { file: join(folder, 'token') },
  })
})

test('without the environment or without a token there is none', () => {
  expect(found({ KUBERNETES_SERVICE_HOST: '10.96.0.1' })).toBeUndefined()
  put('token', 'abc')
  expect(found({})).toBeUndefined()
  expect(found({ KUBERNETES_SERVICE_HOST: '' })).toBeUndefined()
  expect(found({ KUBERNETES_SERVICE_HOST: '10.96.0.1' })?.server.href).toBe('https://10.96.0.1/')
})

test('a token that has turned over is shown once its age is reached, or as soon as the old one is refused', async () => {
  put('token', 'first\n')
  const server = await serveCluster(testCluster())
  const shown: (string | undefined)[] = []
  let refusing = false
  server.intercept = (request, response) => {
    shown.push(request.headers.authorization)
    if (refusing) response.writeHead(401).end()
    return refusing
  }
  let now = instant(1_800_000_000_000)
  const clock: Clock = { now: () => now, sleep: () => new Promise(() => undefined) }
  const access = found({ KUBERNETES_SERVICE_HOST: '127.0.0.1' })
  if (access === undefined) throw new Error('no account')
  const cluster = openKubernetes({ ...access, server: new URL(server.url) }, clock)
  const { signal } = new AbortController()
  const ask = () => cluster.list('Node', { signal, limit: 1 })
  try {
    await ask()
    put('token', 'second')
    now = instant(now + limits.clusterCredentialAge - 1)
    await ask()
    now = instant(now + 1)
    await ask()
    put('token', 'third')
    refusing = true
    expect(await ask()).toMatchObject({ ok: false, error: { code: 'unknown-caller' } })
    refusing = false
    await ask()
    expect(shown).toEqual(['first', 'first', 'second', 'second', 'third'].map(token => `Bearer ${token}`))
  } finally {
    await cluster.close()
    await server.close()
  }
})
