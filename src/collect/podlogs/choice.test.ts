import { expect, test } from 'vitest'
import { type Pod, readLabelSelector } from '../../model/kubernetes/index.ts'
import { isContainerLeftOut, leftOutBy } from './choice.ts'

const pod = (namespace: string, annotations: object = {}, labels: object = {}) =>
  ({ metadata: { name: 'web', namespace, annotations, labels } }) as unknown as Pod
const choice = (namespaces: string, labels = '') => {
  const selector = readLabelSelector(labels)
  if (!selector.ok) throw new Error(selector.error)
  return { namespaces: namespaces.split(',').filter(Boolean), labels: selector.value }
}

test.each([
  ['', 'shop', undefined],
  ['shop', 'shop', undefined],
  ['shop', 'shop-2', 'namespaces'],
  ['team-*', 'team-a', undefined],
  ['team-*', 'steam-a', 'namespaces'],
  ['*-a', 'team-a', undefined],
  ['t*m*a', 'team-a', undefined],
  ['t*a*a', 'ta', 'namespaces'],
  ['*', 'anything', undefined],
  ['!kube-system', 'kube-system', 'namespaces'],
  ['!kube-system', 'shop', undefined],
  ['team-*,!team-test', 'team-test', 'namespaces'],
  ['team-*,!team-test', 'team-a', undefined],
])('namespaces %s: %s is left out by %s', (namespaces, namespace, by) => {
  expect(leftOutBy(pod(namespace), choice(namespaces))).toBe(by)
})

test('labels choose', () => {
  const chosen = choice('', 'app!=noise')
  expect(leftOutBy(pod('shop', {}, { app: 'noise' }), chosen)).toBe('labels')
  expect(leftOutBy(pod('shop', {}, { app: 'web' }), chosen)).toBeUndefined()
})

test.each([
  [{ 'mangru.dev/logs': 'false' }, 'shop', 'annotations'],
  [{ 'mangru.dev/logs': 'true' }, 'kube-system', undefined],
  [{ 'mangru.dev/logs': 'true', 'fluentbit.io/exclude': 'true' }, 'shop', undefined],
  [{ 'fluentbit.io/exclude': 'true' }, 'shop', 'annotations'],
  [{ 'fluentbit.io/exclude': 'false' }, 'shop', undefined],
  [{ 'fluentbit.io/exclude-side': 'true' }, 'shop', undefined],
])('%j in %s: left out by %s', (annotations, namespace, by) => {
  expect(leftOutBy(pod(namespace, annotations), choice('!kube-system'))).toBe(by)
})

test('one container may be left out', () => {
  const one = pod('shop', { 'fluentbit.io/exclude-side': 'true' })
  expect([isContainerLeftOut(one, 'side'), isContainerLeftOut(one, 'main')]).toEqual([true, false])
})
