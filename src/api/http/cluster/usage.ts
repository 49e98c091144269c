/** What nodes and pods use right now: the port's memory as rows, in the order of their names. */
import { z } from 'zod'
import { limits } from '../../../limits.ts'
import { type ApiClusterUsage, type ApiUsed, ok } from '../../../model/index.ts'
import { clusterErrorSaid, type Pod, type UsedLately } from '../../../model/kubernetes/index.ts'
import type { ClusterPort } from '../cluster-port.ts'
import { asks, type Routes } from '../routes.ts'
import { clusterWord, paging } from '../shape-parts.ts'
import { clusterAnswers } from './chosen.ts'

const usageShape = z.object({
  ...{ namespace: clusterWord.exactOptional(), node: clusterWord.exactOptional() },
  containers: z.enum(['true', 'false']).default('false'),
  ...paging(limits.clusterPage),
})

export const clusterUsageRoutes: Routes = (app, { clusters = [] }) => {
  if (clusters.length === 0) return
  const on = clusterAnswers(clusters)
  app.get(
    '/api/cluster/usage',
    asks,
    on(usageShape, (cluster, query) => ok(usageNow(cluster, query))),
  )
}

function usageNow(cluster: ClusterPort, query: z.output<typeof usageShape>): ApiClusterUsage {
  const { usage } = cluster
  if (usage === undefined) return { nodes: [], pods: [], total: 0, silent: [] }
  const names = cluster.objects('Node').map(({ metadata }) => metadata.name)
  const nodes = names
    .filter(name => query.node === undefined || name === query.node)
    .sort()
    .flatMap(name => {
      const used = usage.node(name)
      return used === undefined ? [] : [{ name, ...shown(used) }]
    })
  const told = cluster
    .objects('Pod')
    .filter(({ metadata }) => query.namespace === undefined || (metadata.namespace ?? '') === query.namespace)
    .filter(({ spec }) => query.node === undefined || spec.nodeName === query.node)
    .flatMap(pod => {
      const used = usage.pod(pod)
      return used === undefined ? [] : [{ pod, used, key: keyOf(pod) }]
    })
    .sort((one, other) => (one.key < other.key ? -1 : 1))
  const pods = told.slice(query.skip, query.skip + query.limit).map(({ pod: { metadata, spec }, used }) => ({
    ...{ namespace: metadata.namespace ?? '', name: metadata.name, node: spec.nodeName ?? '' },
    ...shown(used),
    ...(query.containers === 'true' ? { containers: used.containers } : {}),
  }))
  const silent = usage.silent().map(({ node, error }) => ({ node, said: clusterErrorSaid(error) }))
  return { nodes, pods, total: told.length, silent }
}

const keyOf = ({ metadata }: Pod): string => `${metadata.namespace ?? ''}/${metadata.name}`
const shown = ({ cpu, memory, at, window }: UsedLately): ApiUsed => ({ cpu, memory, at, windowMs: window })
