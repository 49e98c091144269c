/** Who calls and what they may, asked of an API server over the wire. */
import type { IncomingMessage } from 'node:http'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Clock, instant, ok } from '../../model/index.ts'
import type { AccessDesk, AccessQuestion } from '../../model/kubernetes/index.ts'
import { openAccessDesk } from './access-desk.ts'
import { serveCluster, type TestApiServer } from './test-api-server.ts'
import { testCluster } from './test-cluster.ts'

const clock: Clock = { now: () => instant(0), sleep: () => new Promise(() => undefined) }
const open = new AbortController().signal

let server: TestApiServer
let desk: AccessDesk
let answer: { readonly status: number; readonly body: string }
let asked: { readonly url: string; readonly method: string; readonly body: unknown }[]
beforeEach(async () => {
  server = await serveCluster(testCluster())
  asked = []
  server.intercept = (request, response) => {
    void bodyOf(request).then(body => {
      asked.push({ url: request.url ?? '', method: request.method ?? '', body: body === '' ? null : JSON.parse(body) })
      response.writeHead(answer.status).end(answer.body)
    })
    return true
  }
  desk = openAccessDesk({ context: 'c', cluster: 'c', server: new URL(server.url), insecure: false }, clock)
})
afterEach(async () => {
  desk.close()
  await server.close()
})

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = ''
  for await (const piece of request) text += piece
  return text
}

const data = {
  'client-ca-file': 'of people',
  'requestheader-client-ca-file': 'PEM',
  'requestheader-allowed-names': '["front-proxy-client"]',
  'requestheader-username-headers': '["X-Remote-User"]',
  'requestheader-group-headers': '["X-Remote-Group"]',
  'requestheader-extra-headers-prefix': '["X-Remote-Extra-"]',
}

describe('the front proxy', () => {
  test('is as the cluster publishes it', async () => {
    answer = { status: 200, body: JSON.stringify({ kind: 'ConfigMap', data }) }
    expect(await desk.frontProxy(open)).toEqual(
      ok({
        ...{ authority: 'PEM', allowedNames: ['front-proxy-client'], userHeaders: ['X-Remote-User'] },
        ...{ groupHeaders: ['X-Remote-Group'], extraPrefixes: ['X-Remote-Extra-'] },
      }),
    )
    expect(asked[0]?.url).toBe('/api/v1/namespaces/kube-system/configmaps/extension-apiserver-authentication')
  })
  test.each([
    [404, '{"message":"not found"}', { code: 'not-found' }],
    [403, '{"message":"no"}', { code: 'may-not', verb: 'get', resource: 'configmaps' }],
    [200, '{"data":{}}', { code: 'unreadable' }],
    [200, 'null', { code: 'unreadable' }],
    [200, '<html>', { code: 'unreadable' }],
    [
      200,
      JSON.stringify({ data: { ...data, 'requestheader-username-headers': 'X-Remote-User' } }),
      { code: 'unreadable' },
    ],
    [200, JSON.stringify({ data: { ...data, 'requestheader-client-ca-file': '' } }), { code: 'unreadable' }],
  ])('%i %s is trouble', async (status, body, error) => {
    answer = { status, body }
    expect(await desk.frontProxy(open)).toMatchObject({ ok: false, error })
  })
})

describe('a review of access', () => {
  const caller = { name: 'ann', groups: ['dev'], extra: { scopes: ['a'] } }
  const wish = {
    verb: 'list',
    group: 'metrics.k8s.io',
    version: 'v1beta1',
    resource: 'pods',
    namespace: 'shop',
  } as const
  const question: AccessQuestion = { caller, wish }

  test.each([
    [{ allowed: true }, true],
    [{ allowed: false }, false],
    [{ allowed: true, denied: true }, false],
  ])('answered by %j', async (status, may) => {
    answer = { status: 201, body: JSON.stringify({ kind: 'SubjectAccessReview', status }) }
    expect(await desk.review(question, open)).toEqual(ok(may))
    expect(asked).toEqual([
      {
        ...{ url: '/apis/authorization.k8s.io/v1/subjectaccessreviews', method: 'POST' },
        body: {
          ...{ apiVersion: 'authorization.k8s.io/v1', kind: 'SubjectAccessReview' },
          spec: { user: 'ann', groups: ['dev'], extra: { scopes: ['a'] }, resourceAttributes: wish },
        },
      },
    ])
  })
  test('is of a page, where it is no resource', async () => {
    answer = { status: 201, body: '{"status":{"allowed":true}}' }
    await desk.review({ caller, wish: { verb: 'get', path: '/openapi/v2' } }, open)
    expect(asked[0]?.body).toMatchObject({ spec: { nonResourceAttributes: { verb: 'get', path: '/openapi/v2' } } })
  })
  test.each([
    [403, '{"message":"no"}', { code: 'may-not', verb: 'create', resource: 'subjectaccessreviews' }],
    [201, '{"status":{}}', { code: 'unreadable' }],
    [503, '', { code: 'busy' }],
  ])('%i %s is trouble', async (status, body, error) => {
    answer = { status, body }
    expect(await desk.review(question, open)).toMatchObject({ ok: false, error })
  })
})
