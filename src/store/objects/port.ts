/** The `ObjectStore` port: what the objects of a cluster were, and when. It knows them as text; what is in them is others' business. */
import type { Instant, Result } from '../../model/index.ts'
import type { EngineError } from '../engine/port.ts'

/** Which object: a uid is never given twice, a name may be. */
export interface ObjectKey {
  readonly kind: string
  /** `''` for what belongs to the whole cluster. */
  readonly namespace: string
  readonly name: string
  readonly uid: string
}

export interface ObjectVersion extends ObjectKey {
  /** From when on. */
  readonly at: Instant
  /** It was no more; `body` is empty then. */
  readonly gone: boolean
  /** 64 bits over the body, to know it by. */
  readonly digest: bigint
  /** JSON. */
  readonly body: string
}

/** The newest that is known of an object that is not gone. */
export interface PresentObject extends ObjectKey {
  readonly at: Instant
  readonly digest: bigint
}

/** A version that differs from the one before in what was asked for, not in status alone. */
export interface ChangedObject extends ObjectKey {
  readonly at: Instant
  /** JSON; `''`: it was no more. */
  readonly body: string
  /** The version before; `''`: none is known, or it was not there. */
  readonly before: string
}

export interface ChangesQuery {
  readonly cluster: string
  readonly kinds: readonly string[]
  readonly namespace?: string
  /** Later than this. */
  readonly from: Instant
  readonly to: Instant
  readonly limit: number
}

export interface ObjectStore {
  /** Durable when it resolves. `token` makes a repeat of the same versions a no-op. */
  append(cluster: string, versions: readonly ObjectVersion[], token: string): Promise<Result<void, EngineError>>
  /** What was there when last looked, of all kinds. */
  present(cluster: string, at: Instant): Promise<Result<readonly PresentObject[], EngineError>>
  /** What was there at a time, by namespace and name; at most `limit`. What Mangru did not look at in the two days before is not known. */
  asAt(query: {
    readonly cluster: string
    readonly kind: string
    readonly at: Instant
    readonly limit: number
    /** Only this one. */
    readonly only?: { readonly namespace: string; readonly name: string }
  }): Promise<Result<readonly ObjectVersion[], EngineError>>
  /** What became of the objects of one name, newest first. A version that says the same as the one before is not told again. */
  history(query: {
    readonly cluster: string
    readonly kind: string
    readonly namespace: string
    readonly name: string
    readonly until: Instant
    readonly limit: number
  }): Promise<Result<readonly ObjectVersion[], EngineError>>
  /** What changed between two times, newest first; at most `limit`. */
  changed(query: ChangesQuery): Promise<Result<readonly ChangedObject[], EngineError>>
  /** What was deleted between two times, with the last body that it had; the last first, at most `limit`. */
  ended(query: {
    readonly cluster: string
    readonly kind: string
    readonly from: Instant
    readonly to: Instant
    readonly limit: number
  }): Promise<Result<readonly ObjectVersion[], EngineError>>
  /** When the first version that is still kept was written; null: there is none. */
  first(cluster: string): Promise<Result<Instant | null, EngineError>>
  /** Takes away all that is known of a cluster. */
  forget(cluster: string): Promise<Result<void, EngineError>>
  /** Drops whole days before this one. */
  dropBefore(at: Instant): Promise<Result<void, EngineError>>
}
