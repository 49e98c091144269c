import { expect, test } from 'vitest'
import type { ApiClusterNode, ApiClusterPod } from '../../../src/model/index.ts'
import { type FigureMeasure, nodeShade, podShade } from './measure.ts'

const pod = (more: object = {}) =>
  ({
    tone: 'good',
    restarts: 0,
    requests: { cpu: 0.5, memory: 100 },
    limits: { cpu: null, memory: 200 },
    ...more,
  }) as unknown as ApiClusterPod
const used = { cpu: 0.4, memory: 190, at: 0, windowMs: 1 }

test.each<[FigureMeasure, object, object]>([
  ['status', {}, { level: 'good', share: 1 }],
  ['cpu-request', {}, { level: 2, share: 0.8, value: 0.8 }],
  ['cpu-limit', {}, { level: 'unbound', share: 0 }],
  ['memory-limit', {}, { level: 3, share: 0.95, value: 0.95 }],
  ['memory-request', {}, { level: 4, share: 1, value: 1.9 }],
  ['restarts', { restarts: 0 }, { level: 0, share: 1, value: 0 }],
  ['restarts', { restarts: 9 }, { level: 2, share: 1, value: 9 }],
  ['cpu-request', { tone: 'done' }, { level: 'done', share: 1 }],
])('%s', (by, more, shade) => {
  expect(podShade(pod(more), used, by)).toEqual(shade)
})

test('without figures nothing is claimed', () => {
  expect(podShade(pod(), undefined, 'cpu-request').level).toBe('unknown')
  const node = { tone: 'bad', allocatable: { cpu: 2, memory: 0, pods: 1 } } as unknown as ApiClusterNode
  expect([nodeShade(node, undefined, 'cpu-limit').level, nodeShade(node, used, 'memory-limit').level]).toEqual([
    'unknown',
    'unknown',
  ])
  expect([nodeShade(node, used, 'cpu-limit').value, nodeShade(node, used, 'restarts').level]).toEqual([0.2, 'bad'])
})
