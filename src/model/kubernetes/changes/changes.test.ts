/** What became of objects, one row a story; and that no pair of objects, however odd, brings it down. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { AnyObject, KindName } from '../kinds.ts'
import { changesOf, scalersOf, toldKinds } from './index.ts'

const at = Date.UTC(2026, 0, 20, 12)
const hourAgo = new Date(at - 3_600_000).toISOString()
const made = (kind: KindName, body: object, metadata: object = {}): AnyObject =>
  ({
    ...{ apiVersion: 'v1', kind },
    metadata: {
      name: 'web',
      namespace: 'shop',
      uid: 'u',
      resourceVersion: '1',
      creationTimestamp: hourAgo,
      ...metadata,
    },
    ...body,
  }) as unknown as AnyObject
const facts = { from: at - 60_000, scalers: new Map([['Deployment/shop/web', 'by-cpu']]) }
const told = (before: AnyObject | null, after: AnyObject | null) =>
  changesOf({ at, before, after }, facts).map(
    ({ type, tone, by, said }) =>
      `${type} ${tone} ${by === null ? '-' : by.name}: ${said.map(({ code, values }) => `${code} ${Object.values(values).join(' ')}`.trim()).join('; ')}`,
  )

const container = (image: string, more: object = {}) => ({ name: 'app', image, ...more })
const deployment = (image: string, replicas = 3, more: object = {}, metadata: object = {}, template: object = {}) =>
  made(
    'Deployment',
    {
      spec: { replicas, template: { ...template, spec: { containers: [container(image)] } }, ...more },
      status: { readyReplicas: 1 },
    },
    metadata,
  )
const by = (program: string, second: number) => ({ changedBy: { program, at: `2026-01-20T12:00:0${second}Z` } })
const node = (ready: string, spec: object = {}, more: object = {}) =>
  made(
    'Node',
    {
      spec,
      status: {
        conditions: [
          { type: 'Ready', status: ready, reason: 'R', message: 'm' },
          { type: 'DiskPressure', status: 'False' },
        ],
        ...more,
      },
    },
    { labels: { 'eks.amazonaws.com/nodegroup': 'general' } },
  )
const kept = (keys: readonly string[], metadata: object = {}) => made('ConfigMap', { keys }, metadata)

describe('what becomes of', () => {
  test.each<readonly [string, AnyObject | null, AnyObject | null, readonly string[]]>([
    ['a new image', deployment('a:1'), deployment('a:2'), ['rollout waiting -: image-changed app a:1 a:2']],
    ['status alone', deployment('a:1'), { ...deployment('a:1'), status: { readyReplicas: 3 } } as AnyObject, []],
    [
      'a new image and other replicas, by helm',
      deployment('a:1', 3, {}, by('helm', 1)),
      deployment('a:2', 5, {}, by('helm', 2)),
      ['rollout waiting helm: image-changed app a:1 a:2', 'scaled done helm: replicas-changed 3 5'],
    ],
    [
      'replicas where an autoscaler stands',
      deployment('a', 3),
      deployment('a', 5),
      ['scaled done by-cpu: replicas-changed 3 5'],
    ],
    [
      'replicas by the autoscaler, told',
      deployment('a', 3, {}, by('kubectl-create', 1)),
      deployment('a', 5, {}, by('kube-controller-manager', 2)),
      ['scaled done by-cpu: replicas-changed 3 5'],
    ],
    [
      'replicas by a person, although an autoscaler stands there',
      deployment('a', 3, {}, by('kube-controller-manager', 1)),
      deployment('a', 0, {}, by('kubectl-scale', 2)),
      ['scaled done kubectl-scale: replicas-changed 3 0'],
    ],
    [
      'a restart',
      deployment('a'),
      deployment('a', 3, {}, {}, { metadata: { annotations: { 'kubectl.kubernetes.io/restartedAt': 'now' } } }),
      ['rollout waiting -: restart-asked'],
    ],
    [
      'the template otherwise',
      made('DaemonSet', {
        spec: { template: { spec: { containers: [container('a', { env: [{ name: 'LEVEL', value: 'info' }] })] } } },
      }),
      made('DaemonSet', {
        spec: {
          template: {
            spec: {
              containers: [
                container('a', {
                  env: [
                    { name: 'LEVEL', value: 'debug' },
                    { name: 'X', value: '1' },
                  ],
                }),
              ],
            },
          },
        },
      }),
      [
        'rollout waiting -: template-changed spec.containers[app].env[LEVEL].value info debug; template-changed-added spec.containers[app].env[X]  {"name":"X","value":"1"}',
      ],
    ],
    [
      'a container more, beside a new image',
      deployment('a:1'),
      made('Deployment', {
        spec: { replicas: 3, template: { spec: { containers: [container('a:2'), { name: 'side', image: 's' }] } } },
      }),
      [
        'rollout waiting -: image-changed app a:1 a:2; template-changed-added spec.containers[side]  {"name":"side","image":"s"}',
      ],
    ],
    ['a pause', deployment('a'), deployment('a', 3, { paused: true }), ['config done -: paused-on']],
    [
      'another schedule, and a stop',
      made('CronJob', {
        spec: {
          schedule: '* * * * *',
          jobTemplate: { spec: { template: { spec: { containers: [container('j:1')] } } } },
        },
      }),
      made('CronJob', {
        spec: {
          schedule: '@daily',
          suspend: true,
          jobTemplate: { spec: { backoffLimit: 2, template: { spec: { containers: [container('j:2')] } } } },
        },
      }),
      [
        'rollout waiting -: image-changed app j:1 j:2',
        'config done -: suspend-on; schedule-changed * * * * * @daily; field-changed-added spec.jobTemplate.spec.backoffLimit  2',
      ],
    ],
    [
      'a new workload',
      null,
      deployment('a', 1, {}, { creationTimestamp: new Date(at).toISOString() }),
      ['created done -: object-created Deployment'],
    ],
    ['what was only met for the first time', null, deployment('a'), []],
    ['a workload that is deleted', deployment('a'), null, ['deleted done -: object-deleted Deployment']],
    [
      'a ReplicaSet of a Deployment',
      null,
      made(
        'ReplicaSet',
        { spec: {} },
        { creationTimestamp: new Date(at).toISOString(), ownerReferences: [{ kind: 'Deployment', name: 'web' }] },
      ),
      [],
    ],
    ['a node that is lost', node('True'), node('Unknown'), ['node bad -: node-became-silent R m']],
    ['a node that is not ready', node('True'), node('False'), ['node bad -: node-became-not-ready R m']],
    ['a node that is back', node('Unknown'), node('True'), ['node good -: node-became-ready']],
    [
      'a node that is cordoned',
      node('True'),
      node('True', {
        unschedulable: true,
        taints: [{ key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' }],
      }),
      ['node waiting -: node-was-cordoned'],
    ],
    [
      'a node whose disk is full',
      node('True'),
      made(
        'Node',
        {
          status: {
            conditions: [
              { type: 'Ready', status: 'True' },
              { type: 'DiskPressure', status: 'True', message: 'full' },
            ],
          },
        },
        { labels: { 'eks.amazonaws.com/nodegroup': 'general' } },
      ),
      ['node bad -: node-pressure-began DiskPressure full'],
    ],
    [
      'a taint, and another kubelet',
      node('True'),
      node(
        'True',
        { taints: [{ key: 'gpu', effect: 'NoSchedule', timeAdded: 'x' }] },
        { nodeInfo: { kubeletVersion: 'v1.35.0' } },
      ),
      [
        'config done -: field-changed-added taints[gpu]  {"key":"gpu","effect":"NoSchedule"}; field-changed-added kubelet  v1.35.0',
      ],
    ],
    [
      'a node that joins',
      null,
      made('Node', {}, { creationTimestamp: new Date(at).toISOString(), labels: { agentpool: 'a' } }),
      ['created good -: node-joined a'],
    ],
    ['a node that leaves', node('True'), null, ['deleted waiting -: node-left general']],
    ['keys', kept(['a', 'b']), kept(['b', 'c']), ['config done -: keys-added c 1; keys-removed a 1']],
    [
      'values under the same keys',
      kept(['a'], by('kubectl-edit', 1)),
      kept(['a'], by('kubectl-edit', 2)),
      ['config done kubectl-edit: values-changed'],
    ],
    [
      'bounds of an autoscaler',
      made('HorizontalPodAutoscaler', { spec: { maxReplicas: 3 } }),
      made('HorizontalPodAutoscaler', { spec: { maxReplicas: 9 } }),
      ['config done -: field-changed spec.maxReplicas 3 9'],
    ],
  ])('%s', (_story, before, after, expected) => {
    expect(told(before, after)).toEqual(expected)
  })
})

test('many fields are told as a few, and how many more', () => {
  const wide = (value: number) =>
    made('Ingress', { spec: Object.fromEntries(Array.from({ length: 20 }, (_, n) => [`f${n}`, value])) })
  const [change] = changesOf({ at, before: wide(1), after: wide(2) }, facts)
  expect(change?.said).toHaveLength(9)
  expect(change?.said.at(-1)).toEqual({ code: 'fields-more', values: { count: 12 } })
})

test('who scales what', () => {
  const autoscaler = made('HorizontalPodAutoscaler', {
    spec: { scaleTargetRef: { kind: 'Deployment', name: 'api' }, maxReplicas: 3 },
  })
  expect([...scalersOf([autoscaler as never])]).toEqual([['Deployment/shop/api', 'web']])
})

test('an object is no change of itself, and odd ones bring nothing down', () => {
  const odd = fc.record({
    spec: fc.object({ maxDepth: 3 }),
    status: fc.object({ maxDepth: 3 }),
    keys: fc.array(fc.string()),
  })
  const kind = fc.constantFrom(...toldKinds)
  fc.assert(
    fc.property(kind, odd, odd, (name, one, other) => {
      const tidy = (body: typeof one) =>
        made(name, { ...body, spec: { template: { spec: { containers: [] } }, ...body.spec } })
      if (changesOf({ at, before: tidy(one), after: tidy(one) }, facts).length > 0) throw new Error('changed')
      changesOf({ at, before: tidy(one), after: tidy(other) }, facts)
    }),
    { seed: 11, numRuns: 300 },
  )
})
