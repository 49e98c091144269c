/**
 * Who is told, and what became of it, in the settings: topics, those who subscribed to them, and deliveries. A deed of the alarms' outbox becomes its
 * deliveries in the transaction that removes it, so that a restart neither forgets nor repeats one.
 */
import type { Instant, Result } from '../../model/index.ts'
import type { AlarmHistoryItem, NewDeed } from './alarm-port.ts'
import type { SettingsError } from './settings-error.ts'

export interface StoredTopic {
  readonly name: string
  readonly displayName: string
  /** In which people are spoken to. */
  readonly language: 'en' | 'ko'
  /** What callers said beside it, kept to be shown again: a JSON object of texts. */
  readonly attributes: string
  readonly tags: Readonly<Record<string, string>>
  readonly createdAt: Instant
}

export interface NewTopicSubscription {
  /** A UUID. */
  readonly id: string
  readonly topic: string
  readonly way: string
  /** As it may be shown: no secret is in it. */
  readonly endpoint: string
  /** The endpoint with its secrets, sealed; null: it has none. */
  readonly sealed: string | null
  /** The same for the same way and endpoint, and gives nothing of it away. */
  readonly fingerprint: string
  /** A JSON object of texts. */
  readonly attributes: string
  readonly createdAt: Instant
  /** Null: not yet. */
  readonly confirmedAt: Instant | null
  /** SHA-256 (hex) of the token that confirms it, and until when it is good. */
  readonly tokenHash: string | null
  readonly tokenUntil: Instant | null
}
/** `order` grows with the order in which they were made. */
export type StoredTopicSubscription = NewTopicSubscription & { readonly order: number }

export interface NewDelivery {
  /** The same for the same occasion and receiver: a second one of it is not kept. */
  readonly id: string
  /** What must be delivered one after the other: a subscription's id, or an ARN. */
  readonly target: string
  readonly topic: string | null
  readonly subscription: string | null
  readonly alarm: string | null
  readonly state: string | null
  /** The ARN that was to be done. */
  readonly action: string
  readonly way: string
  /** Where to, as it may be shown. */
  readonly to: string
  readonly kind: 'alarm' | 'publish' | 'confirmation' | 'test'
  /** Others of the target that wait go in one message with it. */
  readonly gathers: boolean
  readonly at: Instant
  readonly nextTry: Instant
  /** What is to be told, as JSON; let go when it has ended. */
  readonly message: string
  /** What of it is secret, sealed. */
  readonly sealed: string | null
  /** Present: it has failed already, and why. */
  readonly failed?: string
}

export interface StoredDelivery extends Omit<NewDelivery, 'nextTry' | 'failed'> {
  readonly order: number
  readonly status: 'waiting' | 'retrying' | 'delivered' | 'failed'
  readonly attempts: number
  /** How many of them were called wrong by the receiver. */
  readonly refused: number
  readonly nextTry: Instant | null
  readonly endedAt: Instant | null
  /** Those of one batch go in one message. */
  readonly batch: string | null
  /** What the last try came to, without secrets. */
  readonly error: string | null
}

/** What a try has come to. */
export type DeliveryOutcome =
  | { readonly status: 'delivered'; readonly at: Instant }
  | { readonly status: 'failed'; readonly at: Instant; readonly error: string }
  | { readonly status: 'retrying'; readonly nextTry: Instant; readonly error: string; readonly refused: boolean }

export interface DeliveryMark {
  readonly ids: readonly string[]
  readonly outcome: DeliveryOutcome
  readonly history?: readonly AlarmHistoryItem[]
  /** What gathers for this target waits until then, unless it was begun. */
  readonly rest?: { readonly target: string; readonly until: Instant }
}

/** A deed with what becomes of it. */
export interface TakenDeed {
  readonly id: string
  readonly deliveries: readonly NewDelivery[]
  readonly history: readonly AlarmHistoryItem[]
}

export interface DeliveryQuery {
  readonly topic?: string
  readonly alarm?: string
  readonly ids?: readonly string[]
  /** Newest first: strictly older than this order. */
  readonly before?: number
  readonly limit: number
}

export interface NotifySettings {
  /** Makes it, or answers the one of that name as it is. `too-many`: `limits.topics` stand. */
  putTopic(topic: StoredTopic): Promise<Result<StoredTopic, SettingsError | { readonly code: 'too-many' }>>
  patchTopic(
    name: string,
    patch: Partial<Omit<StoredTopic, 'name' | 'createdAt'>>,
  ): Promise<Result<StoredTopic, SettingsError | { readonly code: 'missing' }>>
  /** With its subscriptions; what they have yet to be told fails, with `why`. */
  removeTopic(
    name: string,
    at: Instant,
    why: string,
  ): Promise<Result<void, SettingsError | { readonly code: 'missing' }>>
  topic(name: string): Promise<Result<StoredTopic | undefined, SettingsError>>
  /** Ordered by name (bytes); `after`: names strictly greater. */
  topics(page: {
    readonly after?: string
    readonly limit: number
  }): Promise<Result<readonly StoredTopic[], SettingsError>>

  /** Makes it, or answers the one that tells the same receiver of the same topic as it is. `too-many`: `limits.topicSubscriptions` stand. */
  addSubscription(
    subscription: NewTopicSubscription,
  ): Promise<Result<StoredTopicSubscription, SettingsError | { readonly code: 'missing' | 'too-many' }>>
  patchSubscription(
    id: string,
    patch: Partial<Pick<NewTopicSubscription, 'attributes' | 'confirmedAt' | 'tokenHash' | 'tokenUntil'>>,
  ): Promise<Result<StoredTopicSubscription, SettingsError | { readonly code: 'missing' }>>
  /** What it has yet to be told fails, with `why`. */
  removeSubscription(
    id: string,
    at: Instant,
    why: string,
  ): Promise<Result<StoredTopicSubscription, SettingsError | { readonly code: 'missing' }>>
  subscription(id: string): Promise<Result<StoredTopicSubscription | undefined, SettingsError>>
  subscriptionByToken(hash: string): Promise<Result<StoredTopicSubscription | undefined, SettingsError>>
  /** Those that were not confirmed while their token was good. */
  forgetUnconfirmed(now: Instant): Promise<Result<void, SettingsError>>
  /** In the order in which they were made. */
  subscriptions(page: {
    readonly topic?: string
    readonly after?: number
    readonly limit: number
  }): Promise<Result<readonly StoredTopicSubscription[], SettingsError>>

  /** A value that all replicas share: the first that is kept counts, and is answered. */
  keep(name: string, value: string): Promise<Result<string, SettingsError>>
  kept(name: string): Promise<Result<string | undefined, SettingsError>>

  /** Oldest first. */
  deeds(limit: number): Promise<Result<readonly NewDeed[], SettingsError>>
  /** Removes deeds from the outbox and keeps what becomes of them, all in one transaction; answers the ids of those that were still there. */
  take(deeds: readonly TakenDeed[]): Promise<Result<readonly string[], SettingsError>>
  /** All or none. `too-many`: `limits.openDeliveries` are under way. */
  add(deliveries: readonly NewDelivery[]): Promise<Result<void, SettingsError | { readonly code: 'too-many' }>>
  /** How many have not ended. */
  open(): Promise<Result<number, SettingsError>>
  /**
   * Those whose turn it is, at most `targets` of them with `run` deliveries each, held until `until`. Of each target the oldest open one has its
   * turn, nobody else; where it gathers, the others that wait go with it, as one batch of at most `together`.
   */
  claim(asked: {
    readonly now: Instant
    readonly until: Instant
    readonly targets: number
    readonly run: number
    readonly together: number
  }): Promise<Result<readonly StoredDelivery[], SettingsError>>
  /** All in one transaction. Those of `letGo` are nobody's again, untried. */
  mark(marks: readonly DeliveryMark[], letGo: readonly string[]): Promise<Result<void, SettingsError>>
  /** Whatever is held is nobody's: for one who is alone with the settings and begins. */
  letAllGo(): Promise<Result<void, SettingsError>>
  /** Newest first. */
  deliveries(query: DeliveryQuery): Promise<Result<readonly StoredDelivery[], SettingsError>>
  /** Forgets those that ended before `before`, and the oldest ended ones past `keep`. */
  tidy(before: Instant, keep: number): Promise<Result<void, SettingsError>>
}
