/** The cluster's routes: how it is, what is in it, now and at times past. */
import { z } from 'zod'
import { limits } from '../../../limits.ts'
import { ok } from '../../../model/index.ts'
import type { KindName, Workload } from '../../../model/kubernetes/index.ts'
import { answer, asks, type Routes, refuse } from '../routes.ts'
import { readShape } from '../shapes.ts'
import type { Asked } from '../trouble.ts'
import { aboutCluster } from './about.ts'
import { objectInFull } from './object.ts'
import { objectsAt } from './past.ts'
import { eventRow, nodeRows, podRow, workloadRow } from './rows.ts'
import { isOwn, workloadKinds } from './workloads.ts'

const word = z.string().max(limits.clusterWordChars)
const page = z.object({
  at: z.coerce.number().int().min(0).max(limits.lastInstant).exactOptional(),
  skip: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(limits.clusterPage).default(limits.clusterPage),
})
const workloadsShape = page.extend({ namespace: word.exactOptional() })
const podsShape = workloadsShape.extend({ node: word.exactOptional(), workload: word.exactOptional() })
const eventsShape = page.omit({ at: true }).extend({
  ...{ namespace: word.exactOptional(), kind: word.exactOptional() },
  ...{ name: word.exactOptional(), type: word.exactOptional() },
})
const objectShape = z.object({
  ...{ kind: word.min(1), namespace: word.default(''), name: word.min(1) },
  at: page.shape.at,
})

export const clusterRoutes: Routes = (app, { cluster }) => {
  if (cluster === undefined) return
  app.get('/api/cluster', asks, async (_request, reply) => answer(reply, ok(aboutCluster(cluster))))
  app.get('/api/cluster/nodes', asks, async (request, reply) => {
    const query = readShape(page, request.query)
    if (!query.ok) return refuse(reply, query.error)
    const nodes = await objectsAt(cluster, 'Node', query.value.at)
    if (!nodes.ok) return refuse(reply, nodes.error)
    const pods = await objectsAt(cluster, 'Pod', query.value.at)
    if (!pods.ok) return refuse(reply, pods.error)
    const shown = byName(nodes.value)
    return answer(reply, ok({ nodes: nodeRows(cut(shown, query.value), pods.value), total: shown.length }))
  })
  app.get('/api/cluster/workloads', asks, async (request, reply) => {
    const query = readShape(workloadsShape, request.query)
    if (!query.ok) return refuse(reply, query.error)
    const { at, namespace } = query.value
    const found: Workload[] = []
    for (const kind of workloadKinds) {
      const some = (await objectsAt(cluster, kind as KindName, at)) as Asked<readonly Workload[]>
      if (!some.ok) return refuse(reply, some.error)
      found.push(...some.value.filter(isOwn))
    }
    const shown = byName(found.filter(({ metadata }) => isOneOf(namespace, metadata.namespace)))
    return answer(reply, ok({ workloads: cut(shown, query.value).map(workloadRow), total: shown.length }))
  })
  app.get('/api/cluster/pods', asks, async (request, reply) => {
    const query = readShape(podsShape, request.query)
    if (!query.ok) return refuse(reply, query.error)
    const { at, namespace, node, workload } = query.value
    const pods = await objectsAt(cluster, 'Pod', at)
    if (!pods.ok) return refuse(reply, pods.error)
    const shown = byName(
      pods.value.filter(({ metadata, spec }) => isOneOf(namespace, metadata.namespace) && isOneOf(node, spec.nodeName)),
    )
      .map(podRow)
      .filter(row => workload === undefined || `${row.workload?.kind}/${row.workload?.name}` === workload)
    return answer(reply, ok({ pods: cut(shown, query.value), total: shown.length }))
  })
  app.get('/api/cluster/events', asks, async (request, reply) => {
    const query = readShape(eventsShape, request.query)
    if (!query.ok) return refuse(reply, query.error)
    const { namespace, kind, name, type } = query.value
    const shown = cluster
      .objects('Event')
      .map(eventRow)
      .filter(
        ({ object, type: is }) =>
          isOneOf(namespace, object.namespace) &&
          isOneOf(kind, object.kind) &&
          isOneOf(name, object.name) &&
          isOneOf(type, is),
      )
      .sort((one, other) => other.at - one.at)
    return answer(reply, ok({ events: cut(shown, query.value), total: shown.length }))
  })
  app.get('/api/cluster/object', asks, async (request, reply) => {
    const query = readShape(objectShape, request.query)
    return query.ok ? answer(reply, await objectInFull(cluster, query.value)) : refuse(reply, query.error)
  })
}

const isOneOf = (wanted: string | undefined, is: string | undefined): boolean =>
  wanted === undefined || wanted === (is ?? '')

const cut = <T>(rows: readonly T[], { skip, limit }: { readonly skip: number; readonly limit: number }) =>
  rows.slice(skip, skip + limit)

function byName<T extends { readonly metadata: { readonly namespace?: string; readonly name: string } }>(
  objects: readonly T[],
): readonly T[] {
  const key = ({ metadata }: T) => `${metadata.namespace ?? ''}/${metadata.name}`
  return objects.toSorted((one, other) => (key(one) < key(other) ? -1 : 1))
}
