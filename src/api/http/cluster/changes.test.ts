/** What changed, and which of several clusters is asked, over versions and clusters that a test thinks up. */
import { afterEach, expect, test } from 'vitest'
import { limits } from '../../../limits.ts'
import { type ApiClusterChanges, err, instant, ok } from '../../../model/index.ts'
import type { ChangedObject, ChangesQuery } from '../../../store/objects/index.ts'
import type { ClusterPort } from '../cluster-port.ts'
import { type TestWorld, testWorld } from '../test-world.ts'

let world: TestWorld | undefined
afterEach(async () => {
  await world?.close()
  world = undefined
})

const at = 1_000_000
const deployment = (replicas: number, name = 'web') =>
  JSON.stringify({
    ...{ apiVersion: 'apps/v1', kind: 'Deployment' },
    metadata: { name, namespace: 'shop', uid: 'u', creationTimestamp: new Date(at).toISOString() },
    spec: { replicas },
  })
const key = { kind: 'Deployment', namespace: 'shop', name: 'web', uid: 'u' }
const scaler = {
  metadata: { name: 'by-cpu', namespace: 'shop' },
  spec: { scaleTargetRef: { kind: 'Deployment', name: 'web' } },
}
function cluster(changed: readonly ChangedObject[], asked: ChangesQuery[] = [], name = 'c'): ClusterPort {
  const versions = {
    asAt: async () => ok([]),
    changed: async (query: ChangesQuery) => {
      asked.push(query)
      return ok(changed.slice(0, query.limit))
    },
  }
  const objects = (kind: string) => (kind === 'HorizontalPodAutoscaler' ? [scaler] : [])
  return {
    ...{ name, address: `https://${name}`, demo: false, trouble: null, versions, objects },
    ...{ sight: () => ({ state: 'waiting' }), leftOut: () => 0, health: () => null },
    promised: () => ({ groups: [], unknown: null }),
  } as unknown as ClusterPort
}
const open = async (...clusters: readonly ClusterPort[]) => {
  world = await testWorld({ clusters })
  return async (path: string) => world?.json('GET', `/api/cluster${path}`)
}

test('versions become changes, by pages, newest first', async () => {
  const asked: ChangesQuery[] = []
  const get = await open(
    cluster(
      [
        { ...key, at: instant(at + 30), body: '', before: deployment(5) },
        { ...key, at: instant(at + 20), body: deployment(5), before: deployment(2) },
        { ...key, at: instant(at + 10), body: deployment(2), before: '' },
        { ...key, at: instant(at + 5), body: 'broken', before: deployment(2) },
      ],
      asked,
    ),
  )
  const answer = await get(`/changes?from=${at - 1}&namespace=shop&limit=2`)
  const { changes, ...rest } = (answer?.body ?? {}) as ApiClusterChanges
  expect(rest).toEqual({ total: 3, completeFrom: at - 1 })
  expect(changes.map(({ type, by }) => [type, by?.name])).toEqual([
    ['deleted', undefined],
    ['scaled', 'by-cpu'],
  ])
  expect(asked[0]).toMatchObject({ cluster: 'c', from: at - 1, to: limits.lastInstant, namespace: 'shop' })
  const next = (await get(`/changes?from=${at - 1}&skip=2&kind=Deployment&to=${at + 100}`))?.body as ApiClusterChanges
  expect(next.changes.map(({ type }) => type)).toEqual(['created'])
  expect(asked[1]).toMatchObject({ kinds: ['Deployment'], to: at + 100 })
})

test('where there is more than one answer looks at, it says from when on it is complete', async () => {
  const many = (count: number) =>
    Array.from({ length: count }, (_, n) => ({
      ...key,
      ...{ at: instant(at + count - n), body: deployment(n % 7), before: deployment((n + 1) % 7) },
    }))
  for (const [count, completeFrom] of [
    [limits.clusterChanges, 0],
    [limits.clusterChanges + 1, at + 2],
  ] as const) {
    const get = await open(cluster(many(count)))
    const answer = (await get(`/changes?from=0&limit=${limits.clusterChanges}`))?.body as ApiClusterChanges
    expect([answer.total, answer.changes.length, answer.completeFrom]).toEqual([
      limits.clusterChanges,
      limits.clusterChanges,
      completeFrom,
    ])
    await world?.close()
  }
})

test.each([
  ['/changes', 400],
  ['/changes?from=0', 200],
  [`/changes?from=0&limit=${limits.clusterChanges}`, 200],
  [`/changes?from=0&limit=${limits.clusterChanges + 1}`, 400],
  ['/changes?from=0&kind=Pod', 400],
  ['/changes?from=5&to=6', 200],
  ['/changes?from=5&to=5', 400],
  ['/changes?from=', 400],
  ['?cluster=d', 200],
  ['?cluster=nowhere', 404],
  [`?cluster=${'a'.repeat(limits.clusterWordChars)}`, 404],
  [`?cluster=${'a'.repeat(limits.clusterWordChars + 1)}`, 400],
])('%.40s: %i', async (path, status) => {
  const get = await open(cluster([]), cluster([], [], 'd'))
  expect((await get(path))?.status).toBe(status)
})

test('of several clusters the one that is named, or the first; and which there are', async () => {
  const get = await open(cluster([]), cluster([], [], 'd'))
  expect((await get(''))?.body).toMatchObject({ name: 'c' })
  expect((await get('?cluster=d'))?.body).toMatchObject({ name: 'd', address: 'https://d' })
  expect((await get('/pods?cluster=d'))?.body).toEqual({ pods: [], total: 0 })
  expect((await get('?cluster=x'))?.body).toMatchObject({ error: { message: expect.stringContaining('c, d') } })
  const row = { demo: false, state: 'waiting' }
  expect((await get('s'))?.body).toEqual({
    clusters: [
      { name: 'c', address: 'https://c', ...row },
      { name: 'd', address: 'https://d', ...row },
    ],
  })
})

test('with no cluster the list is empty; a store that is away is told', async () => {
  const get = await open()
  expect((await get('s'))?.body).toEqual({ clusters: [] })
  await world?.close()
  const away = { ...cluster([]), versions: { changed: async () => err({ code: 'unavailable', message: 'away' }) } }
  const ask = await open(away as unknown as ClusterPort)
  expect((await ask('/changes?from=0'))?.status).toBe(503)
})
