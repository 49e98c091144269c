/**
 * Our own HTTP API for clusters, in types. Times are epoch milliseconds. Lists take `at=` for a time past, `skip=` and `limit=`; `total` counts what
 * there is without them. Every route under `/api/cluster` takes `cluster=` (a `name` of `ApiClusters`); without it the first is meant. What cannot be
 * seen is told by kind in `ApiCluster.kinds`.
 */
import type { KindName, ObjectChange, Tone, WorkloadRef } from './kubernetes/index.ts'
import type { Said } from './said.ts'
import type { ApiAlarmState } from './web-api-alarms.ts'
import type { ApiAmounts, ApiObjectInWords } from './web-api-objects.ts'
import type { ApiPodLogState } from './web-api-pod-logs.ts'

/** GET /api/clusters : those that this Mangru looks at, in the order in which they were named. Empty where there is none. */
export interface ApiClusters {
  readonly clusters: readonly ApiClusterListed[]
}
/** `name`: unique, and on every signal of it. */
export type ApiClusterListed = Pick<ApiCluster, 'name' | 'address' | 'demo' | 'state'>

/** GET /api/cluster → how the cluster is, and how well it is seen. */
export interface ApiCluster {
  readonly name: string
  /** The API server's URL, or that it is a demo. */
  readonly address: string
  readonly demo: boolean
  /** `away`: it cannot be asked; what is told of it may be old. */
  readonly state: 'waiting' | 'seen' | 'away'
  /** Why it is away. */
  readonly trouble: ApiClusterTrouble | null
  /** Null: not asked yet, or not answered. */
  readonly controlPlane: {
    readonly at: number
    readonly version: string
    readonly tookMs: number
    readonly checks: readonly { readonly name: string; readonly passed: boolean }[]
  } | null
  readonly nodes: { readonly ready: number; readonly total: number }
  readonly groups: readonly ApiNodeGroup[]
  readonly pods: Readonly<Record<Tone, number>>
  readonly workloads: Readonly<Record<Tone, number>>
  readonly kinds: readonly ApiKindSight[]
  /** Absent: nobody collects logs of pods here. */
  readonly podLogs?: ApiPodLogState
}
export interface ApiClusterTrouble {
  readonly said: Said
  /** The same in English. */
  readonly message: string
}
export interface ApiNodeGroup {
  readonly name: string
  readonly ready: number
  readonly total: number
  /** In nodes; null: not known, or there is no such bound. */
  readonly min: number | null
  readonly desired: number | null
  readonly max: number | null
  /** Bounds that are not told in nodes, as a NodePool's `cpu` and `memory`, in quantities of Kubernetes. */
  readonly limits: Readonly<Record<string, string>>
  /** Who tells of it: of several, the one that knows the most. */
  readonly source: 'labels' | 'auto-scaling-group' | 'nodepool' | 'twin'
  /** What the group promised against what is there. */
  readonly promise: Said
  readonly tone: Tone
  /** Why min, desired and max are not known; null: what can be known is. */
  readonly unknown: Said | null
}
export interface ApiKindSight {
  readonly kind: string
  readonly count: number
  /** Of those there are, how many there was no room for. */
  readonly leftOut: number
  readonly state: 'waiting' | 'seen' | 'blind'
  readonly since: number | null
  /** Why it is not seen. */
  readonly said: Said | null
}

/**
 * GET /api/cluster/signals : server-sent events `changed`, four a second at most, for as long as the caller stays: which kinds changed since the one before,
 * in any object or in how well they are seen. What changed is asked for elsewhere.
 */
export interface ApiClusterSignal {
  readonly kinds: readonly KindName[]
}

/** GET /api/cluster/nodes?at= */
export interface ApiClusterNodes {
  readonly nodes: readonly ApiClusterNode[]
  readonly total: number
}
export interface ApiClusterNode {
  readonly name: string
  readonly status: string
  readonly tone: Tone
  readonly why: readonly Said[]
  readonly createdAt: number | null
  readonly group: string | null
  readonly roles: readonly string[]
  readonly zone: string
  readonly instanceType: string
  readonly version: string
  readonly pods: number
  /** What pods may have: cores, bytes, pods. */
  readonly allocatable: { readonly cpu: number; readonly memory: number; readonly pods: number }
  /** What its pods asked for. */
  readonly requested: { readonly cpu: number; readonly memory: number }
  readonly labels: Readonly<Record<string, string>>
}

/** GET /api/cluster/workloads?at=&namespace= : Deployments, StatefulSets, DaemonSets, CronJobs, and ReplicaSets and Jobs that nobody owns. */
export interface ApiClusterWorkloads {
  readonly workloads: readonly ApiClusterWorkload[]
  readonly total: number
}
export interface ApiClusterWorkload {
  readonly kind: string
  readonly namespace: string
  readonly name: string
  readonly status: string
  readonly tone: Tone
  readonly why: readonly Said[]
  readonly createdAt: number | null
  readonly desired: number
  readonly ready: number
  readonly updated: number | null
  readonly images: readonly string[]
  readonly labels: Readonly<Record<string, string>>
}

/** GET /api/cluster/pods?at=&namespace=&node=&workload=KIND/NAME */
export interface ApiClusterPods {
  readonly pods: readonly ApiClusterPod[]
  readonly total: number
}
export interface ApiClusterPod {
  readonly namespace: string
  readonly name: string
  readonly status: string
  readonly tone: Tone
  readonly why: readonly Said[]
  readonly createdAt: number | null
  readonly node: string
  readonly workload: WorkloadRef | null
  readonly ready: number
  readonly containers: number
  readonly restarts: number
  readonly containerNames: readonly string[]
  readonly labels: Readonly<Record<string, string>>
  /** What all its containers ask for together, and the most that they may use. */
  readonly requests: ApiAmounts
  readonly limits: ApiAmounts
}

/** GET /api/cluster/events?namespace=&kind=&name=&type=Warning : newest first, as the cluster keeps them. Older ones are log lines. */
export interface ApiClusterEvents {
  readonly events: readonly ApiClusterEvent[]
  readonly total: number
}
export interface ApiClusterEvent {
  readonly at: number
  readonly firstAt: number
  readonly count: number
  readonly type: string
  readonly reason: string
  readonly message: string
  readonly source: string
  readonly object: { readonly kind: string; readonly namespace: string; readonly name: string }
}

/**
 * GET /api/cluster/alarms : metric alarms that speak of this cluster, those that fire first, as they stand now. Composites watch alarms and are not among
 * them.
 */
export interface ApiClusterAlarms {
  readonly alarms: readonly ApiClusterAlarm[]
  /** Alarms, of whatever cluster, that there was no room to look at or to tell. */
  readonly leftOut: number
}
export interface ApiClusterAlarm {
  readonly name: string
  readonly state: ApiAlarmState
  /** When it entered the state. */
  readonly since: number
  readonly speaksOf: readonly ApiAlarmObject[]
}
export interface ApiAlarmObject {
  /** `Workload`: any kind of controller, or a pod by its own name, as Container Insights' PodName. With a `Service` what stands behind it is told too. */
  readonly kind: 'Cluster' | 'Node' | 'Namespace' | 'Workload' | 'Pod' | 'Service' | 'PersistentVolumeClaim'
  /** `''` for what belongs to the whole cluster. */
  readonly namespace: string
  readonly name: string
  /** That of this object where the alarm has one for each, else the alarm's. */
  readonly state: ApiAlarmState
}

/** GET /api/cluster/object?kind=&namespace=&name=&at= ; deleted ones are found as at a time when they were, or as they were last. */
export interface ApiClusterObject extends ApiObjectInWords {
  readonly kind: string
  readonly namespace: string
  readonly name: string
  readonly uid: string
  /** When this version began; null: now, and not written yet. */
  readonly since: number | null
  /** When it was deleted; null: it is there. */
  readonly goneAt: number | null
  readonly owners: readonly WorkloadRef[]
  /** Without secrets' values, bookkeeping and status heartbeats. */
  readonly yaml: string
  /** Newest first. */
  readonly versions: readonly { readonly at: number; readonly gone: boolean; readonly uid: string }[]
  readonly events: readonly ApiClusterEvent[]
}

/**
 * GET /api/cluster/changes?from=&to=&namespace=&kind=&skip=&limit= : what became of the cluster between two times (`to` absent: now), newest first, out of
 * the versions of its objects. Pods, ReplicaSets of Deployments, Jobs of CronJobs and events are no changes of their own.
 */
export interface ApiClusterChanges {
  readonly changes: readonly ApiClusterChange[]
  readonly total: number
  /** From when on all changes are told: `from`, or later where there were more than one answer looks at. */
  readonly completeFrom: number
}
export type ApiClusterChange = ObjectChange
