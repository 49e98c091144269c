import { describe, expect, test } from 'vitest'
import { limits } from '../../limits.ts'
import { type Instant, instant, millis } from '../../model/index.ts'
import type { ClusterEvent } from '../../model/kubernetes/index.ts'
import { steppedClock } from '../inventory/stepped-clock.ts'
import { createLogWriter } from '../log-writer/index.ts'
import { testStore } from '../log-writer/test-store.ts'
import { startEventLines } from './collector.ts'
import { recordOf, timeOf } from './record.ts'

const group = '/aws/containerinsights/test/events'

function collecting() {
  const clock = steppedClock()
  const store = testStore()
  let events: readonly ClusterEvent[] | undefined
  const writer = createLogWriter({ ...store, clock, tags: {} }, () => undefined)
  const cluster = { name: 'test' }
  const start = () => startEventLines({ ...store, cluster, events: () => events, writer, clock })
  const happen = (...all: readonly ClusterEvent[]) => {
    events = all
  }
  const stored = () => store.messages(group).map(message => JSON.parse(message))
  return { clock, store, start, happen, stored }
}

const event = (at: Instant, more: Partial<ClusterEvent> = {}, version = '1'): ClusterEvent => ({
  ...{ apiVersion: 'v1', kind: 'Event' },
  metadata: { name: 'web.17', namespace: 'shop', uid: 'uid-1', resourceVersion: version },
  involvedObject: { kind: 'Pod', namespace: 'shop', name: 'web', uid: 'uid-web' },
  ...{ type: 'Warning', reason: 'BackOff', message: 'Back-off restarting failed container', count: 1 },
  lastTimestamp: new Date(at).toISOString(),
  ...more,
})

describe('events as lines', () => {
  test('say what happened to whom, and where it belongs', async () => {
    const { clock, store, start, happen, stored } = collecting()
    happen(event(clock.now(), { source: { component: 'kubelet', host: 'node-1' } }))
    const lines = start()
    await clock.step(limits.clusterEventLook)
    expect(stored()).toMatchObject([
      {
        ...{ level: 'WARN', type: 'Warning', reason: 'BackOff', count: 1, component: 'kubelet' },
        object: { kind: 'Pod', name: 'web' },
        kubernetes: { namespace_name: 'shop', pod_name: 'web', host: 'node-1' },
      },
    ])
    expect(store.streams(group)).toEqual(['shop'])
    expect(store.batches[0]?.timestamps).toEqual([Date.parse(stored()[0].time)])
    await lines.stop()
  })

  test('each time that it happens is a line, and each only once', async () => {
    const { clock, start, happen, stored } = collecting()
    const [first, second] = [clock.now(), instant(clock.now() + 5_000)]
    happen(event(first))
    const lines = start()
    await clock.step(millis(6_000))
    happen(event(second, { count: 2 }, '2'))
    await clock.step(millis(6_000))
    expect(stored().map(({ count }) => count)).toEqual([1, 2])
    await lines.stop()
  })

  test('what an earlier run stored is known after a restart', async () => {
    const { clock, start, happen, stored } = collecting()
    happen(event(clock.now()))
    const lines = start()
    await clock.step(limits.clusterEventLook)
    await lines.stop()
    const again = start()
    happen(event(clock.now(), {}, '1'), event(instant(clock.now()), { message: 'new' }, '2'))
    await clock.step(limits.clusterEventLook)
    expect(stored().filter(({ message }) => message === 'new')).toHaveLength(1)
    const before = stored().length
    await again.stop()
    const third = start()
    await clock.step(limits.clusterEventLook)
    expect(stored()).toHaveLength(before)
    await third.stop()
  })

  test('nothing is written that no group takes, and nothing before events were seen', async () => {
    const { clock, store, start, happen } = collecting()
    const lines = start()
    await clock.step(limits.clusterEventLook)
    const now = clock.now()
    happen(
      event(instant(now - limits.logEventAge - 60_000)),
      event(instant(now + limits.logEventLead + 60_000)),
      event(now, { lastTimestamp: 'soon' }),
    )
    await clock.step(limits.clusterEventLook)
    expect(store.batches).toEqual([])
    await lines.stop()
  })

  test('however many there are, each is written once', async () => {
    const { clock, start, happen, store } = collecting()
    const at = clock.now()
    const all = Array.from({ length: limits.putLogEventsCount + 1 }, (_, n) =>
      event(at, { metadata: { name: `e${n}`, namespace: 'shop', uid: `${n}`, resourceVersion: '1' } }),
    )
    happen(...all)
    const lines = start()
    await clock.step(limits.clusterEventLook)
    await clock.step(limits.clusterEventLook)
    expect(store.messages(group)).toHaveLength(all.length)
    await lines.stop()
  })
})

test.each([
  ['a series', { series: { lastObservedTime: '2026-01-20T10:00:05Z' } }, '2026-01-20T10:00:05Z'],
  ['the newer form', { lastTimestamp: null, eventTime: '2026-01-20T10:00:01.5Z' }, '2026-01-20T10:00:01.5Z'],
  ['odd times', { lastTimestamp: 'x', firstTimestamp: '2026-01-20T10:00:02Z' }, '2026-01-20T10:00:02Z'],
])('when it happened: %s', (_story, more, time) => {
  expect(timeOf(event(instant(0), more))).toBe(Date.parse(time))
})

test('an event of a node is told of the node', () => {
  const record = JSON.parse(
    recordOf(event(instant(0), { involvedObject: { kind: 'Node', name: 'node-2' } }), instant(0)),
  )
  expect(record.kubernetes).toEqual({ namespace_name: 'shop', host: 'node-2' })
})
