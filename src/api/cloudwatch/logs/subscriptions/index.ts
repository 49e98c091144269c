/** The door of subscription filters and of names for destinations. Without a desk none of them is there. */
import type { Operation } from '../../protocol/index.ts'
import type { LogsPorts } from '../context.ts'
import { deleteDestination, describeDestinations, putDestination, putDestinationPolicy } from './destinations.ts'
import { deleteSubscriptionFilter, describeSubscriptionFilters } from './filters.ts'
import { putSubscriptionFilter } from './put-subscription-filter.ts'

export const subscriptionOperations = (ports: LogsPorts): readonly (readonly [string, Operation])[] => {
  const { subscriptions } = ports
  if (subscriptions === undefined) return []
  return [
    ['PutSubscriptionFilter', putSubscriptionFilter(ports, subscriptions)],
    ['DescribeSubscriptionFilters', describeSubscriptionFilters(ports, subscriptions)],
    ['DeleteSubscriptionFilter', deleteSubscriptionFilter(ports, subscriptions)],
    ['PutDestination', putDestination(ports, subscriptions)],
    ['PutDestinationPolicy', putDestinationPolicy(subscriptions)],
    ['DescribeDestinations', describeDestinations(ports, subscriptions)],
    ['DeleteDestination', deleteDestination(subscriptions)],
  ]
}
