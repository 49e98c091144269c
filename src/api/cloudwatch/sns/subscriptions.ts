/** Subscriptions to topics: made, confirmed, listed, ended, and what is set of them. */
import { isWay, subscriptionArn, topicArn } from '../../../act/index.ts'
import { limits } from '../../../limits.ts'
import { err, ok, type Result } from '../../../model/index.ts'
import type { StoredTopicSubscription } from '../../../store/settings/index.ts'
import {
  type AwsCall,
  type AwsError,
  Dictionary,
  flag,
  type Operation,
  operation,
  structure,
  text,
} from '../protocol/index.ts'
import type { SnsPorts } from './context.ts'
import { arn, attributes, pageOf, placeIn, subscriptionOf, topicOf } from './fields.ts'
import { invalid, missing, refusalOf } from './refusals.ts'

const arnOf = ({ topic, id }: StoredTopicSubscription, call: AwsCall): string => subscriptionArn(topic, id, call)

/** What can be set; a filter that did not filter would tell people what they did not ask for. */
function settable(given: Readonly<Record<string, string>>): Result<Readonly<Record<string, string>>, AwsError> {
  for (const [name, value] of Object.entries(given)) {
    if (name === 'RawMessageDelivery') {
      if (!/^(true|false)$/.test(value)) return err(invalid('Invalid parameter: Attributes Reason: RawMessageDelivery'))
    } else if (name !== 'DeliveryPolicy') {
      return err(invalid(`Invalid parameter: Attributes Reason: ${name} is not offered`))
    }
  }
  return ok(given)
}

const subscribeShape = structure(
  { TopicArn: arn, Protocol: text(), Endpoint: text(), Attributes: attributes, ReturnSubscriptionArn: flag },
  ['TopicArn', 'Protocol'],
)

export const subscribe = ({ desk }: SnsPorts): Operation =>
  operation('operate', subscribeShape, async (input, call) => {
    const topic = topicOf(input.TopicArn)
    if (!topic.ok) return topic
    const way = input.Protocol
    if (!isWay(way)) return err(invalid(`Invalid parameter: Does not support this protocol: ${way}`))
    const given = settable(input.Attributes ?? {})
    if (!given.ok) return given
    const made = await desk.subscribe({
      ...{ topic: topic.value, topicArn: topicArn(topic.value, call), way },
      ...{ endpoint: input.Endpoint ?? '', attributes: given.value },
    })
    if (!made.ok) return err(refusalOf(made.error, 'Topic', 'SubscriptionLimitExceeded'))
    const shown = made.value.confirmedAt !== null || input.ReturnSubscriptionArn === true
    return ok({ SubscriptionArn: shown ? arnOf(made.value, call) : 'pending confirmation' })
  })

const confirmShape = structure({ TopicArn: arn, Token: text({ max: 1_024 }), AuthenticateOnUnsubscribe: text() }, [
  'TopicArn',
  'Token',
])

export const confirmSubscription = ({ desk }: SnsPorts): Operation =>
  operation('put', confirmShape, async (input, call) => {
    const topic = topicOf(input.TopicArn)
    if (!topic.ok) return topic
    const found = await desk.ofToken(input.Token)
    if (!found.ok) return err(refusalOf(found.error, 'Subscription'))
    if (found.value?.topic !== topic.value) return err(invalid('Invalid token'))
    const confirmed = await desk.confirm(input.Token)
    return confirmed.ok
      ? ok({ SubscriptionArn: arnOf(confirmed.value, call) })
      : err(refusalOf(confirmed.error, 'Subscription'))
  })

export const unsubscribe = ({ desk }: SnsPorts): Operation =>
  operation('operate', structure({ SubscriptionArn: arn }, ['SubscriptionArn']), async input => {
    const id = subscriptionOf(input.SubscriptionArn)
    if (!id.ok) return id
    const gone = await desk.unsubscribe(id.value)
    return gone.ok || gone.error.code === 'missing' ? ok({}) : err(refusalOf(gone.error, 'Subscription'))
  })

export const listSubscriptions = (ports: SnsPorts): Operation =>
  operation('ask', structure({ NextToken: text() }), (input, call) =>
    list(ports, 'ListSubscriptions', undefined, input.NextToken, call),
  )

export const listSubscriptionsByTopic = (ports: SnsPorts): Operation =>
  operation('ask', structure({ TopicArn: arn, NextToken: text() }, ['TopicArn']), async (input, call) => {
    const topic = topicOf(input.TopicArn)
    if (!topic.ok) return topic
    const there = await ports.desk.topic(topic.value)
    if (!there.ok) return err(refusalOf(there.error))
    return list(ports, 'ListSubscriptionsByTopic', topic.value, input.NextToken, call)
  })

async function list(
  { desk, clock }: SnsPorts,
  name: string,
  topic: string | undefined,
  token: string | null | undefined,
  call: AwsCall,
): Promise<Result<object, AwsError>> {
  const question = [name, topic]
  const after = placeIn(token, 'number', question, clock.now())
  if (!after.ok) return after
  const found = await desk.subscriptions({
    limit: limits.snsPageCount + 1,
    ...(topic === undefined ? {} : { topic }),
    ...(after.value === undefined ? {} : { after: Number(after.value) }),
  })
  if (!found.ok) return err(refusalOf(found.error))
  const { shown, next } = pageOf(found.value, ({ order }) => order, question, clock.now())
  return ok({
    Subscriptions: shown.map(one => ({
      SubscriptionArn: one.confirmedAt === null ? 'PendingConfirmation' : arnOf(one, call),
      Owner: call.account,
      Protocol: one.way,
      Endpoint: one.endpoint,
      TopicArn: topicArn(one.topic, call),
    })),
    ...(next === undefined ? {} : { NextToken: next }),
  })
}

export const getSubscriptionAttributes = ({ desk }: SnsPorts): Operation =>
  operation('ask', structure({ SubscriptionArn: arn }, ['SubscriptionArn']), async (input, call) => {
    const id = subscriptionOf(input.SubscriptionArn)
    if (!id.ok) return id
    const found = await desk.subscription(id.value)
    if (!found.ok) return err(found.error.code === 'missing' ? missing('Subscription') : refusalOf(found.error))
    const one = found.value
    const all: Record<string, string> = {
      SubscriptionArn: arnOf(one, call),
      TopicArn: topicArn(one.topic, call),
      Owner: call.account,
      Protocol: one.way,
      Endpoint: one.endpoint,
      PendingConfirmation: String(one.confirmedAt === null),
      ConfirmationWasAuthenticated: 'false',
      RawMessageDelivery: 'false',
      ...(JSON.parse(one.attributes) as Record<string, string>),
    }
    return ok({ Attributes: new Dictionary(Object.entries(all)) })
  })

const setShape = structure({ SubscriptionArn: arn, AttributeName: text(), AttributeValue: text() }, [
  'SubscriptionArn',
  'AttributeName',
])

export const setSubscriptionAttributes = ({ desk }: SnsPorts): Operation =>
  operation('operate', setShape, async input => {
    const id = subscriptionOf(input.SubscriptionArn)
    if (!id.ok) return id
    const given = settable({ [input.AttributeName]: input.AttributeValue ?? '' })
    if (!given.ok) return given
    const found = await desk.subscription(id.value)
    if (!found.ok) return err(refusalOf(found.error, 'Subscription'))
    const stored = JSON.parse(found.value.attributes) as Record<string, string>
    const changed = await desk.changeSubscription(id.value, { ...stored, ...given.value })
    return changed.ok ? ok({}) : err(refusalOf(changed.error, 'Subscription'))
  })
