import { expect, test } from 'vitest'
import type { ApiClusterNode, ApiClusterPod, ApiUsed } from '../../../src/model/index.ts'
import { type Branch, growTree, troubled, unfolded } from './tree.ts'

const node = (name: string) => ({ name, tone: 'good', status: 'Ready' }) as unknown as ApiClusterNode
const pod = (name: string, at: string, workload: string | null, tone = 'good') =>
  ({
    ...{ namespace: 'shop', name, node: at, tone, status: 'Running', containerNames: ['app'] },
    workload: workload === null ? null : { kind: 'Deployment', name: workload },
  }) as unknown as ApiClusterPod
const used = (cpu: number): ApiUsed => ({ cpu, memory: cpu * 10, at: 0, windowMs: 1 })
const pods = [
  pod('web-1', 'n-1', 'web'),
  pod('web-2', 'n-1', 'web', 'bad'),
  pod('lone', 'n-1', null),
  pod('new', '', 'web', 'waiting'),
]
const figures = { node: () => used(9), pod: (_space: string, name: string) => (name === 'lone' ? undefined : used(1)) }
const tree = growTree([node('n-1'), node('n-2')], pods, figures, 'nowhere')
const shown = (branches: readonly Branch[]) =>
  branches.map(({ level, name, pods: count, bad }) => `${level} ${name} ${count}/${bad}`)

test('closed, it has its nodes, and pods that no node has', () => {
  expect(shown(unfolded(tree, new Set()))).toEqual(['1 n-1 3/1', '1 n-2 0/0', '1 nowhere 1/0'])
})

test('opened branch by branch', () => {
  const open = new Set(['n-1', 'n-1/shop', 'n-1/shop/Deployment web', 'n-1/shop//lone'])
  expect(shown(unfolded(tree, open))).toEqual([
    ...['1 n-1 3/1', '2 shop 3/1', '3 lone 1/0', '4 app 0/0', '3 web 2/1', '4 web-1 1/0', '4 web-2 1/1'],
    ...['1 n-2 0/0', '1 nowhere 1/0'],
  ])
})

test('a branch is as bad as the worst below, and uses what they use together', () => {
  const [first] = tree
  const [shop] = first!.below()
  const web = shop!.below().find(({ name }) => name === 'web')
  expect([first?.cpu, shop?.tone, shop?.cpu, web?.memory]).toEqual([9, 'bad', 2, 20])
  expect(new Set(unfolded(tree, new Set(['n-1', 'n-1/shop'])).map(({ path }) => path)).size).toBe(6)
})

test('trouble is come to at once', () => {
  expect(troubled(tree)).toEqual(['n-1', 'n-1/shop', 'n-1/shop/Deployment web'])
})
