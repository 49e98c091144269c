import { expect, test } from 'vitest'
import { chosenByPage } from './chosen.ts'

const object = (kind: string, namespace: string, name: string) => ({ kind, namespace, name })

test.each([
  ['nothing in the drawer', undefined, { cluster: 'c' }],
  ['a node', object('Node', '', 'n-1'), { cluster: 'c', node: 'n-1' }],
  ['a namespace', object('Namespace', '', 'shop'), { cluster: 'c', namespace: 'shop' }],
  ['a service', object('Service', 'shop', 'web'), { cluster: 'c', namespace: 'shop', service: 'web' }],
  ['a workload', object('Deployment', 'shop', 'web'), { cluster: 'c', namespace: 'shop', pod: 'web' }],
  ['a pod', object('Pod', 'shop', 'web-1'), { cluster: 'c', namespace: 'shop' }],
  ['something of the cluster', object('PersistentVolume', '', 'v'), { cluster: 'c' }],
])('%s', (_story, shown, chosen) => {
  expect(chosenByPage({ object: shown, values: {} }, 'c')).toEqual(chosen)
})

test('what the reader chose on the view goes before', () => {
  expect(chosenByPage({ object: object('Node', '', 'n-1'), values: { node: 'n-2' } }, '')).toEqual({ node: 'n-2' })
})
