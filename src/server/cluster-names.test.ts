import { expect, test } from 'vitest'
import { clusterNames } from './cluster-names.ts'

test.each([
  ['one', [['prod', 'admin@prod']], ['prod']],
  [
    'two contexts of one cluster',
    [
      ['prod', 'admin@prod'],
      ['prod', 'reader@prod'],
    ],
    ['prod', 'prod-reader-prod'],
  ],
  [
    'two of the same name in different regions',
    [
      ['arn:aws:eks:eu-west-1:1:cluster/prod', 'eu'],
      ['arn:aws:eks:us-east-1:1:cluster/prod', 'us'],
    ],
    ['prod', 'prod-us'],
  ],
  [
    'names that differ in what names of groups cannot hold',
    [
      ['a b', 'x'],
      ['a/b', 'x'],
      ['a:b', 'x'],
    ],
    ['a-b', 'a-b-x', 'a-b-x-2'],
  ],
])('%s', (_story, named, names) => {
  expect(clusterNames(named.map(([cluster = '', context = '']) => ({ cluster, context })))).toEqual(names)
})
