import { describe, expect, test } from 'vitest'
import { limits } from '../../limits.ts'
import { err, instant, millis, ok } from '../../model/index.ts'
import type { Cluster } from '../../model/kubernetes/index.ts'
import { steppedClock } from '../inventory/stepped-clock.ts'
import { createLogWriter } from '../log-writer/index.ts'
import { testStore } from '../log-writer/test-store.ts'
import { startInsights } from './collector.ts'
import type { ClusterObjects } from './objects.ts'
import { cadvisorPage, objects } from './sample-world.ts'

const group = '/aws/containerinsights/demo/performance'
const first = 'ip-10-0-0-1.ec2.internal'
/** Twenty seconds past a full minute. */
const start = instant(Date.UTC(2026, 10, 21, 12, 0, 20))

function collecting(seen: () => ClusterObjects | undefined = () => objects) {
  const clock = steppedClock(start)
  const store = testStore()
  const told: string[] = []
  let silent = new Set<string>(['node-2', 'node-3'])
  const kubelet: Cluster['kubelet'] = async (node, path) => {
    if (silent.has(node)) return err({ code: 'unreachable', message: `${node} is silent` })
    const minute = (clock.now() - start) / 60_000
    return path === '/metrics/cadvisor'
      ? ok(cadvisorPage(minute, clock.now()))
      : err({ code: 'not-found', message: 'no such page' })
  }
  const writer = createLogWriter({ ...store, clock, tags: {} }, line => told.push(line))
  const cluster = { name: 'demo', kubelet }
  const begin = () => startInsights({ cluster, objects: seen, writer, clock }, 'enhanced', line => told.push(line))
  const events = (type: string) =>
    store
      .messages(group)
      .map(message => JSON.parse(message))
      .filter(event => event.Type === type)
  const fallSilent = (...nodes: readonly string[]) => {
    silent = new Set(nodes)
  }
  return { clock, store, told, begin, events, fallSilent }
}

describe('Container Insights', () => {
  test('takes a sample at once, then at full minutes, with rates from the second on', async () => {
    const { clock, store, begin, events } = collecting()
    const insights = begin()
    await clock.step(limits.insightsEvery)
    const times = events('Cluster').map(({ Timestamp }) => Number(Timestamp))
    expect(times).toEqual([start, start + 40_000])
    expect(store.batches.every(({ timestamps }) => timestamps.every(at => times.includes(at)))).toBe(true)
    expect(new Set(store.streams(group))).toEqual(new Set([first, 'node-2', 'node-3']))
    const [one, two] = events('Node').filter(({ NodeName }) => NodeName === first)
    expect(one).not.toHaveProperty('node_cpu_utilization')
    expect(two.node_cpu_utilization).toBeCloseTo(15)
    await insights.stop()
  })

  test('waits until the cluster was seen', async () => {
    let seen: ClusterObjects | undefined
    const { clock, store, begin, events } = collecting(() => seen)
    const insights = begin()
    await clock.step(millis(5_000))
    expect(store.batches).toEqual([])
    seen = objects
    await clock.step(limits.insightsLook)
    expect(events('Cluster')).toHaveLength(1)
    await insights.stop()
  })

  test('a node that falls silent is told of once, and when it is heard again', async () => {
    const { clock, told, begin, fallSilent } = collecting()
    const insights = begin()
    await clock.step(millis(125_000))
    expect(told).toEqual(['no figures from the kubelet of node-2 and 1 more: node-2 is silent'])
    fallSilent('node-3')
    await clock.step(limits.insightsEvery)
    expect(told.slice(1)).toEqual(['the kubelet of node-2 is heard again'])
    await insights.stop()
  })

  test('what the store does not take within a round gives way to the next', async () => {
    const { clock, store, begin, events } = collecting()
    const error = { code: 'unavailable', message: 'away' } as const
    store.failures.push(
      ...Array.from({ length: 3 * (2 + limits.insightsEvery / limits.collectorWriteAgain) }, () => ({ error })),
    )
    const insights = begin()
    await clock.step(millis(5 * limits.insightsEvery))
    const times = events('Cluster').map(({ Timestamp }) => Number(Timestamp))
    expect(times).not.toContain(start)
    expect(times.length).toBeGreaterThan(1)
    await insights.stop()
  })

  test('kubeletsAtOnce streams are written at the same time, not one more', async () => {
    const nodes = Array.from({ length: limits.kubeletsAtOnce + 1 }, (_, i) => {
      const [node] = objects.Node!
      return { ...node!, metadata: { ...node!.metadata, name: `n${i}` } }
    })
    const { clock, store, begin } = collecting(() => ({ Node: nodes }))
    let [now, most] = [0, 0]
    const { append } = store.logs
    Object.assign(store.logs, {
      append: async (batch: Parameters<typeof append>[0]) => {
        now += 1
        most = Math.max(most, now)
        await clock.sleep(millis(1_000))
        now -= 1
        return append(batch)
      },
    })
    const insights = begin()
    await clock.step(millis(10_000))
    expect(store.streams(group)).toHaveLength(nodes.length)
    expect(most).toBe(limits.kubeletsAtOnce)
    await insights.stop()
  })
})
