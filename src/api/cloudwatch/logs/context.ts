/** What every operation of CloudWatch Logs is handed: the ports, the clock, and who counts what was ingested. */
import type { ExportDesk } from '../../../act/index.ts'
import type { Clock } from '../../../model/index.ts'
import type { MetricFilterBook } from '../../../query/metric-filter/index.ts'
import type { LogStore } from '../../../store/logs/port.ts'
import type { LogSettings } from '../../../store/settings/port.ts'
import type { LiveTails } from './live-tail/sessions.ts'
import type { PolicyDeps } from './policies/deps.ts'
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
  /** Absent: the operations on exports are not there. */
  readonly exports?: ExportDesk
  /** Absent: the operations on policies are not there. */
  readonly policies?: PolicyDeps
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

/** Where events come from: names, for people. */
export interface IngestSource {
  readonly group: string
  readonly stream: string
}

/** In events. Listeners must neither block nor throw. */
export interface IngestObserver {
  /** Checked, not yet given to the store. `late`: of the accepted ones, those that came more than ten minutes after their own time. */
  offered?(
    source: IngestSource,
    accepted: { readonly events: number; readonly late: number },
    rejected: RejectedCounts,
  ): void
  /** Durable and searchable now. Repeats of what was there already were taken back with `refused` before. */
  stored?(source: IngestSource, events: number): void
  /** Offered, and not taken: told to come back because the queue was full, failed, or there already. */
  refused?(source: IngestSource, events: number, why: 'throttled' | 'failed' | 'repeated'): void
  /** The whole batch broke a rule, and nothing of it was offered. */
  invalid?(source: IngestSource, events: number): void
}
