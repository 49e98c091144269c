/** The twin behind the port: the contract of every cluster, logs that are followed through an end, and what is kept. */
import { describe, expect, test } from 'vitest'
import { limits } from '../limits.ts'
import { type Clock, hours, instant, type Millis, minutes, plus, seconds } from '../model/index.ts'
import { clusterContract } from '../model/kubernetes/contract.ts'
import type { Cluster, LogOptions } from '../model/kubernetes/index.ts'
import { createTwin, demoScenario, twinCluster } from './index.ts'

const start = instant(Date.UTC(2026, 0, 5))
const calm = { ...demoScenario, faults: [] }
const never = new AbortController().signal

/** Time goes on when somebody sleeps, or when the test says so; each sleep lets others run. */
function clockFrom(begin: number) {
  let now = begin
  const clock: Clock = {
    now: () => instant(now),
    sleep: async (length, signal) => {
      await new Promise<void>(resolve => setImmediate(resolve))
      if (signal?.aborted !== true) now += length
    },
  }
  const pass = (length: Millis) => {
    now += length
  }
  return { clock, pass }
}

function opened() {
  const twin = createTwin({ seed: 2, start, scenario: calm })
  twin.advanceTo(plus(start, hours(1)))
  const { clock, pass } = clockFrom(twin.now)
  const [node = ''] = twin.world.nodes.keys()
  return { twin, clock, pass, node, cluster: twinCluster(twin, clock) }
}

/** A pod of the backend that was never started again. */
function backendOf({ world }: ReturnType<typeof createTwin>) {
  const pod = [...world.pods.values()].find(({ key }) => key.startsWith('backend/'))
  if (pod === undefined) throw new Error('the backend is there')
  return { namespace: 'backend', pod: pod.key.slice('backend/'.length), container: 'backend-app' }
}

clusterContract('the twin', async () => {
  const { twin, cluster, node, pass } = opened()
  return {
    cluster,
    node,
    talking: backendOf(twin),
    change: async () => pass(minutes(16)),
    close: () => cluster.close(),
  }
})

async function read(
  cluster: Cluster,
  options: Omit<LogOptions, 'signal'>,
  stop: AbortSignal = never,
): Promise<string[]> {
  const answer = await cluster.logs({ ...options, signal: stop })
  if (!answer.ok) throw new Error(JSON.stringify(answer.error))
  const decoder = new TextDecoder()
  let text = ''
  for await (const piece of answer.value) text += decoder.decode(piece)
  return text.split('\n').filter(line => line !== '')
}

describe('logs', () => {
  test('are followed until the container ends, to its last words', async () => {
    const { cluster, twin, pass } = opened()
    pass(minutes(15))
    twin.advanceTo(plus(start, minutes(75.2)))
    const pod = [...twin.world.pods.values()].find(({ key, over }) => key.startsWith('batch/') && !over)
    expect(pod).toBeDefined()
    const of = { namespace: 'batch', pod: pod?.key.slice('batch/'.length) ?? '', container: 'batch-app' }
    const followed = await read(cluster, { ...of, follow: true })
    expect(followed.at(-1)).toContain('BATCH END')
    expect(followed).toEqual(await read(cluster, of))
  })

  test('of the run before are there after a crash, and end with why', async () => {
    const { cluster, twin, pass } = opened()
    expect(twin.begin('bad-rollout')).toBe(true)
    pass(minutes(2))
    await cluster.list('Node', { limit: 1, signal: never })
    const crashed = [...twin.world.pods.values()].find(({ containers }) => (containers[0]?.restarts ?? 0) > 0)
    const [namespace = '', pod = ''] = crashed?.key.split('/') ?? []
    const lines = await read(cluster, {
      namespace,
      pod,
      container: crashed?.containers[0]?.spec.name ?? '',
      previous: true,
    })
    expect(lines.join('\n')).toMatch(/run failed|host not found/)
  })

  test('stop after so many bytes', async () => {
    const { cluster, twin } = opened()
    const answer = await cluster.logs({ ...backendOf(twin), signal: never, limitBytes: 100 })
    let bytes = 0
    if (answer.ok) for await (const piece of answer.value) bytes += piece.length
    expect(bytes).toBe(100)
  })

  test('a container that waits to start has none, in the kubelet’s words', async () => {
    const { cluster, twin, pass } = opened()
    expect(twin.begin('missing-image')).toBe(true)
    pass(seconds(30))
    await cluster.list('Node', { limit: 1, signal: never })
    const waiting = [...twin.world.pods.values()].find(({ containers }) => containers[0]?.waiting !== undefined)
    const [namespace = '', pod = ''] = waiting?.key.split('/') ?? []
    const container = waiting?.containers[0]?.spec.name ?? ''
    expect(await cluster.logs({ namespace, pod, container, signal: never })).toMatchObject({
      error: {
        code: 'refused',
        message: expect.stringMatching(/is waiting to start: (ErrImagePull|ImagePullBackOff)/),
      },
    })
  })

  test('twinLogBack: what is as old is there, and what is older is not', async () => {
    const { cluster, twin, pass } = opened()
    pass(hours(1))
    const of = backendOf(twin)
    const lines = await read(cluster, of)
    const oldest = Date.parse(lines[0]?.split(' ')[0] ?? '')
    expect(oldest).toBeGreaterThan(twin.now - limits.twinLogBack)
    expect(oldest).toBeLessThan(twin.now - limits.twinLogBack + minutes(1))
    expect(await read(cluster, { ...of, sinceTime: new Date(start).toISOString() })).toEqual(lines)
  })

  test('twinLookEvery: a follower looks as often, and no oftener', async () => {
    const { twin, cluster } = opened()
    const slept: number[] = []
    const { clock } = clockFrom(twin.now)
    const stop = new AbortController()
    const watched = twinCluster(twin, {
      now: clock.now,
      sleep: (length, signal) => {
        slept.push(length)
        if (slept.length === 5) stop.abort()
        return clock.sleep(length, signal)
      },
    })
    await read(watched, { ...backendOf(twin), follow: true }, stop.signal)
    expect(slept).toEqual(Array.from({ length: 5 }, () => limits.twinLookEvery))
    await cluster.close()
  })
})

describe('watches', () => {
  test('twinKeptChanges: goes on from as many changes ago, and after twice as many it is gone', () => {
    const { twin } = opened()
    const { objects } = twin.world
    const from = objects.version
    const node = [...objects.all('Node')][0]
    if (node === undefined) throw new Error('there is a node')
    const write = (times: number) => {
      for (let n = 0; n < times; n++) objects.put('Node', node)
    }
    write(limits.twinKeptChanges)
    expect(objects.changes('Node', from)).toHaveLength(limits.twinKeptChanges)
    write(limits.twinKeptChanges + 1)
    expect(objects.changes('Node', from)).toBe('gone')
    expect(objects.changes('Node', objects.version - limits.twinKeptChanges)).toHaveLength(limits.twinKeptChanges)
  })

  test('a page that nobody gave, and one that is too old, are gone', async () => {
    const { cluster, twin } = opened()
    for (const from of ['?', '{}', '{"version":"1","after":"a"}'])
      expect(await cluster.list('Pod', { signal: never, limit: 5, from })).toMatchObject({ error: { code: 'gone' } })
    expect(await cluster.watch('Pod', { signal: never, resourceVersion: 'new' })).toMatchObject({
      error: { code: 'refused' },
    })
    expect(twin.now).toBe(plus(start, hours(1)))
  })

  test('end when the cluster is closed', async () => {
    const { cluster, twin } = opened()
    const answer = await cluster.watch('Pod', { signal: never, resourceVersion: String(twin.world.objects.version) })
    await cluster.close()
    let events = 0
    if (answer.ok) for await (const _ of answer.value) events++
    expect(events).toBe(0)
    expect(await cluster.list('Pod', { signal: never, limit: 1 })).toMatchObject({ error: { code: 'aborted' } })
  })
})

describe('kubelets', () => {
  test.each([
    '/stats/summary',
    '/stats/summary?only_cpu_and_memory=true',
    '/metrics/cadvisor',
    '/metrics/resource',
    '/pods',
    '/healthz',
  ])('answer %s', async path => {
    const { cluster, node } = opened()
    expect(await cluster.kubelet(node, path, never)).toMatchObject({ ok: true })
  })

  test.each(['/', '/constructor', '/metrics'])('know nothing of %s', async path => {
    const { cluster, node } = opened()
    expect(await cluster.kubelet(node, path, never)).toMatchObject({ error: { code: 'not-found' } })
  })

  test('tell a CPU rate that the counters bear out', async () => {
    const { cluster, node, pass } = opened()
    const ask = async () => {
      const answer = await cluster.kubelet(node, '/stats/summary', never)
      if (!answer.ok) throw new Error(JSON.stringify(answer.error))
      return JSON.parse(answer.value).node.cpu
    }
    const before = await ask()
    pass(seconds(10))
    const after = await ask()
    const rate = (after.usageCoreNanoSeconds - before.usageCoreNanoSeconds) / 10
    expect(after.usageNanoCores / rate).toBeGreaterThan(0.9)
    expect(after.usageNanoCores / rate).toBeLessThan(1.1)
  })
})
