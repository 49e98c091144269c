/** Messages of somebody's own to a topic, tests of it, and what became of all deliveries. */
import { limits } from '../../limits.ts'
import { ok, plus } from '../../model/index.ts'
import type { NewDelivery } from '../../store/settings/index.ts'
import type { Letter } from './bodies/index.ts'
import type { Courier } from './courier.ts'
import type { NotifyDesk } from './desk-port.ts'
import { idOf, topicArn } from './names.ts'
import type { NotifyPorts } from './ports.ts'
import { type Answered, noTopic, told, tooMany } from './trouble.ts'

type MessageDesk = Pick<NotifyDesk, 'publish' | 'test' | 'deliveries'>

export function messageDesk(ports: NotifyPorts, courier: Courier): MessageDesk {
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
