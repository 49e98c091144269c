/** Topics for the page and the command line: who is told and how, a test, and what became of it. */
import { z } from 'zod'
import {
  isWay,
  type NotifyDesk,
  type NotifyTrouble,
  subscriptionArn,
  subscriptionIn,
  topicArn,
  topicIn,
} from '../../act/index.ts'
import { limits } from '../../limits.ts'
import {
  type ApiAlarmState,
  type ApiDeliveries,
  type ApiDelivery,
  type ApiTopic,
  type ApiTopicSubscription,
  type ApiTopics,
  type ApiTopicWay,
  ok,
} from '../../model/index.ts'
import type { StoredDelivery, StoredTopic, StoredTopicSubscription } from '../../store/settings/index.ts'
import type { HttpApiDeps } from './deps.ts'
import { answer, asks, operates, type Routes, refuse } from './routes.ts'
import { readShape } from './shapes.ts'
import { type Asked, invalid, refusal, settingsTrouble } from './trouble.ts'

const arn = z.string().min(1).max(2_048)
const language = z.enum(['en', 'ko'])
const displayName = z.string().max(100)
const newShape = z.object({
  name: z.string().max(256),
  displayName: displayName.exactOptional(),
  language: language.exactOptional(),
})
const changeShape = z.object({ arn, displayName: displayName.exactOptional(), language: language.exactOptional() })
const arnShape = z.object({ arn })
const testShape = z.object({ topicArn: arn })
const subscribeShape = z.object({
  topicArn: arn,
  way: z.string().max(32),
  endpoint: z.string().min(1).max(limits.destinationLength),
})
const deliveriesShape = z.object({
  topic: arn.exactOptional(),
  alarm: z.string().max(255).exactOptional(),
  after: z.coerce.number().int().min(0).exactOptional(),
  limit: z.coerce.number().int().min(1).max(limits.deliveriesPage).default(50),
})

export const topicRoutes: Routes = (app, deps) => {
  const { topics: desk } = deps
  if (desk === undefined) return
  app.get('/api/topics', asks, async (_request, reply) => answer(reply, await list(deps, desk)))
  app.post('/api/topics', operates, async (request, reply) => {
    const asked = readShape(newShape, request.body)
    if (!asked.ok) return refuse(reply, asked.error)
    const made = await desk.createTopic({
      ...asked.value,
      ...(asked.value.displayName && { displayName: asked.value.displayName.toWellFormed() }),
    })
    return answer(reply, made.ok ? ok(topicOf(deps, made.value, [])) : troubleOf(made.error, 'name'))
  })
  app.put('/api/topics', operates, async (request, reply) => {
    const asked = readShape(changeShape, request.body)
    if (!asked.ok) return refuse(reply, asked.error)
    return answer(reply, await change(deps, desk, asked.value))
  })
  app.delete('/api/topics', operates, async (request, reply) => {
    const asked = readShape(arnShape, request.query)
    const name = asked.ok ? nameIn(asked.value.arn, 'arn') : asked
    if (!name.ok) return refuse(reply, name.error)
    const gone = await desk.deleteTopic(name.value)
    return gone.ok ? reply.code(204).send() : refuse(reply, troubleOf(gone.error, 'arn').error)
  })
  app.post('/api/topics/test', operates, async (request, reply) => {
    const asked = readShape(testShape, request.body)
    const name = asked.ok ? nameIn(asked.value.topicArn, 'topicArn') : asked
    if (!name.ok) return refuse(reply, name.error)
    const told = await desk.test(name.value)
    return answer(reply, told.ok ? ok(told.value.map(deliveryOf)) : troubleOf(told.error, 'topicArn'))
  })
  app.get('/api/topics/deliveries', asks, async (request, reply) => {
    const asked = readShape(deliveriesShape, request.query)
    return asked.ok ? answer(reply, await deliveries(desk, asked.value)) : refuse(reply, asked.error)
  })
  subscriptionRoutes(app, deps)
}

const subscriptionRoutes: Routes = (app, deps) => {
  const { topics: desk } = deps
  if (desk === undefined) return
  app.post('/api/topics/subscriptions', operates, async (request, reply) => {
    const asked = readShape(subscribeShape, request.body)
    return asked.ok ? answer(reply, await subscribe(deps, desk, asked.value)) : refuse(reply, asked.error)
  })
  app.post('/api/topics/subscriptions/confirm', operates, async (request, reply) => {
    const asked = readShape(arnShape, request.body)
    const id = asked.ok ? idIn(asked.value.arn) : asked
    if (!id.ok) return refuse(reply, id.error)
    const confirmed = await desk.vouch(id.value)
    return answer(reply, confirmed.ok ? ok(subscriptionOf(deps, confirmed.value)) : troubleOf(confirmed.error, 'arn'))
  })
  app.delete('/api/topics/subscriptions', operates, async (request, reply) => {
    const asked = readShape(arnShape, request.query)
    const id = asked.ok ? idIn(asked.value.arn) : asked
    if (!id.ok) return refuse(reply, id.error)
    const gone = await desk.unsubscribe(id.value)
    return gone.ok ? reply.code(204).send() : refuse(reply, troubleOf(gone.error, 'arn').error)
  })
}

function nameIn(given: string, field: string): Asked<string> {
  const name = topicIn(given)
  return name === undefined ? invalid('This is no ARN of a topic.', { field }) : ok(name)
}

function idIn(given: string): Asked<string> {
  const id = subscriptionIn(given)
  return id === undefined ? invalid('This is no ARN of a subscription.', { field: 'arn' }) : ok(id)
}

function troubleOf({ code, message, cause }: NotifyTrouble, field: string): ReturnType<typeof refusal> {
  if (cause !== undefined) return settingsTrouble(cause)
  switch (code) {
    case 'missing':
      return refusal(404, 'not-found', message, { field })
    case 'too-many':
      return refusal(422, 'over-limit', message)
    case 'invalid':
      return invalid(message, { field })
    case 'unavailable':
      return refusal(503, 'unavailable', message)
  }
}

type Frame = Pick<HttpApiDeps, 'account' | 'region'>

async function list(frame: Frame, desk: NotifyDesk): Promise<Asked<ApiTopics>> {
  const [topics, subscriptions] = await Promise.all([
    desk.topics({ limit: limits.topics }),
    desk.subscriptions({ limit: limits.topicSubscriptions }),
  ])
  if (!topics.ok) return troubleOf(topics.error, '')
  if (!subscriptions.ok) return troubleOf(subscriptions.error, '')
  const byTopic = Map.groupBy(subscriptions.value, ({ topic }) => topic)
  return ok({
    topics: topics.value.map(topic => topicOf(frame, topic, byTopic.get(topic.name) ?? [])),
    ways: desk.ways,
    allowed: desk.allowed,
  })
}

async function change(
  frame: Frame,
  desk: NotifyDesk,
  { arn: given, ...patch }: z.output<typeof changeShape>,
): Promise<Asked<ApiTopic>> {
  const name = nameIn(given, 'arn')
  if (!name.ok) return name
  const changed = await desk.changeTopic(name.value, patch)
  if (!changed.ok) return troubleOf(changed.error, 'arn')
  const subscriptions = await desk.subscriptions({ topic: name.value, limit: limits.topicSubscriptions })
  return subscriptions.ok ? ok(topicOf(frame, changed.value, subscriptions.value)) : troubleOf(subscriptions.error, '')
}

async function subscribe(
  frame: Frame,
  desk: NotifyDesk,
  { topicArn: given, way, endpoint }: z.output<typeof subscribeShape>,
): Promise<Asked<ApiTopicSubscription>> {
  const topic = nameIn(given, 'topicArn')
  if (!topic.ok) return topic
  if (!isWay(way)) return invalid(`There is no way ${way}.`, { field: 'way' })
  const made = await desk.subscribe({ topic: topic.value, topicArn: topicArn(topic.value, frame), way, endpoint })
  if (made.ok) return ok(subscriptionOf(frame, made.value))
  return troubleOf(made.error, made.error.code === 'missing' ? 'topicArn' : 'endpoint')
}

async function deliveries(
  desk: NotifyDesk,
  { topic, alarm, after, limit }: z.output<typeof deliveriesShape>,
): Promise<Asked<ApiDeliveries>> {
  const name = topic === undefined ? ok(undefined) : nameIn(topic, 'topic')
  if (!name.ok) return name
  const found = await desk.deliveries({
    limit: limit + 1,
    ...(name.value === undefined ? {} : { topic: name.value }),
    ...(alarm === undefined ? {} : { alarm: alarm.toWellFormed() }),
    ...(after === undefined ? {} : { before: after }),
  })
  if (!found.ok) return troubleOf(found.error, '')
  const shown = found.value.slice(0, limit)
  const last = shown.at(-1)
  return ok({
    deliveries: shown.map(deliveryOf),
    ...(found.value.length > limit && last !== undefined ? { next: String(last.order) } : {}),
  })
}

/** What became of an alarm's actions, for the page about the alarm. */
export const alarmDeliveries =
  (desk: NotifyDesk) =>
  async (alarm: string, limit: number): Promise<Asked<readonly ApiDelivery[]>> => {
    const found = await desk.deliveries({ alarm, limit })
    return found.ok ? ok(found.value.map(deliveryOf)) : troubleOf(found.error, '')
  }

const topicOf = (
  frame: Frame,
  { name, displayName, language }: StoredTopic,
  subscriptions: readonly StoredTopicSubscription[],
): ApiTopic => ({
  ...{ arn: topicArn(name, frame), name, displayName, language },
  subscriptions: subscriptions.map(one => subscriptionOf(frame, one)),
})

const subscriptionOf = (
  frame: Frame,
  { topic, id, way, endpoint, confirmedAt, createdAt }: StoredTopicSubscription,
): ApiTopicSubscription => ({
  ...{ arn: subscriptionArn(topic, id, frame), way: way as ApiTopicWay, endpoint, createdAt },
  confirmed: confirmedAt !== null,
})

const deliveryOf = (one: StoredDelivery): ApiDelivery => ({
  ...{ id: one.id, at: one.at, alarm: one.alarm, action: one.action, state: one.state as ApiAlarmState | null },
  ...{ way: one.way, to: one.to, status: one.status, attempts: one.attempts, nextTry: one.nextTry },
  deliveredAt: one.status === 'delivered' ? one.endedAt : null,
  error: one.error,
})
