/**
 * What Karpenter promised: its NodePools bound groups by CPU and memory (and sometimes nodes), and its NodeClaims are the nodes that were asked for. Both are
 * custom resources; where their definitions are not installed there are none.
 */
import { ok, type Result } from '../../model/index.ts'
import { type ClusterError, type PromisedGroup, readQuantity } from '../../model/kubernetes/index.ts'

/** The items of a list of `karpenter.sh`; `not-found` where the cluster does not serve it. */
export type ListKarpenter = (plural: 'nodepools' | 'nodeclaims') => Promise<Result<readonly unknown[], ClusterError>>

export async function nodePools(list: ListKarpenter): Promise<Result<readonly PromisedGroup[], ClusterError>> {
  const pools = await list('nodepools')
  if (!pools.ok) return pools.error.code === 'not-found' ? ok([]) : pools
  if (pools.value.length === 0) return ok([])
  const claims = await list('nodeclaims')
  const claimed = claims.ok ? Map.groupBy(claims.value.filter(isWanted), poolOf) : undefined
  return ok(
    pools.value.flatMap((pool): PromisedGroup[] => {
      const name = textAt(pool, 'metadata', 'name')
      if (name === undefined) return []
      const { nodes, ...amounts } = amountsOf(at(pool, 'spec', 'limits'))
      const replicas = at(pool, 'spec', 'replicas')
      // A quantity, as the others: `1k` is a thousand.
      const most = readQuantity(nodes ?? '')
      return [
        {
          ...{ name, source: 'nodepool', limits: amounts, instances: [], min: null },
          desired:
            typeof replicas === 'number' ? replicas : claimed === undefined ? null : (claimed.get(name)?.length ?? 0),
          max: most ?? null,
        },
      ]
    }),
  )
}

const poolOf = (claim: unknown): string => textAt(claim, 'metadata', 'labels', 'karpenter.sh/nodepool') ?? ''
/** What is being taken away is promised no more. */
const isWanted = (claim: unknown): boolean => at(claim, 'metadata', 'deletionTimestamp') === undefined

function at(value: unknown, ...path: readonly string[]): unknown {
  let here = value
  for (const part of path) {
    if (typeof here !== 'object' || here === null || !Object.hasOwn(here, part)) return undefined
    here = (here as Readonly<Record<string, unknown>>)[part]
  }
  return here ?? undefined
}

function textAt(value: unknown, ...path: readonly string[]): string | undefined {
  const found = at(value, ...path)
  return typeof found === 'string' ? found : undefined
}

function amountsOf(value: unknown): Readonly<Record<string, string>> {
  if (typeof value !== 'object' || value === null) return {}
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, amount]) =>
      typeof amount === 'string' || typeof amount === 'number' ? [[name, String(amount)]] : [],
    ),
  )
}
