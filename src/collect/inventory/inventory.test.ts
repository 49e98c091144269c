/** The inventory against a cluster that a test moves: what is seen, what is lost and found again, and how often is asked. */
import { describe, expect, test } from 'vitest'
import { limits } from '../../limits.ts'
import { millis, seconds } from '../../model/index.ts'
import type { ClusterError } from '../../model/kubernetes/index.ts'
import { testCluster } from '../kubernetes/test-cluster.ts'
import { startInventory } from './inventory.ts'
import { pauseAfter } from './reflector.ts'
import { sharedRoom } from './room.ts'
import { steppedClock } from './stepped-clock.ts'

const random = { next: () => 1 }
const podNames = (inventory: ReturnType<typeof startInventory>) =>
  inventory
    .objects('Pod')
    .map(({ metadata }) => metadata.name)
    .sort()

async function world() {
  const clock = steppedClock()
  const cluster = testCluster()
  cluster.put('Pod', 'a')
  const inventory = startInventory({ cluster, clock, random })
  await clock.step(millis(0))
  return { clock, cluster, inventory }
}
const unreachable: ClusterError = { code: 'unreachable', message: 'nobody there' }

test('what is there, what comes, what changes and what goes', async () => {
  const { clock, cluster, inventory } = await world()
  expect(podNames(inventory)).toEqual(['a'])
  cluster.put('Pod', 'b')
  cluster.put('Pod', 'a', { status: { phase: 'Failed' } })
  await clock.step(millis(0))
  expect(podNames(inventory)).toEqual(['a', 'b'])
  expect(inventory.object('Pod', 'shop', 'a')?.status?.phase).toBe('Failed')
  cluster.take('Pod', 'a')
  await clock.step(millis(0))
  expect(podNames(inventory)).toEqual(['b'])
  expect(inventory.sight('Pod')).toMatchObject({ state: 'seen' })
  await inventory.stop()
})

test('a watch that ends goes on from its last version, without a list', async () => {
  const { clock, cluster, inventory } = await world()
  const before = cluster.calls.filter(call => call === 'list Pod').length
  cluster.cut()
  cluster.put('Pod', 'b')
  await clock.step(limits.watchLeast)
  expect(podNames(inventory)).toEqual(['a', 'b'])
  expect(cluster.calls.filter(call => call === 'list Pod')).toHaveLength(before)
  await inventory.stop()
})

test('a watch that ends at once is asked for once a second, no sooner', async () => {
  const { clock, cluster, inventory } = await world()
  const from = cluster.calls.filter(call => call.startsWith('watch Pod ')).length
  for (let second = 0; second < 5; second++) {
    cluster.cut()
    await clock.step(limits.watchLeast)
  }
  const asked = cluster.calls.filter(call => call.startsWith('watch Pod ')).length - from
  expect(asked).toBeGreaterThanOrEqual(3)
  expect(asked).toBeLessThanOrEqual(6)
  await inventory.stop()
})

test('how often a watch broke before it stood does not count once it breaks again', async () => {
  const { clock, cluster, inventory } = await world()
  cluster.fail = call => (call === 'watch' ? unreachable : undefined)
  cluster.cut(unreachable)
  await clock.step(seconds(40))
  cluster.fail = () => undefined
  await clock.step(limits.clusterMostPause)
  expect(inventory.sight('Pod').state).toBe('seen')
  cluster.cut(unreachable)
  await clock.step(millis(0))
  expect(inventory.sight('Pod').state).toBe('blind')
  await clock.step(limits.watchLeast)
  expect(inventory.sight('Pod').state).toBe('seen')
  await inventory.stop()
})

test('what the cluster has forgotten is listed anew, and what went meanwhile is gone', async () => {
  const { clock, cluster, inventory } = await world()
  cluster.fail = call => (call === 'watch' ? unreachable : undefined)
  cluster.cut()
  await clock.step(seconds(3))
  expect(inventory.sight('Pod')).toMatchObject({ state: 'blind', error: unreachable })
  expect(podNames(inventory)).toEqual(['a'])
  cluster.take('Pod', 'a')
  cluster.put('Pod', 'c')
  cluster.forget()
  cluster.fail = () => undefined
  await clock.step(limits.clusterMostPause)
  expect(podNames(inventory)).toEqual(['c'])
  expect(inventory.sight('Pod')).toMatchObject({ state: 'seen' })
  await inventory.stop()
})

test('what this account may not see is said, the rest is seen, and it is asked for again', async () => {
  const clock = steppedClock()
  const cluster = testCluster()
  cluster.put('Pod', 'a')
  cluster.put('Secret', 's')
  const error: ClusterError = { code: 'may-not', verb: 'list', group: '', resource: 'secrets', message: 'no' }
  cluster.fail = (_call, kind) => (kind === 'Secret' ? error : undefined)
  const inventory = startInventory({ cluster, clock, random })
  await clock.step(seconds(10))
  expect(inventory.sight('Secret')).toMatchObject({ state: 'blind', error })
  expect(inventory.sight('Pod')).toMatchObject({ state: 'seen' })
  expect(cluster.calls.filter(call => call === 'list Secret')).toHaveLength(1)
  cluster.fail = () => undefined
  await clock.step(limits.clusterBlindPause)
  expect(inventory.objects('Secret')).toHaveLength(1)
  expect(inventory.sight('Secret')).toMatchObject({ state: 'seen' })
  await inventory.stop()
})

test('long lists come by pages; what there is no room for is counted', async () => {
  const clock = steppedClock()
  const cluster = testCluster()
  const most = limits.inventoryObjects
  for (let index = 0; index < most; index++) cluster.put('Event', `e-${index}`)
  const inventory = startInventory({ cluster, clock, random })
  await clock.step(millis(0))
  for (let round = 0; round < 20 && inventory.sight('Event').state !== 'seen'; round++) await clock.step(millis(0))
  expect([inventory.objects('Event').length, inventory.leftOut('Event')]).toEqual([most, 0])
  const pages = cluster.calls.filter(call => call.startsWith('list Event'))
  expect(pages).toHaveLength(most / limits.clusterPageObjects)
  cluster.put('Event', 'one-more')
  await clock.step(millis(0))
  expect([inventory.objects('Event').length, inventory.leftOut('Event')]).toEqual([most, 1])
  for (let index = 0; index < most; index++) cluster.put('Event', `more-${index}`)
  await clock.step(millis(0))
  expect(inventory.leftOut('Event')).toBe(most)
  await inventory.stop()
})

test('of two with one name the later stays when the earlier is told gone', async () => {
  const { clock, cluster, inventory } = await world()
  cluster.put('Pod', 'a', {}, { uid: 'later' })
  await clock.step(millis(0))
  expect(inventory.object('Pod', 'shop', 'a')?.metadata.uid).toBe('later')
  await inventory.stop()
})

test('it stops, and no watch is left open', async () => {
  const { cluster, inventory } = await world()
  expect(cluster.watching()).toBeGreaterThan(10)
  await inventory.stop()
  expect(cluster.watching()).toBe(0)
})

describe('pauses', () => {
  const pause = (failures: number, error: ClusterError = unreachable) => pauseAfter(error, failures, random)
  test('double up to the bound', () => {
    expect([1, 2, 3].map(failures => pause(failures))).toEqual([500, 1_000, 2_000])
    expect(pause(100)).toBe(limits.clusterMostPause)
    expect(pauseAfter(unreachable, 1, { next: () => 0 })).toBe(250)
  })
  test('are as long as the cluster asks', () => {
    expect(pause(1, { code: 'busy', retryAfter: seconds(9), message: '' })).toBe(9_000)
  })
  test('are long where a right is missing', () => {
    expect(pause(1, { code: 'not-found', message: '' })).toBe(limits.clusterBlindPause)
  })
})

test('custom resources by choice are seen too, within the room that they share', async () => {
  const clock = steppedClock()
  const cluster = testCluster()
  const kinds = ['certificates.cert-manager.io', 'applications.argoproj.io'] as const
  for (const kind of kinds) for (const name of ['a', 'b', 'c']) cluster.put(kind, name)
  const room = sharedRoom(5, kinds.length)
  const inventory = startInventory({ cluster, clock, random, chosen: { kinds, room } })
  await clock.step(millis(0))
  expect(kinds.map(kind => inventory.objects(kind).length).sort()).toEqual([2, 3])
  expect(kinds.map(kind => inventory.leftOut(kind)).sort()).toEqual([0, 1])
  cluster.put(kinds[0], 'a', { status: { phase: 'Ready' } })
  await clock.step(millis(0))
  expect(inventory.object(kinds[0], 'shop', 'a')?.status).toEqual({ phase: 'Ready' })
  expect(limits.chosenObjects).toBeLessThanOrEqual(limits.inventoryObjects)
  await inventory.stop()
})

test('what there is no room for is counted once, until it goes or there is room; and nobody takes it for gone', async () => {
  const clock = steppedClock()
  const cluster = testCluster()
  for (const name of ['a', 'b', 'c']) cluster.put('Pod', name)
  const listed: [string[], string[]][] = []
  const namesOf = (objects: readonly { metadata: { name: string } }[]) => objects.map(({ metadata }) => metadata.name)
  const listener = {
    listed: (kind: string, objects: Parameters<typeof namesOf>[0], leftOut: Parameters<typeof namesOf>[0]) => {
      if (kind === 'Pod') listed.push([namesOf(objects), namesOf(leftOut)])
    },
    ...{ put: () => undefined, taken: () => undefined },
  }
  const inventory = startInventory({ cluster, clock, random, room: sharedRoom(1, 1) }, listener)
  const after = async (change: () => void) => {
    change()
    await clock.step(millis(0))
    return [namesOf(inventory.objects('Pod')), inventory.leftOut('Pod')]
  }
  expect(await after(() => undefined)).toEqual([['a'], 2])
  expect(listed).toEqual([[['a'], ['b', 'c']]])
  expect(await after(() => cluster.put('Pod', 'b', { status: { phase: 'Running' } }))).toEqual([['a'], 2])
  expect(await after(() => cluster.take('Pod', 'c'))).toEqual([['a'], 1])
  expect(await after(() => cluster.take('Pod', 'a'))).toEqual([[], 1])
  expect(await after(() => cluster.put('Pod', 'b', { status: { phase: 'Failed' } }))).toEqual([['b'], 0])
  await inventory.stop()
})
