/** What the routes of subscriptions are given. */
import type { SubscriptionDesk } from '../../act/index.ts'
import type { SubscriptionSettings } from '../../store/settings/index.ts'

export interface SubscriptionDeps {
  readonly settings: SubscriptionSettings
  readonly desk: SubscriptionDesk
}
