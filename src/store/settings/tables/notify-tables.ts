/** The tables of topics, their subscriptions, deliveries, and what all replicas share to sign and seal with. */
import type { Generated } from 'kysely'

export interface NotifyTables {
  readonly topics: TopicsTable
  readonly topic_subscriptions: TopicSubscriptionsTable
  readonly deliveries: DeliveriesTable
  readonly notify_kept: { name: string; value: string }
}

export interface TopicsTable {
  name: string
  display_name: string
  language: string
  attributes: string
  tags: string
  created_at: number
}

export interface TopicSubscriptionsTable {
  seq: Generated<number>
  id: string
  topic: string
  way: string
  endpoint: string
  sealed: string | null
  fingerprint: string
  attributes: string
  created_at: number
  confirmed_at: number | null
  token_hash: string | null
  token_until: number | null
}

export interface DeliveriesTable {
  seq: Generated<number>
  id: string
  target: string
  topic: string | null
  subscription: string | null
  alarm: string | null
  state: string | null
  action: string
  way: string
  shown: string
  kind: string
  gathers: number
  at: number
  message: string
  sealed: string | null
  status: string
  attempts: number
  refused: number
  next_try: number | null
  held_until: number | null
  batch: string | null
  ended_at: number | null
  error: string | null
}

const ofTopic = (int: string, text: string) => `
  name ${text} primary key,
  display_name text not null,
  language text not null,
  attributes text not null,
  tags text not null,
  created_at ${int} not null`

const ofSubscription = (int: string, text: string, serial: string) => `
  seq ${serial},
  id ${text} not null unique,
  topic ${text} not null references topics (name) on delete cascade,
  way text not null,
  endpoint text not null,
  sealed text,
  fingerprint ${text} not null,
  attributes text not null,
  created_at ${int} not null,
  confirmed_at ${int},
  token_hash ${text},
  token_until ${int},
  unique (topic, fingerprint)`

const ofDelivery = (int: string, text: string, serial: string) => `
  seq ${serial},
  id ${text} not null unique,
  target ${text} not null,
  topic ${text},
  subscription ${text},
  alarm ${text},
  state text,
  action text not null,
  way text not null,
  shown text not null,
  kind text not null,
  gathers ${int} not null,
  at ${int} not null,
  message text not null,
  sealed text,
  status text not null,
  attempts ${int} not null,
  refused ${int} not null,
  next_try ${int},
  held_until ${int},
  batch ${text},
  ended_at ${int},
  error text`

const ofKept = (text: string) => `
  name ${text} primary key,
  value text not null`

const tables = (int: string, text: string, serial: string, end: string, keyed: string): readonly string[] => [
  `create table topics (${ofTopic(int, text)})${keyed}`,
  `create table topic_subscriptions (${ofSubscription(int, text, serial)})${end}`,
  'create index topic_subscriptions_by_token on topic_subscriptions (token_hash) where token_hash is not null',
  `create table deliveries (${ofDelivery(int, text, serial)})${end}`,
  'create index deliveries_open on deliveries (target, seq) where ended_at is null',
  'create index deliveries_due on deliveries (next_try) where ended_at is null',
  'create index deliveries_by_alarm on deliveries (alarm, seq) where alarm is not null',
  'create index deliveries_by_topic on deliveries (topic, seq) where topic is not null',
  'create index deliveries_ended on deliveries (ended_at, seq) where ended_at is not null',
  `create table notify_kept (${ofKept(text)})${keyed}`,
]

export const notifyTables = {
  name: 'topics and deliveries',
  sqlite: tables('integer', 'text', 'integer primary key autoincrement', ' strict', ' strict, without rowid'),
  postgres: tables('bigint', 'text collate "C"', 'bigint generated always as identity primary key', '', ''),
}
