/** Custom resources by choice, over the wire of the Kubernetes API: where they are found, what is kept of them, what is said where they are not. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import { instant } from '../../model/index.ts'
import type { ChosenKind, Cluster } from '../../model/kubernetes/index.ts'
import { openKubernetes } from './cluster.ts'
import { serveCluster, type TestApiServer } from './test-api-server.ts'
import { type TestCluster, testCluster } from './test-cluster.ts'

const kind = 'certificates.cert-manager.io'
const clock = {
  now: () => instant(1_800_000_000_000),
  sleep: (_length: number, signal?: AbortSignal) =>
    new Promise<void>(resolve => signal?.addEventListener('abort', () => resolve())),
}
const { signal } = new AbortController()
let behind: TestCluster
let server: TestApiServer
let cluster: Cluster
let asked: string[]
/** What `/apis/…` answers by path; what is not here is 404. */
let served: Record<string, unknown>

beforeEach(async () => {
  behind = testCluster()
  server = await serveCluster(behind)
  asked = []
  served = {
    '/apis/cert-manager.io': {
      preferredVersion: { version: 'v1' },
      versions: [{ version: 'v1alpha2' }, { version: 'v1' }],
    },
    '/apis/cert-manager.io/v1': { resources: [{ name: 'certificates', namespaced: true }] },
  }
  server.intercept = (request, response) => {
    const path = (request.url ?? '').split('?')[0] ?? ''
    asked.push(path)
    if (/^\/apis\/[^/]+(\/[^/]+)?$/.test(path)) {
      const found = served[path]
      response.writeHead(found === undefined ? 404 : 200).end(JSON.stringify(found ?? { message: 'not found' }))
      return true
    }
    return false
  }
  cluster = openKubernetes(
    { ...{ context: 'test', cluster: 'test', insecure: false }, server: new URL(server.url) },
    clock,
  )
})
afterEach(async () => {
  await cluster.close()
  await server.close()
})
const listed = (which: ChosenKind = kind) => cluster.list(which, { signal, limit: 10 })

test('are found in the version that the cluster prefers, and kept as they come', async () => {
  behind.put(kind, 'web', {
    kindSaid: 'Certificate',
    spec: {
      ...{ values: 'replicas: 2', rules: 'any', limits: [1, null], data: { key: 'kept' } },
      template: {
        spec: {
          containers: [
            {
              env: [
                { name: 'API_TOKEN', value: 'hunter2' },
                { name: 'LEVEL', value: 'info' },
              ],
            },
          ],
        },
      },
    },
    status: { conditions: [null, 7, { type: 'Ready', status: 'True' }] },
  })
  const page = await listed()
  expect(page).toMatchObject({
    ok: true,
    value: { items: [{ apiVersion: 'cert-manager.io/v1', kind, kindSaid: 'Certificate' }] },
  })
  const [object] = page.ok ? page.value.items : []
  expect(object?.spec).toEqual({
    ...{ values: 'replicas: 2', rules: 'any', limits: [1, null], data: { key: 'kept' } },
    template: {
      spec: {
        containers: [
          {
            env: [
              { name: 'API_TOKEN', value: '(hidden)' },
              { name: 'LEVEL', value: 'info' },
            ],
          },
        ],
      },
    },
  })
  expect(object?.status).toEqual({ conditions: [{ type: 'Ready', status: 'True' }] })
  expect(object?.metadata).not.toHaveProperty('managedFields')
  await listed()
  expect(asked).toEqual([
    ...['/apis/cert-manager.io', '/apis/cert-manager.io/v1'],
    ...['/apis/cert-manager.io/v1/certificates', '/apis/cert-manager.io/v1/certificates'],
  ])
})

test('are followed', async () => {
  const first = await listed()
  const events = await cluster.watch(kind, { signal, resourceVersion: first.ok ? first.value.resourceVersion : '' })
  behind.put(kind, 'web', { kindSaid: 'Certificate' })
  if (!events.ok) throw new Error(events.error.code)
  for await (const event of events.value) {
    expect(event).toMatchObject({ type: 'ADDED', object: { kind, kindSaid: 'Certificate', metadata: { name: 'web' } } })
    break
  }
})

test('are found in another version where the preferred one has none', async () => {
  served['/apis/cert-manager.io/v1'] = { resources: [{ name: 'issuers', namespaced: true }] }
  served['/apis/cert-manager.io/v1alpha2'] = { resources: [{ name: 'certificates', namespaced: false }] }
  await listed()
  expect(asked.at(-1)).toBe('/apis/cert-manager.io/v1alpha2/certificates')
})

test('that do not exist are said not to', async () => {
  const nowhere = { ok: false, error: { code: 'not-found' } }
  expect(await listed('puppies.cert-manager.io')).toMatchObject({
    error: { code: 'not-found', message: 'There is no puppies.cert-manager.io in this cluster.' },
  })
  expect(await listed('puppies.pets.example')).toMatchObject(nowhere)
  expect(await cluster.watch('puppies.pets.example', { signal, resourceVersion: '1' })).toMatchObject(nowhere)
})

test('whose version went are looked for anew', async () => {
  await listed()
  behind.fail = () => ({ code: 'not-found', message: 'gone' })
  expect(await listed()).toMatchObject({ error: { code: 'not-found' } })
  behind.fail = () => undefined
  served['/apis/cert-manager.io'] = { preferredVersion: { version: 'v2' }, versions: [] }
  served['/apis/cert-manager.io/v2'] = { resources: [{ name: 'certificates', namespaced: true }] }
  await listed()
  expect(asked.at(-1)).toBe('/apis/cert-manager.io/v2/certificates')
})

test('that may not be seen name the rule that allows it', async () => {
  behind.fail = () => ({ code: 'may-not', verb: 'list', group: 'x', resource: 'y', message: 'no' })
  expect(await listed()).toMatchObject({
    error: { code: 'may-not', verb: 'list', group: 'cert-manager.io', resource: 'certificates' },
  })
})

test.each(['{', '{}', '{"preferredVersion":{"version":"../v1"},"versions":[]}'])(
  'what cannot be a version is not asked for: %s',
  async body => {
    server.intercept = (_request, response) => {
      response.end(body)
      return true
    }
    expect(await listed()).toMatchObject({ error: { code: 'unreadable' } })
  },
)
