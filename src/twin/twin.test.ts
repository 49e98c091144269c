/** What must hold of any history: it is the seed's alone, no node holds more than it may, faults end, counters never go back. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { limits } from '../limits.ts'
import { hours, type Instant, instant, minutes, plus, seconds } from '../model/index.ts'
import { kindNames } from '../model/kubernetes/index.ts'
import { answerOf } from './answers/index.ts'
import { faultNames } from './faults/index.ts'
import { createTwin, demoScenario, largeScenario, type Twin } from './index.ts'
import { usageOf } from './kubelet/index.ts'
import { linesOf } from './logs/index.ts'
import { amountsOf } from './world/amounts.ts'

const start = instant(Date.UTC(2026, 0, 5))

/** Everything that anybody could see of a twin. */
function seen(twin: Twin): string {
  const { world } = twin
  const objects = kindNames.map(kind => [...world.objects.all(kind)])
  const kubelets = [...world.nodes.values()].flatMap(node =>
    ['/stats/summary', '/metrics/cadvisor', '/metrics/resource'].map(path => answerOf(world, node, path)),
  )
  return JSON.stringify({
    objects,
    kubelets,
    logs: logsOf(twin, minutes(3)),
    faults: twin.faults,
    groups: twin.groups(),
  })
}

function logsOf({ world }: Twin, back: number) {
  return [...world.pods.values()].flatMap(pod =>
    pod.containers.flatMap(run =>
      run.instance === undefined
        ? []
        : [...linesOf(world, pod, run, run.instance, instant(world.now - back), world.now)].map(
            ({ time, text }) => `${time} ${text}`,
          ),
    ),
  )
}

/** Goes on by steps of these lengths in turn, looking around after each, until the end. */
function walk(twin: Twin, until: Instant, steps: readonly number[]): Twin {
  for (let n = 0; twin.now < until; n++) {
    twin.advanceTo(instant(Math.min(until, twin.now + (steps[n % steps.length] ?? 1))))
    if (n % 50 === 0) seen(twin)
  }
  return twin
}

describe('a history', () => {
  test('is the same whatever the step sizes, and however often somebody looks', () => {
    const until = plus(start, hours(5))
    const whole = new Map<number, string>()
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 3 }),
        fc.array(fc.integer({ min: 20_000, max: 1_500_000 }), { minLength: 1, maxLength: 6 }),
        (seed, steps) => {
          const atOnce = whole.get(seed) ?? seen(walk(createTwin({ seed, start }), until, [until - start]))
          whole.set(seed, atOnce)
          expect(seen(walk(createTwin({ seed, start }), until, steps)) === atOnce).toBe(true)
        },
      ),
      { seed: 7, numRuns: 6 },
    )
    expect(new Set(whole.values()).size).toBe(whole.size)
  }, 60_000)

  test('goes on where it was after a moment that lies back', () => {
    const twin = createTwin({ seed: 1, start })
    twin.advanceTo(plus(start, hours(1)))
    twin.advanceTo(start)
    expect(twin.now).toBe(plus(start, hours(1)))
  })
})

describe('over days', () => {
  test.each([1, 2, 3])(
    'no node holds more than it may, by requests and by count (seed %i)',
    seed => {
      const twin = createTwin({ seed, start })
      for (let hour = 0; hour < 36; hour += 0.25) {
        twin.advanceTo(plus(start, hours(hour)))
        for (const node of twin.world.objects.all('Node')) {
          const pods = [...twin.world.objects.all('Pod')].filter(
            ({ spec, status }) =>
              spec.nodeName === node.metadata.name && status?.phase !== 'Succeeded' && status?.phase !== 'Failed',
          )
          const asked = pods.flatMap(({ spec }) =>
            spec.containers.map(({ resources }) => amountsOf(resources?.requests)),
          )
          const may = amountsOf(node.status?.allocatable)
          expect(asked.reduce((sum, { cpu }) => sum + cpu, 0)).toBeLessThanOrEqual(may.cpu)
          expect(asked.reduce((sum, { memory }) => sum + memory, 0)).toBeLessThanOrEqual(may.memory)
          expect(pods.length).toBeLessThanOrEqual(Number(node.status?.allocatable?.pods))
        }
      }
    },
    30_000,
  )

  test('every kind of fault comes, and each ends and leaves the cluster well', () => {
    const twin = createTwin({ seed: 4, start })
    twin.advanceTo(plus(start, hours(30)))
    // One that has just begun may still be there.
    const ended = twin.faults.filter(({ from }) => twin.now - from > minutes(20))
    expect(new Set(ended.map(({ name }) => name))).toEqual(new Set(faultNames))
    for (const { from, to } of ended) expect((to ?? Number.POSITIVE_INFINITY) - from).toBeLessThanOrEqual(minutes(20))
  })

  test.each(faultNames)('%s: begun by hand, it ends, and all are ready again', name => {
    const twin = createTwin({ seed: 5, start, scenario: { ...demoScenario, faults: [] } })
    twin.advanceTo(plus(start, hours(1)))
    expect(twin.begin(name)).toBe(true)
    expect(twin.faults.map(({ to }) => to)).toEqual([undefined])
    twin.advanceTo(plus(start, hours(2)))
    expect(twin.faults.every(({ to }) => to !== undefined)).toBe(true)
    expect(twin.world.badImages.size).toBe(0)
    expect([...twin.world.nodes.values()].some(({ diskPressure }) => diskPressure)).toBe(false)
    for (const { spec, status } of twin.world.objects.all('Deployment')) {
      expect(status?.readyReplicas).toBe(spec.replicas)
      expect(status?.updatedReplicas).toBe(spec.replicas)
    }
    expect(twin.world.objects.get('StatefulSet', 'database/postgres')?.status?.readyReplicas).toBe(1)
  })

  test.each([1, 2, 3, 4, 5, 6])('a bad rollout takes nobody away who serves (seed %i)', seed => {
    const twin = createTwin({ seed, start, scenario: { ...demoScenario, faults: [] } })
    twin.advanceTo(plus(start, hours(1)))
    const [before] = [...twin.world.objects.all('Deployment')].filter(({ metadata }) => metadata.name === 'frontend')
    twin.begin('bad-rollout')
    for (let second = 0; second < 700; second += 5) {
      twin.advanceTo(plus(plus(start, hours(1)), seconds(second)))
      for (const { spec, status, metadata } of twin.world.objects.all('Deployment'))
        expect(status?.readyReplicas, metadata.name).toBeGreaterThanOrEqual(
          (spec.replicas ?? 0) - Math.floor((spec.replicas ?? 0) / 4),
        )
    }
    const after = twin.world.objects.get('Deployment', 'frontend/frontend')
    expect(after?.spec.template).toEqual(before?.spec.template)
  })

  test('counters of nodes never go back', () => {
    const twin = createTwin({ seed: 6, start })
    const last = new Map<string, readonly number[]>()
    for (let minute = 1; minute < 600; minute++) {
      twin.advanceTo(plus(start, minutes(minute)))
      for (const node of twin.world.nodes.values()) {
        const { cpu, received, sent, read, written, memory } = usageOf(node, twin.now)
        const now = [cpu, received, sent, read, written]
        for (const [index, value] of (last.get(node.name) ?? []).entries())
          expect(now[index]).toBeGreaterThanOrEqual(value)
        expect(memory).toBeLessThan(node.capacity.memory)
        last.set(node.name, now)
      }
    }
  })

  test('a pod that leaks is killed at its limit and says so', () => {
    const twin = createTwin({ seed: 8, start, scenario: { ...demoScenario, faults: [] } })
    twin.advanceTo(plus(start, hours(1)))
    twin.begin('oom-kill')
    twin.advanceTo(plus(start, hours(1.3)))
    const killed = [...twin.world.objects.all('Pod')].flatMap(({ status }) => status?.containerStatuses ?? [])
    const last = killed.find(({ lastState }) => lastState?.terminated?.reason === 'OOMKilled')
    expect(last).toMatchObject({ restartCount: 1, lastState: { terminated: { exitCode: 137 } } })
  })

  test('a day has more pods than a night, and the group keeps to its bounds', () => {
    const twin = createTwin({ seed: 9, start, scenario: { ...demoScenario, faults: [] } })
    const counts: number[] = []
    const nodes: number[] = []
    for (let hour = 1; hour <= 24; hour++) {
      twin.advanceTo(plus(start, hours(hour)))
      counts.push(twin.world.objects.get('Deployment', 'backend/backend-app')?.spec.replicas ?? 0)
      nodes.push(twin.world.objects.count('Node'))
    }
    expect(counts[12]).toBeGreaterThan(counts[1] ?? 0)
    expect(Math.min(...nodes)).toBeGreaterThanOrEqual(2)
    expect(Math.max(...nodes)).toBeLessThanOrEqual(4)
    expect(new Set(nodes).size).toBeGreaterThan(1)
  })
})

describe('logs', () => {
  test('spans that meet hold together what the whole span holds, each line once and in order', () => {
    const twin = createTwin({ seed: 3, start })
    const { world } = twin
    const begin = plus(start, hours(1))
    twin.advanceTo(begin)
    const cuts = fc.array(fc.integer({ min: 1, max: 20_000 }), { minLength: 1, maxLength: 12 })
    const parts: string[] = []
    const whole = () =>
      [...world.pods.values()]
        .filter(({ key }) => key.startsWith('backend/'))
        .map(pod => ({ pod, run: pod.containers[0] as (typeof pod.containers)[number] }))
    const [{ pod, run } = whole()[0] as never] = whole()
    const instance = run.instance
    if (instance === undefined) throw new Error('the backend runs')
    for (const length of fc.sample(cuts, { seed: 1, numRuns: 5 }).flat()) {
      const from = twin.now
      twin.advanceTo(plus(from, seconds(length / 1_000)))
      parts.push(...[...linesOf(world, pod, run, instance, from, twin.now)].map(({ time, text }) => `${time} ${text}`))
    }
    const all = [...linesOf(world, pod, run, instance, begin, twin.now)]
    expect(parts).toEqual(all.map(({ time, text }) => `${time} ${text}`))
    expect(all.length).toBeGreaterThan(10)
    // A cut on a line's own millisecond: it belongs to what comes before.
    for (const { at, time } of all) {
      const [before, after] = [
        linesOf(world, pod, run, instance, begin, at),
        linesOf(world, pod, run, instance, at, twin.now),
      ]
      expect([...before].map(line => line.time)).toContain(time)
      expect([...after].map(line => line.time)).not.toContain(time)
    }
    const times = all.map(({ time }) => time)
    expect(times).toEqual([...times].sort())
    expect(new Set(times).size).toBe(times.length)
  })

  test('speak as the application does', () => {
    const twin = createTwin({ seed: 3, start })
    twin.advanceTo(plus(start, hours(13)))
    const text = logsOf(twin, hours(1)).join('\n')
    for (const said of [
      'Health GET API called.',
      'REGION GET ALL API',
      'LOCATION LIST BY REGION ID API',
      ' WARN ',
      'BATCH END',
    ])
      expect(text).toContain(said)
    expect(text).toMatch(/Z \[2026-01-05 /)
    expect(text).toMatch(/Z \{"@timestamp":/)
  })
})

test('twinKeptFaults: so many are remembered, and the oldest goes when one more comes', () => {
  const twin = createTwin({ seed: 1, start, scenario: { ...demoScenario, faults: [] } })
  twin.advanceTo(plus(start, hours(1)))
  for (let n = 0; n < limits.twinKeptFaults; n++) twin.begin('slow-database')
  const [first] = twin.faults
  expect(twin.faults).toHaveLength(limits.twinKeptFaults)
  twin.begin('slow-database')
  expect(twin.faults).toHaveLength(limits.twinKeptFaults)
  expect(twin.faults).not.toContain(first)
})

test('a large cluster comes up as it was asked for', () => {
  const twin = createTwin({ seed: 1, start, scenario: largeScenario(20, 200) })
  twin.advanceTo(plus(start, minutes(5)))
  const phases = [...twin.world.objects.all('Pod')].map(({ status }) => status?.phase)
  expect(phases).toEqual(Array.from({ length: 200 }, () => 'Running'))
})
