/** Our own HTTP API for any object of a cluster: lists of every kind, those that are gone, one object in words, and what changed in it. */
import type { ObjectFact, Tone, WorkloadRef } from './kubernetes/index.ts'
import type { Said } from './said.ts'

/**
 * GET /api/cluster/objects?kind=&namespace=&at=&skip=&limit= : every object of a kind, by namespace and name. With `gone=true&from=&to=` those that were
 * deleted in that time instead, the last first.
 */
export interface ApiClusterObjects {
  readonly objects: readonly ApiClusterObjectRow[]
  readonly total: number
}
export interface ApiClusterObjectRow {
  readonly namespace: string
  readonly name: string
  readonly uid: string
  /** `''` where a kind has none. */
  readonly status: string
  readonly tone: Tone
  readonly why: readonly Said[]
  readonly createdAt: number | null
  /** Null: it is there. */
  readonly goneAt: number | null
  readonly labels: Readonly<Record<string, string>>
  /** What this kind is asked about, as `type`, `addresses`, `capacity`; the names are those of `ObjectFact`. */
  readonly facts: Readonly<Partial<Record<ObjectFact, string | number>>>
}
/** What pods ask for and may use: cores and bytes; null: nothing is said. */
export interface ApiAmounts {
  readonly cpu: number | null
  readonly memory: number | null
}

/** What is told of one object beside its text. */
export interface ApiObjectInWords {
  readonly status: string
  readonly tone: Tone
  readonly why: readonly Said[]
  readonly createdAt: number | null
  readonly labels: Readonly<Record<string, string>>
  readonly facts: ApiClusterObjectRow['facts']
  /** Newest change first. */
  readonly conditions: readonly ApiCondition[]
  /** From the one that people made down to the direct owner; each by its own name, in the object's namespace or the cluster's. */
  readonly chain: readonly ApiOwner[]
  /** Of a pod, its containers; of a workload, those of its template. */
  readonly containers: readonly ApiContainer[]
  /** Of a pod: where it runs, and whose it is. */
  readonly node: string | null
  readonly workload: WorkloadRef | null
}
export interface ApiOwner {
  readonly kind: string
  readonly namespace: string
  readonly name: string
  /** Whether it can be shown: of a kind that is looked at, and there or known from before. */
  readonly known: boolean
}
export interface ApiCondition {
  readonly type: string
  readonly status: string
  readonly reason: string
  readonly message: string
  readonly since: number | null
  /** Whether this is as it should be; `waiting`: nobody can tell. */
  readonly tone: Tone
}
export interface ApiContainer {
  readonly name: string
  readonly init: boolean
  readonly image: string
  /** `Running`, or why it waits or ended, as kubectl says it; `''` in a template. */
  readonly state: string
  readonly tone: Tone
  readonly since: number | null
  readonly ready: boolean
  readonly restarts: number
  /** How the instance before ended. */
  readonly before: { readonly reason: string; readonly exitCode: number; readonly at: number | null } | null
  readonly requests: ApiAmounts
  readonly limits: ApiAmounts
}

/** GET /api/cluster/object/changes?kind=&namespace=&name= : what became of the objects of that name, newest first, each version against the one before. */
export interface ApiObjectChanges {
  readonly changes: readonly ApiObjectChange[]
  /** There are older ones that are not told. */
  readonly cut: boolean
}
export interface ApiObjectChange {
  readonly at: number
  readonly uid: string
  /** `first`: how it was before is not known. `created`: it was new, or another of the same name. */
  readonly type: 'first' | 'created' | 'changed' | 'deleted'
  readonly differences: readonly ApiDifference[]
  /** Differences that there was no room for. */
  readonly more: number
}
/** `path` as `spec.template.spec.containers[web].image`; null: not there. Values that are not text come as JSON. */
export interface ApiDifference {
  readonly path: string
  readonly before: string | null
  readonly after: string | null
}

/** GET /api/cluster/known : from when on objects of this cluster are kept; null: none yet. */
export interface ApiClusterKnown {
  readonly from: number | null
}
