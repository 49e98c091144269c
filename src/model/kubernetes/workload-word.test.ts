import { expect, test } from 'vitest'
import { podNamePrefix, podNameShape, readWorkloadWord } from './workload-word.ts'

test.each([
  ['deploy/backend-app', { kind: 'Deployment', name: 'backend-app' }],
  ['Deployment/web.v2', { kind: 'Deployment', name: 'web.v2' }],
  ['pod/web-0', { kind: 'Pod', name: 'web-0' }],
  ['sts/db', { kind: 'StatefulSet', name: 'db' }],
  ['cj/report', { kind: 'CronJob', name: 'report' }],
  ['/aws/containerinsights/x/application', undefined],
  ['shop/web', undefined],
  ['deploy/', undefined],
  ['deploy/Web', undefined],
  ['deploy', undefined],
])('%s', (word, workload) => {
  expect(readWorkloadWord(word)).toEqual(workload)
})

test.each([
  ['Deployment', 'web', 'web-5d9c7b8f6c-bcdfg', true],
  ['Deployment', 'web', 'web-api-5d9c7b8f6c-bcdfg', false],
  ['Deployment', 'web.v2', 'webxv2-5d9c7b8f6c-bcdfg', false],
  ['StatefulSet', 'db', 'db-12', true],
  ['StatefulSet', 'db', 'db-a', false],
  ['DaemonSet', 'fluent-bit', 'fluent-bit-x2b4z', true],
  ['Job', 'load', 'load-bcdfg', true],
  ['Job', 'load', 'load-3-bcdfg', true],
  ['CronJob', 'report', 'report-29481123-bcdfg', true],
  ['Pod', 'web-0', 'web-0', true],
  ['Pod', 'web-0', 'web-01', false],
])('%s %s gives a pod the name %s: %s', (kind, name, pod, given) => {
  expect(new RegExp(podNameShape({ kind, name }) ?? '').test(pod)).toBe(given)
})

const long = (length: number) => 'a-service-with-a-name-that-tells-everything-about-itself-to-all'.slice(0, length)
/** As the API server makes names: the base cut to 58 characters, then five letters. */
const podOf = (base: string) => `${`${base}-`.slice(0, 58)}bcdfg`

test.each([46, 47, 50, 56, 57, 58, 60])('a name of %d characters that is cut for its ending is known again', length => {
  const name = long(length)
  expect(name).toHaveLength(length)
  for (const [kind, base] of [
    ['Deployment', `${name}-5d9c7b8f6c`],
    ['ReplicaSet', name],
    ['DaemonSet', name],
    ['CronJob', `${name}-29481123`],
  ] as const) {
    const shape = new RegExp(podNameShape({ kind, name }) ?? '')
    expect([kind, shape.test(podOf(base))]).toEqual([kind, true])
    expect([kind, shape.test(podOf(`x${base}`))]).toEqual([kind, false])
    expect(podOf(base).startsWith(podNamePrefix({ kind, name }))).toBe(true)
  }
})

test('another kind gives no shape', () => {
  expect(podNameShape({ kind: 'Rollout', name: 'web' })).toBeUndefined()
})
