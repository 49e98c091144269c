import { expect, test } from 'vitest'
import { err, ok } from '../../model/index.ts'
import { type ListKarpenter, nodePools } from './node-pools.ts'

const pool = (name: string, spec: object = {}) => ({ metadata: { name }, spec })
const claim = (pool: string, more: object = {}) => ({
  metadata: { labels: { 'karpenter.sh/nodepool': pool }, ...more },
})
const told =
  (pools: readonly unknown[], claims: readonly unknown[]): ListKarpenter =>
  async plural =>
    ok(plural === 'nodepools' ? pools : claims)
const promise = { source: 'nodepool', limits: {}, instances: [], min: null, max: null }

test('claims are what is promised, limits bound it', async () => {
  const claims = [claim('a'), claim('a'), claim('a', { deletionTimestamp: 'x' }), claim('b'), null, 7]
  const pools = [
    pool('a', { limits: { cpu: '100', memory: '400Gi', nodes: 10 } }),
    pool('b', { limits: { nodes: '1k' } }),
    pool('c', { replicas: 4 }),
  ]
  expect(await nodePools(told(pools, claims))).toEqual(
    ok([
      { name: 'a', ...promise, desired: 2, max: 10, limits: { cpu: '100', memory: '400Gi' } },
      { name: 'b', ...promise, desired: 1, max: 1_000 },
      { name: 'c', ...promise, desired: 4 },
    ]),
  )
})

test('without Karpenter there are none; without the right it is told; odd objects are passed over', async () => {
  expect(await nodePools(async () => err({ code: 'not-found', message: '' }))).toEqual(ok([]))
  const denied = { code: 'may-not', verb: 'list', group: 'karpenter.sh', resource: 'nodepools', message: 'no' } as const
  expect(await nodePools(async () => err(denied))).toEqual(err(denied))
  expect(await nodePools(told([null, {}, { metadata: 3 }, pool('a', { limits: [] })], []))).toEqual(
    ok([{ name: 'a', ...promise, desired: 0 }]),
  )
  const half: ListKarpenter = async plural => (plural === 'nodepools' ? ok([pool('a')]) : err(denied))
  expect(await nodePools(half)).toEqual(ok([{ name: 'a', ...promise, desired: null }]))
})
