/** The door of subscriptions: matching events are delivered to webhooks, files and other Mangrus, each at least once. */
export {
  type Allowed,
  type AllowedBucket,
  hostRefused,
  mappedTo,
  mayCall,
  nothingAllowed,
  readAllowed,
} from './allowed.ts'
export { type Answer, decide } from './decide.ts'
export { openSubscriptionDesk, type PreparedDestination, type SubscriptionDesk } from './desk.ts'
export { shownDestination } from './destination.ts'
export type { DeliveryMetrics, MetricOf, Secrets, SubscriptionPorts } from './ports.ts'
export {
  answerOf,
  authorizationOf,
  type HttpPoster,
  httpPoster,
  type ResolveHost,
  withoutUser,
} from './senders/index.ts'
