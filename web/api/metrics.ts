/** One function per endpoint of `src/model/web-api-metrics.ts`. */
import type { ApiMetricNamespaces, ApiMetricSets, ApiMetrics } from '../../src/model/index.ts'
import { type Answer, ask, query } from './http.ts'

export const getMetricNamespaces = (signal?: AbortSignal): Answer<ApiMetricNamespaces> =>
  ask('GET', '/api/metrics/namespaces', { signal })
/** Which dimensions the metrics of a namespace have. */
export const getMetricSets = (namespace: string, signal?: AbortSignal): Answer<ApiMetricSets> =>
  ask('GET', `/api/metrics/sets${query({ namespace })}`, { signal })

export interface MetricsWanted {
  readonly namespace?: string
  readonly metric?: string
  /** `NAME` or `NAME=VALUE`. */
  readonly dimension?: readonly string[]
  /** No other dimensions than those named. */
  readonly exact?: boolean
  /** In any of their words, whatever the case. */
  readonly contains?: string
  readonly after?: string | undefined
  readonly limit?: number
}
export const getMetrics = ({ exact, ...wanted }: MetricsWanted, signal?: AbortSignal): Answer<ApiMetrics> =>
  ask('GET', `/api/metrics/list${query({ ...wanted, ...(exact ? { exact: 'true' } : {}) })}`, { signal })
