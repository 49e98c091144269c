/** What the operations of this folder need beside the logs. */
import type { SubscriptionDesk } from '../../../../act/index.ts'
import type { SubscriptionSettings } from '../../../../store/settings/port.ts'

export interface SubscriptionDeps {
  readonly settings: SubscriptionSettings
  readonly desk: SubscriptionDesk
}
