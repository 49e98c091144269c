/** Pods in words: the column STATUS as kubectl prints it, whether that is good, and why. */
import { expect, test } from 'vitest'
import { podWords } from './pod-words.ts'
import type { ContainerStatus, Pod, PodStatus } from './workload-objects.ts'

const metadata = { name: 'web', namespace: 'shop', uid: 'u', resourceVersion: '1' }
const pod = (status: PodStatus, more: Partial<Pod> = {}): Pod => ({
  ...{ apiVersion: 'v1', kind: 'Pod', metadata, spec: { containers: [{ name: 'web' }] }, status },
  ...more,
})
const container = (state: ContainerStatus['state'], more: Partial<ContainerStatus> = {}): ContainerStatus => ({
  ...{ name: 'web', ready: false, restartCount: 0, ...(state && { state }) },
  ...more,
})
const running = { running: { startedAt: '2026-01-20T10:00:00Z' } }
const readyNow = [{ type: 'Ready', status: 'True' }]
const ended = (exitCode: number, reason?: string) => ({
  terminated: { exitCode, finishedAt: '2026-01-20T10:00:00Z', ...(reason && { reason }) },
})
const at = Date.UTC(2026, 0, 20, 10)
const with2 = { spec: { containers: [{ name: 'web' }], initContainers: [{ name: 'a' }, { name: 'b' }] } }
const deleted = { metadata: { ...metadata, deletionTimestamp: '2026-01-20T10:00:00Z' } }

test.each<[string, Pod, string, string, readonly string[]]>([
  [
    'runs',
    pod({ phase: 'Running', conditions: readyNow, containerStatuses: [container(running, { ready: true })] }),
    'Running',
    'good',
    [],
  ],
  [
    'runs, not ready',
    pod({ phase: 'Running', containerStatuses: [container(running)] }),
    'Running',
    'waiting',
    ['container-not-ready'],
  ],
  [
    'is being made',
    pod({ phase: 'Pending', containerStatuses: [container({ waiting: { reason: 'ContainerCreating' } })] }),
    'ContainerCreating',
    'waiting',
    [],
  ],
  [
    'has no node',
    pod({ phase: 'Pending', conditions: [{ type: 'PodScheduled', status: 'False', message: '0/3 nodes' }] }),
    'Pending',
    'bad',
    ['pod-unscheduled'],
  ],
  [
    'has no image',
    pod({
      phase: 'Pending',
      containerStatuses: [container({ waiting: { reason: 'ImagePullBackOff', message: 'no' } })],
    }),
    'ImagePullBackOff',
    'bad',
    ['container-waiting'],
  ],
  [
    'crashes',
    pod({
      phase: 'Running',
      containerStatuses: [
        container({ waiting: { reason: 'CrashLoopBackOff' } }, { restartCount: 4, lastState: ended(1, 'Error') }),
      ],
    }),
    'CrashLoopBackOff',
    'bad',
    ['container-crashed', 'container-waiting'],
  ],
  [
    'was killed for memory',
    pod({ phase: 'Running', containerStatuses: [container(ended(137, 'OOMKilled'))] }),
    'OOMKilled',
    'bad',
    ['container-out-of-memory'],
  ],
  [
    'came back',
    pod({
      phase: 'Running',
      conditions: readyNow,
      containerStatuses: [container(running, { ready: true, restartCount: 1, lastState: ended(137, 'OOMKilled') })],
    }),
    'Running',
    'good',
    ['container-restarted'],
  ],
  [
    'ended by an exit code',
    pod({ phase: 'Failed', containerStatuses: [container(ended(3))] }),
    'ExitCode:3',
    'bad',
    ['container-crashed'],
  ],
  [
    'ended by a signal',
    pod({ phase: 'Failed', containerStatuses: [container({ terminated: { exitCode: 0, signal: 9 } })] }),
    'Signal:9',
    'bad',
    [],
  ],
  [
    'is done',
    pod({ phase: 'Succeeded', containerStatuses: [container(ended(0, 'Completed'))] }),
    'Completed',
    'done',
    [],
  ],
  [
    'was evicted',
    pod({ phase: 'Failed', reason: 'Evicted', message: 'low on memory' }),
    'Evicted',
    'bad',
    ['pod-failed'],
  ],
  [
    'goes',
    pod({ phase: 'Running', containerStatuses: [container(running, { ready: true })] }, deleted),
    'Terminating',
    'waiting',
    [],
  ],
  ['is on a lost node', pod({ phase: 'Running', reason: 'NodeLost' }, deleted), 'Unknown', 'bad', []],
  [
    'waits for its first init container',
    pod(
      {
        phase: 'Pending',
        initContainerStatuses: [container(running, { name: 'a' }), container(undefined, { name: 'b' })],
      },
      with2,
    ),
    'Init:0/2',
    'waiting',
    [],
  ],
  [
    'fails in its second',
    pod(
      {
        phase: 'Pending',
        initContainerStatuses: [container(ended(0), { name: 'a' }), container(ended(1, 'Error'), { name: 'b' })],
      },
      with2,
    ),
    'Init:Error',
    'bad',
    ['container-crashed'],
  ],
  [
    'one of two is complete, the other runs',
    pod({
      phase: 'Running',
      conditions: readyNow,
      containerStatuses: [container(ended(0, 'Completed')), container(running, { ready: true })],
    }),
    'Running',
    'good',
    [],
  ],
  ['says nothing', pod({}), 'Unknown', 'bad', []],
])('a pod that %s', (_story, asked, status, tone, why) => {
  const words = podWords(asked)
  expect([words.status, words.tone]).toEqual([status, tone])
  expect(words.why.map(({ code }) => code)).toEqual(why)
})

test('counts containers and restarts, and says when and how it went down', () => {
  const one = container(
    { waiting: { reason: 'CrashLoopBackOff', message: 'back-off 40s' } },
    { restartCount: 4, lastState: ended(1, 'Error') },
  )
  const init = container(ended(0), { name: 'init', restartCount: 2 })
  const words = podWords(pod({ phase: 'Running', containerStatuses: [one], initContainerStatuses: [init] }))
  expect(words).toMatchObject({ ready: 0, containers: 1, restarts: 6 })
  expect(words.why).toEqual([
    { code: 'container-crashed', values: { container: 'web', exitCode: 1, restarts: 4, at, message: '' } },
    { code: 'container-waiting', values: { container: 'web', reason: 'CrashLoopBackOff', message: 'back-off 40s' } },
  ])
})
