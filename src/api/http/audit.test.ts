/** The audit webhook: who may send, what is taken, and what makes an API server send again. */
import { once } from 'node:events'
import { createServer } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { limits } from '../../limits.ts'
import { err, ok } from '../../model/index.ts'
import type { Authenticator } from '../auth/index.ts'
import type { AuditPort } from './audit-port.ts'
import { type TestWorld, testWorld } from './test-world.ts'

let world: TestWorld
let calls: Parameters<AuditPort['take']>[0][]
let answer: () => ReturnType<AuditPort['take']>

beforeEach(async () => {
  calls = []
  answer = async () => ok({ stored: 1, repeated: 0, leftOut: 0 })
  const audit: AuditPort = {
    take: call => {
      calls.push(call)
      return answer()
    },
  }
  world = await testWorld({ audit, mode: 'required' })
})
afterEach(() => world.close())

const list = (...items: readonly object[]) => ({
  kind: 'EventList',
  apiVersion: 'audit.k8s.io/v1',
  metadata: {},
  items,
})
const send = async (path: string, body: object, role: 'reader' | 'writer' = 'writer') =>
  world.json('POST', `/api/kubernetes/audit${path}`, body, await world.token(role))

test.each([
  ['/prod', 'prod'],
  ['?cluster=prod', 'prod'],
  ['', undefined],
  ['/arn%3Aaws%3Aeks%3Aeu-west-1%3A1%3Acluster%2Fprod', 'arn:aws:eks:eu-west-1:1:cluster/prod'],
])('%s is of the cluster %s', async (path, cluster) => {
  expect(await send(path, list({ auditID: 'a' }, { auditID: 'b' }))).toMatchObject({ status: 200, body: { stored: 1 } })
  expect(calls).toEqual([{ cluster, source: '127.0.0.1', events: [{ auditID: 'a' }, { auditID: 'b' }] }])
})

test('one event alone is taken too', async () => {
  const event = { kind: 'Event', apiVersion: 'audit.k8s.io/v1', auditID: 'a' }
  expect((await send('/prod', event)).status).toBe(200)
  expect(calls[0]?.events).toEqual([event])
})

test('a token of a writer is needed', async () => {
  expect((await world.json('POST', '/api/kubernetes/audit/prod', list())).status).toBe(401)
  expect((await send('/prod', list(), 'reader')).status).toBe(403)
  expect(calls).toEqual([])
})

test.each([
  ['another version', { kind: 'EventList', apiVersion: 'audit.k8s.io/v1beta1', items: [] }],
  ['another kind', { kind: 'PodList', apiVersion: 'v1', items: [] }],
  ['nothing', {}],
])('%s is refused', async (_what, body) => {
  expect((await send('/prod', body)).status).toBe(400)
})

test('what cannot be taken just now is to be sent again', async () => {
  answer = async () => err({ code: 'slow-down' })
  expect((await send('/prod', list())).status).toBe(429)
  answer = async () => err({ code: 'failed', message: 'away' })
  expect((await send('/prod', list())).status).toBe(503)
  answer = async () => err({ code: 'no-cluster' })
  expect((await send('', list())).status).toBe(404)
})

test(`auditCalls: ${limits.auditCalls} are taken at once, one more is to come again`, async () => {
  let open = () => {}
  const gate = new Promise<void>(resolve => {
    open = resolve
  })
  answer = async () => {
    await gate
    return ok({ stored: 1, repeated: 0, leftOut: 0 })
  }
  const headers = await world.token('writer')
  const sent = Array.from({ length: limits.auditCalls }, () =>
    world.json('POST', '/api/kubernetes/audit/prod', list(), headers),
  )
  while (calls.length < limits.auditCalls) await new Promise(resolve => setImmediate(resolve))
  expect((await world.json('POST', '/api/kubernetes/audit/prod', list(), headers)).status).toBe(429)
  open()
  expect((await Promise.all(sent)).map(({ status }) => status)).toEqual(sent.map(() => 200))
  await new Promise(resolve => setImmediate(resolve))
  expect((await world.json('POST', '/api/kubernetes/audit/prod', list(), headers)).status).toBe(200)
})

test(`auditBodyBytes: ${limits.auditBodyBytes} bytes are taken, one more is not`, async () => {
  const bare = JSON.stringify(list({ auditID: '' })).length
  const sized = (size: number) => list({ auditID: 'x'.repeat(size - bare) })
  expect((await send('/prod', sized(limits.auditBodyBytes))).status).toBe(200)
  const { status, body } = await send('/prod', sized(limits.auditBodyBytes + 1))
  expect([status, body.error.message]).toEqual([413, expect.stringContaining(` ${limits.auditBodyBytes} bytes`)])
})

test('who hangs up while its token is looked at takes no place for ever', async () => {
  const { auth } = world
  let [asking, look] = [0, () => {}]
  const gate = new Promise<void>(resolve => {
    look = resolve
  })
  const slow: Authenticator = {
    ...auth,
    verifyHttp: async headers => {
      asking += 1
      await gate
      return auth.verifyHttp(headers)
    },
  }
  const patient = await testWorld({ audit: { take: answer }, auth: slow })
  const server = createServer(patient.api.handle).listen(0, '127.0.0.1')
  const closed: Promise<void>[] = []
  server.on('connection', socket => closed.push(new Promise(resolve => socket.once('close', () => resolve()))))
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const { authorization } = await world.token('writer')
  const head = { host: 'localhost', authorization, 'content-type': 'application/json', 'content-length': 100 }
  const lines = Object.entries(head).map(([name, value]) => `${name}: ${value}\r\n`)
  const sockets = Array.from({ length: limits.auditCalls }, () => connect(port, '127.0.0.1'))
  for (const socket of sockets) socket.write(`POST /api/kubernetes/audit/prod HTTP/1.1\r\n${lines.join('')}\r\n`)
  while (asking < sockets.length) await new Promise(resolve => setImmediate(resolve))
  for (const socket of sockets) socket.destroy()
  await Promise.all(closed)
  look()
  const sent = await patient.json('POST', '/api/kubernetes/audit/prod', list(), { authorization })
  expect(sent.status).toBe(200)
  server.close()
  await patient.close()
})
