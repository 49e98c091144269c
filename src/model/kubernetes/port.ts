/**
 * The `Cluster` port: what we ask a cluster for. Two answer: the Kubernetes API (`collect/kubernetes`) and the twin (`twin`). Both pass the one
 * contract (`collect/kubernetes/contract.ts`). Nothing here throws or rejects: trouble is a `ClusterError`.
 */
import type { Result } from '../result.ts'
import type { Millis } from '../units.ts'
import type { KindName, ObjectOf } from './kinds.ts'
import type { ResourceAmounts } from './object.ts'

export type ClusterError =
  /** This account may not: `verb` on `resource` (`pods`, `nodes/proxy`, `pods/log`) of `group`. The rest of the cluster may well be seen. */
  | {
      readonly code: 'may-not'
      readonly verb: string
      readonly group: string
      readonly resource: string
      readonly message: string
    }
  /** The cluster does not know who we are: a certificate or token that is expired, or of another cluster. */
  | { readonly code: 'unknown-caller'; readonly message: string }
  /** There is no such object, node or container; or the API server does not serve that kind. */
  | { readonly code: 'not-found'; readonly message: string }
  /** 410: the resource version, or the token of a next page, is too old. List anew. */
  | { readonly code: 'gone'; readonly message: string }
  /** 429 or 503: ask again after `retryAfter`. */
  | { readonly code: 'busy'; readonly retryAfter: Millis; readonly message: string }
  /** Nobody answers, the connection broke, or it took too long. */
  | { readonly code: 'unreachable'; readonly message: string }
  /** The cluster understands and says no, in its own words: logs of a container that waits to start are 400. */
  | { readonly code: 'refused'; readonly status: number; readonly message: string }
  /** An answer that cannot be read, or is larger than its bound. */
  | { readonly code: 'unreadable'; readonly message: string }
  /** The caller's own signal. */
  | { readonly code: 'aborted' }

export interface ListOptions {
  readonly signal: AbortSignal
  /** At most so many objects in this page; the cluster may give fewer. */
  readonly limit: number
  /** `next` of the page before. */
  readonly from?: string
}

export interface ObjectPage<K extends KindName> {
  readonly items: readonly ObjectOf<K>[]
  /** Where a watch goes on from, once the last page is there. Opaque. */
  readonly resourceVersion: string
  /** Hands over to the next page; absent: this was the last. */
  readonly next?: string
}

export interface WatchOptions {
  readonly signal: AbortSignal
  /** Everything that happened after this version comes, in order. */
  readonly resourceVersion: string
}

export type WatchEvent<K extends KindName> =
  | { readonly type: 'ADDED' | 'MODIFIED' | 'DELETED'; readonly object: ObjectOf<K> }
  /** Nothing happened up to this version: a watch may go on from here. */
  | { readonly type: 'BOOKMARK'; readonly resourceVersion: string }
  /** The last of its watch: why it ends before its time. A watch that just ends is asked for anew, from the last version seen. */
  | { readonly type: 'ERROR'; readonly error: ClusterError }

export interface LogOptions {
  readonly namespace: string
  readonly pod: string
  readonly container: string
  readonly signal: AbortSignal
  /** Goes on with what is written from now on, until the container ends or is replaced. */
  readonly follow?: boolean
  /** The instance before the running one. */
  readonly previous?: boolean
  /** RFC 3339: only lines from this time on. The cluster counts in whole seconds: earlier lines of that second come too. */
  readonly sinceTime?: string
  /** Only the last so many lines. */
  readonly tailLines?: number
  /** Stops after so many bytes. */
  readonly limitBytes?: number
}

/**
 * Log text as bytes in pieces of any size, cut anywhere; each line begins with its time (RFC 3339 with up to nine decimals) and a space. Ends quietly, also
 * when the connection breaks: whoever follows asks again from the last line's time.
 */
export type LogBytes = AsyncIterable<Uint8Array>

/** A file's bytes in pieces of any size. Unlike a log it tells when it breaks off: an error is the last that comes. */
export type FileBytes = AsyncIterable<Result<Uint8Array, ClusterError>>

/** What an API server tells about itself. */
export interface ServerHealth {
  /** `v1.34.4`. */
  readonly version: string
  /** Each check of `/readyz?verbose`, whether it passed. Empty where it may not be asked. */
  readonly checks: readonly { readonly name: string; readonly passed: boolean }[]
  /** How long the answer took. */
  readonly took: Millis
}

/** What whoever makes a group's nodes has promised of it. */
export interface PromisedGroup {
  readonly name: string
  readonly source: 'auto-scaling-group' | 'nodepool' | 'twin'
  /** In nodes; null: not told, or there is no such bound. */
  readonly min: number | null
  readonly desired: number | null
  readonly max: number | null
  /** Bounds in other things than nodes: `cpu`, `memory`. */
  readonly limits: ResourceAmounts
  /** Machines of the group, as the last part of `spec.providerID` names them; for nodes without a label that names the group. */
  readonly instances: readonly string[]
}

export interface Cluster {
  /** What the cluster is called, on every signal. */
  readonly name: string
  /** Where it is, for people: the API server's URL, or that it is a demo. */
  readonly address: string
  /** One page of all objects of a kind, in all namespaces. */
  list<K extends KindName>(kind: K, options: ListOptions): Promise<Result<ObjectPage<K>, ClusterError>>
  /** Bookmarks are asked for. Stops when the signal aborts or the iteration is left. */
  watch<K extends KindName>(kind: K, options: WatchOptions): Promise<Result<AsyncIterable<WatchEvent<K>>, ClusterError>>
  /** The log of one container. */
  logs(options: LogOptions): Promise<Result<LogBytes, ClusterError>>
  /** GET from a node's kubelet, through the API server; `path` as the kubelet knows it: `/stats/summary`, `/metrics/cadvisor`, `/pods`. The whole body, as text. */
  kubelet(node: string, path: string, signal: AbortSignal): Promise<Result<string, ClusterError>>
  /** The same in pieces as they come, for what may be large: `/logs/pods/…`, where a kubelet serves `/var/log`. As it lies on the disk: a `.gz` is not unpacked. */
  kubeletBytes(node: string, path: string, signal: AbortSignal): Promise<Result<FileBytes, ClusterError>>
  /** Whether the control plane is well. */
  health(signal: AbortSignal): Promise<Result<ServerHealth, ClusterError>>
  /** What was promised of groups of nodes, where the cluster itself knows; absent: it never does. */
  nodeGroups?(signal: AbortSignal): Promise<Result<readonly PromisedGroup[], ClusterError>>
  /** Ends what is open, and frees connections. */
  close(): Promise<void>
}
