/** Every kind in words, and what it is asked about. */
import { expect, test } from 'vitest'
import { type AnyObject, kindNames, objectFacts, objectWords } from './index.ts'

const made = (kind: string, body: object = {}, metadata: object = {}) =>
  ({
    apiVersion: 'v1',
    kind,
    metadata: { name: 'a', uid: 'u', resourceVersion: '1', ...metadata },
    ...body,
  }) as AnyObject
const hpa = (status: object) =>
  made('HorizontalPodAutoscaler', { spec: { maxReplicas: 4, scaleTargetRef: {} }, status })
const condition = (type: string, reason = '') => ({ conditions: [{ type, status: 'False', reason }] })

test.each<[string, AnyObject, string, string, readonly string[]]>([
  ['a namespace', made('Namespace'), 'Active', 'good', []],
  ['one that goes', made('Namespace', { status: { phase: 'Terminating' } }), 'Terminating', 'waiting', []],
  ['a service', made('Service', { spec: { selector: { a: 'b' } } }), 'Serving', 'good', []],
  ['a balancer to come', made('Service', { spec: { type: 'LoadBalancer' } }), 'Pending', 'waiting', ['no-address-yet']],
  ['a slice', made('EndpointSlice', { endpoints: [{}, {}] }), 'Ready', 'good', []],
  [
    'half of it',
    made('EndpointSlice', { endpoints: [{}, { conditions: { ready: false } }] }),
    'Partly ready',
    'waiting',
    [],
  ],
  ['none of it', made('EndpointSlice', { endpoints: [{ conditions: { ready: false } }] }), 'None ready', 'bad', []],
  ['an empty one', made('EndpointSlice', { endpoints: null }), 'Empty', 'waiting', []],
  ['an ingress', made('Ingress', { status: { loadBalancer: { ingress: [{}] } } }), 'Serving', 'good', []],
  ['a claim', made('PersistentVolumeClaim', { status: { phase: 'Lost' } }), 'Lost', 'bad', []],
  [
    'a volume',
    made('PersistentVolume', { status: { phase: 'Failed', message: 'x' } }),
    'Failed',
    'bad',
    ['volume-says'],
  ],
  ['a quota', made('ResourceQuota', { status: { hard: { pods: '4' }, used: { pods: '3' } } }), 'Within', 'good', []],
  [
    'a full one',
    made('ResourceQuota', { status: { hard: { cpu: '2' }, used: { cpu: '2000m' } } }),
    'Full',
    'bad',
    ['quota-full'],
  ],
  ['an autoscaler', hpa({ currentReplicas: 2, desiredReplicas: 2 }), 'Holding', 'good', []],
  ['at its end', hpa({ currentReplicas: 4, desiredReplicas: 4 }), 'At its maximum', 'waiting', ['autoscaler-full']],
  ['on its way', hpa({ currentReplicas: 2, desiredReplicas: 3 }), 'Scaling', 'waiting', ['autoscaler-scaling']],
  ['without metrics', hpa(condition('ScalingActive')), 'Failing', 'bad', ['autoscaler-failing']],
  ['of nothing', hpa(condition('ScalingActive', 'ScalingDisabled')), 'Disabled', 'done', []],
  ['a budget', made('PodDisruptionBudget', { status: { disruptionsAllowed: 1, expectedPods: 2 } }), 'Kept', 'good', []],
  [
    'a tight one',
    made('PodDisruptionBudget', { status: { expectedPods: 2 } }),
    'No disruption',
    'waiting',
    ['budget-tight'],
  ],
  [
    'a broken one',
    made('PodDisruptionBudget', { status: { desiredHealthy: 2 } }),
    'Violated',
    'bad',
    ['budget-violated'],
  ],
  ['a config map', made('ConfigMap', {}, { deletionTimestamp: 'x' }), 'Terminating', 'waiting', []],
])('%s', (_story, object, status, tone, why) => {
  const words = objectWords(object)
  expect([words.status, words.tone, words.why.map(({ code }) => code)]).toEqual([status, tone, why])
})

test('a service that chooses pods and has none that is ready is in trouble; nobody counted is no trouble', () => {
  const service = made('Service', { spec: { selector: { a: 'b' } } })
  expect(objectWords(service, () => 0).why).toEqual([{ code: 'service-without-endpoints', values: {} }])
  expect(objectWords(service, () => undefined).tone).toBe('good')
  expect(objectWords(made('Service', { spec: {} }), () => 0).tone).toBe('good')
})

test.each<[AnyObject, object]>([
  [made('ConfigMap', { keys: ['a', 'b'] }), { keys: 'a, b' }],
  [
    made('PersistentVolumeClaim', { spec: { resources: { requests: { storage: '1Gi' } }, volumeName: 'v' } }),
    { capacity: '1Gi', volume: 'v' },
  ],
  [made('NetworkPolicy', { spec: { podSelector: { matchLabels: { a: 'b' } } } }), { selector: 'a=b' }],
  [made('ResourceQuota', { spec: { hard: { pods: '4' } } }), { used: 'pods 0 / 4' }],
  [hpa({ currentReplicas: 1, desiredReplicas: 2 }), { target: '/', replicas: '1 → 2', bounds: '1–4' }],
  [
    made('ReplicaSet', { spec: { replicas: 2 } }, { ownerReferences: [{ kind: 'Deployment', name: 'd' }] }),
    { replicas: '0 / 2', owner: 'Deployment/d' },
  ],
])('facts of %j', (object, facts) => {
  expect(objectFacts(object)).toEqual(facts)
})

test('of every kind, an object that lacks everything has words and facts', () => {
  const least: Readonly<Record<string, object>> = {
    Pod: { spec: { containers: [] } },
    Job: { spec: {} },
    CronJob: { spec: {} },
    ...Object.fromEntries(['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet'].map(kind => [kind, { spec: {} }])),
    HorizontalPodAutoscaler: { spec: {} },
  }
  for (const kind of kindNames) {
    const object = made(kind, least[kind] ?? {})
    expect([kind, typeof objectWords(object).tone, typeof objectFacts(object)]).toEqual([kind, 'string', 'object'])
  }
})
