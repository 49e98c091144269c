import { describe, expect, test } from 'vitest'
import { applicationsOf, type HappenedTo, troubleEvents, troublesOf } from './index.ts'

const event = (reason: string, name: string, count = 1, more: Partial<HappenedTo> = {}): HappenedTo => ({
  ...{ reason, kind: 'Pod', namespace: 'shop', name, count, last: 10 },
  ...more,
})

describe('troubles', () => {
  test('of pods are those of their workload', () => {
    const events = [event('Evicted', 'web-7c9f8d6b5-x7k2p', 1, { last: 30 }), event('Evicted', 'web-7c9f8d6b5-zzzzz')]
    expect(troublesOf(events, [], 10).troubles).toEqual([
      {
        ...{ kind: 'evicted', namespace: 'shop', workload: 'web', count: 2, last: 30 },
        ...{ pods: ['web-7c9f8d6b5-x7k2p', 'web-7c9f8d6b5-zzzzz'], podCount: 2 },
      },
    ])
  })

  test('of pods that went though no warning was given: pushed aside by others, or driven from a tainted node', () => {
    const events = [event('Preempted', 'web-7c9f8d6b5-x7k2p'), event('TaintManagerEviction', 'web-7c9f8d6b5-zzzzz')]
    expect(troublesOf(events, [], 10).totals.evicted).toBe(2)
    const asked = troubleEvents.filter(({ normal }) => normal)
    expect(asked.map(({ reason, begins = '' }) => [reason, begins])).toEqual([
      ['TaintManagerEviction', 'Marking for deletion'],
      ['Preempted', ''],
    ])
  })

  test('a container that ran out of memory was started again too, and a plain crash was not out of memory', () => {
    const ends = [
      { reason: 'OOMKilled', namespace: 'shop', name: 'db-0', count: 2, last: 5 },
      { reason: 'Error', namespace: 'shop', name: 'db-0', count: 3, last: 9 },
    ]
    const { troubles, totals } = troublesOf([], ends, 10)
    expect(
      troubles.map(({ kind, workload, count, last, podCount }) => [kind, workload, count, last, podCount]),
    ).toEqual([
      ['oom-kill', 'db', 2, 5, 1],
      ['restart', 'db', 5, 9, 1],
    ])
    expect(totals).toMatchObject({ 'oom-kill': 2, restart: 5, evicted: 0 })
  })

  test('the urgent first, what is no trouble not at all, what has no room counted', () => {
    const events = [
      event('Unhealthy', 'web-7c9f8d6b5-x7k2p', 40),
      event('Failed', 'api-7c9f8d6b5-x7k2p', 2),
      event('FailedMount', 'x', 1, { kind: 'Node', namespace: '' }),
      event('Pulled', 'web-7c9f8d6b5-x7k2p', 9),
    ]
    const { troubles, totals, leftOut } = troublesOf(events, [], 2)
    expect(troubles.map(({ kind, workload }) => [kind, workload])).toEqual([
      ['pull-failed', 'api'],
      ['volume-failed', 'x'],
    ])
    expect(leftOut).toBe(1)
    expect(totals['probe-failed']).toBe(40)
  })

  test('only some pods are named, the ones with the most', () => {
    const events = ['b', 'c', 'd', 'f'].map((end, at) => event('Unhealthy', `web-7c9f8d6b5-xxxx${end}`, at + 1))
    const [one] = troublesOf(events, [], 10).troubles
    expect(one).toMatchObject({ pods: ['f', 'd', 'c'].map(end => `web-7c9f8d6b5-xxxx${end}`), podCount: 4, count: 10 })
  })

  test('every event that is asked for is one that has a kind', () => {
    for (const { reason } of troubleEvents) expect(troublesOf([event(reason, 'x')], [], 1).troubles).toHaveLength(1)
  })
})

test('applications: levels of their pods together, most errors first', () => {
  const lines = (pod: string, level: string, count: number) => ({ namespace: 'shop', pod, level, lines: count })
  const rows = [
    lines('web-7c9f8d6b5-x7k2p', 'INFO', 100),
    lines('api-7c9f8d6b5-x7k2p', 'ERROR', 2),
    lines('api-7c9f8d6b5-zzzzz', 'FATAL', 1),
    lines('api-7c9f8d6b5-zzzzz', 'WARN', 5),
    lines('db-0', '', 7),
  ]
  expect(applicationsOf(rows, 2)).toEqual({
    applications: [
      { namespace: 'shop', workload: 'api', lines: 8, errors: 3, warnings: 5, pods: 2 },
      { namespace: 'shop', workload: 'web', lines: 100, errors: 0, warnings: 0, pods: 1 },
    ],
    leftOut: 1,
  })
})
