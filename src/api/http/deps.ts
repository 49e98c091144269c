/** What our API is given by whoever starts it. */
import type { ExportDesk, NotifyDesk } from '../../act/index.ts'
import type { ApiSelf, Clock } from '../../model/index.ts'
import type { BandSource } from '../../query/metric-data/index.ts'
import type { MetricFilterBook } from '../../query/metric-filter/index.ts'
import type { TailHub } from '../../query/tail/index.ts'
import type { LogStore } from '../../store/logs/index.ts'
import type { MetricStore } from '../../store/metrics/index.ts'
import type { DashboardSettings, Settings } from '../../store/settings/index.ts'
import type { Authenticator } from '../auth/index.ts'
import type { AlarmPorts } from './alarm-ports.ts'
import type { AuditPort } from './audit-port.ts'
import type { ClusterPort } from './cluster-port.ts'
import type { CostPorts } from './cost-ports.ts'
import type { HappeningPorts } from './happening-ports.ts'
import type { LedgerPort } from './ledger-port.ts'
import type { PodLogPort } from './pod-log-port.ts'
import type { ApiQueryPorts } from './query-ports.ts'
import type { SubscriptionDeps } from './subscription-ports.ts'

export interface HttpApiDeps {
  readonly settings: Pick<Settings, 'logs'>
  readonly logs: LogStore
  /** Events as they become durable. */
  readonly tails: TailHub
  readonly auth: Authenticator
  readonly self: () => Promise<ApiSelf>
  readonly ready: () => { readonly ok: boolean; readonly reason?: string }
  readonly clock: Clock
  /** The folder of the built page; null: it was not built. */
  readonly webRoot: string | null
  /** Absent: there are no metric filters. */
  readonly metricFilters?: MetricFilterBook
  /** Absent: there are no subscriptions. */
  readonly subscriptions?: SubscriptionDeps
  /** Absent: there are no exports. */
  readonly exports?: ExportDesk
  /** Absent: there is no ledger. */
  readonly ledger?: LedgerPort
  /** Absent: no costs are told. */
  readonly costs?: CostPorts
  /** Absent: there are no alarms. */
  readonly alarms?: AlarmPorts
  /** Absent: nobody is told of alarms. */
  readonly topics?: NotifyDesk
  /** Absent: there are no dashboards. */
  readonly dashboards?: DashboardSettings
  /** Absent: there are no metrics to read. */
  readonly metrics?: MetricStore
  /** What is expected of metrics; absent: nothing is. */
  readonly bands?: BandSource
  /** Absent: the routes of Logs Insights are not there. */
  readonly queries?: ApiQueryPorts
  readonly version: string
  readonly demo: boolean
  /** 12 digits. */
  readonly account: string
  readonly region: string
  /** Those that are looked at, in order, with different names; absent or empty: none. */
  readonly clusters?: readonly ClusterPort[]
  /** How the logs of pods are collected; absent: nobody collects here. */
  readonly podLogs?: PodLogPort
  /** Takes what API servers tell of their audit logs; absent: nobody does. */
  readonly audit?: AuditPort
  /** What happened in clusters, counted; absent: nobody counts. */
  readonly happenings?: HappeningPorts
  /** A bug of ours, for the log. `where` is method and path, without the query. */
  readonly onFault?: (error: unknown, where: string) => void
}
