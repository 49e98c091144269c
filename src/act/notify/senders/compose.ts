/** From a letter to what is sent by each way: a mail, or a POST with its headers. Pure, but for a picture that is drawn. */
import { type ApiTopicWay, err, ok, type Result } from '../../../model/index.ts'
import type { StoredDelivery, StoredTopic, StoredTopicSubscription } from '../../../store/settings/index.ts'
import { authorizationOf, withoutUser } from '../../subscriptions/index.ts'
import {
  alarmMail,
  busEvent,
  confirmationMail,
  envelopeText,
  type Letter,
  lambdaEvent,
  type MailBody,
  pagerDutyAlarm,
  pagerDutyText,
  pictureId,
  plainMail,
  slackAlarms,
  slackText,
  teamsAlarms,
  teamsText,
  testMail,
  textOf,
} from '../bodies/index.ts'
import type { Endpoint } from '../endpoint.ts'
import { certificateUrl, confirmUrl, unsubscribeUrl } from '../links.ts'
import { idOf, serviceIn, subscriptionArn } from '../names.ts'
import type { NotifyPorts, OutgoingMail } from '../ports.ts'
import { type PeopleWords, wordsOf } from '../words/index.ts'

export type Composed =
  | { readonly by: 'mail'; readonly mail: OutgoingMail }
  | {
      readonly by: 'post'
      readonly url: URL
      readonly headers: Readonly<Record<string, string>>
      readonly body: string
    }

/** What goes together in one message: one letter, or alarms for people. */
export interface Bundle {
  readonly delivery: StoredDelivery
  readonly letters: readonly [Letter, ...Letter[]]
  /** Of a confirmation. */
  readonly token: string | undefined
}

export interface Receiver {
  readonly subscription: StoredTopicSubscription
  readonly endpoint: Endpoint
  readonly topic: StoredTopic
}

type Ports = Pick<NotifyPorts, 'signer' | 'publicUrl' | 'linkSecret' | 'picture' | 'account' | 'region'>

/** To an address that the operator mapped an ARN to. */
export function composeCall({ delivery, letters: [letter] }: Bundle, url: URL): Composed {
  const { action } = delivery
  const alarm = letter.kind === 'alarm' ? letter.alarm : undefined
  const body =
    alarm === undefined
      ? {}
      : serviceIn(action) === 'lambda'
        ? lambdaEvent(alarm)
        : { ...busEvent(alarm, letter.messageId), ...(serviceIn(action) === 'events' ? {} : { action }) }
  return post(url, body, { 'idempotency-key': letter.messageId })
}

export async function compose(bundle: Bundle, receiver: Receiver, ports: Ports): Promise<Result<Composed, string>> {
  const { endpoint, subscription, topic } = receiver
  const { letters } = bundle
  const [letter] = letters
  const words = wordsOf[topic.language]
  const alarms = letters.flatMap(one => (one.kind === 'alarm' ? [one.alarm] : []))
  switch (endpoint.kind) {
    case 'mail':
      return ok({ by: 'mail', mail: await mailOf(bundle, receiver, endpoint.address, words, ports) })
    case 'pagerduty': {
      const [alarm] = alarms
      const event =
        alarm === undefined
          ? pagerDutyText(letter, textOf(letter), endpoint.routingKey)
          : pagerDutyAlarm(alarm, endpoint.routingKey, ports.publicUrl)
      return ok(post(endpoint.url, event, {}))
    }
    case 'http':
      switch (subscription.way as ApiTopicWay) {
        case 'slack':
        case 'teams': {
          const [ofAlarms, ofText] =
            subscription.way === 'slack' ? [slackAlarms, slackText] : ([teamsAlarms, teamsText] as const)
          const { subject, text } = plainText(letter, topic, words)
          const body = alarms.length > 0 ? ofAlarms(alarms, words, ports.publicUrl) : ofText(subject, text)
          return ok(post(endpoint.url, body, {}))
        }
        case 'http':
        case 'https':
          return ok(await notification(bundle, receiver, endpoint.url, ports))
        default:
          return err(`There is no way ${subscription.way} to a URL.`)
      }
  }
}

/** In the words of the topic's language where the text is ours. */
function plainText(letter: Letter, topic: StoredTopic, words: PeopleWords) {
  const name = calledTopic(topic)
  if (letter.kind === 'test') return { subject: words.test.subject(name), text: words.test.lead(name) }
  return textOf(letter)
}

const calledTopic = ({ displayName, name }: StoredTopic): string => (displayName === '' ? name : displayName)

function post(url: URL, body: object | string, headers: Readonly<Record<string, string>>): Composed {
  const authorization = authorizationOf(url)
  return {
    by: 'post',
    url: withoutUser(url),
    headers: {
      'content-type': 'application/json; charset=utf-8',
      ...headers,
      'user-agent': 'mangru',
      ...(authorization === undefined ? {} : { authorization }),
    },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  }
}

/** As SNS posts to HTTP endpoints. */
async function notification(bundle: Bundle, { subscription }: Receiver, url: URL, ports: Ports): Promise<Composed> {
  const [letter] = bundle.letters
  const { messageId, topicArn } = letter
  const raw = isRaw(subscription) && letter.kind !== 'confirmation'
  const confirmation = letter.kind === 'confirmation'
  const arn = subscriptionArn(subscription.topic, subscription.id, ports)
  return post(url, raw ? textOf(letter).text : await envelope(bundle, subscription, ports), {
    'content-type': 'text/plain; charset=UTF-8',
    'idempotency-key': messageId,
    'x-amz-sns-message-type': confirmation ? 'SubscriptionConfirmation' : 'Notification',
    'x-amz-sns-message-id': messageId,
    'x-amz-sns-topic-arn': topicArn,
    ...(confirmation ? {} : { 'x-amz-sns-subscription-arn': arn }),
    ...(raw ? { 'x-amz-sns-rawdelivery': 'true' } : {}),
  })
}

const isRaw = ({ attributes }: StoredTopicSubscription): boolean =>
  (JSON.parse(attributes) as Record<string, string>).RawMessageDelivery === 'true'

async function envelope(
  { delivery, letters: [letter], token }: Bundle,
  { id }: StoredTopicSubscription,
  ports: Ports,
): Promise<string> {
  const signer = await ports.signer()
  return envelopeText(letter, {
    at: delivery.at,
    sign: signer.sign,
    certificateUrl: certificateUrl(ports),
    unsubscribeUrl: unsubscribeUrl(id, ports),
    ...(token === undefined ? {} : { confirm: { token, url: confirmUrl(token, ports) } }),
  })
}

async function mailOf(
  bundle: Bundle,
  { subscription, topic }: Receiver,
  to: string,
  words: PeopleWords,
  ports: Ports,
): Promise<OutgoingMail> {
  const { delivery, letters, token } = bundle
  const [letter] = letters
  // The batch keeps its name at every try, and so does a single one.
  const id = idOf(delivery.batch ?? delivery.id)
  const away = unsubscribeUrl(subscription.id, ports)
  if (subscription.way === 'email-json' && letter.kind !== 'confirmation') {
    const subject = textOf(letter).subject ?? words.notification(topic.name)
    return { to, id, subject, text: await envelope(bundle, subscription, ports) }
  }
  const around = { words, topic: calledTopic(topic), publicUrl: ports.publicUrl, unsubscribeUrl: away }
  if (letter.kind === 'confirmation') {
    return { to, id, ...confirmationMail(confirmUrl(token ?? '', ports), around) }
  }
  const alarms = letters.flatMap(one => (one.kind === 'alarm' ? [one.alarm] : []))
  const [alarm] = alarms
  if (alarm === undefined) return { to, id, ...plainOf(letter, around), unsubscribeUrl: away }
  const picture = alarms.length === 1 ? await ports.picture?.(alarm, topic.language) : undefined
  return {
    ...{ to, id, unsubscribeUrl: away },
    ...alarmMail(alarms, around, picture?.label),
    ...(picture === undefined ? {} : { picture: { id: pictureId, png: picture.png } }),
    // One alarm's mails stand together.
    ...(alarms.length === 1 ? { thread: idOf(subscription.id, alarm.alarm.arn) } : {}),
  }
}

function plainOf(letter: Letter, around: Parameters<typeof testMail>[0]): MailBody {
  if (letter.kind === 'test') return testMail(around)
  const { subject, text } = textOf(letter)
  return plainMail(subject, text, around)
}
