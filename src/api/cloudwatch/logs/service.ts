/** CloudWatch Logs as an AWS service: its register of operations. To add one, add a line to its folder's door. */
import type { AwsService } from '../protocol/index.ts'
import type { LogsPorts } from './context.ts'
import { eventOperations } from './events/index.ts'
import { exportOperations } from './exports/index.ts'
import { groupOperations } from './groups/index.ts'
import { leftOut } from './left-out.ts'
import { liveTailOperations } from './live-tail/index.ts'
import { metricFilterOperations } from './metric-filters/index.ts'
import { policyOperations } from './policies/index.ts'
import { queryOperations } from './queries/index.ts'
import { streamOperations } from './streams/index.ts'
import { subscriptionOperations } from './subscriptions/index.ts'
import { tagOperations } from './tags/index.ts'

export function createLogsService(ports: LogsPorts): AwsService {
  return {
    targetPrefix: 'Logs_20140328',
    signingName: 'logs',
    operations: new Map([
      ...groupOperations(ports),
      ...streamOperations(ports),
      ...eventOperations(ports),
      ...tagOperations(ports),
      ...metricFilterOperations(ports),
      ...liveTailOperations(ports),
      ...queryOperations(ports),
      ...subscriptionOperations(ports),
      ...exportOperations(ports),
      ...policyOperations(ports),
    ]),
    leftOut,
  }
}
