import { expect, test } from 'vitest'
import { clusterTabs, emptyCluster, readCluster, wanted, writeCluster } from './view.ts'

test('what is written is read back', () => {
  for (const tab of clusterTabs)
    for (const text of ['', 'web !kube']) expect(readCluster(writeCluster({ tab, text }))).toEqual({ tab, text })
})

test('whatever stands in the address, the view is sound', () => {
  expect(readCluster({ tab: 'x', q: ['a', 'b'] }).tab).toBe('nodes')
  expect(readCluster({})).toEqual(emptyCluster)
})

test.each<[string, boolean]>([
  ['', true],
  ['WEB', true],
  ['web running', true],
  ['web db', false],
  ['!web', false],
  ['web !db', true],
  ['!', true],
])('%s', (words, is) => {
  expect(wanted(words, ['web-1', 'Running'])).toBe(is)
})
