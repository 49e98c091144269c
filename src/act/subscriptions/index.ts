/** The door of subscriptions: matching events are delivered to webhooks, files and other Mangrus, each at least once. */
export { type Allowed, type AllowedBucket, mayCall, nothingAllowed, readAllowed } from './allowed.ts'
export { openSubscriptionDesk, type PreparedDestination, type SubscriptionDesk } from './desk.ts'
export type { DeliveryMetrics, MetricOf, SubscriptionPorts } from './ports.ts'
