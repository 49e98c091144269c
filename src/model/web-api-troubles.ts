/** What went wrong in a cluster in a range, and what its applications said: counts that lead to the evidence. Times are epoch milliseconds. */

import type { ApiCluster, ApiClusterNode, ApiClusterPod, ApiClusterWorkload } from './web-api-cluster.ts'

/** GET /api/cluster/standing : how the cluster is, with what is not as wished: what a first look needs, in one answer. */
export interface ApiClusterStanding {
  readonly cluster: ApiCluster
  /** Nodes that are not well; those in trouble first. */
  readonly nodes: readonly ApiClusterNode[]
  /** Pods on nodes that are not ready (count). */
  readonly podsOnLostNodes: number
  /** Workloads that are not at their desired state; those in trouble first. */
  readonly workloads: readonly ApiClusterWorkload[]
  /** Pods in trouble of workloads that are well, or of none. */
  readonly pods: readonly ApiClusterPod[]
  /** What there was no room for (count). */
  readonly nodesLeftOut: number
  readonly workloadsLeftOut: number
  readonly podsLeftOut: number
}

/**
 * GET /api/cluster/troubles?from=&to= : containers that ended and were started again, out of the versions of their pods; the rest out of the events, as
 * they are stored as log lines. The most frequent first.
 */
export interface ApiClusterTroubles {
  readonly troubles: readonly ApiClusterTroubleCount[]
  /** Of each kind, also of objects that `troubles` leaves out. */
  readonly totals: Readonly<Record<ApiTroubleKind, number>>
  /** Objects that are left out of `troubles` (count). */
  readonly leftOut: number
  /** The group that the events are in. */
  readonly eventsGroup: string
}
export type ApiTroubleKind =
  | 'oom-kill'
  | 'restart'
  | 'pull-failed'
  | 'evicted'
  | 'unscheduled'
  | 'probe-failed'
  | 'volume-failed'
export interface ApiClusterTroubleCount {
  readonly kind: ApiTroubleKind
  readonly namespace: string
  /** What the pods belong to, by their names; of what is no pod its own name. */
  readonly workload: string
  readonly count: number
  readonly last: number
  /** Some of the objects by name, those with the most first. */
  readonly pods: readonly string[]
  readonly podCount: number
}

/** GET /api/cluster/applications?from=&to= : lines of pods by workload and level; those with the most errors first. */
export interface ApiClusterApplications {
  readonly applications: readonly ApiApplicationLines[]
  /** Workloads that are left out (count). */
  readonly leftOut: number
  /** The groups that were counted; those that are not there are left out. */
  readonly groups: readonly string[]
}
export interface ApiApplicationLines {
  readonly namespace: string
  readonly workload: string
  readonly lines: number
  /** ERROR and FATAL. */
  readonly errors: number
  readonly warnings: number
  readonly pods: number
}
