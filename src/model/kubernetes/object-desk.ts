/**
 * The port by which objects of any kind are written and taken away: what `Cluster` is for looking. The Kubernetes API answers it (`collect/kubernetes`).
 * Nothing here throws or rejects: trouble is a `ClusterError`.
 */
import type { Result } from '../result.ts'
import type { Resource } from './kinds.ts'
import type { ClusterError } from './port.ts'

/** An object as it is written in a file: no more is known of it than what every object has. */
export interface Manifest {
  readonly apiVersion: string
  readonly kind: string
  readonly metadata: {
    readonly name: string
    readonly namespace?: string
    readonly labels?: Readonly<Record<string, string>>
    readonly annotations?: Readonly<Record<string, string>>
    readonly uid?: string
    readonly deletionTimestamp?: string
    readonly ownerReferences?: readonly { readonly kind: string; readonly name: string; readonly uid: string }[]
  }
  readonly [member: string]: unknown
}

/** Where the API serves a kind, and what its objects are called. */
export interface ServedKind extends Resource {
  readonly kind: string
}

export interface ObjectPlace {
  readonly resource: Resource
  /** Absent: of the cluster as a whole. */
  readonly namespace?: string
  readonly name: string
}

export interface ListedIn {
  /** Absent: everywhere. */
  readonly namespace?: string
  /** `name=value,…`; absent: all. */
  readonly labels?: string
}

export interface ApplyOptions {
  readonly signal: AbortSignal
  /** The server checks everything and keeps nothing. */
  readonly dryRun: boolean
  /** Takes over members that another manager has set; otherwise such an object is refused with 409. */
  readonly force: boolean
}

export interface ObjectDesk {
  /** Undefined: there is none. */
  read(place: ObjectPlace, signal: AbortSignal): Promise<Result<Manifest | undefined, ClusterError>>
  /** Server-side apply under the manager `mangru`: makes it or changes what differs. The object as the cluster has it now. */
  apply(place: ObjectPlace, object: Manifest, options: ApplyOptions): Promise<Result<Manifest, ClusterError>>
  /** Begins to take it away, and what hangs on it with it. False: it was not there. */
  remove(
    place: ObjectPlace,
    options: { readonly signal: AbortSignal; readonly dryRun: boolean },
  ): Promise<Result<boolean, ClusterError>>
  /** All of a kind, with the names of their kind filled in. */
  list(kind: ServedKind, where: ListedIn, signal: AbortSignal): Promise<Result<readonly Manifest[], ClusterError>>
  /** Each kind that can be listed and deleted, in the version that the cluster prefers. `silent`: groups whose server does not answer. */
  kinds(
    signal: AbortSignal,
  ): Promise<Result<{ readonly kinds: readonly ServedKind[]; readonly silent: readonly string[] }, ClusterError>>
  close(): void
}
