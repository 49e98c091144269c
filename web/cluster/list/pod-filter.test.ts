import { expect, test } from 'vitest'
import type { ApiClusterPod } from '../../../src/model/index.ts'
import { readFilter } from './filter.ts'
import { podWanted } from './pod-filter.ts'

const pod = {
  ...{ name: 'web-1', namespace: 'shop', status: 'Running', node: 'n-1', restarts: 2, labels: { app: 'web' } },
  workload: { kind: 'Deployment', name: 'web', namespace: 'shop' },
} as unknown as ApiClusterPod

test.each<[string, boolean]>([
  ['web', true],
  ['shop running n-1', true],
  ['deployment', false],
  ['kind=deployment workload=web', true],
  ['kind=DaemonSet', false],
  ['restarts=2', true],
  ['restarts!=2', false],
  ['app=web node=n-*', true],
])('%s', (words, is) => {
  expect(podWanted(readFilter(words), pod)).toBe(is)
})
