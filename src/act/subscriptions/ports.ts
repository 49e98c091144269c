/** What deliveries need of the rest of the house. */
import type { Clock, Random, Result } from '../../model/index.ts'
import type { TailHub } from '../../query/tail/index.ts'
import type { EngineLogStore } from '../../store/logs/index.ts'
import type { LogSettings, SubscriptionSettings } from '../../store/settings/index.ts'
import type { Allowed } from './allowed.ts'
import type { ResolveHost, SignRequest } from './senders/index.ts'

/** Keeps secrets so that a copied database gives nothing away. */
export interface Secrets {
  seal(secret: string, boundTo: string): string
  open(sealed: string, boundTo: string): Result<string, unknown>
}

/** Of one subscription, since the last call. Must neither block nor throw. */
export interface DeliveryMetrics {
  forwarded(of: MetricOf, events: number, bytes: number): void
  failed(of: MetricOf, events: number): void
  throttled(of: MetricOf, events: number): void
}
export interface MetricOf {
  readonly group: string
  readonly filter: string
  readonly destinationType: string
}

export interface SubscriptionPorts {
  readonly settings: SubscriptionSettings
  readonly logSettings: Pick<LogSettings, 'streamsById' | 'group'>
  readonly logs: Pick<EngineLogStore, 'arrivalMarks' | 'readArrivals' | 'countArrivals'>
  readonly tails: TailHub
  readonly clock: Clock
  readonly random: Random
  readonly secrets: Secrets
  readonly sign: SignRequest
  readonly allowed: Allowed
  /** 12 digits. */
  readonly account: string
  readonly metrics?: DeliveryMetrics
  readonly resolve?: ResolveHost
  readonly log: (line: string) => void
}
