/** The tables of alarms: definitions with what each remembers, history, the outbox of deeds, tags, mute rules, anomaly detectors. */
import type { Generated } from 'kysely'

export interface AlarmTables {
  readonly alarms: AlarmsTable
  readonly alarm_keeping: AlarmKeepingTable
  readonly alarm_history: AlarmHistoryTable
  readonly alarm_deeds: AlarmDeedsTable
  readonly alarm_tags: { kind: string; name: string; key: string; value: string }
  readonly alarm_mutes: AlarmMutesTable
  readonly alarm_detectors: AlarmDetectorsTable
}

export interface AlarmsTable {
  name: string
  kind: string
  input: string
  region: string
  created_at: number
  changed_at: number
  state: string
  memory: string
  version: number
}

/** One row. Who changes definitions holds it, so versions are given in the order in which they become visible. */
export interface AlarmKeepingTable {
  id: number
  version: number
  /** Every alarm was evaluated up to here. */
  mark: number | null
  owner: string | null
  held_until: number | null
}

export interface AlarmHistoryTable {
  id: Generated<number>
  alarm: string
  kind: string
  at: number
  type: string
  summary: string
  data: string
}

export interface AlarmDeedsTable {
  /** The order in which they were kept. */
  seq: Generated<number>
  id: string
  alarm: string
  action: string
  at: number
  message: string
}

export interface AlarmMutesTable {
  name: string
  description: string
  expression: string
  duration: string
  timezone: string
  start_at: number | null
  expire_at: number | null
  /** A JSON list of names. */
  alarms: string
  changed_at: number
}

export interface AlarmDetectorsTable {
  id: string
  namespace: string | null
  metric: string | null
  input: string
  changed_at: number
}

const ofAlarm = (int: string, text: string) => `
  name ${text} primary key,
  kind text not null,
  input text not null,
  region text not null,
  created_at ${int} not null,
  changed_at ${int} not null,
  state text not null,
  memory text not null,
  version ${int} not null`

const ofKeeping = (int: string) => `
  id ${int} primary key,
  version ${int} not null,
  mark ${int},
  owner text,
  held_until ${int}`

const ofHistory = (id: string, int: string, text: string) => `
  id ${id},
  alarm ${text} not null,
  kind text not null,
  at ${int} not null,
  type text not null,
  summary text not null,
  data text not null`

const ofDeed = (id: string, int: string, text: string) => `
  seq ${id},
  id ${text} not null unique,
  alarm ${text} not null,
  action text not null,
  at ${int} not null,
  message text not null`

const ofTag = (text: string) => `
  kind ${text} not null,
  name ${text} not null,
  key ${text} not null,
  value text not null,
  primary key (kind, name, key)`

const ofMute = (int: string, text: string) => `
  name ${text} primary key,
  description text not null,
  expression text not null,
  duration text not null,
  timezone text not null,
  start_at ${int},
  expire_at ${int},
  alarms text not null,
  changed_at ${int} not null`

const ofDetector = (int: string, text: string) => `
  id ${text} primary key,
  namespace ${text},
  metric ${text},
  input text not null,
  changed_at ${int} not null`

const tables = (int: string, text: string, id: string, end: string, withId: string): readonly string[] => [
  `create table alarms (${ofAlarm(int, text)})${end}`,
  'create index alarms_by_version on alarms (version)',
  `create table alarm_keeping (${ofKeeping(int)})${end}`,
  'insert into alarm_keeping (id, version) values (1, 0)',
  `create table alarm_history (${ofHistory(id, int, text)})${withId}`,
  'create index alarm_history_by_time on alarm_history (at, id)',
  'create index alarm_history_by_alarm on alarm_history (alarm, at, id)',
  `create table alarm_deeds (${ofDeed(id, int, text)})${withId}`,
  `create table alarm_tags (${ofTag(text)})${end}`,
  `create table alarm_mutes (${ofMute(int, text)})${end}`,
  `create table alarm_detectors (${ofDetector(int, text)})${end}`,
]

export const alarmTables = {
  name: 'alarms',
  sqlite: tables('integer', 'text', 'integer primary key autoincrement', ' strict, without rowid', ' strict'),
  postgres: tables('bigint', 'text collate "C"', 'bigint generated always as identity primary key', '', ''),
}
