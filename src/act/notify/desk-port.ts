/** The desk of topics as others see it: the wire, the page, and whoever writes deeds. */
import type { ApiTopicWay } from '../../model/index.ts'
import type {
  DeliveryQuery,
  NotifySettings,
  StoredDelivery,
  StoredTopic,
  StoredTopicSubscription,
} from '../../store/settings/index.ts'
import type { LetterAttribute } from './bodies/index.ts'
import type { Answered } from './trouble.ts'
import type { PeopleLanguage } from './words/index.ts'

export interface Publication {
  readonly topic: string
  /** As the caller wrote it. */
  readonly topicArn: string
  readonly subject: string | null
  readonly text: string
  /** Instead of `text`, for those told by this way. */
  readonly textBy?: Readonly<Record<string, string>>
  readonly attributes: Readonly<Record<string, LetterAttribute>>
}

export interface NotifyDesk {
  readonly ways: readonly ApiTopicWay[]
  /** Where calls may go, in words. */
  readonly allowed: readonly string[]
  /** By which messages to programs are verified (PEM). */
  certificate(): Promise<string>
  /** The one of this name, or a new one. */
  createTopic(topic: {
    readonly name: string
    readonly displayName?: string
    readonly language?: PeopleLanguage
    readonly attributes?: Readonly<Record<string, string>>
    readonly tags?: Readonly<Record<string, string>>
  }): Answered<StoredTopic>
  changeTopic(name: string, patch: Parameters<NotifySettings['patchTopic']>[1]): Answered<StoredTopic>
  deleteTopic(name: string): Answered<void>
  topic(name: string): Answered<StoredTopic>
  topics(page: { readonly after?: string; readonly limit: number }): Answered<readonly StoredTopic[]>
  /** A receiver that must confirm is asked to, also again when it has not yet. */
  subscribe(wanted: {
    readonly topic: string
    readonly topicArn: string
    readonly way: ApiTopicWay
    readonly endpoint: string
    readonly attributes?: Readonly<Record<string, string>>
  }): Answered<StoredTopicSubscription>
  subscription(id: string): Answered<StoredTopicSubscription>
  subscriptions(page: Parameters<NotifySettings['subscriptions']>[0]): Answered<readonly StoredTopicSubscription[]>
  changeSubscription(id: string, attributes: Readonly<Record<string, string>>): Answered<StoredTopicSubscription>
  /** Whose token it is; undefined: nobody's, or it has lapsed. */
  ofToken(token: string): Answered<StoredTopicSubscription | undefined>
  confirm(token: string): Answered<StoredTopicSubscription>
  /** By an operator, who vouches for the receiver. */
  vouch(id: string): Answered<StoredTopicSubscription>
  unsubscribe(id: string): Answered<StoredTopicSubscription>
  isUnsubscribeKey(id: string, key: string): boolean
  /** Kept, and on its way; answers the message's id. */
  publish(publication: Publication): Answered<string>
  /** One plain message to each confirmed receiver; answers when each has been tried, or has let `limits.notifyTestWait` pass. */
  test(topic: string): Answered<readonly StoredDelivery[]>
  deliveries(query: DeliveryQuery): Answered<readonly StoredDelivery[]>
  /** There are deeds in the outbox. */
  wake(): void
  stop(): Promise<void>
}
