import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { limits } from '../../limits.ts'
import { type Instant, instant, millis } from '../../model/index.ts'
import type { LabelSelector, Pod } from '../../model/kubernetes/index.ts'
import { steppedClock } from '../inventory/stepped-clock.ts'
import { createLogWriter } from '../log-writer/index.ts'
import { testStore } from '../log-writer/test-store.ts'
import { startPodLogs } from './collector.ts'
import { SeenLines } from './seen.ts'
import { testContainers } from './test-containers.ts'

const group = '/aws/containerinsights/test/application'

function collecting() {
  const clock = steppedClock()
  const store = testStore()
  const containers = testContainers()
  const told: string[] = []
  const writer = createLogWriter({ ...store, clock, tags: {} }, line => told.push(line))
  const choice: { namespaces: string[]; labels: LabelSelector } = { namespaces: [], labels: { matchLabels: {} } }
  let seen: (() => readonly Pod[]) | undefined
  /** What the cluster tells of pods, where it is not how they are. */
  const see = (pods: typeof seen) => {
    seen = pods
  }
  const pods = () => (seen ?? containers.pods)()
  /** By how much our clock was set (ms). */
  const set = { by: 0 }
  const ours = { now: () => instant(clock.now() + set.by), sleep: clock.sleep }
  const ports = { ...store, ...containers, pods, writer, clock: ours, choice }
  const start = () => startPodLogs(ports, line => told.push(line))
  /** What was stored of a pod, in order. */
  const stored = (pod: string): string[] =>
    store
      .messages(group)
      .map(message => JSON.parse(message))
      .filter(record => record.kubernetes.pod_name === pod)
      .map(record => record.log)
  let count = 0
  const line = (text = `line ${count++}`, at: Instant = clock.now()) => `${new Date(at).toISOString()} ${text}`
  const write = (pod: string, ...texts: readonly string[]) => containers.write(pod, ...texts.map(text => line(text)))
  return { clock, set, store, containers, told, start, stored, write, line, see }
}

describe('pod logs', () => {
  test('are followed as they are written, in Fluent Bit’s stream', async () => {
    const { clock, store, containers, start, stored, write } = collecting()
    containers.begin('web')
    write('web', 'one')
    const logs = start()
    await clock.step(millis(3_000))
    write('web', 'two', 'three')
    await clock.step(millis(3_000))
    expect(stored('web')).toEqual(['one', 'two', 'three'])
    expect(store.streams(group)).toEqual(['node-1-application.var.log.containers.web_shop_main-web0.log'])
    expect(containers.asked).toHaveLength(1)
    await logs.stop()
    expect(containers.open().now).toBe(0)
  })

  test('a container that begins anew: the end of the one before, and the new one, each in its own stream', async () => {
    const { clock, store, containers, start, stored, write } = collecting()
    containers.begin('web')
    const logs = start()
    await clock.step(millis(3_000))
    write('web', 'last words')
    containers.end('web')
    containers.begin('web')
    write('web', 'first words')
    await clock.step(millis(20_000))
    expect(stored('web')).toEqual(['last words', 'first words'])
    expect(store.streams(group)).toHaveLength(2)
    await logs.stop()
  })

  test('a container that begins anew before the cluster has told: what answers is not taken for the one before', async () => {
    const { clock, store, containers, start, stored, write, see } = collecting()
    containers.begin('web')
    write('web', 'one')
    const logs = start()
    await clock.step(millis(3_000))
    const before = containers.pods()
    see(() => before)
    containers.cut()
    write('web', 'last words')
    containers.end('web')
    containers.begin('web')
    write('web', 'first words')
    // The log is opened again, the new instance answers, and only then the cluster tells of it.
    await clock.step(millis(limits.podLogAgain + 500))
    see(undefined)
    await clock.step(millis(20_000))
    expect(stored('web').toSorted()).toEqual(['first words', 'last words', 'one'])
    const ofInstance = (id: string) =>
      store.messages(group).filter(message => JSON.parse(message).kubernetes.docker_id === id).length
    expect([ofInstance('web0'), ofInstance('web1')]).toEqual([2, 1])
    await logs.stop()
  })

  test('in turns: the end of an instance that is over by its next turn is read as that of the one before', async () => {
    const { clock, containers, start, stored, write } = collecting()
    for (let i = 0; i <= limits.podLogFollows; i++) containers.begin(`pod-${i}`)
    const logs = start()
    await clock.step(millis(limits.podLogTurn * 2))
    write('pod-7', 'last words')
    containers.end('pod-7')
    containers.begin('pod-7')
    write('pod-7', 'first words')
    await clock.step(millis(limits.podLogTurn * 2))
    expect(stored('pod-7').toSorted()).toEqual(['first words', 'last words'])
    expect(logs.state()).toMatchObject({
      ...{ state: 'on', inTurns: true, containers: limits.podLogFollows + 1, atOnce: limits.podLogFollows },
    })
    expect(logs.state().longestWait).toBeGreaterThanOrEqual(0)
    await logs.stop()
  })

  test('what is left out is not read, and no more once it is', async () => {
    const { clock, containers, start, stored, write, see } = collecting()
    containers.begin('web')
    containers.begin('quiet')
    const annotated = (annotations: object, name: string) =>
      containers
        .pods()
        .map(pod => (pod.metadata.name === name ? { ...pod, metadata: { ...pod.metadata, annotations } } : pod) as Pod)
    see(() => annotated({ 'mangru.dev/logs': 'false' }, 'quiet'))
    write('quiet', 'not for anybody')
    write('web', 'one')
    const logs = start()
    await clock.step(millis(5_000))
    expect([stored('web'), stored('quiet')]).toEqual([['one'], []])
    expect(logs.state().leftOut).toEqual({ namespaces: 0, labels: 0, annotations: 1 })
    see(() => annotated({ 'fluentbit.io/exclude': 'true' }, 'web'))
    await clock.step(millis(5_000))
    expect(stored('quiet')).toEqual(['not for anybody'])
    write('web', 'two')
    await clock.step(millis(5_000))
    expect([stored('web'), containers.open().now]).toEqual([['one'], 1])
    await logs.stop()
  })

  test('a container that its pod leaves out by its annotation is read no more', async () => {
    const { clock, containers, start, stored, write, see } = collecting()
    for (const name of ['web', 'other']) containers.begin(name)
    write('web', 'one')
    const logs = start()
    await clock.step(millis(5_000))
    expect(containers.open().now).toBe(2)
    see(() =>
      containers.pods().map(pod => {
        const left = pod.spec.containers.map(({ name }) => [`fluentbit.io/exclude-${name}`, 'true'])
        const annotations = pod.metadata.name === 'web' ? Object.fromEntries(left) : {}
        return { ...pod, metadata: { ...pod.metadata, annotations } } as Pod
      }),
    )
    await clock.step(millis(5_000))
    write('web', 'two')
    write('other', 'three')
    await clock.step(millis(5_000))
    expect([stored('web'), stored('other'), containers.open().now]).toEqual([['one'], ['three'], 1])
    await logs.stop()
  })

  test('what is older than the backlog is not asked for', async () => {
    const { clock, containers, start, stored, line } = collecting()
    containers.begin('web')
    const old = (clock.now() - limits.podLogBacklog - 2_000) as Instant
    containers.write('web', line('long ago', old), line('lately', (old + 4_000) as Instant))
    const logs = start()
    await clock.step(millis(3_000))
    expect(stored('web')).toEqual(['lately'])
    await logs.stop()
  })

  test('a log that ended is read once, and a pod that is gone is let go', async () => {
    const { clock, containers, start, stored, write } = collecting()
    containers.begin('job')
    write('job', 'done')
    containers.end('job')
    const logs = start()
    await clock.step(millis(60_000))
    expect(stored('job')).toEqual(['done'])
    expect(containers.asked).toHaveLength(1)
    containers.remove('job')
    await clock.step(millis(60_000))
    expect(containers.asked).toHaveLength(1)
    await logs.stop()
  })

  test('podLogFollows are open at once; one more, and all take turns', async () => {
    const { clock, containers, told, start, stored, write } = collecting()
    const names = Array.from({ length: limits.podLogFollows }, (_, i) => `pod-${i}`)
    for (const name of names) containers.begin(name)
    const logs = start()
    await clock.step(millis(3_000))
    expect(containers.open().now).toBe(limits.podLogFollows)
    expect(told).toEqual([])
    containers.begin('one-more')
    for (const name of [...names, 'one-more']) write(name, 'hello')
    await clock.step(millis(limits.podLogTurn * 3))
    expect(told.join()).toContain('Fluent Bit')
    expect([...names, 'one-more'].filter(name => stored(name).join() !== 'hello')).toEqual([])
    expect(containers.open().most).toBe(limits.podLogFollows)
    await logs.stop()
  })

  test('what comes within podLogFlushEvery is written together', async () => {
    const { clock, store, containers, start, write } = collecting()
    containers.begin('web')
    const logs = start()
    await clock.step(millis(100))
    write('web', 'one')
    await clock.step(millis(limits.podLogFlushEvery - 1))
    expect(store.batches).toHaveLength(0)
    write('web', 'two')
    await clock.step(millis(limits.podLogFlushEvery + 1))
    expect(store.batches.map(({ messages }) => messages.length)).toEqual([2])
    await logs.stop()
  })

  test('a log that is never quiet is written all the same', async () => {
    const { clock, containers, start, stored, write } = collecting()
    containers.begin('web')
    const logs = start()
    await clock.step(millis(10))
    for (let i = 0; i < 20; i++) {
      write('web', `${i}`)
      await clock.step(millis(300))
    }
    // All but those of the last second.
    expect(stored('web').length).toBeGreaterThanOrEqual(15)
    await logs.stop()
  })

  test('podLogBatchLines are written at once, one more is not among them', async () => {
    const { clock, store, containers, start, write } = collecting()
    containers.begin('web')
    write('web', ...Array.from({ length: limits.podLogBatchLines + 1 }, (_, i) => `${i}`))
    const logs = start()
    await clock.step(millis(3_000))
    expect(store.batches.map(({ messages }) => messages.length)).toEqual([limits.podLogBatchLines, 1])
    await logs.stop()
  })

  test('so are lines of podLogBatchChars', async () => {
    const { clock, store, containers, start, write } = collecting()
    containers.begin('web')
    // The record around each takes some more.
    write('web', ...Array.from({ length: 3 }, () => 'x'.repeat(limits.podLogBatchChars / 4)), 'y')
    write('web', 'x'.repeat(limits.podLogBatchChars / 4), 'z')
    const logs = start()
    await clock.step(millis(3_000))
    expect(store.batches.map(({ messages }) => messages.length)).toEqual([5, 1])
    await logs.stop()
  })

  test('a new container is found within podLogLook', async () => {
    const { clock, containers, start, stored, write } = collecting()
    const logs = start()
    await clock.step(millis(1))
    containers.begin('web')
    write('web', 'hello')
    await clock.step(millis(limits.podLogLook + limits.podLogFlushEvery))
    expect(stored('web')).toEqual(['hello'])
    await logs.stop()
  })

  test('a connection that breaks is opened again after podLogAgain, not before', async () => {
    const { clock, containers, start } = collecting()
    containers.begin('web')
    const logs = start()
    await clock.step(millis(1))
    containers.cut()
    await clock.step(millis(limits.podLogAgain - 1))
    expect(containers.asked).toHaveLength(1)
    await clock.step(millis(limits.podLogLook))
    expect(containers.asked).toHaveLength(2)
    await logs.stop()
  })

  test('it is opened again in time although our clock was set back', async () => {
    const { clock, set, containers, start } = collecting()
    containers.begin('web')
    const logs = start()
    await clock.step(millis(1))
    containers.cut()
    await clock.step(millis(0))
    set.by = -3_600_000
    await clock.step(millis(limits.podLogLook))
    expect(containers.asked).toHaveLength(2)
    await logs.stop()
  })

  test('what this account may not read is told once', async () => {
    const { clock, containers, told, start } = collecting()
    containers.begin('web')
    const error = { code: 'may-not', verb: 'get', group: '', resource: 'pods/log', message: 'not for you' } as const
    Object.assign(containers.cluster, { logs: async () => ({ ok: false, error }) })
    const logs = start()
    await clock.step(millis(120_000))
    expect(told).toEqual(['logs of pods cannot be read: not for you'])
    await logs.stop()
  })

  test('whatever breaks, and however often Mangru starts again: every line once, in order', async () => {
    const deed = fc.oneof(
      {
        weight: 5,
        arbitrary: fc.record({ kind: fc.constant('write' as const), lines: fc.integer({ min: 1, max: 5 }) }),
      },
      { weight: 2, arbitrary: fc.record({ kind: fc.constant('cut' as const) }) },
      { weight: 1, arbitrary: fc.record({ kind: fc.constant('restart' as const) }) },
      { weight: 1, arbitrary: fc.record({ kind: fc.constant('again' as const) }) },
      {
        weight: 4,
        arbitrary: fc.record({ kind: fc.constant('wait' as const), ms: fc.integer({ min: 1, max: 9_000 }) }),
      },
    )
    await fc.assert(
      fc.asyncProperty(fc.array(deed, { maxLength: 25 }), async deeds => {
        const { clock, containers, start, stored, line } = collecting()
        const written: string[] = []
        containers.begin('web')
        let logs = start()
        for (const one of deeds) {
          if (one.kind === 'wait') await clock.step(millis(one.ms))
          if (one.kind === 'cut') containers.cut()
          if (one.kind === 'again') {
            // One instance before the one of now can be read, so what was written is read first.
            await clock.step(millis(20_000))
            containers.end('web')
            containers.begin('web')
          }
          if (one.kind === 'restart') {
            await logs.stop()
            logs = start()
          }
          for (let i = 0; one.kind === 'write' && i < one.lines; i++) {
            const text = `line ${written.length}`
            written.push(text)
            containers.write('web', line(text))
          }
        }
        await clock.step(millis(90_000))
        await logs.stop()
        expect(stored('web')).toEqual(written)
      }),
      { seed: 3, numRuns: 60 },
    )
  })
})

describe('lines that were seen', () => {
  const line = (at: number, text: string) => ({ time: new Date(at).toISOString(), at, text })

  test('the same line twice in one moment is two lines, and repeats of both are known', () => {
    const seen = new SeenLines()
    expect([line(1_500, 'a'), line(1_500, 'a')].map(one => seen.repeats(one))).toEqual([false, false])
    expect(seen.since).toBe('1970-01-01T00:00:01Z')
    seen.reconnected()
    expect([1, 2, 3].map(() => seen.repeats(line(1_500, 'a')))).toEqual([true, true, false])
  })

  test('podLogRemembered lines of a second are known, one more is not', () => {
    const seen = new SeenLines()
    for (let i = 0; i <= limits.podLogRemembered; i++) seen.note(line(1_000, `${i}`))
    seen.reconnected()
    expect(seen.repeats(line(1_000, `${limits.podLogRemembered - 1}`))).toBe(true)
    expect(seen.repeats(line(1_000, `${limits.podLogRemembered}`))).toBe(false)
  })
})
