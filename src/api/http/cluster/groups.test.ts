/** What groups of nodes promised against what is there, a row a story. */
import { expect, test } from 'vitest'
import type { Node, PromisedGroup } from '../../../model/kubernetes/index.ts'
import { nodeGroups } from './groups.ts'

const node = (
  name: string,
  ready = true,
  labels: object = { 'eks.amazonaws.com/nodegroup': 'general' },
  id = `i-${name}`,
) =>
  ({
    ...{ apiVersion: 'v1', kind: 'Node', metadata: { name, uid: name, resourceVersion: '1', labels } },
    spec: { providerID: `aws:///eu-west-1a/${id}` },
    status: { conditions: [{ type: 'Ready', status: ready ? 'True' : 'Unknown' }] },
  }) as Node
const promised = (desired: number | null, more: Partial<PromisedGroup> = {}): PromisedGroup => ({
  ...{ name: 'general', source: 'auto-scaling-group', min: 1, desired, max: 5, limits: {}, instances: [] },
  ...more,
})
const told = (nodes: readonly Node[], ...groups: readonly PromisedGroup[]) =>
  nodeGroups(nodes, { groups, unknown: null }).map(
    ({ name, ready, total, source, tone, promise }) =>
      `${name} ${ready}/${total} ${source} ${tone}: ${promise.code} ${JSON.stringify(promise.values)}`,
  )

test.each<readonly [string, readonly Node[], readonly PromisedGroup[], readonly string[]]>([
  ['by labels alone', [node('a'), node('b')], [], ['general 2/2 labels good: group-all-ready {"ready":2,"total":2}']],
  [
    'by labels, one not ready',
    [node('a'), node('b', false)],
    [],
    ['general 1/2 labels bad: group-some-ready {"ready":1,"total":2,"nodes":"b"}'],
  ],
  [
    'kept',
    [node('a')],
    [promised(1)],
    ['general 1/1 auto-scaling-group good: group-kept {"ready":1,"total":1,"desired":1}'],
  ],
  [
    'at its most',
    [node('a')],
    [promised(1, { max: 1 })],
    ['general 1/1 auto-scaling-group good: group-full {"ready":1,"total":1,"desired":1,"max":1}'],
  ],
  [
    'one not ready',
    [node('a'), node('b', false), node('c')],
    [promised(3)],
    ['general 2/3 auto-scaling-group bad: group-short {"ready":2,"total":3,"desired":3,"nodes":"b"}'],
  ],
  [
    'one that did not join',
    [node('a')],
    [promised(2)],
    ['general 1/1 auto-scaling-group waiting: group-missing {"ready":1,"total":1,"desired":2,"missing":1}'],
  ],
  [
    'both',
    [node('a', false)],
    [promised(2)],
    [
      'general 0/1 auto-scaling-group bad: group-short-and-missing {"ready":0,"total":1,"desired":2,"nodes":"a","missing":1}',
    ],
  ],
  [
    'more than promised',
    [node('a'), node('b')],
    [promised(1)],
    ['general 2/2 auto-scaling-group waiting: group-leaving {"ready":2,"total":2,"desired":1,"leaving":1}'],
  ],
  [
    'none there at all',
    [],
    [promised(0)],
    ['general 0/0 auto-scaling-group good: group-kept {"ready":0,"total":0,"desired":0}'],
  ],
  [
    'members by their machines where no label tells',
    [node('a', true, {}), node('b', true, {})],
    [promised(1, { name: 'asg', instances: ['i-a'] })],
    ['asg 1/1 auto-scaling-group good: group-kept {"ready":1,"total":1,"desired":1}'],
  ],
  [
    'who knows bounds in nodes goes before who knows limits alone',
    [node('a')],
    [promised(1, { source: 'nodepool', max: null }), promised(1)],
    ['general 1/1 auto-scaling-group good: group-kept {"ready":1,"total":1,"desired":1}'],
  ],
])('%s', (_story, nodes, groups, expected) => {
  expect(told(nodes, ...groups)).toEqual(expected)
})

test('a few names are told of many', () => {
  const nodes = Array.from({ length: 7 }, (_, n) => node(`n${n}`, false))
  expect(nodeGroups(nodes, { groups: [], unknown: null })[0]?.promise.values.nodes).toBe('n0, n1, n2, n3, n4, …')
})

test('what is not known is told with the reason', () => {
  const unknown = { code: 'groups-aws-away', values: {} }
  expect(nodeGroups([node('a')], { groups: [], unknown })[0]).toMatchObject({
    min: null,
    desired: null,
    max: null,
    unknown,
  })
  expect(nodeGroups([node('a')], { groups: [], unknown: null })[0]?.unknown?.code).toBe('group-labels-only')
  expect(nodeGroups([node('a')], { groups: [promised(1)], unknown })[0]?.unknown).toBeNull()
})
