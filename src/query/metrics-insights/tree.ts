/** The tree of a Metrics Insights query: which metrics, how their observations become series, which series are given. */
import type { Span } from '../insights/tree.ts'

export type InsightsFunction = 'AVG' | 'COUNT' | 'MAX' | 'MIN' | 'SUM'

export interface MetricsInsightsQuery {
  readonly select: InsightsFunction
  readonly metric: string
  readonly namespace: string
  /** The dimension names that a metric has exactly (`SCHEMA`); null: any. */
  readonly dimensions: readonly string[] | null
  /** All of them hold. */
  readonly where: readonly Condition[]
  /** Empty: one series. */
  readonly groupBy: readonly string[]
  readonly orderBy: { readonly by: InsightsFunction; readonly direction: 'ASC' | 'DESC' } | null
  /** 1 to 500. */
  readonly limit: number | null
  readonly span: Span
}

export interface Condition {
  readonly key: string
  readonly op: '=' | '!='
  /** Null: `CURRENT_ACCOUNT_ID()`. */
  readonly value: string | null
}
