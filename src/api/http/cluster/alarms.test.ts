/** Which alarms speak of a cluster, over a desk and objects that a test thinks up. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { AlarmDesk, AlarmView } from '../../../judge/alarm-desk/index.ts'
import { limits } from '../../../limits.ts'
import { err, ok } from '../../../model/index.ts'
import type { AnyObject } from '../../../model/kubernetes/index.ts'
import type { ClusterPort } from '../cluster-port.ts'
import { type TestWorld, testWorld } from '../test-world.ts'

const pod = (name: string, labels: object, owner?: string, namespace = 'shop') => ({
  ...{ kind: 'Pod', spec: {}, status: {} },
  metadata: {
    ...{ name, namespace, uid: name, labels },
    ...(owner === undefined ? {} : { ownerReferences: [{ kind: 'StatefulSet', name: owner, controller: true }] }),
  },
})
const service = (name: string, selector?: object) => ({
  ...{ kind: 'Service', metadata: { name, namespace: 'shop', uid: name } },
  spec: selector === undefined ? {} : { selector },
})
const objects = [
  pod('db-0', { app: 'db' }, 'db'),
  pod('db-1', { app: 'db' }, 'db'),
  pod('lone', { app: 'db' }),
  pod('db-0', { app: 'db' }, 'db', 'back'),
  pod('web-0', { app: 'web' }, 'web'),
  service('front', { app: 'db' }),
  service('outside'),
] as unknown as AnyObject[]
const cluster = (name: string) =>
  ({
    ...{ name, address: 'https://c', demo: false, trouble: null },
    objects: (kind: string) => objects.filter(one => one.kind === kind),
    object: (kind: string, namespace: string, called: string) =>
      objects.find(
        ({ kind: is, metadata }) => is === kind && metadata.namespace === namespace && metadata.name === called,
      ),
  }) as unknown as ClusterPort

let alarms: AlarmView[]
let contributors: Record<string, readonly object[]>
let heard: string[]
let isAway: boolean
const away = err({ code: 'unavailable', message: 'no', cause: { code: 'unavailable', message: 'no' } })
const desk = {
  list: async ({ state, limit }: { readonly state: string; readonly limit: number }) => {
    heard.push(`list ${state} ${limit}`)
    return isAway ? away : ok({ alarms: alarms.filter(one => one.state === state).slice(0, limit) })
  },
  counts: async () => ok({ OK: 0, ALARM: 0, INSUFFICIENT_DATA: 0, ...Object.fromEntries(countOf(alarms)) }),
  contributors: async (name: string) => {
    heard.push(`contributors ${name}`)
    return ok(contributors[name])
  },
} as unknown as AlarmDesk
const countOf = (all: readonly AlarmView[]) =>
  [...Map.groupBy(all, ({ state }) => state)].map(([state, some]) => [state, some.length] as const)
const alarm = (name: string, state: string, dimensions: Readonly<Record<string, string>>, more: object = {}) =>
  ({
    ...{ name, state, kind: 'metric', transitionedAt: 7 },
    input: {
      ...{ AlarmName: name, Namespace: 'ContainerInsights', MetricName: 'm' },
      Dimensions: Object.entries({ ClusterName: 'c', ...dimensions }).map(([Name, Value]) => ({ Name, Value })),
      ...more,
    },
  }) as unknown as AlarmView
const grouped = (name: string, state: string) => {
  const Expression = "SELECT MAX(m) FROM ContainerInsights WHERE ClusterName = 'c' GROUP BY Namespace, PodName"
  return { ...alarm(name, state, {}), input: { Metrics: [{ Id: 'q', Expression, Period: 60 }] } }
}
const contributor = (PodName: string, state: string) => ({ attributes: { Namespace: 'shop', PodName }, state })

let world: TestWorld
beforeEach(async () => {
  ;[alarms, contributors, heard, isAway] = [[], {}, [], false]
  world = await testWorld({ clusters: [cluster('c'), cluster('d')], alarms: { desk } })
})
afterEach(() => world.close())
const get = async (query = '') => (await world.json('GET', `/api/cluster/alarms${query}`)).body

test('those that fire first, each with what it speaks of', async () => {
  alarms = [
    alarm('fine', 'OK', { NodeName: 'n-1', InstanceId: 'i' }),
    alarm('silent', 'INSUFFICIENT_DATA', {}),
    alarm('fires', 'ALARM', { Namespace: 'shop', PodName: 'web' }),
    grouped('each', 'ALARM'),
  ]
  contributors.each = [contributor('web', 'ALARM'), contributor('db', 'OK')]
  const in_ = (kind: string, namespace: string, name: string, state: string) => ({ kind, namespace, name, state })
  expect(await get()).toEqual({
    alarms: [
      { name: 'fires', state: 'ALARM', since: 7, speaksOf: [in_('Workload', 'shop', 'web', 'ALARM')] },
      {
        ...{ name: 'each', state: 'ALARM', since: 7 },
        speaksOf: [in_('Workload', 'shop', 'web', 'ALARM'), in_('Workload', 'shop', 'db', 'OK')],
      },
      {
        name: 'silent',
        state: 'INSUFFICIENT_DATA',
        since: 7,
        speaksOf: [in_('Cluster', '', 'c', 'INSUFFICIENT_DATA')],
      },
      { name: 'fine', state: 'OK', since: 7, speaksOf: [in_('Node', '', 'n-1', 'OK')] },
    ],
    leftOut: 0,
  })
})

test('alarms of another cluster are told there alone, and composites nowhere', async () => {
  alarms = [alarm('a', 'ALARM', { ClusterName: 'd' }), { ...alarm('b', 'ALARM', {}), input: { AlarmRule: 'ALARM(a)' } }]
  expect(await get()).toEqual({ alarms: [], leftOut: 0 })
  expect((await get('?cluster=d')).alarms.map(({ name }: AlarmView) => name)).toEqual(['a'])
  expect(heard.some(one => one.startsWith('contributors'))).toBe(false)
  expect((await world.json('GET', '/api/cluster/alarms?cluster=x')).status).toBe(404)
})

test('with a service what stands behind it', async () => {
  alarms = [
    alarm('a', 'ALARM', { Namespace: 'shop', Service: 'front' }),
    alarm('b', 'ALARM', { Namespace: 'shop', Service: 'outside' }),
    alarm('c', 'ALARM', { Namespace: 'shop', Service: 'gone' }),
  ]
  const told = (await get()).alarms.map(({ speaksOf }: { readonly speaksOf: readonly AnyObject[] }) =>
    speaksOf.map(one => Object.values(one).join(' ')),
  )
  expect(told).toEqual([
    ['Service front shop ALARM', 'Workload db shop ALARM', 'Pod lone shop ALARM'],
    ['Service outside shop ALARM'],
    ['Service gone shop ALARM'],
  ])
})

test.each([
  [limits.clusterAlarms, 0],
  [limits.clusterAlarms + 1, 1],
])('of %i alarms %i are left out, and those that fire are not', async (count, leftOut) => {
  alarms = Array.from({ length: count }, (_, at) => alarm(`a${at}`, at === count - 1 ? 'ALARM' : 'OK', {}))
  const told = await get()
  expect([told.alarms.length, told.leftOut, told.alarms[0].state]).toEqual([limits.clusterAlarms, leftOut, 'ALARM'])
})

test.each([
  [limits.clusterAlarmObjects - 1, 0],
  [limits.clusterAlarmObjects, 1],
])('beside %i objects of one alarm %i are left out', async (count, leftOut) => {
  alarms = [grouped('each', 'ALARM'), alarm('one', 'OK', {})]
  contributors.each = Array.from({ length: count }, (_, at) => contributor(`w${at}`, 'OK'))
  const told = await get()
  expect([told.alarms.length, told.leftOut]).toEqual([2 - leftOut, leftOut])
})

test('a desk that is away is said; without one there are none', async () => {
  isAway = true
  expect((await world.json('GET', '/api/cluster/alarms')).status).toBe(503)
  const bare = await testWorld({ clusters: [cluster('c')] })
  expect((await bare.json('GET', '/api/cluster/alarms')).body).toEqual({ alarms: [], leftOut: 0 })
  await bare.close()
})
