/** What the operations of SNS are handed. */
import type { NotifyDesk } from '../../../act/index.ts'
import type { Clock } from '../../../model/index.ts'

export interface SnsPorts {
  readonly desk: NotifyDesk
  readonly clock: Clock
}
