/** The subscriptions of a running Mangru: the desk of `act` with the stores, the seal and the world's clock. */
import { nothingAllowed, openSubscriptionDesk, readAllowed, type SubscriptionDesk } from '../act/index.ts'
import { type Sealer, signRequest } from '../api/auth/index.ts'
import { defaultRegion } from '../api/cloudwatch/index.ts'
import type { TailHub } from '../query/tail/index.ts'
import { systemClock, systemRandom } from './clock.ts'
import type { MangruConfig } from './config.ts'
import type { Stores } from './stores.ts'

export function openSubscriptions(
  config: MangruConfig,
  stores: Stores,
  { sealer, tails, log }: { readonly sealer: Sealer; readonly tails: TailHub; log(line: string): void },
): Promise<SubscriptionDesk> {
  const { vended } = stores.keeping
  return openSubscriptionDesk({
    settings: stores.settings.subscriptions,
    logSettings: stores.logSettings,
    logs: stores.logs,
    tails,
    clock: systemClock,
    random: systemRandom,
    secrets: sealer,
    sign: (request, credentials, now) =>
      signRequest(request, { ...credentials, region: defaultRegion, service: 'logs' }, now),
    allowed: readAllowed(config.deliverTo) ?? nothingAllowed,
    account: config.account,
    metrics: {
      forwarded: (of, events, bytes) => {
        vended.note({ metric: 'ForwardedLogEvents', ...of }, events)
        vended.note({ metric: 'ForwardedBytes', ...of }, bytes)
      },
      failed: (of, events) => vended.note({ metric: 'DeliveryErrors', ...of }, events),
      throttled: (of, events) => vended.note({ metric: 'DeliveryThrottling', ...of }, events),
    },
    log,
  })
}
