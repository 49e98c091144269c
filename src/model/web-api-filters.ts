/** Our own HTTP API for what a log group gives birth to: metric filters and subscriptions. */

/** GET /api/logs/metric-filters?group= → ApiMetricFilters. PUT /api/logs/metric-filters (ApiMetricFilter) → 200. DELETE ?group=&name= → 204. */
export interface ApiMetricFilters {
  readonly filters: readonly ApiMetricFilter[]
}
export interface ApiMetricFilter {
  readonly group: string
  readonly name: string
  readonly pattern: string
  readonly namespace: string
  readonly metric: string
  /** A number, or a selector as `$.latency` or `$bytes`. */
  readonly value: string
  readonly defaultValue?: number
  readonly unit?: string
  readonly dimensions?: Readonly<Record<string, string>>
  readonly createdAt?: number
  /** The server stopped it: too many dimensions, for example. Putting it again starts it. */
  readonly stopped?: { readonly at: number; readonly reason: string }
}

/** POST /api/logs/metric-filters/preview {group, pattern, value, dimensions?, from, to} → what it would have done with stored lines. */
export interface ApiMetricFilterPreview {
  readonly scanned: number
  readonly matched: number
  /** Matched, but no number was found for the value, or a dimension was missing. */
  readonly withoutValue: number
  readonly stepMs: number
  readonly bars: readonly { readonly at: number; readonly matched: number; readonly sum: number }[]
  /** Values were taken out of lines from here on only, there are too many: `withoutValue` and sums are of those. */
  readonly valuesFrom?: number
  /** The newest few that match. */
  readonly samples: readonly {
    readonly timestamp: number
    readonly message: string
    readonly value: number | null
    readonly dimensions: Readonly<Record<string, string>>
  }[]
}

/** GET /api/logs/subscriptions[?group=]. PUT (ApiSubscriptionChange) → ApiSubscription. DELETE ?group=&name= → 204. */
export interface ApiSubscriptions {
  readonly subscriptions: readonly ApiSubscription[]
  /** Where the operator lets deliveries go, in words: hosts, folders. */
  readonly allowed: readonly string[]
}
export interface ApiSubscriptionChange {
  readonly group: string
  readonly name: string
  readonly pattern: string
  /** `https://…`, `file:NAME`, `mangru+https://…/group/G`, or a Kinesis, Firehose or Lambda ARN that the operator mapped. */
  readonly destination: string
}
export interface ApiSubscription extends ApiSubscriptionChange {
  readonly createdAt: number
  readonly state: 'delivering' | 'waiting' | 'retrying' | 'failing'
  readonly deliveredEvents: number
  readonly deliveredBytes: number
  readonly waitingEvents: number
  readonly waitingBytes: number
  /** Given up after 24 h. */
  readonly lostEvents: number
  readonly oldestWaiting: number | null
  readonly lastDelivery: number | null
  readonly lastError: { readonly at: number; readonly message: string } | null
  readonly nextTry: number | null
}
