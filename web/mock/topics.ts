/** `src/model/web-api-alarms.ts` about topics, from memory. */
import type { ApiDelivery, ApiTopic, ApiTopicWay } from '../../src/model/index.ts'
import { done, type Handler, refuse, send } from './answer.ts'

export const topicArn = (name: string): string => `arn:aws:sns:us-east-1:000000000000:${name}`

const topics = new Map<string, ApiTopic>()
const deliveries: ApiDelivery[] = []
let made = 0
const next = (): number => {
  made += 1
  return made
}

const keep = (name: string, part: Partial<ApiTopic> = {}): ApiTopic => {
  const topic = { arn: topicArn(name), name, displayName: '', language: 'en' as const, subscriptions: [], ...part }
  topics.set(topic.arn, topic)
  return topic
}
const subscription = (topic: string, way: ApiTopicWay, endpoint: string, confirmed = true) => ({
  arn: `${topicArn(topic)}:${next()}`,
  way,
  endpoint,
  confirmed,
  createdAt: Date.now(),
})
keep('ops', {
  displayName: 'Operations',
  language: 'ko',
  subscriptions: [
    subscription('ops', 'email', 'ops@example.com'),
    subscription('ops', 'https', 'https://receiver.example/…', false),
  ],
})
keep('quiet')

export const topicHandlers: Record<string, Handler> = {
  'GET /api/topics': ({ response }) =>
    send(response, 200, {
      topics: [...topics.values()],
      ways: ['email', 'email-json', 'https', 'slack', 'teams', 'pagerduty'],
      allowed: ['*.example'],
    }),
  'POST /api/topics': ({ body, response }) => {
    const { name, language } = body as { name: string; language?: 'en' | 'ko' }
    if (!/^[\w-]{1,256}$/.test(name))
      return refuse(response, 400, 'invalid-request', 'Invalid parameter: Topic Name', { field: 'name' })
    send(response, 200, keep(name, language ? { language } : {}))
  },
  'DELETE /api/topics': ({ url, response }) => {
    topics.delete(url.searchParams.get('arn') ?? '')
    done(response)
  },
  'POST /api/topics/subscriptions': ({ body, response }) => {
    const { topicArn: arn, way, endpoint } = body as { topicArn: string; way: ApiTopicWay; endpoint: string }
    const topic = topics.get(arn)
    if (!topic) return refuse(response, 404, 'not-found', 'There is no such topic.')
    if (/127\.|localhost/.test(endpoint))
      return refuse(response, 403, 'forbidden', 'The operator does not allow calls to this host.', {
        field: 'endpoint',
      })
    const added = subscription(topic.name, way, endpoint)
    topics.set(arn, { ...topic, subscriptions: [...topic.subscriptions, added] })
    send(response, 200, added)
  },
  'POST /api/topics/subscriptions/confirm': ({ body, response }) => {
    const { arn: wanted } = body as { arn: string }
    for (const [arn, topic] of topics) {
      const found = topic.subscriptions.find(one => one.arn === wanted)
      if (found === undefined) continue
      const confirmed = { ...found, confirmed: true }
      topics.set(arn, { ...topic, subscriptions: topic.subscriptions.map(one => (one === found ? confirmed : one)) })
      return send(response, 200, confirmed)
    }
    refuse(response, 404, 'not-found', 'There is no such subscription.')
  },
  'DELETE /api/topics/subscriptions': ({ url, response }) => {
    const gone = url.searchParams.get('arn')
    for (const [arn, topic] of topics)
      topics.set(arn, { ...topic, subscriptions: topic.subscriptions.filter(one => one.arn !== gone) })
    done(response)
  },
  'POST /api/topics/test': ({ body, response }) => {
    const topic = topics.get((body as { topicArn: string }).topicArn)
    if (!topic) return refuse(response, 404, 'not-found', 'There is no such topic.')
    const sent = topic.subscriptions.map(
      (one): ApiDelivery => ({
        id: `test-${next()}`,
        at: Date.now(),
        alarm: null,
        action: topic.arn,
        state: null,
        way: one.way,
        to: one.endpoint,
        status: 'delivered',
        attempts: 1,
        nextTry: null,
        deliveredAt: Date.now() + 120,
        error: null,
      }),
    )
    deliveries.unshift(...sent)
    send(response, 200, sent)
  },
  'GET /api/topics/deliveries': ({ response }) => send(response, 200, { deliveries }),
}
