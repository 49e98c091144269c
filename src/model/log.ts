/** The words of logs: groups, streams, events, and the Kubernetes fields taken out of a record at ingest. */
import type { Instant } from './units.ts'

/** Severity taken out of a line; `''` when none was found. */
export type LogLevel = '' | 'TRACE' | 'DEBUG' | 'INFO' | 'WARN' | 'ERROR' | 'FATAL'

export type LogGroupClass = 'STANDARD' | 'INFREQUENT_ACCESS' | 'DELIVERY'

/** What the record itself says about where it comes from; `''` where it says nothing. */
export interface LogFields {
  readonly namespace: string
  readonly pod: string
  readonly container: string
  readonly node: string
  readonly level: LogLevel
}

/** The names of the columns that a search may filter and count by. */
export type LogFieldName = keyof LogFields | 'stream'
export const logFieldNames: readonly LogFieldName[] = ['level', 'namespace', 'pod', 'container', 'node', 'stream']

/** An event as a reader sees it. `id` is 56 decimal digits, unique, ascending with (timestamp, ingestion). */
export interface LogEvent {
  readonly id: string
  readonly timestamp: Instant
  readonly ingestionTime: Instant
  readonly stream: string
  readonly message: string
}
