import { expect, test } from 'vitest'
import { type ClusterView, clusterShows, clusterTabs, emptyCluster, readCluster, writeCluster } from './view.ts'

test.each<Partial<ClusterView>>([
  {},
  ...clusterTabs.map(tab => ({ tab })),
  ...clusterShows.map(show => ({ show })),
  { tab: 'Service', text: 'web !kube app=web', sort: { column: 'restarts', descending: true } },
  { at: Date.UTC(2026, 0, 20, 3, 12, 4, 5), object: { kind: 'Pod', namespace: 'shop', name: 'web-1' }, part: 'yaml' },
  { object: { kind: 'Node', namespace: '', name: 'n/1' }, measure: 'memory-limit', open: ['n-1', 'n-1/shop'] },
  { gone: true, tab: 'pods', sort: { column: 'gone', descending: false } },
])('what is written is read back: %j', view => {
  expect(readCluster(writeCluster({ ...emptyCluster, ...view }))).toEqual({ ...emptyCluster, ...view })
})

test('whatever stands in the address, the view is sound', () => {
  const odd = { tab: 'x', show: '?', sort: '--', at: 'then', object: 'pod', part: '1', by: 'weight', gone: 'yes' }
  expect(readCluster(odd)).toEqual(emptyCluster)
  expect(readCluster({})).toEqual(emptyCluster)
  expect(readCluster({ q: ['a', 'b'], open: ['a', 'a'] })).toMatchObject({ text: 'b', open: ['a'] })
})
