/** What goes wrong now and then, each with its end. */
import type { Instant } from '../../model/index.ts'

export type FaultName = 'bad-rollout' | 'missing-image' | 'oom-kill' | 'full-node' | 'slow-database'
export const faultNames: readonly FaultName[] = [
  'bad-rollout',
  'oom-kill',
  'full-node',
  'slow-database',
  'missing-image',
]

export interface Fault {
  readonly name: FaultName
  /** What it hit: `Deployment shop/backend-app`, `Node ip-10-0-1-17…`. */
  readonly what: string
  readonly from: Instant
  /** Absent while it lasts. */
  to?: Instant
}
