/** Our own HTTP API for metrics: browsing and reading series. Times are epoch milliseconds. */
import type { ApiError } from './web-api.ts'

/** GET /api/metrics/namespaces → every namespace with samples, and how many metrics stand in it. */
export interface ApiMetricNamespaces {
  readonly namespaces: readonly { readonly namespace: string; readonly metrics: number }[]
}
/** GET /api/metrics/sets?namespace= → which dimensions the metrics of a namespace have, and how many have just these. */
export interface ApiMetricSets {
  readonly sets: readonly { readonly names: readonly string[]; readonly metrics: number }[]
  /** There are more than are told. */
  readonly more: boolean
}
/**
 * GET /api/metrics/list?namespace=&metric=&dimension=NAME[=VALUE]…&exact=&contains=&after=&limit=
 * `exact=true`: no other dimensions than those named, none where none is. `contains`: in any of their words, whatever the case.
 */
export interface ApiMetrics {
  readonly metrics: readonly ApiMetric[]
  readonly next?: string
}
export interface ApiMetric {
  readonly namespace: string
  readonly metric: string
  /** In order of their names. */
  readonly dimensions: readonly { readonly name: string; readonly value: string }[]
  readonly unit: string
  readonly last: number
}

/**
 * POST /api/metrics/data. `queries` is GetMetricData's MetricDataQueries. What is wrong in one of them comes as `invalid-request` with
 * `at.field` = `queries.ID`, and `from` and `to` in its expression.
 */
export interface ApiMetricDataRequest {
  readonly queries: readonly Readonly<Record<string, unknown>>[]
  readonly from: number
  readonly to: number
  /** `+0900`: of labels with times. */
  readonly timezone?: string
}
export interface ApiMetricData {
  readonly series: readonly ApiMetricSeries[]
  /** Periods that the store gave, before anything was computed, and milliseconds of the whole. */
  readonly rowsRead: number
  readonly tookMs: number
}
/** POST /api/metrics/data/many: several questions at once, up to 32, each as above. */
export interface ApiMetricDataMany {
  readonly questions: readonly ApiMetricDataRequest[]
}
/** A line of its answer (NDJSON): the question at this place is answered, or refused as it would have been alone. In any order. */
export type ApiMetricDataLine =
  | { readonly at: number; readonly data: ApiMetricData }
  | { readonly at: number; readonly status: number; readonly error: ApiError['error'] }

export interface ApiMetricSeries {
  /** The query's id: an expression may answer several series under one. */
  readonly id: string
  readonly label: string
  readonly periodMs: number
  readonly unit: string | null
  /** Ascending starts of periods; a period without data is absent. */
  readonly at: readonly number[]
  readonly values: readonly number[]
  readonly messages: readonly { readonly code: string; readonly message: string }[]
}
