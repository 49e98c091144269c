/** One function per endpoint of `src/model/web-api-alarms.ts` about topics: who is told, and what became of it. */
import type {
  ApiDeliveries,
  ApiDelivery,
  ApiTopic,
  ApiTopicSubscription,
  ApiTopics,
  ApiTopicWay,
} from '../../src/model/index.ts'
import { type Answer, ask, query } from './http.ts'

export const getTopics = (signal?: AbortSignal): Answer<ApiTopics> => ask('GET', '/api/topics', { signal })
export const createTopic = (topic: { name: string; displayName?: string; language?: 'en' | 'ko' }): Answer<ApiTopic> =>
  ask('POST', '/api/topics', { body: topic })
export const deleteTopic = (arn: string): Answer<undefined> => ask('DELETE', `/api/topics${query({ arn })}`, {})
export const subscribeTopic = (subscription: {
  topicArn: string
  way: ApiTopicWay
  endpoint: string
}): Answer<ApiTopicSubscription> => ask('POST', '/api/topics/subscriptions', { body: subscription })
export const unsubscribeTopic = (arn: string): Answer<undefined> =>
  ask('DELETE', `/api/topics/subscriptions${query({ arn })}`, {})
/** The operator vouches for a receiver that has not confirmed. */
export const confirmTopicSubscription = (arn: string): Answer<ApiTopicSubscription> =>
  ask('POST', '/api/topics/subscriptions/confirm', { body: { arn } })
export const testTopic = (topicArn: string): Answer<readonly ApiDelivery[]> =>
  ask('POST', '/api/topics/test', { body: { topicArn } })
export const getTopicDeliveries = (
  wanted: { topic?: string; alarm?: string; after?: string | undefined; limit?: number },
  signal?: AbortSignal,
): Answer<ApiDeliveries> => ask('GET', `/api/topics/deliveries${query(wanted)}`, { signal })
