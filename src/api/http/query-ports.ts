/** What the routes of Logs Insights are given. */
import type { CloudWatchPrices } from '../../judge/costs/index.ts'
import type { Asking } from '../../query/jobs/index.ts'
import type { QuerySettings } from '../../store/settings/index.ts'

export interface ApiQueryPorts {
  readonly asking: Asking
  readonly kept: QuerySettings
  /** A UUID, never the same twice. */
  readonly newId: () => string
  /** What CloudWatch charges for bytes scanned; undefined: no cost is told. */
  readonly prices: CloudWatchPrices | undefined
}
