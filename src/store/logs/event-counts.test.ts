/** Events and lines of pods counted on the real engine, as a cluster's collectors write them. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Clock, instant, mib, type Result } from '../../model/index.ts'
import { type ChdbEngine, migrate, openChdb } from '../engine/index.ts'
import { readEventCounts } from './event-counts.ts'
import { readPodLevels } from './pod-levels.ts'
import { logMigrations } from './schema.ts'
import { type EngineLogStore, openLogStore } from './store.ts'

const must = <T, E>(result: Result<T, E>): T => {
  if (!result.ok) throw new Error(JSON.stringify(result.error))
  return result.value
}
const clock: Clock = {
  now: () => instant(Date.now()),
  sleep: length => new Promise(done => setTimeout(done, length)),
}
const began = clock.now() - 600_000
const minute = 60_000

let dir: string
let engine: ChdbEngine
let store: EngineLogStore
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'mangru-events-'))
  engine = must(await openChdb({ dir: join(dir, 'engine'), memory: mib(400), clock }))
  must(await migrate(engine, logMigrations))
  store = must(await openLogStore({ engine, clock, queueBytes: mib(8) }))
  const events = [
    event(0, 'Unhealthy', 'web-1', { count: 3, first: -5 * minute }),
    event(1, 'Unhealthy', 'web-1', { count: 7, first: -5 * minute }),
    event(2, 'Evicted', 'web-2', { count: 1, first: 2 * minute }),
    event(2, 'Failed', 'api-1', { count: 4, first: 0, message: 'Failed to pull image "x": not found' }),
    event(3, 'Failed', 'api-1', { uid: 'other', message: 'Error: ErrImagePull' }),
    event(3, 'Pulled', 'web-1', { type: 'Normal' }),
    event(4, 'Preempted', 'web-3', { type: 'Normal' }),
    event(5, 'Marked', 'web-4', { type: 'Normal', message: 'Marking for deletion Pod shop/web-4' }),
    event(5, 'Marked', 'web-5', { type: 'Normal', message: 'Cancelling deletion of Pod shop/web-5' }),
  ]
  const pods = ['INFO', 'ERROR', 'ERROR'].map((level, at) => ({
    at: began + at,
    message: JSON.stringify({ level, log: 'x', kubernetes: { namespace_name: 'shop', pod_name: 'web-1' } }),
  }))
  await write(1, events)
  await write(2, pods)
  await write(3, events)
})
afterAll(async () => {
  await store?.close()
  await engine?.close()
  await rm(dir, { recursive: true, force: true })
})

interface More {
  readonly count?: number
  readonly first?: number
  readonly message?: string
  readonly uid?: string
  readonly type?: 'Normal' | 'Warning'
}
function event(minutes: number, reason: string, name: string, more: More = {}) {
  const { count = 1, first = minutes * minute, message = 'm', uid = `${reason} ${name}`, type = 'Warning' } = more
  const at = began + minutes * minute
  return {
    at,
    message: JSON.stringify({
      ...{
        time: new Date(at).toISOString(),
        level: type === 'Warning' ? 'WARN' : 'INFO',
        type,
        reason,
        message,
        count,
      },
      first_time: new Date(began + first).toISOString(),
      ...{ object: { kind: 'Pod', namespace: 'shop', name }, event: { uid } },
    }),
  }
}
async function write(groupId: number, lines: readonly { readonly at: number; readonly message: string }[]) {
  const batch = { groupId, streamId: groupId, groupName: 'g', streamName: 's' }
  const timestamps = lines.map(({ at }) => at)
  must(await store.append({ ...batch, timestamps, messages: lines.map(({ message }) => message) }))
}

const wanted = [{ reason: 'Unhealthy' }, { reason: 'Evicted' }, { reason: 'Failed', begins: 'Failed to pull image' }]
const counted = async (more: Partial<Parameters<typeof readEventCounts>[1]> = {}) => {
  const group = { id: 1, notBefore: instant(0) }
  const asked = { group, from: instant(began - minute), to: instant(began + 10 * minute), wanted, limit: 10, ...more }
  return must(await readEventCounts(engine, asked)).map(({ reason, name, count }) => `${reason} ${name} ${count}`)
}

test('what is older than the range counts from its first line on, what began in it counts in full', async () => {
  expect(await counted()).toEqual(['Unhealthy web-1 5', 'Failed api-1 4', 'Evicted web-2 1'])
})

test('only in the range, only what is wanted, at most so many', async () => {
  expect(await counted({ from: instant(began + 2 * minute) })).toEqual(['Failed api-1 1', 'Evicted web-2 1'])
  expect(await counted({ wanted: [{ reason: 'Evicted' }] })).toEqual(['Evicted web-2 1'])
  expect(await counted({ wanted: [] })).toEqual([])
  expect(await counted({ limit: 1 })).toEqual(['Unhealthy web-1 5'])
  expect(await counted({ group: { id: 1, notBefore: instant(began + 2 * minute) } })).toEqual([
    'Failed api-1 4',
    'Evicted web-2 1',
  ])
})

test('normal events are counted where they are wanted, beside warnings', async () => {
  const normal = [
    { reason: 'Preempted', normal: true },
    { reason: 'Marked', begins: 'Marking for deletion', normal: true },
  ]
  expect(await counted({ wanted: normal })).toEqual(['Preempted web-3 1', 'Marked web-4 1'])
  expect(await counted({ wanted: [{ reason: 'Evicted' }, ...normal] })).toHaveLength(3)
  expect(await counted({ wanted: normal.map(({ normal: _not, ...one }) => one) })).toEqual([])
})

test('lines of pods by level', async () => {
  const groups = [{ id: 2, notBefore: instant(0) }]
  const read = must(await readPodLevels(engine, groups, instant(began), instant(began + minute)))
  expect([...read].sort((one, other) => one.lines - other.lines)).toEqual([
    { namespace: 'shop', pod: 'web-1', level: 'INFO', lines: 1 },
    { namespace: 'shop', pod: 'web-1', level: 'ERROR', lines: 2 },
  ])
  expect(must(await readPodLevels(engine, [], instant(0), instant(1)))).toEqual([])
})
