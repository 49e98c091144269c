/** All that others may ask of topics, and do to them, in a running Mangru. The wire and the page come here; deliveries are carried by the courier. */
import { hash } from 'node:crypto'
import { limits } from '../../limits.ts'
import { type ApiTopicWay, err, instant, ok, plus, type Result } from '../../model/index.ts'
import type {
  DeliveryQuery,
  NewDelivery,
  NotifySettings,
  SettingsError,
  StoredDelivery,
  StoredTopic,
  StoredTopicSubscription,
} from '../../store/settings/index.ts'
import { httpPoster, mayCall } from '../subscriptions/index.ts'
import type { Letter, LetterAttribute } from './bodies/index.ts'
import { Courier } from './courier.ts'
import { mustConfirm, readEndpoint, waysOf } from './endpoint.ts'
import { isUnsubscribeKey } from './links.ts'
import { idOf, keyed, topicArn } from './names.ts'
import type { NotifyPorts } from './ports.ts'
import { endpointSeal, teller, tokenSeal } from './teller.ts'
import type { PeopleLanguage } from './words/index.ts'

/** `message` is for people. */
export interface NotifyTrouble {
  readonly code: 'missing' | 'invalid' | 'too-many' | 'unavailable'
  readonly message: string
  readonly cause?: SettingsError
}
type Answered<T> = Promise<Result<T, NotifyTrouble>>

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

export async function openNotifyDesk(ports: NotifyPorts): Promise<NotifyDesk> {
  const { clock, allowed, resolve } = ports
  const poster = httpPoster({
    clock,
    mayCall: (host, address) => mayCall(host, address, allowed),
    ...(resolve === undefined ? {} : { resolve }),
  })
  const courier = new Courier(ports, teller(ports, poster))
  await courier.start()
  return {
    ...topicDesk(ports),
    ...subscriptionDesk(ports, courier),
    ...messageDesk(ports, courier),
    ways: waysOf({ allowed, mails: ports.mailer !== null }),
    allowed: allowed.words,
    certificate: async () => (await ports.signer()).certificate,
    wake: () => courier.wake(),
    stop: async () => {
      await courier.stop()
      poster.close()
    },
  }
}

const trouble = (code: NotifyTrouble['code'], message: string) => err<NotifyTrouble>({ code, message })
const noTopic = (name: string) => trouble('missing', `There is no topic ${name}.`)
const noSubscription = trouble('missing', 'There is no such subscription.')

/** A NUL and half a character cannot be kept, wherever they stand. */
const isOdd = (...texts: readonly unknown[]): boolean =>
  /\\u0000|\\ud[89a-f][0-9a-f]{2}/.test(JSON.stringify(texts).replaceAll('\\\\', ''))
const odd = trouble('invalid', 'A text holds a character that cannot be kept.')

/** What the settings refuse, in words; their own trouble as such. */
function told(
  error: SettingsError | { readonly code: 'missing' | 'too-many' },
  words: { readonly missing?: string; readonly tooMany?: string },
) {
  if ('message' in error) return err<NotifyTrouble>({ code: 'unavailable', message: error.message, cause: error })
  return error.code === 'missing'
    ? trouble('missing', words.missing ?? 'It is not there.')
    : trouble('too-many', words.tooMany ?? 'There are too many.')
}

type TopicDesk = Pick<NotifyDesk, 'createTopic' | 'changeTopic' | 'deleteTopic' | 'topic' | 'topics'>

function topicDesk({ settings, clock, language }: NotifyPorts): TopicDesk {
  return {
    createTopic: async wanted => {
      if (!/^[A-Za-z0-9_-]{1,256}$/.test(wanted.name)) {
        return trouble('invalid', 'A topic is named by 1 to 256 letters, digits, _ and -.')
      }
      if (isOdd(wanted)) return odd
      const made = await settings.putTopic({
        name: wanted.name,
        displayName: wanted.displayName ?? '',
        language: wanted.language ?? language,
        attributes: JSON.stringify(wanted.attributes ?? {}),
        tags: wanted.tags ?? {},
        createdAt: clock.now(),
      })
      return made.ok ? made : told(made.error, { tooMany: `There are at most ${limits.topics} topics.` })
    },
    changeTopic: async (name, patch) => {
      if (isOdd(name, patch)) return odd
      const changed = await settings.patchTopic(name, patch)
      return changed.ok ? changed : told(changed.error, { missing: noTopic(name).error.message })
    },
    deleteTopic: async name => {
      const gone = await settings.removeTopic(name, clock.now(), 'the topic was deleted')
      return gone.ok ? gone : told(gone.error, { missing: noTopic(name).error.message })
    },
    topic: async name => {
      const found = await settings.topic(name)
      if (!found.ok) return told(found.error, {})
      return found.value === undefined ? noTopic(name) : ok(found.value)
    },
    topics: async page => {
      const found = await settings.topics(page)
      return found.ok ? found : told(found.error, {})
    },
  }
}

type SubscriptionDesk = Pick<
  NotifyDesk,
  | 'subscribe'
  | 'subscription'
  | 'subscriptions'
  | 'changeSubscription'
  | 'ofToken'
  | 'confirm'
  | 'vouch'
  | 'unsubscribe'
  | 'isUnsubscribeKey'
>

const hashOf = (token: string): string => hash('sha256', token, 'hex')

function subscriptionDesk(ports: NotifyPorts, courier: Courier): SubscriptionDesk {
  const { settings, clock, secrets, linkSecret } = ports
  const rules = { allowed: ports.allowed, mails: ports.mailer !== null }

  const confirmed = async (id: string): Answered<StoredTopicSubscription> => {
    const changed = await settings.patchSubscription(id, { confirmedAt: clock.now() })
    return changed.ok ? changed : told(changed.error, { missing: noSubscription.error.message })
  }
  const ofToken: SubscriptionDesk['ofToken'] = async token => {
    const found = await settings.subscriptionByToken(hashOf(token))
    if (!found.ok) return told(found.error, {})
    const lapsed = (found.value?.tokenUntil ?? instant(0)) < clock.now()
    return ok(lapsed ? undefined : found.value)
  }
  /** Asks the receiver, with a token that only it gets to see. */
  const ask = async (one: StoredTopicSubscription, token: string, arn: string): Answered<void> => {
    const letter: Letter = { kind: 'confirmation', messageId: ports.newId(), topicArn: arn }
    const now = clock.now()
    const added = await settings.add([
      {
        ...{ id: idOf(letter.messageId, one.id), target: one.id, topic: one.topic, subscription: one.id },
        ...{ alarm: null, state: null, action: arn, way: one.way, to: one.endpoint, kind: 'confirmation' },
        ...{ gathers: false, at: now, nextTry: now, message: JSON.stringify(letter) },
        sealed: secrets.seal(token, tokenSeal(one.id)),
      },
    ])
    courier.wake()
    return added.ok ? added : told(added.error, { tooMany })
  }
  return {
    subscribe: async ({ topic, topicArn: arn, way, endpoint, attributes = {} }) => {
      if (isOdd(endpoint, attributes)) return odd
      const read = readEndpoint(way, endpoint, rules)
      if (!read.ok) return trouble('invalid', read.error)
      const { shown } = read.value
      const id = ports.newId()
      const token = ports.newToken()
      const asks = mustConfirm(way)
      const fresh = { tokenHash: hashOf(token), tokenUntil: plus(clock.now(), limits.confirmationLife) }
      const added = await settings.addSubscription({
        ...{ id, topic, way, endpoint: shown, fingerprint: keyed(linkSecret, way, endpoint) },
        sealed: shown === endpoint ? null : secrets.seal(endpoint, endpointSeal(id)),
        attributes: JSON.stringify(attributes),
        createdAt: clock.now(),
        confirmedAt: asks ? null : clock.now(),
        ...(asks ? fresh : { tokenHash: null, tokenUntil: null }),
      })
      if (!added.ok) {
        const tooManySubscriptions = `There are at most ${limits.topicSubscriptions} subscriptions.`
        return told(added.error, { missing: noTopic(topic).error.message, tooMany: tooManySubscriptions })
      }
      const one = added.value
      if (one.confirmedAt !== null) return ok(one)
      if (one.id !== id) {
        const renewed = await settings.patchSubscription(one.id, fresh)
        if (!renewed.ok) return told(renewed.error, { missing: noSubscription.error.message })
      }
      const asked = await ask(one, token, arn)
      return asked.ok ? ok(one) : asked
    },
    subscription: async id => {
      const found = await settings.subscription(id)
      if (!found.ok) return told(found.error, {})
      return found.value === undefined ? noSubscription : ok(found.value)
    },
    subscriptions: async page => {
      const found = await settings.subscriptions(page)
      return found.ok ? found : told(found.error, {})
    },
    changeSubscription: async (id, attributes) => {
      if (isOdd(attributes)) return odd
      const changed = await settings.patchSubscription(id, { attributes: JSON.stringify(attributes) })
      return changed.ok ? changed : told(changed.error, { missing: noSubscription.error.message })
    },
    ofToken,
    confirm: async token => {
      const found = await ofToken(token)
      if (!found.ok) return found
      if (found.value === undefined) return trouble('invalid', 'This token confirms nothing, or has lapsed.')
      return found.value.confirmedAt === null ? confirmed(found.value.id) : ok(found.value)
    },
    vouch: confirmed,
    unsubscribe: async id => {
      const gone = await settings.removeSubscription(id, clock.now(), 'the subscription was removed')
      return gone.ok ? gone : told(gone.error, { missing: noSubscription.error.message })
    },
    isUnsubscribeKey: (id, key) => isUnsubscribeKey(id, key, linkSecret),
  }
}

const tooMany = `More than ${limits.openDeliveries} messages are on their way: try again later.`

type MessageDesk = Pick<NotifyDesk, 'publish' | 'test' | 'deliveries'>

function messageDesk(ports: NotifyPorts, courier: Courier): MessageDesk {
  const { settings, clock } = ports

  /** To each who has confirmed. */
  const send = async (
    topic: string,
    arn: string,
    kind: 'publish' | 'test',
    letterOf: (way: string) => Letter,
  ): Answered<readonly NewDelivery[]> => {
    const found = await settings.topic(topic)
    if (!found.ok) return told(found.error, {})
    if (found.value === undefined) return noTopic(topic)
    const subscribed = await settings.subscriptions({ topic, limit: limits.topicSubscriptions })
    if (!subscribed.ok) return told(subscribed.error, {})
    const now = clock.now()
    const deliveries = subscribed.value
      .filter(({ confirmedAt }) => confirmedAt !== null)
      .map((one): NewDelivery => {
        const letter = letterOf(one.way)
        return {
          ...{ id: idOf(letter.messageId, one.id), target: one.id, topic, subscription: one.id, alarm: null },
          ...{ state: null, action: arn, way: one.way, to: one.endpoint, kind, gathers: false, at: now, nextTry: now },
          ...{ message: JSON.stringify(letter), sealed: null },
        }
      })
    const added = deliveries.length === 0 ? ok(undefined) : await settings.add(deliveries)
    courier.wake()
    return added.ok ? ok(deliveries) : told(added.error, { tooMany })
  }

  return {
    publish: async ({ topic, topicArn: arn, subject, text, textBy = {}, attributes }) => {
      const messageId = ports.newId()
      const sent = await send(topic, arn, 'publish', way => ({
        ...{ kind: 'publish', messageId, topicArn: arn, subject, attributes },
        text: textBy[way] ?? text,
      }))
      return sent.ok ? ok(messageId) : sent
    },

    test: async topic => {
      const messageId = ports.newId()
      const arn = topicArn(topic, ports)
      const sent = await send(topic, arn, 'test', () => ({ kind: 'test', messageId, topicArn: arn }))
      if (!sent.ok) return sent
      const ids = sent.value.map(({ id }) => id)
      const until = plus(clock.now(), limits.notifyTestWait)
      for (;;) {
        const found = await settings.deliveries({ ids, limit: ids.length })
        if (!found.ok) return told(found.error, {})
        if (found.value.every(({ endedAt }) => endedAt !== null) || clock.now() >= until) return ok(found.value)
        await clock.sleep(limits.notifyTestLook)
      }
    },

    deliveries: async query => {
      const found = await settings.deliveries(query)
      return found.ok ? found : told(found.error, {})
    },
  }
}
