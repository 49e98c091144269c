import { expect, test } from 'vitest'
import type { FoundValues } from '../queries.ts'
import { clusterLooked, withClusters } from './cluster-choice.ts'

const found = (names: readonly string[] | undefined, waiting = false): FoundValues => ({
  ...{ found: names === undefined ? { pod: ['x'] } : { cluster: names }, waiting, error: undefined },
})

test.each<[string, FoundValues, readonly string[] | undefined, FoundValues]>([
  ['what is found stays', found(['a']), ['b'], found(['a'])],
  ['nothing found: those that are watched', found([]), ['b'], found(['b'])],
  ['nothing found and none watched', found([]), [], found([])],
  ['not known yet', found([]), undefined, found([], true)],
  ['a board of something else', found(undefined), ['b'], found(undefined)],
])('%s', (_story, before, watched, after) => {
  expect(withClusters(before, watched)).toEqual(after)
})

test('the cluster of the address stands where it is one of those there are', () => {
  expect(clusterLooked(found(['a', 'b']), 'b')).toEqual({ cluster: 'b' })
  expect(clusterLooked(found(['a', 'b']), 'c')).toEqual({})
  expect(clusterLooked(found(['a']), undefined)).toEqual({})
  expect(clusterLooked(found(undefined), 'a')).toEqual({})
})
