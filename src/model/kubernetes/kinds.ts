/** The kinds that we look at: what each is called in a path of the API, and what its objects are like. One line adds a kind. */
import type {
  ClusterEvent,
  ConfigMap,
  EndpointSlice,
  Ingress,
  Lease,
  LimitRange,
  Namespace,
  NetworkPolicy,
  Node,
  PersistentVolume,
  PersistentVolumeClaim,
  ResourceQuota,
  Secret,
  Service,
  StorageClass,
} from './cluster-objects.ts'
import type { KubernetesObject } from './object.ts'
import type {
  CronJob,
  DaemonSet,
  Deployment,
  HorizontalPodAutoscaler,
  Job,
  Pod,
  PodDisruptionBudget,
  ReplicaSet,
  StatefulSet,
} from './workload-objects.ts'

/** Kinds that every cluster has. */
export interface KnownObjects {
  readonly Node: Node
  readonly Namespace: Namespace
  readonly Pod: Pod
  readonly Deployment: Deployment
  readonly ReplicaSet: ReplicaSet
  readonly StatefulSet: StatefulSet
  readonly DaemonSet: DaemonSet
  readonly Job: Job
  readonly CronJob: CronJob
  readonly HorizontalPodAutoscaler: HorizontalPodAutoscaler
  readonly PodDisruptionBudget: PodDisruptionBudget
  readonly Service: Service
  readonly EndpointSlice: EndpointSlice
  readonly Ingress: Ingress
  readonly NetworkPolicy: NetworkPolicy
  readonly ConfigMap: ConfigMap
  readonly Secret: Secret
  readonly PersistentVolume: PersistentVolume
  readonly PersistentVolumeClaim: PersistentVolumeClaim
  readonly StorageClass: StorageClass
  readonly ResourceQuota: ResourceQuota
  readonly LimitRange: LimitRange
  readonly Lease: Lease
  readonly Event: ClusterEvent
}

/**
 * A custom resource by choice (`--watch-kinds`), as its definition is called: `certificates.cert-manager.io`. No known kind has a dot. Which version is served,
 * the cluster tells.
 */
export type ChosenKind = `${string}.${string}`
/** What it holds is kept as it comes: anything may be anywhere. */
export interface ChosenObject extends KubernetesObject {
  readonly kind: ChosenKind
  /** As the cluster calls the kind: `Certificate`. */
  readonly kindSaid: string
  readonly spec?: unknown
  readonly status?: unknown
}

export interface ObjectsByKind extends KnownObjects {
  readonly [kind: ChosenKind]: ChosenObject
}

export type KnownKind = keyof KnownObjects
export type KindName = KnownKind | ChosenKind
export type ObjectOf<K extends KindName> = ObjectsByKind[K]
/** Any object of a kind that we look at, told apart by `kind`. */
export type AnyObject = KnownObjects[KnownKind] | ChosenObject

/** Where the API serves a kind. */
export interface Resource {
  /** `''` for the core group. */
  readonly group: string
  readonly version: string
  /** As it stands in paths and in rules of access: `pods`. */
  readonly plural: string
  readonly namespaced: boolean
}

const inNamespaces = (group: string, version: string, plural: string): Resource => ({
  ...{ group, version, plural },
  namespaced: true,
})
const inCluster = (group: string, version: string, plural: string): Resource => ({
  ...{ group, version, plural },
  namespaced: false,
})

export const resources: Readonly<Record<KnownKind, Resource>> = {
  Node: inCluster('', 'v1', 'nodes'),
  Namespace: inCluster('', 'v1', 'namespaces'),
  Pod: inNamespaces('', 'v1', 'pods'),
  Deployment: inNamespaces('apps', 'v1', 'deployments'),
  ReplicaSet: inNamespaces('apps', 'v1', 'replicasets'),
  StatefulSet: inNamespaces('apps', 'v1', 'statefulsets'),
  DaemonSet: inNamespaces('apps', 'v1', 'daemonsets'),
  Job: inNamespaces('batch', 'v1', 'jobs'),
  CronJob: inNamespaces('batch', 'v1', 'cronjobs'),
  HorizontalPodAutoscaler: inNamespaces('autoscaling', 'v2', 'horizontalpodautoscalers'),
  PodDisruptionBudget: inNamespaces('policy', 'v1', 'poddisruptionbudgets'),
  Service: inNamespaces('', 'v1', 'services'),
  EndpointSlice: inNamespaces('discovery.k8s.io', 'v1', 'endpointslices'),
  Ingress: inNamespaces('networking.k8s.io', 'v1', 'ingresses'),
  NetworkPolicy: inNamespaces('networking.k8s.io', 'v1', 'networkpolicies'),
  ConfigMap: inNamespaces('', 'v1', 'configmaps'),
  Secret: inNamespaces('', 'v1', 'secrets'),
  PersistentVolume: inCluster('', 'v1', 'persistentvolumes'),
  PersistentVolumeClaim: inNamespaces('', 'v1', 'persistentvolumeclaims'),
  StorageClass: inCluster('storage.k8s.io', 'v1', 'storageclasses'),
  ResourceQuota: inNamespaces('', 'v1', 'resourcequotas'),
  LimitRange: inNamespaces('', 'v1', 'limitranges'),
  Lease: inNamespaces('coordination.k8s.io', 'v1', 'leases'),
  Event: inNamespaces('', 'v1', 'events'),
}

export const kindNames = Object.keys(resources) as readonly KnownKind[]

export const isKindName = (word: string): word is KnownKind => Object.hasOwn(resources, word)

/** `PLURAL.GROUP`, as Kubernetes allows names (253 characters at most); groups of custom resources have a dot of their own. */
export const chosenKindShape = /^[a-z]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?){2,}$/
export const isChosenKind = (word: string): word is ChosenKind => word.length <= 253 && chosenKindShape.test(word)

export function chosenParts(kind: ChosenKind): { readonly plural: string; readonly group: string } {
  const dot = kind.indexOf('.')
  return { plural: kind.slice(0, dot), group: kind.slice(dot + 1) }
}

/** `apps/v1`, or `v1` for the core group: an object's `apiVersion`. */
export const apiVersionOf = ({ group, version }: Resource): string => (group === '' ? version : `${group}/${version}`)
