/** What went wrong and what was said, over ports that a test thinks up. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import { limits } from '../../../limits.ts'
import { err, instant, millis, ok } from '../../../model/index.ts'
import type { AnyObject } from '../../../model/kubernetes/index.ts'
import type { ClusterPort } from '../cluster-port.ts'
import type { HappeningPorts } from '../happening-ports.ts'
import { type TestWorld, testWorld } from '../test-world.ts'

let world: TestWorld
let heard: unknown[]
let says: { -readonly [K in keyof HappeningPorts]: Awaited<ReturnType<HappeningPorts[K]>> }
let objects: AnyObject[]

const cluster = {
  ...{ name: 'prod', address: 'https://c', demo: false, trouble: null },
  objects: (kind: string) => objects.filter(object => object.kind === kind),
  sight: () => ({ state: 'seen', since: instant(5) }),
  leftOut: () => 0,
  promised: () => ({ groups: [], unknown: null }),
  health: () => ({ at: instant(9), answer: { version: 'v1.34.4', took: millis(3), checks: [] } }),
} as unknown as ClusterPort

beforeEach(async () => {
  heard = []
  objects = []
  says = { events: ok([]), ends: ok([]), lines: ok([]) }
  const happenings: HappeningPorts = {
    events: async asked => {
      heard.push(asked)
      return says.events
    },
    ends: async asked => {
      heard.push(asked)
      return says.ends
    },
    lines: async asked => {
      heard.push(asked)
      return says.lines
    },
  }
  world = await testWorld({ clusters: [cluster], happenings })
})
afterEach(() => world.close())

const hour = 3_600_000
const counted = { namespace: 'shop', count: 1, last: instant(7) }

test('troubles: events of the cluster’s own group, ends of its containers', async () => {
  await world.say('/aws/containerinsights/prod/events', 'shop', world.now, '{}')
  says.events = ok([{ ...counted, reason: 'Evicted', kind: 'Pod', name: 'web-7c9f8d6b5-x7k2p' }])
  says.ends = ok([{ ...counted, reason: 'OOMKilled', pod: 'db-0' }])
  const { status, body } = await world.json('GET', '/api/cluster/troubles?from=10&to=20')
  expect(status).toBe(200)
  expect(body.troubles.map((one: { kind: string; workload: string }) => [one.kind, one.workload])).toEqual([
    ['oom-kill', 'db'],
    ['evicted', 'web'],
    ['restart', 'db'],
  ])
  expect(body).toMatchObject({ leftOut: 0, eventsGroup: '/aws/containerinsights/prod/events', totals: { restart: 1 } })
  expect(heard).toMatchObject([
    {
      from: 10,
      to: 20,
      limit: limits.troubleObjects,
      wanted: expect.arrayContaining([{ kind: 'evicted', reason: 'Evicted' }]),
    },
    { from: 10, to: 20, cluster: 'prod', limit: limits.troubleObjects },
  ])
})

test('without a group of events the ends are told all the same', async () => {
  says.ends = ok([{ ...counted, reason: 'Error', pod: 'db-0' }])
  const { body } = await world.json('GET', '/api/cluster/troubles?from=10&to=20')
  expect(body.totals.restart).toBe(1)
  expect(heard).toHaveLength(1)
})

test.each([
  [limits.troubleLines, 0],
  [limits.troubleLines + 1, 1],
])('of %i troubles %i are left out', async (count, leftOut) => {
  says.ends = ok(Array.from({ length: count }, (_, at) => ({ ...counted, reason: 'Error', pod: `app${at}x` })))
  const { body } = await world.json('GET', '/api/cluster/troubles?from=10&to=20')
  expect([body.troubles.length, body.leftOut]).toEqual([limits.troubleLines, leftOut])
})

test.each([
  [limits.applicationLines, 0],
  [limits.applicationLines + 1, 1],
])('of %i applications %i are left out', async (count, leftOut) => {
  await world.say('/aws/containerinsights/prod/application', 's', world.now, 'x')
  const rows = Array.from({ length: count }, (_, at) => ({
    namespace: 'shop',
    pod: `app${at}x`,
    level: 'INFO',
    lines: 1,
  }))
  says.lines = ok(rows)
  const { body } = await world.json('GET', '/api/cluster/applications?from=10&to=20')
  expect([body.applications.length, body.leftOut]).toEqual([limits.applicationLines, leftOut])
  expect(body.groups).toEqual(['/aws/containerinsights/prod/application'])
})

test.each([
  ['a month', `from=0&to=${limits.happeningHours * hour}`, 200],
  ['a millisecond more', `from=0&to=${limits.happeningHours * hour + 1}`, 400],
  ['backwards', 'from=20&to=10', 400],
  ['no range', '', 400],
  ['another cluster', 'from=1&to=2&cluster=x', 404],
])('a range: %s', async (_story, query, status) => {
  for (const path of ['troubles', 'applications'])
    expect((await world.json('GET', `/api/cluster/${path}?${query}`)).status).toBe(status)
})

test('an engine that is away is said', async () => {
  says.ends = err({ code: 'unavailable', message: 'no engine' })
  expect((await world.json('GET', '/api/cluster/troubles?from=1&to=2')).status).toBe(503)
})

test('a first look: who is not as wished, those in trouble first, and only so many', async () => {
  const node = (name: string, status: string) => ({
    ...{ kind: 'Node', metadata: { name, uid: name } },
    status: { conditions: [{ type: 'Ready', status, lastTransitionTime: '2026-01-20T10:00:00Z' }] },
  })
  const pod = (name: string, nodeName: string, phase: string) => ({
    ...{ kind: 'Pod', metadata: { name, namespace: 'shop', uid: name } },
    ...{ spec: { nodeName, containers: [] }, status: { phase } },
  })
  const deployment = (name: string, ready: number) => ({
    ...{ kind: 'Deployment', metadata: { name, namespace: 'shop', uid: name, generation: 1 } },
    spec: { replicas: 2, template: { spec: { containers: [] } } },
    status: { readyReplicas: ready, updatedReplicas: 2, observedGeneration: 1 },
  })
  const short = Array.from({ length: limits.standingRows + 1 }, (_, at) => deployment(`short-${at}`, 1))
  objects = [
    ...[node('n-1', 'True'), node('n-2', 'Unknown')],
    ...[pod('a', 'n-2', 'Running'), pod('b', 'n-2', 'Succeeded'), pod('c', 'n-1', 'Running')],
    ...[deployment('well', 2), ...short],
  ] as unknown as AnyObject[]
  const { body } = await world.json('GET', '/api/cluster/standing')
  expect(body).toMatchObject({
    cluster: { name: 'prod', nodes: { ready: 1, total: 2 } },
    nodes: [{ name: 'n-2', tone: 'bad' }],
    ...{ podsOnLostNodes: 1, nodesLeftOut: 0, workloadsLeftOut: 1 },
  })
  expect(body.workloads).toHaveLength(limits.standingRows)
  expect(body.workloads[0]).toMatchObject({ name: 'short-0', ready: 1, desired: 2 })
  expect([body.pods, body.podsLeftOut]).toEqual([[], 0])
})

test('a first look: pods in trouble that no workload in trouble tells of, and only so many', async () => {
  const failed = (name: string, owner?: object) => ({
    kind: 'Pod',
    metadata: { name, namespace: 'shop', uid: name, ...(owner ? { ownerReferences: [owner] } : {}) },
    ...{ spec: { containers: [] }, status: { phase: 'Failed' } },
  })
  const set = (name: string, ready: number) => ({
    ...{ kind: 'StatefulSet', metadata: { name, namespace: 'shop', uid: name, generation: 1 } },
    spec: { replicas: 2, template: { spec: { containers: [] } } },
    status: { readyReplicas: ready, updatedReplicas: 2, observedGeneration: 1 },
  })
  const ofSet = (name: string) => ({ kind: 'StatefulSet', name, controller: true })
  objects = [
    ...[set('short', 1), set('well', 2), failed('short-0', ofSet('short')), failed('well-2', ofSet('well'))],
    ...Array.from({ length: limits.standingRows }, (_, at) => failed(`lone-${at}`)),
  ] as unknown as AnyObject[]
  const { body } = await world.json('GET', '/api/cluster/standing')
  expect(body.pods[0]).toMatchObject({ name: 'well-2', status: 'Failed', workload: { name: 'well' } })
  expect(body.pods.map(({ name }: { name: string }) => name)).not.toContain('short-0')
  expect([body.pods.length, body.podsLeftOut]).toEqual([limits.standingRows, 1])
})
