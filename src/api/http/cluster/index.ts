/** The cluster's routes: how it is, what is in it, now and at times past. */
import { z } from 'zod'
import { limits } from '../../../limits.ts'
import {
  type ApiClusterEvents,
  type ApiClusterKnown,
  type ApiClusterNodes,
  type ApiClusterObjects,
  type ApiClusterPods,
  type ApiClusterWorkloads,
  ok,
} from '../../../model/index.ts'
import { type KindName, type Pod, type Workload, workloadOf } from '../../../model/kubernetes/index.ts'
import type { ClusterPort } from '../cluster-port.ts'
import { answer, asks, type Routes } from '../routes.ts'
import { clusterWord, laterEnd, paging, queryTime } from '../shape-parts.ts'
import { type Asked, engineTrouble } from '../trouble.ts'
import { aboutCluster } from './about.ts'
import { clusterAlarms } from './alarms.ts'
import { changesIn, changesShape } from './changes.ts'
import { clusterAnswers, listed } from './chosen.ts'
import { objectInFull } from './object.ts'
import { objectChanges } from './object-changes.ts'
import { goneRows, objectRows } from './object-list.ts'
import { once } from './once.ts'
import { objectsAt } from './past.ts'
import { eventRow, nodeRows, podRow, workloadRow } from './rows.ts'
import { standingOf } from './standing.ts'
import { isOwn, workloadKinds } from './workloads.ts'

export { happeningRoutes } from './happenings.ts'

const page = z.object({ at: queryTime.exactOptional(), ...paging(limits.clusterPage) })
const workloadsShape = page.extend({ namespace: clusterWord.exactOptional() })
const podsShape = workloadsShape.extend({ node: clusterWord.exactOptional(), workload: clusterWord.exactOptional() })
const eventsShape = page.extend({
  ...{ namespace: clusterWord.exactOptional(), kind: clusterWord.exactOptional() },
  ...{ name: clusterWord.exactOptional(), type: clusterWord.exactOptional() },
})
const objectShape = z.object({
  ...{ kind: clusterWord.min(1), namespace: clusterWord.default(''), name: clusterWord.min(1) },
  at: page.shape.at,
})

const objectsShape = workloadsShape
  .extend({
    kind: clusterWord.min(1),
    gone: z.enum(['true', 'false']).default('false'),
    from: page.shape.at,
    to: page.shape.at,
  })
  .refine(laterEnd.test, laterEnd.words)

export const clusterRoutes: Routes = (app, { clusters = [], podLogs, alarms }) => {
  app.get('/api/clusters', asks, async (_request, reply) => answer(reply, ok(listed(clusters))))
  if (clusters.length === 0) return
  const on = clusterAnswers(clusters)
  app.get(
    '/api/cluster',
    asks,
    on(z.object({}), cluster => ok(aboutCluster(cluster, podLogs?.state(cluster.name)))),
  )
  app.get(
    '/api/cluster/standing',
    asks,
    on(z.object({}), cluster => ok(standingOf(cluster))),
  )
  app.get('/api/cluster/nodes', asks, on(page, nodesOf))
  app.get('/api/cluster/workloads', asks, on(workloadsShape, workloadsOf))
  app.get('/api/cluster/pods', asks, on(podsShape, podsOf))
  app.get('/api/cluster/events', asks, on(eventsShape, eventsOf))
  app.get('/api/cluster/object', asks, on(objectShape, objectInFull))
  app.get('/api/cluster/object/changes', asks, on(objectShape.omit({ at: true }), objectChanges))
  app.get('/api/cluster/objects', asks, on(objectsShape, objectsOf))
  app.get('/api/cluster/changes', asks, on(changesShape, changesIn))
  app.get('/api/cluster/known', asks, on(z.object({}), knownOf))
  app.get(
    '/api/cluster/alarms',
    asks,
    on(z.object({}), cluster => clusterAlarms(cluster, alarms?.desk)),
  )
}

async function nodesOf(cluster: ClusterPort, query: z.output<typeof page>): Promise<Asked<ApiClusterNodes>> {
  const nodes = await objectsAt(cluster, 'Node', query.at)
  if (!nodes.ok) return nodes
  const pods = await objectsAt(cluster, 'Pod', query.at)
  if (!pods.ok) return pods
  const shown = byName(nodes.value)
  return ok({ nodes: nodeRows(cut(shown, query), pods.value), total: shown.length })
}

async function workloadsOf(
  cluster: ClusterPort,
  query: z.output<typeof workloadsShape>,
): Promise<Asked<ApiClusterWorkloads>> {
  const found: Workload[] = []
  for (const kind of workloadKinds) {
    const some = (await objectsAt(cluster, kind as KindName, query.at)) as Asked<readonly Workload[]>
    if (!some.ok) return some
    found.push(...some.value.filter(isOwn))
  }
  const shown = byName(found.filter(({ metadata }) => isOneOf(query.namespace, metadata.namespace)))
  return ok({ workloads: cut(shown, query).map(workloadRow), total: shown.length })
}

async function podsOf(cluster: ClusterPort, query: z.output<typeof podsShape>): Promise<Asked<ApiClusterPods>> {
  const { at, namespace, node, workload } = query
  const pods = await objectsAt(cluster, 'Pod', at)
  if (!pods.ok) return pods
  const shown = byName(
    pods.value.filter(
      pod =>
        isOneOf(namespace, pod.metadata.namespace) &&
        isOneOf(node, pod.spec.nodeName) &&
        (workload === undefined || workload === ownerOf(pod)),
    ),
  )
  return ok({ pods: cut(shown, query).map(podRow), total: shown.length })
}

function ownerOf(pod: Pod): string {
  const owner = workloadOf(pod)
  return `${owner?.kind}/${owner?.name}`
}

async function eventsOf(cluster: ClusterPort, query: z.output<typeof eventsShape>): Promise<Asked<ApiClusterEvents>> {
  const { namespace, kind, name, type, at } = query
  const events = await objectsAt(cluster, 'Event', at)
  if (!events.ok) return events
  const shown = events.value
    .map(eventRow)
    .filter(
      ({ object, type: is }) =>
        isOneOf(namespace, object.namespace) &&
        isOneOf(kind, object.kind) &&
        isOneOf(name, object.name) &&
        isOneOf(type, is),
    )
    .sort((one, other) => other.at - one.at)
  return ok({ events: cut(shown, query), total: shown.length })
}

async function objectsOf(
  cluster: ClusterPort,
  query: z.output<typeof objectsShape>,
): Promise<Asked<ApiClusterObjects>> {
  const { kind, namespace, at, gone, from = 0, to = limits.lastInstant } = query
  const rows = gone === 'true' ? await goneRows(cluster, kind, from, to) : await objectRows(cluster, kind, at)
  if (!rows.ok) return rows
  const some = rows.value.filter(row => isOneOf(namespace, row.namespace))
  const shown = gone === 'true' ? some : byRow(some)
  return ok({ objects: cut(shown, query), total: shown.length })
}

async function knownOf({ name, versions }: ClusterPort): Promise<Asked<ApiClusterKnown>> {
  const first = await versions.first(name)
  return first.ok ? ok({ from: first.value }) : engineTrouble(first.error)
}

const byRow = <T extends { readonly namespace: string; readonly name: string }>(rows: readonly T[]) =>
  rows.toSorted((one, other) => (`${one.namespace}/${one.name}` < `${other.namespace}/${other.name}` ? -1 : 1))

const isOneOf = (wanted: string | undefined, is: string | undefined): boolean =>
  wanted === undefined || wanted === (is ?? '')

const cut = <T>(rows: readonly T[], { skip, limit }: { readonly skip: number; readonly limit: number }) =>
  rows.slice(skip, skip + limit)

const nameOf = once(
  ({ metadata }: { readonly metadata: { readonly namespace?: string; readonly name: string } }): string =>
    `${metadata.namespace ?? ''}/${metadata.name}`,
)
const byName = <T extends Parameters<typeof nameOf>[0]>(objects: readonly T[]): readonly T[] =>
  objects.toSorted((one, other) => (nameOf(one) < nameOf(other) ? -1 : 1))
