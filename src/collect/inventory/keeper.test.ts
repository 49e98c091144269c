/** What becomes a version, and what does not; a store that is away; a flood; a restart; a new day. */
import { beforeEach, expect, test } from 'vitest'
import { limits } from '../../limits.ts'
import { err, instant, ok, type Result, seconds } from '../../model/index.ts'
import type { KindName, ObjectOf } from '../../model/kubernetes/index.ts'
import type { EngineError } from '../../store/engine/index.ts'
import type { ObjectStore, ObjectVersion, PresentObject } from '../../store/objects/index.ts'
import { testCluster } from '../kubernetes/test-cluster.ts'
import { openKeeper } from './keeper.ts'
import { type SteppedClock, steppedClock } from './stepped-clock.ts'

let clock: SteppedClock
let stored: ObjectVersion[]
let tokens: string[]
let present: PresentObject[]
let answer: () => Result<void, EngineError>
let ids = 0
const cluster = testCluster()

beforeEach(() => {
  clock = steppedClock(instant(Date.UTC(2026, 0, 20, 12)))
  stored = []
  tokens = []
  present = []
  answer = () => ok(undefined)
})
const store: ObjectStore = {
  append: async (_cluster, versions, token) => {
    tokens.push(token)
    const said = answer()
    if (said.ok) stored.push(...versions)
    return said
  },
  present: async () => ok(present),
  asAt: async () => ok([]),
  history: async () => ok([]),
  ended: async () => ok([]),
  changed: async () => ok([]),
  forget: async () => ok(undefined),
  first: async () => ok(null),
  dropBefore: async () => ok(undefined),
}
async function opened() {
  const keeper = await openKeeper({ store, clock, cluster: 'c', newId: () => `id ${++ids}`, log: () => undefined })
  if (!keeper.ok) throw new Error(keeper.error.code)
  return keeper.value
}
const pod = (name: string, body: object = {}, metadata: object = {}) =>
  cluster.put('Pod', name, body, metadata) as ObjectOf<KindName>
const told = () => stored.map(({ name, gone }) => `${name}${gone ? ' gone' : ''}`)

test('a change is a version, a heartbeat is none', async () => {
  const keeper = await opened()
  const beat = (second: number, status: string) => ({
    status: { conditions: [{ type: 'Ready', status, lastHeartbeatTime: `2026-01-20T12:00:0${second}Z` }] },
  })
  keeper.put(pod('a', beat(1, 'True')))
  keeper.put(pod('a', beat(2, 'True')))
  keeper.put(pod('a', beat(3, 'False')))
  await clock.step(limits.objectsGather)
  expect(told()).toEqual(['a', 'a'])
  expect(stored.every(({ body }) => !/resourceVersion|Heartbeat/.test(body))).toBe(true)
  await keeper.stop()
})

test('what goes is told once; later than what was before, also when nothing passed between', async () => {
  const keeper = await opened()
  const one = pod('a')
  keeper.put(one)
  keeper.taken(one)
  keeper.taken(one)
  await keeper.stop()
  expect(told()).toEqual(['a', 'a gone'])
  expect((stored[1]?.at ?? 0) - (stored[0]?.at ?? 0)).toBe(1)
})

test('after a restart only what changed is written, and what went meanwhile is gone', async () => {
  const first = await opened()
  first.listed('Pod', [pod('same'), pod('other'), pod('went')])
  await first.stop()
  present = stored.map(({ gone: _gone, body: _body, ...rest }) => rest)
  stored = []
  const second = await opened()
  second.listed('Pod', [pod('same'), pod('other', { status: { phase: 'Failed' } })])
  second.listed('Node', [])
  await second.stop()
  expect(told()).toEqual(['went gone', 'other'])
})

test('what there is no room for is there all the same', async () => {
  const keeper = await opened()
  keeper.listed('Pod', [pod('a'), pod('b')])
  keeper.listed('Pod', [pod('a')], [pod('b')])
  await keeper.stop()
  expect(told()).toEqual(['a', 'b'])
})

test('a store that is away is tried again under the same name', async () => {
  const keeper = await opened()
  answer = () => err({ code: 'unavailable', message: 'away' })
  keeper.put(pod('a'))
  await clock.step(limits.objectsGather)
  await clock.step(limits.objectsRetryAfter)
  keeper.put(pod('b'))
  answer = () => ok(undefined)
  await clock.step(limits.objectsRetryAfter)
  await keeper.stop()
  expect(told()).toEqual(['a', 'b'])
  expect(new Set(tokens).size).toBe(2)
  expect(tokens.length).toBeGreaterThanOrEqual(4)
})

test('what the store refuses for good is counted, and the rest goes on', async () => {
  const keeper = await opened()
  answer = () => err({ code: 'query-failed', engineCode: 1, message: 'no' })
  keeper.put(pod('a'))
  await clock.step(limits.objectsGather)
  answer = () => ok(undefined)
  keeper.put(pod('b'))
  await clock.step(limits.objectsGather)
  expect([told(), keeper.dropped()]).toEqual([['b'], 1])
  await keeper.stop()
})

test('in a flood the newest of each object is kept', async () => {
  const keeper = await opened()
  const most = limits.objectsPending
  const one = pod('a')
  const versions = (count: number, from: number) => {
    for (let index = 0; index < count; index++)
      keeper.put({ ...one, status: { phase: `${from + index}` } } as typeof one)
  }
  versions(most, 0)
  expect(keeper.dropped()).toBe(0)
  versions(1, most)
  expect(keeper.dropped()).toBe(most)
  await keeper.stop()
  expect(stored.map(({ body }) => JSON.parse(body).status.phase)).toEqual([String(most)])
})

test('blocks have a most', async () => {
  const keeper = await opened()
  for (let index = 0; index < limits.objectsPerBlock + 1; index++) keeper.put(pod(`p-${index}`))
  await clock.step(limits.objectsGather)
  expect([stored.length, tokens.length]).toEqual([limits.objectsPerBlock + 1, 2])
  await keeper.stop()
})

test('what stands unchanged is written once a day', async () => {
  clock = steppedClock(instant(Date.UTC(2026, 0, 20, 23, 59, 50)))
  const keeper = await opened()
  keeper.put(pod('a'))
  await clock.step(seconds(9))
  expect(told()).toEqual(['a'])
  await clock.step(seconds(3))
  expect(told()).toEqual(['a', 'a'])
  await clock.step(seconds(60))
  expect(told()).toEqual(['a', 'a'])
  await keeper.stop()
})
