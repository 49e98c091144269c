/** What a change makes old, and how often it is asked for again. */
import { describe, expect, test } from 'vitest'
import type { KindName } from '../../src/model/kubernetes/index.ts'
import { isConcerned } from './concerns.ts'
import { type Pace, paced } from './pace.ts'

describe('what a change makes old', () => {
  const pods = ['cluster', 'list', 'pods', 'east', undefined]
  test.each<readonly [string, readonly unknown[], readonly KindName[], boolean]>([
    ['the list of the kind', pods, ['Pod', 'Lease'], true],
    ['not that of another', pods, ['Node'], false],
    ['not of the past', ['cluster', 'list', 'pods', 'east', 5], ['Pod'], false],
    ['not of another cluster', ['cluster', 'list', 'pods', undefined, undefined], ['Pod'], false],
    ['nodes, by their pods', ['cluster', 'list', 'nodes', 'east', undefined], ['Pod'], true],
    ['workloads, by what they made', ['cluster', 'list', 'workloads', 'east', undefined], ['Job'], true],
    ['events', ['cluster', 'list', 'events', 'east', undefined], ['Event'], true],
    ['any kind', ['cluster', 'objects', 'Ingress', 'east', undefined, undefined], ['Ingress'], true],
    ['not by another', ['cluster', 'objects', 'Ingress', 'east', undefined, undefined], ['Service'], false],
    [
      'services, by what is behind',
      ['cluster', 'objects', 'Service', 'east', undefined, undefined],
      ['EndpointSlice'],
      true,
    ],
    ['not what was deleted', ['cluster', 'objects', 'Pod', 'east', undefined, { from: 1, to: 2 }], ['Pod'], false],
    ['one object', ['cluster', 'object', 'east', { kind: 'Pod' }, undefined], ['Event'], true],
    ['not by heartbeats of nodes', ['cluster', 'object', 'east', { kind: 'Pod' }, undefined], ['Lease'], false],
    ['not one of the past', ['cluster', 'object', 'east', { kind: 'Pod' }, 5], ['Event'], false],
    ['how the cluster is', ['cluster', 'about', 'east'], ['Deployment'], true],
    ['not by heartbeats', ['cluster', 'about', 'east'], ['Lease', 'Event'], false],
    ['the overview', ['overview', 'standing', 'east'], ['Node'], true],
    ['nothing else', ['overview', 'troubles', 'east'], ['Node'], false],
  ])('%s', (_what, key, kinds, is) => {
    expect(isConcerned(key, 'east', new Set(kinds))).toBe(is)
  })

  test('everything of the present, when nobody told', () => {
    expect(isConcerned(pods, 'east', undefined)).toBe(true)
    expect(isConcerned(['cluster', 'list', 'pods', undefined, undefined], undefined, undefined)).toBe(true)
    expect(isConcerned(['cluster', 'list', 'pods', 'east', 5], 'east', undefined)).toBe(false)
  })
})

describe('how often', () => {
  /** Asks take so long; answers the times at which they began. */
  function run(takes: number, until: number, changes: (now: number, pace: Pace) => void): readonly number[] {
    let now = 0
    const timers = new Set<{ readonly at: number; readonly then: () => void }>()
    const after = (ms: number, then: () => void) => {
      const timer = { at: now + ms, then }
      timers.add(timer)
      return () => void timers.delete(timer)
    }
    const began: number[] = []
    const ask = (over: () => void) => {
      began.push(now)
      after(takes, over)
    }
    const pace = paced(ask, { now: () => now, after, least: 250 })
    for (; now < until; now += 50) {
      for (const timer of [...timers])
        if (timer.at <= now) {
          timers.delete(timer)
          timer.then()
        }
      changes(now, pace)
    }
    return began
  }

  test('one change is asked for at once, and once', () => {
    expect(run(100, 5_000, (now, pace) => now === 1_000 && pace.want())).toEqual([1_000])
  })

  test('what goes on changing, with rests as long as the answer takes', () => {
    expect(run(50, 1_000, (_now, pace) => pace.want())).toEqual([0, 300, 600, 900])
    expect(run(1_000, 6_000, (_now, pace) => pace.want())).toEqual([0, 2_000, 4_000])
  })

  test('a change while an answer is on its way is asked for after it', () => {
    expect(run(400, 5_000, (now, pace) => (now === 0 || now === 200) && pace.want())).toEqual([0, 800])
  })

  test('not after the end', () => {
    expect(run(400, 5_000, (now, pace) => (now === 600 ? pace.stop() : pace.want()))).toEqual([0])
  })
})
