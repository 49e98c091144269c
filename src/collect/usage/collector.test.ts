import { describe, expect, test } from 'vitest'
import { limits } from '../../limits.ts'
import { err, type Instant, instant, millis, ok } from '../../model/index.ts'
import type { Cluster, Node, Pod } from '../../model/kubernetes/index.ts'
import { steppedClock } from '../inventory/stepped-clock.ts'
import { startUsage } from './collector.ts'

const meta = (name: string) => ({ name, uid: name, resourceVersion: '1' })
const node = (name: string, ready = 'True', annotations = {}): Node => ({
  ...{ apiVersion: 'v1', kind: 'Node', metadata: { ...meta(name), annotations } },
  status: { conditions: [{ type: 'Ready', status: ready }] },
})
const pod = (name: string, nodeName = 'n', phase = 'Running') =>
  ({
    ...{ apiVersion: 'v1', kind: 'Pod', metadata: { ...meta(name), namespace: 'shop' } },
    ...{ spec: { nodeName, containers: [{ name: 'app' }] }, status: { phase } },
  }) as Pod

const line = (name: string, labels: string, value: number, now: Instant) => `${name}${labels} ${value} ${now}\n`
/** A node and its pod `web` that use half a core since the beginning of time. */
const pageAt = (now: Instant) =>
  line('node_cpu_usage_seconds_total', '', now / 2_000, now) +
  line('node_memory_working_set_bytes', '', 1_000, now) +
  line('container_cpu_usage_seconds_total', '{container="app",namespace="shop",pod="web"}', now / 2_000, now) +
  line('container_memory_working_set_bytes', '{container="app",namespace="shop",pod="web"}', 500, now)

type Kubelet = Cluster['kubelet']

type Answering = (now: Instant, ...asked: Parameters<Kubelet>) => ReturnType<Kubelet>
function watching(nodes: readonly Node[] | undefined, answer: Answering = async now => ok(pageAt(now))) {
  const clock = steppedClock()
  const asked: string[] = []
  const seen = { nodes }
  const kubelet: Kubelet = async (...call) => {
    asked.push(`${call[0]} ${call[1]}`)
    return answer(clock.now(), ...call)
  }
  const usage = startUsage({ cluster: { kubelet }, nodes: () => seen.nodes, clock })
  return { clock, asked, usage, seen }
}

describe('live usage', () => {
  test('of nodes and pods is there with the second reading', async () => {
    const { clock, usage } = watching([node('n')])
    await clock.step(millis(1))
    expect([usage.node('n'), usage.pod(pod('web'))]).toEqual([undefined, undefined])
    await clock.step(limits.usageEvery)
    const lately = { cpu: 0.5, at: clock.now() - 1, window: limits.usageEvery }
    expect(usage.node('n')).toEqual({ ...lately, memory: 1_000 })
    const containers = [{ name: 'app', cpu: 0.5, memory: 500 }]
    expect(usage.pod(pod('web'))).toEqual({ ...lately, memory: 500, containers })
    await usage.stop()
  })

  test.each([
    ['that does not run', pod('web', 'n', 'Succeeded')],
    ['that is said to be on another node', pod('web', 'm')],
    ['that no kubelet told of', pod('other')],
  ])('a pod %s has none', async (_story, of) => {
    const { clock, usage } = watching([node('n'), node('m')], async (now, name) => ok(name === 'n' ? pageAt(now) : ''))
    await clock.step(limits.usageEvery)
    expect(usage.pod(pod('web'))).toBeDefined()
    expect(usage.pod(of)).toBeUndefined()
    await usage.stop()
  })

  test('is asked of ready nodes alone, every usageEvery, once there are any', async () => {
    const { clock, usage, asked, seen } = watching(undefined)
    await clock.step(millis(5_000))
    expect(asked).toEqual([])
    seen.nodes = [node('n'), node('m', 'Unknown')]
    await clock.step(limits.insightsLook)
    await clock.step(millis(limits.usageEvery - 1))
    expect(asked).toEqual(['n /metrics/resource'])
    await clock.step(millis(1))
    expect(asked).toHaveLength(2)
    await usage.stop()
  })

  test('is asked in its time although our clock was set back meanwhile', async () => {
    const clock = steppedClock()
    let off = 0
    let asked = 0
    const kubelet: Kubelet = async () => {
      asked += 1
      if (asked === 1) off = -3_600_000
      return ok(pageAt(clock.now()))
    }
    const ours = { now: () => instant(clock.now() + off), sleep: clock.sleep }
    const usage = startUsage({ cluster: { kubelet }, nodes: () => [node('n')], clock: ours })
    await clock.step(limits.usageEvery)
    expect(asked).toBe(2)
    await usage.stop()
  })

  test('is told on for usageFresh, and no longer', async () => {
    let silent = false
    const said = { code: 'unreachable', message: 'gone' } as const
    const { clock, usage } = watching([node('n')], async now => (silent ? err(said) : ok(pageAt(now))))
    await clock.step(limits.usageEvery)
    silent = true
    await clock.step(limits.usageFresh)
    expect(usage.node('n')).toBeDefined()
    expect(usage.silent()).toEqual([{ node: 'n', error: said }])
    await clock.step(millis(1))
    expect([usage.node('n'), usage.pod(pod('web'))]).toEqual([undefined, undefined])
    silent = false
    // Two readings that are further apart than that make no rate.
    await clock.step(limits.usageEvery)
    expect(usage.node('n')).toBeUndefined()
    await clock.step(limits.usageEvery)
    expect(usage.node('n')?.window).toBe(limits.usageEvery)
    await usage.stop()
  })

  test('of a kubelet that hangs is given up after usageTime', async () => {
    const { clock, usage } = watching(
      [node('n')],
      (_now, _node, _path, signal) =>
        new Promise(resolve => signal.addEventListener('abort', () => resolve(err({ code: 'aborted' })))),
    )
    await clock.step(millis(limits.usageTime - 1))
    expect(usage.silent()).toEqual([])
    await clock.step(millis(1))
    expect(usage.silent()).toMatchObject([{ node: 'n', error: { code: 'unreachable' } }])
    await usage.stop()
  })

  test('that this account may not ask for is asked once, and again much later', async () => {
    const denied = { code: 'may-not', verb: 'get', group: '', resource: 'nodes/proxy', message: 'no' } as const
    const nodes = Array.from({ length: limits.kubeletsAtOnce * 3 }, (_, i) => node(`n${i}`))
    const { clock, usage, asked } = watching(nodes, async () => err(denied))
    await clock.step(limits.usageEvery)
    expect(asked.length).toBeLessThanOrEqual(2 * limits.kubeletsAtOnce)
    expect(usage.silent().every(({ error }) => error.code === 'may-not')).toBe(true)
    const once = asked.length
    await clock.step(millis(limits.clusterBlindPause - limits.usageEvery - 1))
    expect(asked).toHaveLength(once)
    await clock.step(millis(1))
    expect(asked.length).toBeGreaterThan(once)
    await usage.stop()
  })

  test('comes of the summary where the kubelet has no such page', async () => {
    const { clock, usage, asked } = watching([node('n')], async (now, _node, path) => {
      const use = { cpu: { usageCoreNanoSeconds: now * 1e6 }, memory: { workingSetBytes: 7 } }
      return path === '/stats/summary' ? ok(JSON.stringify({ node: use })) : err({ code: 'not-found', message: 'no' })
    })
    await clock.step(limits.usageEvery)
    expect(usage.node('n')).toMatchObject({ cpu: 1, memory: 7 })
    expect(asked.slice(0, 2)).toEqual(['n /metrics/resource', 'n /stats/summary'])
    await usage.stop()
  })

  test('of a kubelet that answers rubbish is trouble of that node alone', async () => {
    const { clock, usage } = watching([node('n'), node('m')], async (now, name) =>
      ok(name === 'n' ? pageAt(now) : '<html>'),
    )
    await clock.step(limits.usageEvery)
    expect(usage.node('n')).toBeDefined()
    expect(usage.silent()).toMatchObject([{ node: 'm', error: { code: 'unreadable' } }])
    await usage.stop()
  })

  test.each([
    ['/metrics/nodes/n/metrics/resource', '/metrics/nodes/n/metrics/resource'],
    ['/exec/shop/web/app', '/metrics/resource'],
    ['/metrics/../exec', '/metrics/resource'],
    ['/metrics/x?command=y', '/metrics/resource'],
  ])('the annotation %s leads to %s', async (annotation, path) => {
    const { clock, usage, asked } = watching([
      node('n', 'True', { 'metrics.k8s.io/resource-metrics-path': annotation }),
    ])
    await clock.step(millis(1))
    expect(asked).toEqual([`n ${path}`])
    await usage.stop()
  })
})
