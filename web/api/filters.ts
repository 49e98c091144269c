/** One function per endpoint of `src/model/web-api-filters.ts`: metric filters and subscriptions. */
import type {
  ApiMetricFilter,
  ApiMetricFilterPreview,
  ApiMetricFilters,
  ApiSubscription,
  ApiSubscriptionChange,
  ApiSubscriptions,
} from '../../src/model/index.ts'
import { type Answer, ask, query } from './http.ts'

export const getMetricFilters = (group: string, signal?: AbortSignal): Answer<ApiMetricFilters> =>
  ask('GET', `/api/logs/metric-filters${query({ group })}`, { signal })
export const putMetricFilter = (filter: ApiMetricFilter): Answer<ApiMetricFilter> =>
  ask('PUT', '/api/logs/metric-filters', { body: filter })
export const deleteMetricFilter = (group: string, name: string): Answer<undefined> =>
  ask('DELETE', `/api/logs/metric-filters${query({ group, name })}`, {})

export interface MetricFilterQuestion {
  readonly group: string
  readonly pattern: string
  readonly value: string
  readonly dimensions?: Readonly<Record<string, string>>
  readonly from: number
  readonly to: number
}
export const previewMetricFilter = (
  question: MetricFilterQuestion,
  signal?: AbortSignal,
): Answer<ApiMetricFilterPreview> => ask('POST', '/api/logs/metric-filters/preview', { body: question, signal })

/** Without a group: all of them. */
export const getSubscriptions = (group?: string, signal?: AbortSignal): Answer<ApiSubscriptions> =>
  ask('GET', `/api/logs/subscriptions${query({ group })}`, { signal })
export const putSubscription = (change: ApiSubscriptionChange): Answer<ApiSubscription> =>
  ask('PUT', '/api/logs/subscriptions', { body: change })
export const deleteSubscription = (group: string, name: string): Answer<undefined> =>
  ask('DELETE', `/api/logs/subscriptions${query({ group, name })}`, {})
