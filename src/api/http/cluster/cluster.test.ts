/** The cluster's routes, over objects that a test thinks up. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { limits } from '../../../limits.ts'
import {
  type ApiCluster,
  type ApiClusterObject,
  type ApiClusterPod,
  instant,
  millis,
  ok,
} from '../../../model/index.ts'
import type { AnyObject, KindName } from '../../../model/kubernetes/index.ts'
import type { ObjectVersion } from '../../../store/objects/index.ts'
import type { ClusterPort } from '../cluster-port.ts'
import { type TestWorld, testWorld } from '../test-world.ts'

let world: TestWorld
let objects: AnyObject[]
let versions: ObjectVersion[]
let port: { -readonly [K in keyof ClusterPort]: ClusterPort[K] }

const made = (kind: KindName, name: string, body: object = {}, metadata: object = {}): AnyObject =>
  ({
    ...{ apiVersion: 'v1', kind },
    metadata: { name, namespace: 'shop', uid: `uid-${name}`, resourceVersion: '1', ...metadata },
    ...body,
  }) as unknown as AnyObject
const template = { spec: { containers: [{ name: 'web', image: 'web:1' }] } }
const running = (name: string, node: string, metadata: object = {}, requests: object = { cpu: '500m' }) =>
  made(
    'Pod',
    name,
    {
      spec: { nodeName: node, containers: [{ name: 'web', resources: { requests } }] },
      status: { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] },
    },
    metadata,
  )
const node = (name: string, status = 'True') =>
  made(
    'Node',
    name,
    { status: { conditions: [{ type: 'Ready', status }], allocatable: { cpu: '2', memory: '4Gi', pods: '29' } } },
    { labels: { 'eks.amazonaws.com/nodegroup': 'general' }, namespace: undefined },
  )
const event = (name: string, at: string, about: object) =>
  made('Event', name, { involvedObject: about, type: 'Warning', reason: 'BackOff', lastTimestamp: at, count: 3 })

beforeEach(async () => {
  const owner = [{ kind: 'ReplicaSet', name: 'web-abc', controller: true }]
  const mine = { ownerReferences: owner, labels: { 'pod-template-hash': 'abc' } }
  versions = []
  objects = [
    node('n-1'),
    node('n-2', 'Unknown'),
    running('web-1', 'n-1', mine),
    running('web-2', 'n-2', mine),
    running('other', 'n-1', { namespace: 'back' }, { cpu: '1', memory: '1Gi' }),
    made('Deployment', 'web', {
      spec: { replicas: 2, template },
      status: { readyReplicas: 1, updatedReplicas: 2 },
    }),
    made(
      'ReplicaSet',
      'web-abc',
      { spec: { replicas: 2 } },
      { ownerReferences: [{ kind: 'Deployment', name: 'web' }] },
    ),
    event('e-1', '2026-01-20T10:00:00Z', { kind: 'Pod', namespace: 'shop', name: 'web-1', uid: 'uid-web-1' }),
    event('e-2', '2026-01-20T11:00:00Z', { kind: 'Node', name: 'n-2' }),
  ]
  port = {
    ...{ name: 'c', address: 'https://c', demo: false, trouble: null },
    objects: kind => objects.filter(object => object.kind === kind) as never,
    object: (kind, namespace, name) =>
      objects.find(
        ({ kind: is, metadata }) => is === kind && (metadata.namespace ?? '') === namespace && metadata.name === name,
      ) as never,
    sight: () => ({ state: 'seen', since: instant(5) }),
    leftOut: () => 0,
    promised: () => ({ groups: [], unknown: null }),
    health: () => ({ at: instant(9), answer: { version: 'v1.34.4', took: millis(3), checks: [] } }),
    versions: {
      asAt: async ({ kind, at }) => ok(versions.filter(one => one.kind === kind && one.at <= at && !one.gone)),
      history: async ({ kind, name, until, limit }) =>
        ok(
          versions
            .filter(one => one.kind === kind && one.name === name && one.at <= until)
            .toSorted((one, other) => other.at - one.at)
            .slice(0, limit),
        ),
      ended: async ({ kind, from, to }) =>
        ok(
          versions
            .filter(one => one.kind === kind && one.gone && one.at > from && one.at <= to)
            .map(one => ({ ...one, body: versions.find(({ uid, gone }) => uid === one.uid && !gone)?.body ?? '' })),
        ),
      changed: async () => ok([]),
      first: async () => ok(versions[0]?.at ?? null),
    },
  }
  world = await testWorld({ clusters: [port] })
})
afterEach(() => world.close())

const get = async <T>(path: string): Promise<T> => {
  const { status, body } = await world.json('GET', `/api/cluster${path}`)
  expect([status, body]).toEqual([200, body])
  return body as T
}
const names = (rows: readonly { readonly name: string }[]) => rows.map(({ name }) => name)
const version = (object: AnyObject, at: number, gone = false): ObjectVersion => {
  const { uid, name, namespace = '' } = object.metadata
  const body = gone ? '' : JSON.stringify(object)
  return { kind: object.kind, namespace, name, uid, at: instant(at), gone, digest: 1n, body }
}

test('how the cluster is', async () => {
  const about = await get<ApiCluster>('')
  expect(about).toMatchObject({
    ...{ name: 'c', state: 'seen', trouble: null, controlPlane: { version: 'v1.34.4', tookMs: 3 } },
    nodes: { ready: 1, total: 2 },
    groups: [{ name: 'general', ready: 1, total: 2 }],
    pods: { good: 3, waiting: 0, bad: 0, done: 0 },
    workloads: { good: 0, waiting: 0, bad: 1, done: 0 },
  })
  expect(about.kinds.find(({ kind }) => kind === 'Pod')).toEqual({
    ...{ kind: 'Pod', count: 3, leftOut: 0, state: 'seen', since: 5, said: null },
  })
  expect((await world.json('GET', '/api/session')).body).toMatchObject({ cluster: 'c' })
})

describe('a cluster that cannot be asked', () => {
  test('says why', async () => {
    port.health = () => ({ at: instant(9), error: { code: 'unreachable', message: 'nobody there' } })
    port.sight = () => ({ state: 'blind', since: instant(5), error: { code: 'unreachable', message: 'nobody' } })
    const about = await get<ApiCluster>('')
    expect(about).toMatchObject({
      ...{ state: 'away', controlPlane: null },
      trouble: { said: { code: 'cluster-unreachable' }, message: 'nobody there' },
    })
    expect(about.kinds[0]?.said?.code).toBe('cluster-unreachable')
  })
  test('because of its kubeconfig', async () => {
    port.trouble = { said: { code: 'kubeconfig-server', values: { line: 3 } }, message: 'Line 3' }
    port.health = () => null
    expect(await get<ApiCluster>('')).toMatchObject({ state: 'away', trouble: { message: 'Line 3' } })
  })
  test('is seen all the same where only its health is not for us', async () => {
    const error = { code: 'may-not', verb: 'get', group: '', resource: '/version', message: 'no' } as const
    port.health = () => ({ at: instant(9), error })
    expect(await get<ApiCluster>('')).toMatchObject({ state: 'seen', trouble: null, controlPlane: null })
  })
  test('is waited for before it was seen', async () => {
    port.health = () => null
    port.sight = () => ({ state: 'waiting' })
    expect(await get<ApiCluster>('')).toMatchObject({ state: 'waiting', trouble: null })
  })
})

test('nodes, with what their pods asked for', async () => {
  const { nodes, total } = await get<{ nodes: readonly object[]; total: number }>('/nodes')
  expect(total).toBe(2)
  expect(nodes[0]).toMatchObject({
    ...{ name: 'n-1', status: 'Ready', tone: 'good', group: 'general', pods: 2 },
    allocatable: { cpu: 2, memory: 4_294_967_296, pods: 29 },
    requested: { cpu: 1.5, memory: 1_073_741_824 },
  })
  expect(nodes[1]).toMatchObject({ name: 'n-2', status: 'NotReady', tone: 'bad', why: [{ code: 'node-silent' }] })
})

test('workloads that people made, with why they are not as wished', async () => {
  const { workloads } = await get<{ workloads: readonly object[] }>('/workloads')
  expect(workloads).toEqual([
    expect.objectContaining({
      ...{ kind: 'Deployment', name: 'web', status: 'Degraded', tone: 'bad', desired: 2, ready: 1, images: ['web:1'] },
      why: [{ code: 'replicas-missing', values: { ready: 1, desired: 2 } }],
    }),
  ])
  expect(await get('/workloads?namespace=back')).toEqual({ workloads: [], total: 0 })
})

test('pods, chosen by namespace, node and workload, a page at a time', async () => {
  const pods = async (query: string) => {
    const answer = await get<{ pods: readonly ApiClusterPod[]; total: number }>(`/pods${query}`)
    return [...names(answer.pods), answer.total]
  }
  expect(await pods('')).toEqual(['other', 'web-1', 'web-2', 3])
  expect(await pods('?skip=1&limit=1')).toEqual(['web-1', 3])
  expect(await pods('?namespace=shop')).toEqual(['web-1', 'web-2', 2])
  expect(await pods('?node=n-1')).toEqual(['other', 'web-1', 2])
  expect(await pods('?workload=Deployment/web')).toEqual(['web-1', 'web-2', 2])
  expect(await pods('?workload=Deployment/we')).toEqual([0])
})

test('as at a time past', async () => {
  versions = [version(running('gone-by-now', 'n-1'), 100), { ...version(running('torn', 'n-1'), 100), body: '{"kind' }]
  const then = await get<{ pods: readonly ApiClusterPod[]; total: number }>('/pods?at=150')
  expect([names(then.pods), then.total]).toEqual([['gone-by-now'], 1])
  expect(await get('/pods?at=50')).toEqual({ pods: [], total: 0 })
})

test('events, newest first', async () => {
  type Events = { events: readonly { readonly object: object; readonly at: number; readonly count: number }[] }
  const { events } = await get<Events>('/events')
  expect(events.map(({ at }) => new Date(at).getUTCHours())).toEqual([11, 10])
  const { events: some } = await get<Events>('/events?kind=Pod&name=web-1&namespace=shop&type=Warning')
  expect(some).toEqual([
    expect.objectContaining({ count: 3, object: { kind: 'Pod', namespace: 'shop', name: 'web-1' } }),
  ])
  expect((await get<Events>('/events?type=Normal')).events).toEqual([])
})

describe('one object', () => {
  const shown = (more = '') => get<ApiClusterObject>(`/object?kind=Pod&namespace=shop&name=web-1${more}`)

  test('as it is now, with what was said of it', async () => {
    const one = await shown()
    expect(one).toMatchObject({ uid: 'uid-web-1', since: null, goneAt: null, versions: [] })
    expect(one.owners).toEqual([{ kind: 'ReplicaSet', name: 'web-abc' }])
    expect(one.yaml).toContain('kind: Pod\n')
    expect(one.events).toHaveLength(1)
  })

  test('as it was, and after it is gone', async () => {
    const [was] = [running('web-1', 'n-9')]
    versions = [version(was, 100), version(was, 300, true)]
    objects = objects.filter(({ metadata }) => metadata.name !== 'web-1')
    expect(await shown()).toMatchObject({ since: 100, goneAt: 300, versions: [{ at: 300, gone: true }, { at: 100 }] })
    const then = await shown('&at=200')
    expect(then).toMatchObject({ since: 100, goneAt: null })
    expect(then.yaml).toContain('nodeName: n-9')
    expect((await world.json('GET', '/api/cluster/object?kind=Pod&namespace=shop&name=web-1&at=50')).status).toBe(404)
  })

  test('that nobody saw', async () => {
    const answer = await world.json('GET', '/api/cluster/object?kind=Pod&namespace=shop&name=nobody')
    expect(answer).toMatchObject({ status: 404, body: { error: { code: 'not-found' } } })
    expect(await world.json('GET', '/api/cluster/object?kind=Puppy&name=a')).toMatchObject({
      ...{ status: 400, body: { error: { at: { field: 'kind' } } } },
    })
  })

  test('shows only so many versions', async () => {
    versions = Array.from({ length: limits.objectVersions + 1 }, (_, at) => version(running('web-1', 'n-1'), at))
    expect((await shown()).versions).toHaveLength(limits.objectVersions)
    versions.pop()
    expect((await shown()).versions).toHaveLength(limits.objectVersions)
  })
})

test.each([
  [`/pods?limit=${limits.clusterPage}`, 200],
  [`/pods?limit=${limits.clusterPage + 1}`, 400],
  ['/nodes?limit=0', 400],
  [`/workloads?namespace=${'a'.repeat(limits.clusterWordChars)}`, 200],
  [`/workloads?namespace=${'a'.repeat(limits.clusterWordChars + 1)}`, 400],
  ['/events?skip=-1', 400],
  ['/pods?at=tomorrow', 400],
  ['/object?kind=Pod', 400],
])('%s: %i', async (path, status) => {
  expect((await world.json('GET', `/api/cluster${path}`)).status).toBe(status)
})

test('without a cluster there is none', async () => {
  const bare = await testWorld()
  expect((await bare.json('GET', '/api/cluster')).status).toBe(404)
  await bare.close()
})
