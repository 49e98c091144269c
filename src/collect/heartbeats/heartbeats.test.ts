/** Nodes that fall silent, and what only looks like it. */
import { beforeEach, describe, expect, test } from 'vitest'
import { limits } from '../../limits.ts'
import { err, instant, ok } from '../../model/index.ts'
import type { Cluster, Lease } from '../../model/kubernetes/index.ts'
import { type SteppedClock, steppedClock } from '../inventory/stepped-clock.ts'
import { type Heartbeats, watchHeartbeats } from './index.ts'

let clock: SteppedClock
/** By how much our clock was set (ms). */
let off: number
/** As the watch tells them, and as a list would. */
let watched: Map<string, Lease>
let listed: Map<string, Lease>
let state: 'seen' | 'blind'
let answers: boolean
let lists: number
/** Times that somebody was told of a change. */
let told: number
let heartbeats: Heartbeats
let stop: AbortController
let beats = 0

beforeEach(() => {
  clock = steppedClock(instant(1_800_000_000_000))
  off = 0
  watched = new Map()
  listed = new Map()
  state = 'seen'
  answers = true
  lists = 0
  told = 0
  stop = new AbortController()
  const list = (async () => {
    lists += 1
    if (!answers) return err({ code: 'unreachable', message: 'away' })
    return ok({ items: [...listed.values()], resourceVersion: '1' })
  }) as unknown as Cluster['list']
  const inventory = {
    objects: () => [...watched.values()] as never,
    sight: () => ({ state, since: clock.now(), error: { code: 'aborted' } }) as never,
  }
  const ours = { now: () => instant(clock.now() + off), sleep: clock.sleep }
  heartbeats = watchHeartbeats({ cluster: { list }, inventory, clock: ours, changed: () => told++ }, stop.signal)
  return async () => {
    stop.abort()
    await heartbeats.over
  }
})

function renew(name: string, { to = [watched, listed], seconds = 40, namespace = 'kube-node-lease' } = {}): void {
  beats += 1
  const metadata = { name, namespace, uid: name, resourceVersion: String(beats) }
  const spec = { leaseDurationSeconds: seconds, renewTime: `2026-01-01T00:00:00.${String(beats).padStart(6, '0')}Z` }
  for (const map of to) map.set(name, { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata, spec })
}
/** For so many seconds node `b` goes on beating, `a` does not. */
async function silence(count: number): Promise<void> {
  for (let at = 0; at < count; at++) {
    renew('b')
    await clock.step(limits.heartbeatLook)
  }
}

/** For so many seconds leases cannot be seen. */
async function blindness(count: number): Promise<void> {
  state = 'blind'
  await silence(count)
  state = 'seen'
}

test('a stock kubelet that stops is told twelve seconds after its last word, the others are not', async () => {
  renew('a')
  await silence(11)
  expect(heartbeats.silentSince('a')).toBeUndefined()
  expect(told).toBe(0)
  await silence(1)
  expect(heartbeats.silentSince('a')).toBe(1_800_000_001_000)
  expect(heartbeats.silentSince('b')).toBeUndefined()
  expect(told).toBe(1)
  renew('a')
  await silence(1)
  expect(heartbeats.silentSince('a')).toBeUndefined()
  expect(told).toBe(2)
})

test('a shorter lease is told sooner, but not within the least', async () => {
  renew('a', { seconds: 8 })
  await silence(limits.heartbeatLeast / 1_000)
  expect(heartbeats.silentSince('a')).toBeUndefined()
  await silence(1)
  expect(heartbeats.silentSince('a')).toBeDefined()
})

describe('nobody is accused', () => {
  test('when the watch hangs and a list knows better', async () => {
    renew('a')
    for (let at = 0; at < 40; at++) {
      if (at % 10 === 9) renew('a', { to: [listed] })
      await silence(1)
    }
    expect(heartbeats.silentSince('a')).toBeUndefined()
    expect(lists).toBeGreaterThan(0)
  })

  test('while the list cannot be had', async () => {
    answers = false
    renew('a')
    await silence(30)
    expect(heartbeats.silentSince('a')).toBeUndefined()
    answers = true
    await silence(1)
    expect(heartbeats.silentSince('a')).toBeDefined()
  })

  test('while leases cannot be seen, nor for the time that they could not', async () => {
    renew('a')
    await silence(5)
    await blindness(60)
    await isToldIn(12)
  })

  test.each([
    ['forward', 3_600_000],
    ['back', -3_600_000],
    ['forward by heartbeatLeast', limits.heartbeatLeast],
  ])('for a clock that was set %s', async (_way, by) => {
    renew('a')
    await silence(10)
    off = by
    await isToldIn(12)
  })

  /** Not before. */
  async function isToldIn(seconds: number): Promise<void> {
    await silence(seconds - 2)
    expect(heartbeats.silentSince('a')).toBeUndefined()
    await silence(2)
    expect(heartbeats.silentSince('a')).toBeDefined()
  }

  test('for a lease that is not a node’s, or that is gone', async () => {
    renew('leader', { namespace: 'kube-system' })
    renew('a')
    await silence(15)
    expect(heartbeats.silentSince('leader')).toBeUndefined()
    expect(heartbeats.silentSince('a')).toBeDefined()
    watched.delete('a')
    await silence(1)
    expect(heartbeats.silentSince('a')).toBeUndefined()
  })
})

test('who was silent stays so while the cluster cannot be seen', async () => {
  renew('a')
  await silence(15)
  await blindness(5)
  await silence(1)
  expect(heartbeats.silentSince('a')).toBe(1_800_000_001_000)
})
