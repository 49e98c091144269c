/** The events of the whole cluster, its namespaces, Services, workloads and volumes: what the API alone tells. */
import type { Node, ObjectOf, Pod } from '../../model/kubernetes/index.ts'
import { type EventContext, type PerformanceEvent, performanceEvent } from './event.ts'
import { serviceFinder } from './identity.ts'
import type { ClusterObjects } from './objects.ts'
import { isReady, isRunning } from './pod-facts.ts'
import { type Fields, put } from './rates.ts'

/** `leader`: the node that speaks for the cluster, where there is one. Kinds that cannot be seen have no events. */
export function clusterEvents(
  context: EventContext,
  objects: ClusterObjects,
  leader: string | undefined,
): PerformanceEvent[] {
  const enhanced = context.mode === 'enhanced'
  return [
    ...clusterEvent(context, objects),
    ...namespaceEvents(context, objects),
    ...serviceEvents(context, objects),
    ...(enhanced ? workloadEvents(context, objects, leader) : []),
    ...(enhanced ? volumeEvents(context, objects) : []),
  ]
}

const apiserver = ['apiserver'] as const

function clusterEvent(context: EventContext, { Node, Pod }: ClusterObjects): PerformanceEvent[] {
  if (Node === undefined) return []
  const fields: Fields = {
    cluster_failed_node_count: Node.filter(isFailed).length,
    cluster_node_count: Node.length,
  }
  if (context.mode === 'enhanced') put(fields, 'cluster_number_of_running_pods', Pod?.filter(isRunning).length)
  return [performanceEvent(context, { type: 'Cluster', sources: apiserver, names: {}, fields })]
}

/** Not ready, or anything else that a node says of itself is true: each of those is a pressure or a fault. */
const isFailed = ({ status }: Node): boolean => {
  const conditions = status?.conditions ?? []
  const ready = conditions.find(({ type }) => type === 'Ready')
  const faults = ['MemoryPressure', 'DiskPressure', 'PIDPressure', 'NetworkUnavailable']
  return ready?.status !== 'True' || conditions.some(({ type, status }) => faults.includes(type) && status === 'True')
}

function countBy<T>(all: readonly T[], keyOf: (one: T) => string | undefined): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const one of all) {
    const key = keyOf(one)
    if (key !== undefined) counts.set(key, (counts.get(key) ?? 0) + 1)
  }
  return counts
}

/** Also a namespace without pods: nothing is a number that alarms can watch. */
function namespaceEvents(context: EventContext, { Namespace, Pod, Ingress }: ClusterObjects): PerformanceEvent[] {
  if (Pod === undefined) return []
  const running = countBy(Pod.filter(isRunning), pod => pod.metadata.namespace)
  const ingresses = countBy(Ingress ?? [], ingress => ingress.metadata.namespace)
  const names = Namespace?.map(({ metadata }) => metadata.name) ?? [...running.keys()]
  return names.map(namespace => {
    const fields: Fields = { namespace_number_of_running_pods: running.get(namespace) ?? 0 }
    if (context.mode === 'enhanced' && Ingress !== undefined) {
      fields.namespace_ingress_count = ingresses.get(namespace) ?? 0
    }
    const kubernetes = { namespace_name: namespace }
    const names = { Namespace: namespace }
    return performanceEvent(context, { type: 'ClusterNamespace', sources: apiserver, names, kubernetes, fields })
  })
}

/** As the agent counts them: the ready pods behind each Service. A Service without a selector is not ours to count. */
function serviceEvents(context: EventContext, { Service, Pod }: ClusterObjects): PerformanceEvent[] {
  if (Service === undefined || Pod === undefined) return []
  const ready = new Map<string, Pod[]>()
  for (const pod of Pod) {
    if (!isRunning(pod) || !isReady(pod)) continue
    const namespace = pod.metadata.namespace ?? ''
    const there = ready.get(namespace)
    if (there === undefined) ready.set(namespace, [pod])
    else there.push(pod)
  }
  return Service.flatMap(service => {
    const { name, namespace = '' } = service.metadata
    if (Object.keys(service.spec?.selector ?? {}).length === 0) return []
    const selects = serviceFinder([service])
    return [
      performanceEvent(context, {
        type: 'ClusterService',
        sources: apiserver,
        names: { Namespace: namespace, Service: name },
        kubernetes: { namespace_name: namespace, service_name: name },
        fields: {
          service_number_of_running_pods: (ready.get(namespace) ?? []).filter(pod => selects(pod) !== undefined).length,
        },
      }),
    ]
  })
}

type WorkloadKind = 'Deployment' | 'ReplicaSet' | 'StatefulSet' | 'DaemonSet'

function workloadEvents(
  context: EventContext,
  objects: ClusterObjects,
  leader: string | undefined,
): PerformanceEvent[] {
  const of = <K extends WorkloadKind>(
    kind: K,
    all: readonly ObjectOf<K>[] | undefined,
    read: (one: ObjectOf<K>) => Fields,
  ) =>
    (all ?? []).map(one => {
      const { name, namespace } = one.metadata
      return performanceEvent(context, {
        type: `Cluster${kind}`,
        sources: apiserver,
        names: { Namespace: namespace, NodeName: leader, PodName: name },
        kubernetes: { namespace_name: namespace },
        fields: read(one),
      })
    })
  return [
    ...of('Deployment', objects.Deployment, replicated),
    ...of('ReplicaSet', objects.ReplicaSet?.filter(isWanted), replicated),
    ...of('StatefulSet', objects.StatefulSet, replicated),
    ...of('DaemonSet', objects.DaemonSet, ({ status = {} }) => {
      const [available, unavailable] = [status.numberAvailable ?? 0, status.numberUnavailable ?? 0]
      return {
        replicas_desired: status.desiredNumberScheduled ?? 0,
        replicas_ready: status.currentNumberScheduled ?? 0,
        status_replicas_available: available,
        status_replicas_unavailable: unavailable,
        daemonset_status_number_available: available,
        daemonset_status_number_unavailable: unavailable,
      }
    }),
  ]
}

/** Old revisions of a Deployment stay for going back; they want nothing. */
const isWanted = ({ spec, metadata }: ObjectOf<'ReplicaSet'>): boolean =>
  (spec.replicas ?? 1) > 0 || (metadata.ownerReferences ?? []).length === 0

interface Replicated {
  readonly spec: { readonly replicas?: number }
  readonly status?: {
    readonly readyReplicas?: number
    readonly availableReplicas?: number
    readonly unavailableReplicas?: number
  }
}

/** Only a Deployment says how many are unavailable; elsewhere they are those that are wanted and not available. */
function replicated({ spec, status = {} }: Replicated): Fields {
  const [desired, available] = [spec.replicas ?? 1, status.availableReplicas ?? 0]
  return {
    replicas_desired: desired,
    replicas_ready: status.readyReplicas ?? 0,
    status_replicas_available: available,
    status_replicas_unavailable: status.unavailableReplicas ?? Math.max(0, desired - available),
  }
}

function volumeEvents(context: EventContext, objects: ClusterObjects): PerformanceEvent[] {
  const { PersistentVolume: volumes, PersistentVolumeClaim: claims = [] } = objects
  const all = volumes && {
    type: 'PersistentVolume' as const,
    ...{ sources: apiserver, names: {}, fields: { persistent_volume_count: volumes.length } },
  }
  return [
    ...(all === undefined ? [] : [performanceEvent(context, all)]),
    ...claims.map(({ metadata: { name, namespace }, status }) =>
      performanceEvent(context, {
        type: 'PersistentVolumeClaim',
        sources: apiserver,
        names: { Namespace: namespace, PersistentVolumeClaimName: name },
        kubernetes: { namespace_name: namespace },
        fields: {
          persistent_volume_claim_count: 1,
          persistent_volume_claim_status_bound: status?.phase === 'Bound' ? 1 : 0,
          persistent_volume_claim_status_pending: status?.phase === 'Pending' ? 1 : 0,
          persistent_volume_claim_status_lost: status?.phase === 'Lost' ? 1 : 0,
        },
      }),
    ),
  ]
}
