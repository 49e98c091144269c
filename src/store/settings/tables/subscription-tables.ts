/** The tables of subscriptions, how far each has come, and of named destinations. */

export interface SubscriptionTables {
  readonly subscriptions: SubscriptionsTable
  readonly subscription_progress: SubscriptionProgressTable
  readonly log_destinations: LogDestinationsTable
}

export interface SubscriptionsTable {
  group_id: number
  name: string
  pattern: string
  destination: string
  sealed: string | null
  role_arn: string | null
  distribution: string
  options: string
  created_at: number
  changed_at: number
}

/** Apart from the subscription: this one is written all the time. `batch` is text, since it has 64 bits. */
export interface SubscriptionProgressTable {
  group_id: number
  name: string
  batch: string
  idx: number
  controlled: number
  delivered_events: number
  delivered_bytes: number
  lost_events: number
  failing_since: number | null
  last_delivery: number | null
  error_at: number | null
  error: string | null
}

export interface LogDestinationsTable {
  name: string
  target: string
  role_arn: string
  policy: string | null
  created_at: number
}

const ofSubscription = (int: string, text: string) => `
  group_id ${int} not null references log_groups (id) on delete cascade,
  name ${text} not null,
  pattern text not null,
  destination text not null,
  sealed text,
  role_arn text,
  distribution text not null,
  options text not null,
  created_at ${int} not null,
  changed_at ${int} not null,
  primary key (group_id, name)`

const ofProgress = (int: string, text: string) => `
  group_id ${int} not null,
  name ${text} not null,
  batch text not null,
  idx ${int} not null,
  controlled ${int} not null,
  delivered_events ${int} not null,
  delivered_bytes ${int} not null,
  lost_events ${int} not null,
  failing_since ${int},
  last_delivery ${int},
  error_at ${int},
  error text,
  primary key (group_id, name),
  foreign key (group_id, name) references subscriptions (group_id, name) on delete cascade`

const ofDestination = (int: string, text: string) => `
  name ${text} primary key,
  target text not null,
  role_arn text not null,
  policy text,
  created_at ${int} not null`

const tables = (int: string, text: string, end: string): readonly string[] => [
  `create table subscriptions (${ofSubscription(int, text)})${end}`,
  `create table subscription_progress (${ofProgress(int, text)})${end}`,
  `create table log_destinations (${ofDestination(int, text)})${end}`,
]

export const subscriptionTables = {
  name: 'subscriptions',
  sqlite: tables('integer', 'text', ' strict, without rowid'),
  postgres: tables('bigint', 'text collate "C"', ''),
}
