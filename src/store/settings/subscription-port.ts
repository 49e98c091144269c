/** Subscriptions of log groups in the settings: where matching events go, how far each has come, and names for destinations. */
import type { Instant, Result } from '../../model/index.ts'
import type { SettingsError } from './settings-error.ts'

/** A place in the order in which events arrived. `batch` is a decimal UInt64, as `LogCursor.batch`. */
export interface ArrivalPosition {
  readonly batch: string
  readonly index: number
}

export interface NewSubscription {
  readonly groupId: number
  readonly name: string
  readonly pattern: string
  /** As it may be shown: no secret is in it. */
  readonly destination: string
  /** Destination with its secrets, sealed; null: it has none. */
  readonly sealed: string | null
  readonly roleArn: string | null
  readonly distribution: 'ByLogStream' | 'Random'
  /** What callers said beside it, kept to be shown again: a JSON object. */
  readonly options: string
  readonly changedAt: Instant
}

export interface SubscriptionProgress {
  /** Everything up to here was delivered, did not match, or was given up. */
  readonly position: ArrivalPosition
  /** The destination has taken the first test message. */
  readonly controlled: boolean
  readonly deliveredEvents: number
  readonly deliveredBytes: number
  readonly lostEvents: number
  readonly failingSince: Instant | null
  readonly lastDelivery: Instant | null
  readonly lastError: { readonly at: Instant; readonly message: string } | null
}

export interface StoredSubscription extends NewSubscription {
  /** The group's name. */
  readonly group: string
  readonly createdAt: Instant
  readonly progress: SubscriptionProgress
}

export interface SubscriptionQuery {
  readonly groupId?: number
  readonly prefix?: string
  /** In the order of group and name: strictly after this. */
  readonly after?: { readonly group: string; readonly name: string }
  readonly limit: number
}

export interface StoredDestination {
  readonly name: string
  readonly target: string
  readonly roleArn: string
  readonly policy: string | null
  readonly createdAt: Instant
}

export interface SubscriptionSettings {
  /**
   * Makes or changes; a changed one goes on where it was, and tests its destination again when that is another. Refused past
   * `limits.subscriptionsPerGroup` of a group and `limits.subscriptions` in all.
   */
  put(
    subscription: NewSubscription,
    /** Where a new one begins. */
    from: ArrivalPosition,
  ): Promise<Result<StoredSubscription, SettingsError | { readonly code: 'missing' } | { readonly code: 'too-many' }>>
  remove(groupId: number, name: string): Promise<Result<void, SettingsError | { readonly code: 'missing' }>>
  find(groupId: number, name: string): Promise<Result<StoredSubscription | undefined, SettingsError>>
  list(query: SubscriptionQuery): Promise<Result<readonly StoredSubscription[], SettingsError>>
  /** Of those that are still there; all in one transaction. */
  save(
    progress: readonly (Pick<StoredSubscription, 'groupId' | 'name'> & { readonly progress: SubscriptionProgress })[],
  ): Promise<Result<void, SettingsError>>

  /** Makes or changes; the policy stays. */
  putDestination(
    destination: Omit<StoredDestination, 'policy'>,
  ): Promise<Result<StoredDestination, SettingsError | { readonly code: 'too-many' }>>
  removeDestination(name: string): Promise<Result<void, SettingsError | { readonly code: 'missing' }>>
  putPolicy(name: string, policy: string): Promise<Result<void, SettingsError | { readonly code: 'missing' }>>
  destinations(query: {
    readonly prefix?: string
    readonly after?: string
    readonly limit: number
  }): Promise<Result<readonly StoredDestination[], SettingsError>>
}
