/** Nodes, workloads, owners and trouble in words. */
import { describe, expect, test } from 'vitest'
import {
  type AnyObject,
  type Condition,
  clusterErrorSaid,
  type Deployment,
  type Node,
  nodeGroupOf,
  nodeRolesOf,
  nodeWords,
  type Pod,
  readTime,
  type Workload,
  workloadOf,
  workloadWords,
} from './index.ts'

const made = <T extends AnyObject>(kind: T['kind'], body: object, metadata: object = {}): T =>
  ({ apiVersion: 'v1', kind, metadata: { name: 'a', uid: 'u', resourceVersion: '1', ...metadata }, ...body }) as T

describe('nodes', () => {
  const node = (conditions: readonly Condition[], spec = {}) => made<Node>('Node', { spec, status: { conditions } })
  const ready = { type: 'Ready', status: 'True' }
  test.each<[string, Node, string, string, readonly string[]]>([
    ['well', node([ready, { type: 'MemoryPressure', status: 'False' }]), 'Ready', 'good', []],
    ['silent', node([{ type: 'Ready', status: 'Unknown' }]), 'NotReady', 'bad', ['node-silent']],
    ['not ready', node([{ type: 'Ready', status: 'False' }]), 'NotReady', 'bad', ['node-not-ready']],
    [
      'late with its heartbeat',
      { ...node([{ type: 'Ready', status: 'True' }]), silence: { since: 1, seconds: 12 } },
      'Silent',
      'bad',
      ['node-no-heartbeat'],
    ],
    ['without a word', node([]), 'NotReady', 'bad', ['node-silent']],
    ['full', node([ready, { type: 'DiskPressure', status: 'True' }]), 'Ready', 'bad', ['node-pressure']],
    ['cordoned', node([ready], { unschedulable: true }), 'Ready,SchedulingDisabled', 'waiting', ['node-cordoned']],
  ])('%s', (_story, asked, status, tone, why) => {
    const words = nodeWords(asked)
    expect([words.status, words.tone, words.why.map(({ code }) => code)]).toEqual([status, tone, why])
  })
  test('say their group and their roles by labels', () => {
    const labels = { 'node-role.kubernetes.io/worker': '', 'eks.amazonaws.com/nodegroup': 'general' }
    const asked = made<Node>('Node', {}, { labels })
    expect([nodeGroupOf(asked), nodeRolesOf(asked)]).toEqual(['general', ['worker']])
    expect([nodeGroupOf(node([])), nodeRolesOf(node([]))]).toEqual([null, []])
  })
})

describe('workloads', () => {
  const deployment = (desired: number, status: Deployment['status'], generation = 1) =>
    made<Deployment>(
      'Deployment',
      {
        spec: { replicas: desired, selector: {}, template: { spec: { containers: [] } } },
        status: { observedGeneration: 1, ...status },
      },
      { generation },
    )
  const job = (status: object, spec: object = {}) => made<Workload>('Job', { spec, status })
  const all = (count: number) => ({ readyReplicas: count, updatedReplicas: count })
  test.each<[string, Workload, string, string, readonly string[]]>([
    ['well', deployment(2, all(2)), 'Healthy', 'good', []],
    ['one short', deployment(2, { readyReplicas: 1, updatedReplicas: 2 }), 'Degraded', 'bad', ['replicas-missing']],
    ['none', deployment(2, { updatedReplicas: 2 }), 'Down', 'bad', ['replicas-missing']],
    ['stopped', deployment(0, {}), 'Stopped', 'done', []],
    [
      'rolling',
      deployment(2, { readyReplicas: 2, updatedReplicas: 1 }),
      'Rolling out',
      'waiting',
      ['rollout-under-way'],
    ],
    ['not looked at yet', deployment(2, all(2), 2), 'Rolling out', 'waiting', ['rollout-under-way']],
    [
      'stuck',
      deployment(2, {
        readyReplicas: 2,
        updatedReplicas: 1,
        conditions: [{ type: 'Progressing', status: 'False', reason: 'ProgressDeadlineExceeded' }],
      }),
      'Failing',
      'bad',
      ['rollout-stuck'],
    ],
    [
      'refused',
      deployment(2, { ...all(2), conditions: [{ type: 'ReplicaFailure', status: 'True' }] }),
      'Failing',
      'bad',
      ['replicas-refused'],
    ],
    [
      'a daemon on each node',
      made('DaemonSet', { spec: {}, status: { desiredNumberScheduled: 3, numberReady: 3, updatedNumberScheduled: 3 } }),
      'Healthy',
      'good',
      [],
    ],
    [
      'a stateful one without status',
      made('StatefulSet', { spec: { replicas: 1 } }),
      'Down',
      'bad',
      ['replicas-missing'],
    ],
    ['a job under way', job({ active: 1 }), 'Running', 'waiting', []],
    ['a job that tries again', job({ failed: 1 }), 'Running', 'bad', ['job-retrying']],
    [
      'a job that is done',
      job({ succeeded: 1, conditions: [{ type: 'Complete', status: 'True' }] }),
      'Complete',
      'done',
      [],
    ],
    [
      'a job that failed',
      job({ conditions: [{ type: 'Failed', status: 'True', reason: 'BackoffLimitExceeded' }] }),
      'Failed',
      'bad',
      ['job-failed'],
    ],
    ['a job held', job({}, { suspend: true }), 'Suspended', 'waiting', []],
    ['a schedule', made('CronJob', { spec: {} }), 'Scheduled', 'good', []],
    ['a schedule at work', made('CronJob', { spec: {}, status: { active: [{}] } }), 'Active', 'good', []],
    ['a schedule held', made('CronJob', { spec: { suspend: true } }), 'Suspended', 'waiting', []],
  ])('%s', (_story, asked, status, tone, why) => {
    const words = workloadWords(asked)
    expect([words.status, words.tone]).toEqual([status, tone])
    expect(words.why.map(({ code }) => code)).toEqual(why)
  })
})

describe('whose a pod is', () => {
  const owned = (kind: string, name: string, labels = {}) =>
    made<Pod>('Pod', { spec: { containers: [] } }, { labels, ownerReferences: [{ kind, name, controller: true }] })
  test.each<[string, Pod, object | null]>([
    [
      'a Deployment',
      owned('ReplicaSet', 'web-5d9c7b8f6c', { 'pod-template-hash': '5d9c7b8f6c' }),
      { kind: 'Deployment', name: 'web' },
    ],
    ['a bare ReplicaSet', owned('ReplicaSet', 'web-a'), { kind: 'ReplicaSet', name: 'web-a' }],
    ['a CronJob', owned('Job', 'batch-app-29482910'), { kind: 'CronJob', name: 'batch-app' }],
    ['a Job', owned('Job', 'migrate'), { kind: 'Job', name: 'migrate' }],
    ['a StatefulSet', owned('StatefulSet', 'db'), { kind: 'StatefulSet', name: 'db' }],
    ['nobody', made<Pod>('Pod', { spec: { containers: [] } }), null],
  ])('%s', (_story, pod, owner) => {
    expect(workloadOf(pod)).toEqual(owner)
  })
})

test('trouble is said with what helps', () => {
  const mayNot = { code: 'may-not', verb: 'list', group: 'apps', resource: 'deployments', message: 'no' } as const
  expect(clusterErrorSaid(mayNot)).toEqual({
    code: 'cluster-may-not',
    values: { verb: 'list', group: 'apps', resource: 'deployments', message: 'no' },
  })
  expect(clusterErrorSaid({ code: 'refused', status: 502, message: 'x' })).toMatchObject({ values: { status: '502' } })
  expect(clusterErrorSaid({ code: 'aborted' }).code).toBe('cluster-unreachable')
  expect(clusterErrorSaid({ code: 'gone', message: 'x' })).toEqual({ code: 'cluster-gone', values: { message: 'x' } })
})

test.each([
  ['2026-01-20T10:00:00Z', Date.UTC(2026, 0, 20, 10)],
  ['yesterday', null],
  [null, null],
  [undefined, null],
])('the time %s', (text, at) => {
  expect(readTime(text)).toBe(at)
})
