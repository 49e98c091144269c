/** Where pods go and why they do not, in kube-scheduler's words; when schedules come round; what a node keeps for itself. */
import { describe, expect, test } from 'vitest'
import { hours, instant, minutes, plus, seconds } from '../../model/index.ts'
import { nextRun } from '../controllers/cron.ts'
import { changeDeployment, partOf } from '../controllers/deployments.ts'
import { createTwin, demoScenario, largeScenario } from '../index.ts'
import { reservedOf } from '../nodes/index.ts'
import { explainRefusals } from './index.ts'

const start = instant(Date.UTC(2026, 0, 5))

test.each([
  [[], 'no nodes available to schedule pods'],
  [
    ['Insufficient cpu', 'Too many pods', 'Insufficient cpu'],
    '0/3 nodes are available: 1 Too many pods, 2 Insufficient cpu. preemption: 0/3 nodes are available: 3 No preemption victims found for incoming pod.',
  ],
  [
    ['node(s) had untolerated taint(s) {node.kubernetes.io/disk-pressure: }', 'Insufficient memory'],
    '0/2 nodes are available: 1 Insufficient memory, 1 node(s) had untolerated taint(s) {node.kubernetes.io/disk-pressure: }. preemption: 0/2 nodes are available: 1 No preemption victims found for incoming pod, 1 Preemption is not helpful for scheduling.',
  ],
])('refusals %j', (refusals, words) => {
  expect(explainRefusals(refusals)).toBe(words)
})

test('a pod that fits nowhere waits and says why; its group gets a node, and then it runs there', () => {
  const objectsOfDemo = demoScenario.objects.filter(({ kind }) => kind !== 'HorizontalPodAutoscaler')
  const twin = createTwin({ seed: 1, start, scenario: { ...demoScenario, faults: [], objects: objectsOfDemo } })
  twin.advanceTo(plus(start, minutes(5)))
  const { objects } = twin.world
  // Seven of the backend do not fit on three nodes.
  changeDeployment(twin.world, 'backend/backend-app', spec => ({ ...spec, replicas: 7 }))
  twin.advanceTo(plus(twin.now, seconds(2)))
  const waiting = [...objects.all('Pod')].filter(({ spec }) => spec.nodeName === undefined)
  expect(waiting).toHaveLength(1)
  expect(waiting[0]?.status?.conditions?.[0]).toMatchObject({
    type: 'PodScheduled',
    status: 'False',
    reason: 'Unschedulable',
  })
  expect(waiting[0]?.status?.conditions?.[0]?.message).toContain('0/3 nodes are available: 3 Insufficient cpu.')
  twin.advanceTo(plus(twin.now, minutes(3)))
  const reasons = [...objects.all('Event')].map(({ reason }) => reason)
  expect(reasons).toEqual(expect.arrayContaining(['FailedScheduling', 'TriggeredScaleUp', 'NodeReady']))
  expect(twin.groups()).toEqual([{ name: 'workers', min: 2, desired: 4, max: 4 }])
  expect(objects.count('Node')).toBe(4)
  expect(objects.get('Pod', `backend/${waiting[0]?.metadata.name}`)?.status?.phase).toBe('Running')
})

test('pods of one workload are kept apart', () => {
  const twin = createTwin({ seed: 1, start, scenario: largeScenario(10, 30) })
  twin.advanceTo(plus(start, minutes(5)))
  for (const name of ['service-1', 'service-2']) {
    const pods = [...twin.world.objects.all('Pod')].filter(({ metadata }) => metadata.labels?.app === name)
    expect(new Set(pods.map(({ spec }) => spec.nodeName)).size).toBe(10)
  }
})

describe('schedules', () => {
  test.each([
    ['*/15 * * * *', '2026-01-05T00:15:00.000Z'],
    ['0 3 * * *', '2026-01-05T03:00:00.000Z'],
    ['30 1,13 * * 6', '2026-01-10T01:30:00.000Z'],
    ['0 0 1 * 2', '2026-01-06T00:00:00.000Z'],
    ['5 4-6/2 28-31 2 *', '2026-02-28T04:05:00.000Z'],
  ])('%s', (schedule, next) => {
    expect(nextRun(schedule, start)).toBe(Date.parse(next))
  })
  test.each(['', '* * * *', '60 * * * *', '*/0 * * * *', 'x * * * *', '0 0 30 2 *'])('%j comes never', schedule => {
    expect(nextRun(schedule, start)).toBeUndefined()
  })
})

test('batch runs by the clock, and the newest three are kept', () => {
  const twin = createTwin({ seed: 1, start, scenario: { ...demoScenario, faults: [] } })
  twin.advanceTo(plus(start, hours(4.2)))
  const jobs = [...twin.world.objects.all('Job')]
  expect(jobs.map(({ status }) => status?.succeeded)).toEqual([1, 1, 1])
  expect(jobs.map(({ metadata }) => metadata.creationTimestamp)).toEqual([
    '2026-01-05T03:30:00Z',
    '2026-01-05T03:45:00Z',
    '2026-01-05T04:00:00Z',
  ])
})

test.each([
  ['25%', 3, 1, 0],
  ['50%', 3, 2, 1],
  [2, 3, 2, 2],
  [undefined, 4, 1, 1],
])('%j of %i', (part, whole, surge, unavailable) => {
  expect(partOf(part, whole, Math.ceil)).toBe(surge)
  expect(partOf(part, whole, Math.floor)).toBe(unavailable)
})

test.each([
  [1, 60],
  [2, 70],
  [4, 80],
  [8, 90],
  [16, 110],
])('of %i cores the kubelet keeps %i millicores', (cpus, cpu) => {
  expect(reservedOf(cpus, 29)).toEqual({ cpu, memory: (11 * 29 + 355) * 1_048_576 })
})
