/** Subscriptions to topics: asked for, confirmed, ended. */
import { hash } from 'node:crypto'
import { limits } from '../../limits.ts'
import { instant, ok, plus } from '../../model/index.ts'
import type { StoredTopicSubscription } from '../../store/settings/index.ts'
import type { Letter } from './bodies/index.ts'
import type { Courier } from './courier.ts'
import type { NotifyDesk } from './desk-port.ts'
import { mustConfirm, readEndpoint } from './endpoint.ts'
import { isUnsubscribeKey } from './links.ts'
import { idOf, keyed } from './names.ts'
import type { NotifyPorts } from './ports.ts'
import { endpointSeal, tokenSeal } from './teller.ts'
import { type Answered, isOdd, noSubscription, noTopic, odd, told, tooMany, trouble } from './trouble.ts'

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

export function subscriptionDesk(ports: NotifyPorts, courier: Courier): SubscriptionDesk {
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
