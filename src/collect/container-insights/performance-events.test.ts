import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { eventTypes, type Mode } from './declarations.ts'
import type { PerformanceEvent } from './event.ts'
import { performanceRound } from './performance-events.ts'
import { Remembered } from './remembered.ts'
import { before, node, objects, pod, type SampleOfAll, sample, sampledAt, web } from './sample-world.ts'

type Sample = SampleOfAll
const streamsOf = (mode: Mode, { readings, ...now }: Sample, earlier: Remembered | undefined) => {
  const round = performanceRound(now, earlier, { cluster: 'demo', mode })
  const ofNodes = (now.objects.Node ?? []).map(
    one => [one.metadata.name, round.ofNode(one, readings.get(one.metadata.name))] as const,
  )
  return new Map([...ofNodes, ['', round.ofNoNode()] as const])
}
const told = (mode: Mode, now: Sample = sample(11, sampledAt), earlier: Remembered | null = remembered) =>
  [...streamsOf(mode, now, earlier ?? undefined).values()].flat()
const remembered = new Remembered()
for (const [name, reading] of sample(10, before).readings) remembered.put(name, reading)
remembered.end(objects.Pod ?? [], new Set((objects.Node ?? []).map(({ metadata }) => metadata.name)))

const caseFile = (name: string) => fileURLToPath(new URL(`cases/${name}.json`, import.meta.url))
const read = (name: string): Record<string, PerformanceEvent> => JSON.parse(readFileSync(caseFile(name), 'utf8'))

/** The first event of each type. */
const oneOfEach = (events: readonly PerformanceEvent[]) =>
  Object.fromEntries(
    eventTypes.flatMap(type => {
      const found = events.find(one => one.Type === type)
      return found === undefined ? [] : [[type, rounded(found)]]
    }),
  )

/** To a millionth: rates are binary fractions. */
function rounded(event: PerformanceEvent): PerformanceEvent {
  const of = (value: unknown) => (typeof value === 'number' ? Number(value.toFixed(6)) : value)
  return Object.fromEntries(Object.entries(event).map(([name, value]) => [name, of(value)]))
}

describe('classic events are those that the agent documents', () => {
  const agent = read('agent')
  const classic = oneOfEach(told('classic'))
  const enhanced = oneOfEach(told('enhanced'))
  /** What only EC2 can tell; what cAdvisor's page does not; and its 0 where the formula is capacity − usage. */
  const unknown = [
    'EBSVolumeId',
    ...['node_diskio_io_serviced_async', 'node_diskio_io_serviced_sync'],
    'container_filesystem_available',
  ]

  test.each(Object.keys(agent))('%s', type => {
    const theirs = rounded(agent[type]!)
    const ours: Record<string, unknown> = { ...(classic[type] ?? enhanced[type]) }
    if (type === 'ContainerFS') delete ours.container_filesystem_available
    const expected = Object.fromEntries(Object.entries(theirs).filter(([name]) => !unknown.includes(name)))
    // The agent's example leaves it out of some types; it is the node's, whatever is told of it.
    if (!('AutoScalingGroupName' in expected)) delete ours.AutoScalingGroupName
    // Its example of a container shows one label of two.
    if (type === 'Container') Object.assign(expected.kubernetes as object, { labels: web.metadata.labels })
    expect(ours).toEqual(expected)
  })
})

describe('golden files, one event of each type (UPDATE_CASES=1 writes them anew)', () => {
  test.each(['classic', 'enhanced'] as const)('%s', mode => {
    const events = oneOfEach(told(mode))
    if (process.env.UPDATE_CASES === '1') writeFileSync(caseFile(mode), `${JSON.stringify(events, null, 2)}\n`)
    expect(events).toEqual(read(mode))
  })

  test('enhanced has every type', () => {
    expect(Object.keys(read('enhanced')).toSorted()).toEqual([...eventTypes].toSorted())
  })

  test("members that AWS's own schemas require are there", () => {
    const common = ['ClusterName', 'Type', 'Sources', 'Timestamp', 'Version']
    const ofNode = [...common, 'AutoScalingGroupName', 'InstanceId', 'InstanceType', 'NodeName', 'kubernetes']
    const required = {
      Node: [...ofNode, 'CloudWatchMetrics'],
      Pod: [...ofNode, 'CloudWatchMetrics', 'PodName', 'Namespace'],
      Container: [...ofNode, 'PodName', 'Namespace'],
      Cluster: common,
      ClusterNamespace: [...common, 'Namespace'],
      ClusterService: [...common, 'Namespace', 'Service'],
      ClusterDeployment: [...common, 'Namespace', 'PodName', 'NodeName'],
    }
    for (const mode of ['classic', 'enhanced'] as const) {
      const events = oneOfEach(told(mode))
      for (const [type, names] of Object.entries(required)) {
        if (mode === 'classic' && type === 'ClusterDeployment') continue
        expect({ type, members: Object.keys(events[type] ?? {}) }).toEqual({
          type,
          members: expect.arrayContaining(names),
        })
      }
    }
  })
})

describe('what is told of a sample', () => {
  const event = (events: readonly PerformanceEvent[], type: string, name?: string) =>
    events.find(one => one.Type === type && (name === undefined || one.FullPodName === name || one.NodeName === name))

  test('a first sample has no rates, and everything else', () => {
    const members = event(told('enhanced', sample(10, sampledAt), null), 'Pod', 'web-5d9c7b8f6c-abcde')
    expect(members).not.toHaveProperty('pod_cpu_usage_total')
    expect(members).not.toHaveProperty('pod_number_of_container_restarts')
    expect(members).toMatchObject({ pod_memory_working_set: 67_108_864, pod_memory_utilization_over_pod_limit: 50 })
  })

  test('counters that go back give no rate', () => {
    const pod = event(told('enhanced', sample(3, sampledAt)), 'Pod', 'web-5d9c7b8f6c-abcde')
    expect(pod).not.toHaveProperty('pod_cpu_usage_total')
    expect(pod).not.toHaveProperty('pod_network_rx_bytes')
  })

  test('restarts are those since the sample before', () => {
    const again: Sample = {
      ...sample(11, sampledAt),
      objects: {
        ...objects,
        Pod: [
          {
            ...web,
            status: {
              ...web.status,
              containerStatuses: [
                {
                  ...web.status!.containerStatuses![0]!,
                  restartCount: 6,
                  state: { waiting: { reason: 'CrashLoopBackOff' } },
                  lastState: { terminated: { exitCode: 137, reason: 'OOMKilled' } },
                },
              ],
            },
          },
        ],
      },
    }
    expect(event(told('enhanced', again), 'Pod')).toMatchObject({
      pod_number_of_container_restarts: 2,
      pod_container_status_waiting: 1,
      pod_container_status_waiting_reason_crash_loop_back_off: 1,
      pod_container_status_terminated_reason_oom_killed: 1,
      pod_container_status_running: 0,
    })
  })

  test('a node whose kubelet is silent is told of all the same', () => {
    const silent = event(told('enhanced'), 'Node', 'node-2')
    expect(silent).toMatchObject({
      node_status_condition_ready: 1,
      node_cpu_limit: 4_000,
      node_number_of_running_pods: 1,
    })
    expect(silent).not.toHaveProperty('node_cpu_utilization')
  })

  test('a pod without a node is the leader’s to tell', () => {
    const waiting = pod('late', [{ name: 'one' }], {
      spec: { containers: [{ name: 'one' }] },
      status: { phase: 'Pending' },
    })
    const now = { ...sample(11, sampledAt), objects: { ...objects, Pod: [waiting] } }
    const streams = streamsOf('enhanced', now, remembered)
    const found = streams.get('ip-10-0-0-1.ec2.internal')?.find(one => one.Type === 'Pod')
    expect(found).toMatchObject({ NodeName: 'pending', pod_status_pending: 1, pod_status_running: 0 })
  })

  test.each([
    ['ready', node('n', {}, 'True'), 0],
    ['not ready', node('n', {}, 'False'), 1],
    ['not heard of', node('n', {}, 'Unknown'), 1],
    ['nothing is known', node('n', { status: {} }), 1],
    [
      'a full disk',
      node('n', {
        status: {
          conditions: [
            { type: 'Ready', status: 'True' },
            { type: 'DiskPressure', status: 'True' },
          ],
        },
      }),
      1,
    ],
  ])('a failed node: %s', (_story, one, failed) => {
    const now = { at: sampledAt, readings: new Map(), objects: { Node: [one] } }
    expect(event(told('classic', now), 'Cluster')).toMatchObject({ cluster_failed_node_count: failed })
  })

  test('kinds that cannot be seen have no events, and no numbers', () => {
    expect(told('enhanced', { at: sampledAt, readings: new Map(), objects: {} })).toEqual([])
    const [only] = told('enhanced', { at: sampledAt, readings: new Map(), objects: { Node: [] } })
    expect(only).toMatchObject({ cluster_node_count: 0 })
    expect(only).not.toHaveProperty('cluster_number_of_running_pods')
  })

  test('a machine outside EC2 is its own instance', () => {
    const now = { at: sampledAt, readings: new Map(), objects: { Node: [node('own', { spec: {} })] } }
    expect(event(told('classic', now), 'Node')).toMatchObject({ InstanceId: 'own' })
  })
})

test('whatever an object holds, every event is JSON with its type and time', () => {
  const odd = fc.record({
    phase: fc.option(fc.string(), { nil: undefined }),
    conditions: fc.option(fc.array(fc.record({ type: fc.string(), status: fc.string() })), { nil: undefined }),
    containerStatuses: fc.option(
      fc.array(fc.record({ name: fc.string(), ready: fc.boolean(), restartCount: fc.integer() })),
      { nil: undefined },
    ),
  })
  const quantities = fc.dictionary(fc.constantFrom('cpu', 'memory', 'pods'), fc.oneof(fc.string(), fc.constant('-5')))
  fc.assert(
    fc.property(odd, quantities, fc.string(), (status, amounts, name) => {
      const strange = pod(name, [{ name: 'one', resources: { requests: amounts, limits: amounts } }], {
        status: JSON.parse(JSON.stringify(status)),
      })
      const machine = node('n', { status: { capacity: amounts, allocatable: amounts } })
      const now: Sample = { ...sample(11, sampledAt), objects: { ...objects, Node: [machine], Pod: [strange] } }
      for (const one of told('enhanced', now)) {
        const back = JSON.parse(JSON.stringify(one))
        expect(back).toMatchObject({ Version: '0', Timestamp: String(sampledAt), Type: expect.any(String) })
        expect(Object.values(back)).not.toContain(null)
      }
    }),
    { seed: 1, numRuns: 200 },
  )
})
