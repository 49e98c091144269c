/** What every operation of CloudWatch Logs is handed: the ports, the clock, and who counts what was ingested. */
import type { Clock } from '../../../model/index.ts'
import type { MetricFilterBook } from '../../../query/metric-filter/index.ts'
import type { LogStore } from '../../../store/logs/port.ts'
import type { LogSettings } from '../../../store/settings/port.ts'
import type { LiveTails } from './live-tail/sessions.ts'
import type { QueryDeps } from './queries/deps.ts'
import type { SubscriptionDeps } from './subscriptions/deps.ts'

export interface LogsPorts {
  readonly settings: LogSettings
  readonly logs: LogStore
  readonly clock: Clock
  readonly observe?: IngestObserver
  /** Absent: metric filters can be tried, not put. */
  readonly metricFilters?: MetricFilterBook
  /** Absent: the operations on subscription filters are not there. */
  readonly subscriptions?: SubscriptionDeps
  /** Absent: StartLiveTail is not there. */
  readonly liveTails?: LiveTails
  /** Absent: the operations on queries are not there. */
  readonly queries?: QueryDeps
}

export interface RejectedCounts {
  readonly tooOld: number
  readonly tooNew: number
  readonly expired: number
}

/** Per group, in events (`throttled`: in requests). Listeners must neither block nor throw. */
export interface IngestObserver {
  /** Checked, not yet given to the store. */
  offered?(group: string, accepted: number, rejected: RejectedCounts): void
  /** Durable and searchable now. */
  stored?(group: string, events: number): void
  /** The store's queue was full. */
  throttled?(group: string): void
}
