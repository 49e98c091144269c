/** What takes an API server's audit events: handed in by whoever starts us. */
import type { Result } from '../../model/index.ts'

export interface AuditSaid {
  readonly stored: number
  /** Were there already: the API server sends a batch again when it is not sure of our answer. */
  readonly repeated: number
  /** Were no events, or too old or too far ahead for a log group. */
  readonly leftOut: number
}

export type AuditTrouble =
  | { readonly code: 'slow-down' }
  | { readonly code: 'failed'; readonly message: string }
  /** None was named, and none is watched. */
  | { readonly code: 'no-cluster' }

export interface AuditPort {
  /** `source`: which API server. `signal` aborts when it can no longer hear the answer. Ok: all are durable. */
  take(
    call: { readonly cluster: string | undefined; readonly source: string; readonly events: readonly unknown[] },
    signal: AbortSignal,
  ): Promise<Result<AuditSaid, AuditTrouble>>
}
