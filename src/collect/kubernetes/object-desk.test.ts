/** Objects of any kind over the wire: what is sent, what is read, and what is made of refusals. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Clock, instant } from '../../model/index.ts'
import type { ClusterError, ObjectDesk, ServedKind } from '../../model/kubernetes/index.ts'
import { type TestObjectDesk, testKinds, testObjectDesk } from '../../model/kubernetes/test-object-desk.ts'
import { openObjectDesk } from './object-desk.ts'
import { serveObjects, type TestObjectServer } from './test-object-server.ts'

const clock: Clock = { now: () => instant(1), sleep: () => new Promise(() => undefined) }
const { signal } = new AbortController()
const kindOf = (kind: string) => testKinds.find(one => one.kind === kind) as ServedKind
const role = { resource: kindOf('ClusterRole'), name: 'mangru:mangru' }
const object = {
  apiVersion: 'rbac.authorization.k8s.io/v1',
  kind: 'ClusterRole',
  metadata: { name: 'mangru:mangru' },
  rules: [],
}
const plainly = { signal, dryRun: false, force: false }

let behind: TestObjectDesk
let server: TestObjectServer
let desk: ObjectDesk
beforeEach(async () => {
  behind = testObjectDesk()
  server = await serveObjects(behind)
  desk = openObjectDesk({ context: 'c', cluster: 'c', server: new URL(server.url), insecure: false }, clock)
})
afterEach(async () => {
  desk.close()
  await server.close()
})

test('what is applied is there, is read and taken away; what is not there is said to be absent', async () => {
  expect(await desk.read(role, signal)).toEqual({ ok: true, value: undefined })
  expect(await desk.apply(role, object, plainly)).toMatchObject({ ok: true, value: object })
  expect(server.asked.at(-1)).toBe(
    'PATCH /apis/rbac.authorization.k8s.io/v1/clusterroles/mangru%3Amangru?fieldManager=mangru&force=false&fieldValidation=Strict',
  )
  expect(await desk.read(role, signal)).toMatchObject({ ok: true, value: object })
  expect(await desk.remove(role, plainly)).toEqual({ ok: true, value: true })
  expect(await desk.remove(role, plainly)).toEqual({ ok: true, value: false })
})

test('a dry run leaves no trace, neither of making nor of taking away', async () => {
  expect((await desk.apply(role, object, { ...plainly, dryRun: true })).ok).toBe(true)
  expect(behind.names()).toEqual([])
  await desk.apply(role, object, plainly)
  expect(await desk.remove(role, { signal, dryRun: true })).toEqual({ ok: true, value: true })
  expect(behind.names()).toEqual(['ClusterRole mangru:mangru'])
})

test('a list goes through its pages, by labels and namespace, and names the kind of each', async () => {
  for (const name of ['a', 'b', 'c', 'd', 'e'])
    behind.put('ConfigMap', {
      metadata: { name, namespace: name === 'e' ? 'other' : 'shop', labels: { app: name === 'a' ? 'x' : 'y' } },
    })
  const listed = await desk.list(kindOf('ConfigMap'), { namespace: 'shop', labels: 'app=y' }, signal)
  if (!listed.ok) throw new Error('no list')
  expect(listed.value.map(({ kind, apiVersion, metadata }) => [kind, apiVersion, metadata.name])).toEqual(
    ['b', 'c', 'd'].map(name => ['ConfigMap', 'v1', name]),
  )
})

test('kinds are those that can be listed and deleted; a group that is away is told', async () => {
  server.silent = ['policy']
  const found = await desk.kinds(signal)
  if (!found.ok) throw new Error('no kinds')
  expect(found.value.silent).toEqual(['policy'])
  expect(found.value.kinds).toEqual(expect.arrayContaining(testKinds.filter(({ group }) => group !== 'policy')))
  expect(found.value.kinds).toHaveLength(testKinds.length - 1)
})

test.each<[string, ClusterError]>([
  [
    'may not',
    {
      code: 'may-not',
      verb: 'patch',
      group: 'rbac.authorization.k8s.io',
      resource: 'clusterroles',
      message: 'forbidden',
    },
  ],
  ['conflicts', { code: 'refused', status: 409, message: 'conflict with "kubectl"' }],
  ['invalid', { code: 'refused', status: 422, message: 'spec is wrong' }],
])('a refusal keeps its words: %s', async (_what, error) => {
  behind.fail = () => error
  expect(await desk.apply(role, object, plainly)).toEqual({ ok: false, error })
})

test('a cluster that is away is unreachable', async () => {
  await server.close()
  expect(await desk.kinds(signal)).toMatchObject({ ok: false, error: { code: 'unreachable' } })
})
