/** What the operations of CloudWatch's metrics are handed. */
import type { Clock } from '../../../model/index.ts'
import type { MetricStore } from '../../../store/metrics/index.ts'

export interface MonitoringPorts {
  readonly metrics: MetricStore
  readonly clock: Clock
  /** A name that no one has had, for calls that bring none. */
  readonly newId: () => string
}
