/** Our own HTTP API for size, price and proof of no loss. Money is US dollars; a month is 30 days. */

/** GET /api/logs/costs?days=30 → what is kept and what it costs, here and at CloudWatch. */
export interface ApiLogCosts {
  readonly from: number
  readonly to: number
  readonly here: { readonly dollarsPerGiBMonth: number; readonly bytesOnDiskPerByte: number }
  /** The price table that was used. */
  readonly cloudWatch: {
    readonly region: string
    readonly asOf: string
    readonly ingestPerGiB: number
    readonly storePerGiBMonth: number
    readonly scanPerGiB: number
  }
  readonly groups: readonly ApiGroupCost[]
  readonly workloads: readonly ApiWorkloadCost[]
  readonly recommendations: readonly ApiCostRecommendation[]
}
export interface ApiGroupCost {
  readonly name: string
  readonly retentionDays: number | null
  readonly kind: 'application' | 'host' | 'dataplane' | 'performance' | 'other'
  readonly storedBytes: number
  readonly diskBytes: number
  readonly events: number
  readonly bytesPerDay: number
  readonly herePerMonth: number
  readonly cloudWatchPerMonth: number
}
export interface ApiWorkloadCost {
  readonly namespace: string
  /** Pod name without its generated ends; '' when unknown. */
  readonly workload: string
  readonly level: string
  readonly events: number
  readonly bytes: number
  readonly herePerMonth: number
  readonly cloudWatchPerMonth: number
}
export interface ApiCostRecommendation {
  readonly code: 'debug-lines' | 'no-retention' | 'long-retention'
  readonly group: string
  readonly namespace?: string
  readonly workload?: string
  readonly level?: string
  readonly days: number
  readonly herePerMonth: number
  readonly cloudWatchPerMonth: number
  /** What would do it: a retention to set, when that is it. */
  readonly retentionDays?: number
}

/** GET /api/self/ledger?group= → per source: what came, what is there, what was refused and why. */
export interface ApiLedger {
  readonly sources: readonly {
    readonly group: string
    readonly stream: string
    readonly accepted: number
    readonly durable: number
    /** Counted in the store, of those accepted since the start; null: not counted yet. */
    readonly queryable: number | null
    /** Came more than ten minutes after their own time. */
    readonly late: number
    readonly rejected: Readonly<Record<'tooOld' | 'tooNew' | 'expired' | 'throttled' | 'invalid', number>>
    readonly lastAt: number
  }[]
  readonly next?: string
  readonly canary: {
    readonly lastOk: number | null
    /** Milliseconds from writing to reading back. */
    readonly lastMs: number | null
    readonly p99Ms: number | null
    readonly written: number
    readonly failed: number
    readonly lastFailure: string | null
  }
}

/** GET /api/logs/exports → newest first. POST {group, from, to, destination, prefix?, streamPrefix?, format} → 202. DELETE ?id= cancels. */
export interface ApiExport {
  readonly id: string
  readonly group: string
  readonly from: number
  readonly to: number
  /** `s3://bucket` or `file:NAME`. */
  readonly destination: string
  /** `cloudwatch`: CloudWatch's own layout, as CreateExportTask makes it. */
  readonly format: 'parquet' | 'ndjson' | 'cloudwatch'
  readonly status: 'PENDING' | 'RUNNING' | 'COMPLETED' | 'CANCELLED' | 'FAILED'
  readonly message?: string
  readonly createdAt: number
  readonly events: number
  readonly bytes: number
  readonly files: number
}
export interface ApiExports {
  readonly exports: readonly ApiExport[]
  readonly allowed: readonly string[]
}

/** POST /api/logs/import {group, stream, call?, events: [{timestamp, message}]}: puts lines back with their own times; 24 hours at most in one call. */
export interface ApiImported {
  readonly imported: number
  /** Older than the group's retention: left out. */
  readonly expired: number
  /** Stored by an earlier try of the same `call`. */
  readonly repeated: number
}
