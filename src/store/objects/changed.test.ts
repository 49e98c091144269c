/** Which versions differ in what was asked for, on the embedded engine. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { instant } from '../../model/index.ts'
import { must, type TestEmbedded, testEmbedded } from '../engine/test-embedded.ts'
import { storeMigrations } from '../schema/index.ts'
import { type ChangesQuery, type ObjectStore, type ObjectVersion, objectStore } from './index.ts'

let embedded: TestEmbedded
let store: ObjectStore
beforeAll(async () => {
  embedded = await testEmbedded(storeMigrations)
  store = objectStore(embedded.engine)
  const web = (replicas: number, ready: number) => ({
    metadata: { name: 'web' },
    spec: { replicas },
    status: { ready },
  })
  const node = (ready: string, images: number) => ({
    ...{ metadata: { name: 'n' }, spec: {} },
    status: { conditions: [{ type: 'Ready', status: ready }], images },
  })
  must(
    await store.append(
      'a',
      [
        version('Deployment', 'web', 0, web(1, 1)),
        version('Deployment', 'web', 10, web(3, 1)),
        version('Deployment', 'web', 20, web(3, 3)),
        version('Deployment', 'web', 30, web(2, 3)),
        version('Deployment', 'web', 40, null),
        version('Node', 'n', 0, node('True', 1)),
        version('Node', 'n', 15, node('True', 2)),
        version('Node', 'n', 25, node('False', 2)),
        version('ConfigMap', 'settings', 12, { metadata: { name: 'settings' }, keys: ['a'] }),
        version('ConfigMap', 'settings', 22, { metadata: { name: 'settings', changedBy: { at: '2' } }, keys: ['a'] }),
        version('Pod', 'web-1', 12, { metadata: { name: 'web-1' }, spec: {} }),
      ],
      'token',
    ),
  )
})
afterAll(() => embedded?.close())

const noon = Date.UTC(2026, 0, 20, 12)
function version(kind: string, name: string, at: number, body: object | null): ObjectVersion {
  const namespace = kind === 'Node' ? '' : 'shop'
  const text = body === null ? '' : JSON.stringify(body)
  return {
    ...{ kind, namespace, name, uid: `uid-${name}` },
    at: instant(noon + at),
    gone: text === '',
    digest: 1n,
    body: text,
  }
}
const changed = async (from: number, to: number, more: Partial<ChangesQuery> = {}) =>
  must(
    await store.changed({
      ...{ cluster: 'a', kinds: ['Deployment', 'Node', 'ConfigMap'], limit: 100 },
      ...{ from: instant(noon + from), to: instant(noon + to), ...more },
    }),
  )
const short = (all: Awaited<ReturnType<typeof changed>>) => all.map(({ name, at }) => `${name} ${at - noon}`)

test('what differs in status alone is passed over; of a node its health is told', async () => {
  expect(short(await changed(5, 100))).toEqual(['web 40', 'web 30', 'n 25', 'settings 22', 'settings 12', 'web 10'])
  expect(short(await changed(10, 30))).toEqual(['web 30', 'n 25', 'settings 22', 'settings 12'])
  expect(short(await changed(5, 100, { limit: 2 }))).toEqual(['web 40', 'web 30'])
  expect(short(await changed(5, 100, { kinds: ['Node'] }))).toEqual(['n 25'])
  expect(short(await changed(5, 100, { namespace: '' }))).toEqual(['n 25'])
  expect(await changed(5, 100, { cluster: 'b' })).toEqual([])
})

test('each comes with the version before it, whatever that differed in', async () => {
  const [gone, down] = await changed(25, 100)
  expect([gone?.body, JSON.parse(gone?.before ?? '').spec.replicas]).toEqual(['', 2])
  expect([JSON.parse(down?.body ?? '').spec.replicas, JSON.parse(down?.before ?? '')]).toEqual([
    2,
    { metadata: { name: 'web' }, spec: { replicas: 3 }, status: { ready: 3 } },
  ])
  const first = (await changed(5, 15, { kinds: ['ConfigMap'] }))[0]
  expect([first?.before, JSON.parse(first?.body ?? '').keys]).toEqual(['', ['a']])
})
