/** One function per endpoint of `src/model/web-api-metrics.ts`. */
import type { ApiMetricData, ApiMetricDataRequest, ApiMetricNamespaces, ApiMetrics } from '../../src/model/index.ts'
import { type Answer, ask, query } from './http.ts'

export const getMetricNamespaces = (signal?: AbortSignal): Answer<ApiMetricNamespaces> =>
  ask('GET', '/api/metrics/namespaces', { signal })
export const getMetrics = (
  wanted: {
    readonly namespace?: string
    readonly metric?: string
    /** `NAME` or `NAME=VALUE`. */
    readonly dimension?: readonly string[]
    readonly contains?: string
    readonly after?: string | undefined
    readonly limit?: number
  },
  signal?: AbortSignal,
): Answer<ApiMetrics> => ask('GET', `/api/metrics/list${query({ ...wanted })}`, { signal })
export const getMetricData = (request: ApiMetricDataRequest, signal?: AbortSignal): Answer<ApiMetricData> =>
  ask('POST', '/api/metrics/data', { body: request, signal })
