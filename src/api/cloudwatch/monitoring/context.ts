/** What the operations of CloudWatch's metrics are handed. */
import type { AlarmDesk } from '../../../judge/alarm-desk/index.ts'
import type { Clock } from '../../../model/index.ts'
import type { BandSource } from '../../../query/metric-data/index.ts'
import type { MetricStore, MetricWriter } from '../../../store/metrics/index.ts'
import type { DashboardSettings } from '../../../store/settings/index.ts'

export interface MonitoringPorts {
  readonly metrics: MetricStore
  /** The way in; absent: nothing can be put. */
  readonly metricWriter?: Pick<MetricWriter, 'append'>
  /** What is expected of metrics; absent: nothing is. */
  readonly bands?: BandSource
  readonly clock: Clock
  /** Absent: the operations on alarms, mute rules and anomaly detectors are not there. */
  readonly alarms?: AlarmDesk
  /** A name that no one has had, for calls that bring none. */
  readonly newId: () => string
  /** Absent: there are no dashboards. */
  readonly dashboards?: DashboardSettings
}
