/** Any object in words and lists of every kind, over objects that a test thinks up. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import { limits } from '../../../limits.ts'
import {
  type ApiClusterObject,
  type ApiClusterObjects,
  type ApiObjectChanges,
  instant,
  millis,
  ok,
} from '../../../model/index.ts'
import type { AnyObject } from '../../../model/kubernetes/index.ts'
import type { ObjectVersion } from '../../../store/objects/index.ts'
import { type TestWorld, testWorld } from '../test-world.ts'
import { changesOf } from './object-changes.ts'

let world: TestWorld
let objects: AnyObject[]
let versions: ObjectVersion[]

const made = (kind: string, name: string, body: object = {}, metadata: object = {}): AnyObject =>
  ({
    ...{ apiVersion: 'v1', kind },
    metadata: { name, namespace: 'shop', uid: `uid-${kind}-${name}`, resourceVersion: '1', ...metadata },
    ...body,
  }) as unknown as AnyObject
const ownedBy = (kind: string, name: string) => ({ ownerReferences: [{ kind, name, controller: true }] })
const version = (object: AnyObject, at: number, gone = false): ObjectVersion => {
  const { uid, name, namespace = '' } = object.metadata
  const body = gone ? '' : JSON.stringify(object)
  return { kind: object.kind, namespace, name, uid, at: instant(at), gone, digest: 1n, body }
}
const slice = (name: string, service: string, ready: readonly boolean[]) =>
  made(
    'EndpointSlice',
    name,
    { endpoints: ready.map(one => ({ addresses: ['10.0.0.1'], conditions: { ready: one } })) },
    { labels: { 'kubernetes.io/service-name': service } },
  )
const container = { name: 'web', image: 'web:2', resources: { requests: { cpu: '250m' }, limits: { memory: '1Gi' } } }
const pod = made(
  'Pod',
  'web-1',
  {
    spec: { nodeName: 'n-1', containers: [container], initContainers: [{ name: 'migrate' }] },
    status: {
      phase: 'Running',
      conditions: [
        { type: 'Ready', status: 'False', reason: 'ContainersNotReady', lastTransitionTime: '2026-01-20T10:00:00Z' },
        { type: 'PodScheduled', status: 'True', lastTransitionTime: '2026-01-20T09:00:00Z' },
      ],
      initContainerStatuses: [
        { name: 'migrate', ready: true, restartCount: 0, state: { terminated: { exitCode: 0 } } },
      ],
      containerStatuses: [
        {
          ...{ name: 'web', ready: false, restartCount: 3, state: { waiting: { reason: 'CrashLoopBackOff' } } },
          lastState: { terminated: { exitCode: 137, reason: 'OOMKilled', finishedAt: '2026-01-20T10:00:00Z' } },
        },
      ],
    },
  },
  { ...ownedBy('ReplicaSet', 'web-abc'), labels: { app: 'web' } },
)

beforeEach(async () => {
  versions = []
  objects = [
    pod,
    made('ReplicaSet', 'web-abc', { spec: { replicas: 1 } }, ownedBy('Deployment', 'web')),
    made('Deployment', 'web', { spec: { template: { spec: { containers: [container] } } } }, ownedBy('Puppy', 'rex')),
    made('Service', 'web', {
      spec: { type: 'NodePort', selector: { app: 'web' }, ports: [{ port: 80, nodePort: 30_080 }] },
    }),
    made('Service', 'lost', { spec: { selector: { app: 'lost' } } }),
    slice('web-x', 'web', [true, false]),
    made('Secret', 'key', { type: 'Opaque', keys: ['password'] }),
  ]
  world = await testWorld({
    clusters: [
      {
        ...{ name: 'c', address: 'https://c', demo: false, trouble: null },
        objects: kind => objects.filter(object => object.kind === kind) as never,
        object: (kind, _namespace, name) =>
          objects.find(one => one.kind === kind && one.metadata.name === name) as never,
        sight: () => ({ state: 'seen', since: instant(5) }),
        leftOut: () => 0,
        chosen: ['certificates.cert-manager.io'],
        promised: () => ({ groups: [], unknown: null }),
        health: () => ({ at: instant(9), answer: { version: 'v1.34.4', took: millis(3), checks: [] } }),
        versions: {
          asAt: async () => ok([]),
          history: async ({ kind, name, until, limit }) =>
            ok(versions.filter(one => one.kind === kind && one.name === name && one.at <= until).slice(0, limit)),
          ended: async ({ from, to }) => ok(versions.filter(({ at }) => at > from && at <= to)),
          changed: async () => ok([]),
          first: async () => ok(versions.at(-1)?.at ?? null),
        },
      },
    ],
  })
})
afterEach(() => world.close())

const get = async <T>(path: string): Promise<T> => {
  const { status, body } = await world.json('GET', `/api/cluster${path}`)
  expect([status, body]).toEqual([200, body])
  return body as T
}

test('a list of any kind, with what it is asked about', async () => {
  const { objects: services } = await get<ApiClusterObjects>('/objects?kind=Service')
  expect(services).toMatchObject([
    { name: 'lost', status: 'No endpoints', tone: 'bad', facts: { type: 'ClusterIP', endpoints: 0 } },
    { name: 'web', status: 'Serving', tone: 'good', facts: { type: 'NodePort', ports: '80:30080/TCP', endpoints: 1 } },
  ])
  const secrets = await get<ApiClusterObjects>('/objects?kind=Secret&namespace=shop&limit=1')
  expect(secrets).toMatchObject({ total: 1, objects: [{ name: 'key', facts: { type: 'Opaque', keys: 'password' } }] })
  expect(await get('/objects?kind=Secret&namespace=back')).toEqual({ objects: [], total: 0 })
  expect((await world.json('GET', '/api/cluster/objects?kind=Puppy')).status).toBe(400)
})

test('those that were deleted in a time', async () => {
  versions = [{ ...version(pod, 100), gone: true }]
  const gone = (range: string) => get<ApiClusterObjects>(`/objects?kind=Pod&gone=true${range}`)
  expect((await gone('&from=50&to=100')).objects).toMatchObject([{ name: 'web-1', goneAt: 100 }])
  expect((await gone('&from=100&to=200')).total).toBe(0)
})

test.each(['/nodes?at=', '/nodes?at=1e3', '/objects?kind=Pod&at=-1', '/objects?kind=Pod&gone=true&from=5&to=5'])(
  '%s is no question',
  async path => {
    expect((await world.json('GET', `/api/cluster${path}`)).status).toBe(400)
  },
)

test('one object in words', async () => {
  const one = await get<ApiClusterObject>('/object?kind=Pod&namespace=shop&name=web-1')
  expect(one).toMatchObject({
    ...{ status: 'CrashLoopBackOff', tone: 'bad', node: 'n-1', labels: { app: 'web' } },
    conditions: [
      { type: 'Ready', tone: 'bad', reason: 'ContainersNotReady' },
      { type: 'PodScheduled', tone: 'good' },
    ],
    chain: [
      { kind: 'Puppy', name: 'rex', known: false },
      { kind: 'Deployment', name: 'web', known: true },
      { kind: 'ReplicaSet', name: 'web-abc', known: true },
    ],
    containers: [
      { name: 'migrate', init: true, tone: 'done' },
      {
        ...{ name: 'web', state: 'CrashLoopBackOff', tone: 'bad', restarts: 3 },
        before: { reason: 'OOMKilled', exitCode: 137 },
        requests: { cpu: 0.25, memory: 1_073_741_824 },
        limits: { cpu: null, memory: 1_073_741_824 },
      },
    ],
  })
  const workload = await get<ApiClusterObject>('/object?kind=Deployment&namespace=shop&name=web')
  expect(workload.containers).toMatchObject([{ name: 'web', image: 'web:2', state: '', requests: { cpu: 0.25 } }])
})

test('what changed in an object, version by version', async () => {
  const deployment = (replicas: number, generation: number) =>
    made('Deployment', 'web', { spec: { replicas } }, { generation })
  versions = [
    version(deployment(3, 2), 400, true),
    version(deployment(3, 2), 300),
    version(deployment(2, 1), 200),
    { ...version(deployment(1, 1), 100), uid: 'another' },
  ]
  const { changes, cut } = await get<ApiObjectChanges>('/object/changes?kind=Deployment&namespace=shop&name=web')
  expect(cut).toBe(false)
  expect(changes.map(({ at, type, differences }) => [at, type, differences])).toEqual([
    [400, 'deleted', []],
    [300, 'changed', [{ path: 'spec.replicas', before: '2', after: '3' }]],
    [200, 'created', []],
    [100, 'first', []],
  ])
  expect(await get('/known')).toEqual({ from: 100 })
})

test('an object of a time before all versions that are listed', async () => {
  const told = limits.objectVersions
  versions = Array.from({ length: told + 2 }, (_, n) =>
    version(made('Job', 'nightly', { spec: { parallelism: n } }), n),
  )
  versions.reverse()
  const at = (time: number) => get<ApiClusterObject>(`/object?kind=Job&namespace=shop&name=nightly&at=${time}`)
  const old = await at(1)
  expect([old.since, old.goneAt, old.versions.length, old.versions.at(-1)?.at]).toEqual([1, null, told, 2])
  expect(old.yaml).toContain('parallelism: 1')
  versions = [...versions.slice(0, told), { ...version(pod, 1, true), kind: 'Job', name: 'nightly' }]
  expect((await world.json('GET', '/api/cluster/object?kind=Job&namespace=shop&name=nightly&at=1')).status).toBe(404)
})

test('events of an object: by its uid, by its name where that stands for it, and of no namesake', async () => {
  const node = made('Node', 'n-1', {}, { namespace: undefined })
  const event = (reason: string, involvedObject: object) => made('Event', reason, { reason, involvedObject })
  const about = { kind: 'Pod', name: 'web-1', namespace: 'shop' }
  objects.push(
    node,
    event('ByUid', { ...about, uid: pod.metadata.uid }),
    event('ByName', about),
    event('OfBack', { ...about, namespace: 'back' }),
    event('OfTheOneBefore', { ...about, uid: 'another' }),
    event('Joined', { kind: 'Node', name: 'n-1', uid: node.metadata.uid }),
    event('KubeletStarted', { kind: 'Node', name: 'n-1', uid: 'n-1' }),
  )
  const reasons = async (query: string) =>
    (await get<ApiClusterObject>(`/object?${query}`)).events.map(({ reason }) => reason)
  expect(await reasons('kind=Pod&namespace=shop&name=web-1')).toEqual(['ByUid', 'ByName'])
  expect(await reasons('kind=Node&name=n-1')).toEqual(['Joined', 'KubeletStarted'])
})

test('only so many versions are told, the oldest of them against the one before', () => {
  const all = [3, 2, 1].map(at => version(made('Deployment', 'web', { spec: { replicas: at } }), at))
  expect(changesOf(all, 2)).toMatchObject({ cut: true, changes: [{ type: 'changed' }, { type: 'changed' }] })
  expect(changesOf(all, 3)).toMatchObject({ cut: false, changes: [{}, {}, { type: 'first' }] })
})

test.each([
  [0, 0],
  [1, 1],
])('of so many differences and %i, %i are left out', (beyond, more) => {
  const data = (value: number) =>
    Object.fromEntries(Array.from({ length: limits.objectDifferences + beyond }, (_, at) => [`key-${at}`, value]))
  const [change] = changesOf(
    [2, 1].map(at => version(made('ConfigMap', 'web', { data: data(at) }), at)),
    9,
  ).changes
  expect([change?.differences.length, change?.more]).toEqual([limits.objectDifferences, more])
})

test.each([
  [limits.objectDifferenceChars, limits.objectDifferenceChars],
  [limits.objectDifferenceChars + 1, limits.objectDifferenceChars + 1],
])('of a text of %i characters %i are told', (length, told) => {
  const with_ = (text: string) => made('ConfigMap', 'web', { data: { text } })
  const [change] = changesOf([version(with_('a'.repeat(length)), 2), version(with_(''), 1)], 9).changes
  const after = change?.differences[0]?.after ?? ''
  expect([after.length, after.endsWith('…')]).toEqual([told, length > limits.objectDifferenceChars])
})

test('a custom resource by choice: listed, in full under its own name, and no other', async () => {
  const kind = 'certificates.cert-manager.io'
  const conditions = [{ type: 'Ready', status: 'False', reason: 'Expired', message: 'it ended' }]
  objects.push(made(kind, 'web', { kindSaid: 'Certificate', spec: { dnsNames: ['a'] }, status: { conditions } }))
  expect(await get<ApiClusterObjects>(`/objects?kind=${kind}`)).toMatchObject({
    objects: [{ name: 'web', status: 'NotReady', tone: 'bad', why: [{ code: 'condition-says' }] }],
  })
  const found = await get<ApiClusterObject>(`/object?kind=${kind}&namespace=shop&name=web`)
  expect(found).toMatchObject({ kind, conditions: [{ type: 'Ready', tone: 'bad' }] })
  expect(found.yaml).toMatch(/^apiVersion: v1\nkind: Certificate\nmetadata:/)
  expect(found.yaml).not.toContain('kindSaid')
  const about = await get<{ kinds: { kind: string; count: number }[] }>('')
  expect(about.kinds.at(-1)).toMatchObject({ kind, count: 1 })
  expect(await get(`/object/changes?kind=${kind}&namespace=shop&name=web`)).toEqual({ changes: [], cut: false })
  expect((await world.json('GET', `/api/cluster/changes?from=0&kind=${kind}`)).status).toBe(200)
  expect((await world.json('GET', '/api/cluster/objects?kind=issuers.cert-manager.io')).status).toBe(400)
})
