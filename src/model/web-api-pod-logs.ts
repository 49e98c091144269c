/** Logs by pods instead of by groups, in types: which pods are meant, which they were, and what to know of their logs. Times are epoch milliseconds. */
import type { WorkloadRef } from './kubernetes/index.ts'
import type { Said } from './said.ts'

/** Which pods: all that is given must hold. At least a workload, labels or a namespace. */
export interface ApiPodSelector {
  /** Absent: the first cluster. */
  readonly cluster?: string
  /** Absent: wherever they are. */
  readonly namespace?: string
  /** `Deployment/backend-app`, `Pod/web-0`: all pods that it has, or had at the time. */
  readonly workload?: string
  /** As kubectl takes them: `app=web,tier in (a,b),!canary`. */
  readonly labels?: string
  /** Only these containers. */
  readonly containers?: readonly string[]
  /** Of each container the instance that ended last, before the one that runs; in the pause of a crash loop the one that just crashed. */
  readonly previous?: boolean
}

/**
 * GET /api/cluster/logs?cluster=&namespace=&workload=&labels=&container=&previous=&from=&to= → which pods those are and were, and how to ask for their
 * lines: `selection` goes into search, follow, histogram and the others. 404 `no-such-workload`, `no-such-pods`, `no-pod-logs`: with `said`.
 */
export interface ApiPodLogs {
  readonly cluster: string
  readonly selection: { readonly groups: readonly string[]; readonly pods: ApiPodSelector }
  /** By namespace and name; at most 500. */
  readonly pods: readonly ApiLoggingPod[]
  readonly total: number
  /** What the reader should know: logs that are not collected, that come late, that are elsewhere. */
  readonly notes: readonly Said[]
}
export interface ApiLoggingPod {
  readonly namespace: string
  readonly name: string
  readonly workload: WorkloadRef | null
  readonly containers: readonly string[]
  /** When it was deleted; null: it is there. */
  readonly goneAt: number | null
}

/** How the logs of a cluster's pods are collected; part of `ApiCluster`. */
export interface ApiPodLogState {
  /** `off`: by an agent in the cluster, or not at all. */
  readonly state: 'off' | 'on'
  /** Containers whose logs are read, and how many can be followed at the same time. */
  readonly containers: number
  readonly atOnce: number
  /** There are more than can be followed: each is read in its turn, so lines come later. Fluent Bit is the better way from here. */
  readonly inTurns: boolean
  /** Of those in turns, how old the longest wait for a turn is (ms); null: nobody waits. */
  readonly longestWait: number | null
  /** Pods whose logs are left out by choice, by what chose: the flags' namespaces and labels, or the pod's own annotation. */
  readonly leftOut: { readonly namespaces: number; readonly labels: number; readonly annotations: number }
  /** Why logs cannot be read; null: they can. */
  readonly trouble: string | null
}
