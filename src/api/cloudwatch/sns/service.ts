/** SNS as an AWS service, as far as alarms and people need it: its register of operations. It speaks AWS Query alone. */
import type { AwsService } from '../protocol/index.ts'
import type { SnsPorts } from './context.ts'
import { publish } from './publish.ts'
import {
  confirmSubscription,
  getSubscriptionAttributes,
  listSubscriptions,
  listSubscriptionsByTopic,
  setSubscriptionAttributes,
  subscribe,
  unsubscribe,
} from './subscriptions.ts'
import { listTagsForResource, tagResource, untagResource } from './tags.ts'
import { createTopic, deleteTopic, getTopicAttributes, listTopics, setTopicAttributes } from './topics.ts'

export function createSnsService(ports: SnsPorts): AwsService {
  return {
    targetPrefix: 'AmazonSimpleNotificationService',
    signingName: 'sns',
    xmlNamespace: 'http://sns.amazonaws.com/doc/2010-03-31/',
    queryVersion: '2010-03-31',
    operations: new Map([
      ['CreateTopic', createTopic(ports)],
      ['DeleteTopic', deleteTopic(ports)],
      ['ListTopics', listTopics(ports)],
      ['GetTopicAttributes', getTopicAttributes(ports)],
      ['SetTopicAttributes', setTopicAttributes(ports)],
      ['Subscribe', subscribe(ports)],
      ['ConfirmSubscription', confirmSubscription(ports)],
      ['Unsubscribe', unsubscribe(ports)],
      ['ListSubscriptions', listSubscriptions(ports)],
      ['ListSubscriptionsByTopic', listSubscriptionsByTopic(ports)],
      ['GetSubscriptionAttributes', getSubscriptionAttributes(ports)],
      ['SetSubscriptionAttributes', setSubscriptionAttributes(ports)],
      ['Publish', publish(ports)],
      ['TagResource', tagResource(ports)],
      ['UntagResource', untagResource(ports)],
      ['ListTagsForResource', listTagsForResource(ports)],
    ]),
  }
}
