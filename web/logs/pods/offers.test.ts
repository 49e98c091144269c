import { expect, test } from 'vitest'
import type { ApiClusterPod, ApiClusterWorkload } from '../../../src/model/index.ts'
import { formOf, offersOf, selectorOf, titleOf, withWorkload } from './offers.ts'

const workload = (kind: string, namespace: string, name: string) =>
  ({ kind, namespace, name }) as unknown as ApiClusterWorkload
const pod = (namespace: string, name: string, labels: object, containerNames: readonly string[]) =>
  ({ namespace, name, labels, containerNames }) as unknown as ApiClusterPod

test('workloads are offered before pods, everything once', () => {
  const pods = [pod('shop', 'web-1', { app: 'web' }, ['main']), pod('shop', 'web-2', { app: 'web' }, ['main', 'side'])]
  expect(offersOf([workload('Deployment', 'shop', 'web'), workload('CronJob', 'back', 'x')], pods)).toEqual({
    workloads: ['CronJob/x · back', 'Deployment/web · shop', 'Pod/web-1 · shop', 'Pod/web-2 · shop'],
    namespaces: ['shop'],
    labels: ['app=web'],
    containers: ['main', 'side'],
  })
})

test('an offered workload brings its namespace', () => {
  expect(withWorkload(formOf(undefined), 'Deployment/web · shop')).toMatchObject({
    ...{ workload: 'Deployment/web', namespace: 'shop' },
  })
  expect(withWorkload(formOf({ namespace: 'shop' }), 'deploy/we')).toMatchObject({
    ...{ workload: 'deploy/we', namespace: 'shop' },
  })
})

test.each([
  [{ workload: 'deploy/web' }, { workload: 'Deployment/web' }],
  [{ workload: 'web' }, 'workload'],
  [{ labels: 'app in (' }, 'labels'],
  [{ containers: ['a'], previous: true }, 'nothing'],
  [
    { labels: 'app=web', containers: ['a'], previous: true },
    { labels: 'app=web', containers: ['a'], previous: true },
  ],
])('%j is read as %j', (form, selector) => {
  expect(selectorOf({ ...formOf(undefined), ...form }, undefined)).toEqual(selector)
})

test('a selector is read back as it was, with its cluster', () => {
  const pods = { cluster: 'c', namespace: 'shop', workload: 'Pod/web-1', containers: ['main'], previous: true }
  expect(selectorOf(formOf(pods), 'c')).toEqual(pods)
  expect(titleOf(pods)).toBe('Pod/web-1 · shop · main')
})
