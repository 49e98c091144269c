/**
 * The port by which a server that stands behind an API server knows who calls it and what they may: by the front proxy that the cluster publishes, and by the
 * cluster's own rules of access. Nothing here throws or rejects.
 */
import type { Result } from '../result.ts'
import type { ClusterError } from './port.ts'

/** By what the front proxy of a cluster is known, as the cluster publishes it. */
export interface FrontProxy {
  /** PEM: who signs its certificate. */
  readonly authority: string
  /** Common names of its certificate; none: any. */
  readonly allowedNames: readonly string[]
  /** Names of headers, in any case; the first that is there counts. */
  readonly userHeaders: readonly string[]
  readonly groupHeaders: readonly string[]
  readonly extraPrefixes: readonly string[]
}

/** On whose behalf an API server asks. */
export interface ClusterCaller {
  readonly name: string
  readonly groups: readonly string[]
  readonly extra: Readonly<Record<string, readonly string[]>>
}

/** What a caller wants to do, in the words of rules of access. */
export interface AccessQuestion {
  readonly caller: ClusterCaller
  readonly wish:
    | {
        readonly verb: 'get' | 'list'
        readonly group: string
        readonly version: string
        readonly resource: string
        readonly subresource?: string
        readonly namespace?: string
        readonly name?: string
      }
    /** A page that is no resource, such as discovery. */
    | { readonly verb: 'get'; readonly path: string }
}

export interface AccessDesk {
  /** Not-found: the cluster publishes none. */
  frontProxy(signal: AbortSignal): Promise<Result<FrontProxy, ClusterError>>
  /** Whether the caller may. May-not: we may not ask that. */
  review(asked: AccessQuestion, signal: AbortSignal): Promise<Result<boolean, ClusterError>>
  close(): void
}
