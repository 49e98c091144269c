/** What is asked of the server about metrics. */
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { getMetricData, getMetricNamespaces, getMetricSets, getMetrics, orThrow } from '../api/index.ts'
import { pageLimits } from '../limits.ts'
import type { DataQuery } from './ask.ts'

const steady = { staleTime: 30_000 } as const

export const useNamespaces = (enabled: boolean) =>
  useQuery({
    queryKey: ['metrics', 'namespaces'],
    queryFn: ({ signal }) => orThrow(getMetricNamespaces(signal)),
    enabled,
    ...steady,
  })

export const useSets = (namespace: string | undefined) =>
  useQuery({
    queryKey: ['metrics', 'sets', namespace],
    queryFn: ({ signal }) => orThrow(getMetricSets(namespace ?? '', signal)),
    enabled: namespace !== undefined,
    ...steady,
  })

export interface MetricsFound {
  readonly namespace: string | undefined
  readonly set: readonly string[] | undefined
  readonly contains: string
}

export const useMetrics = ({ namespace, set, contains }: MetricsFound, enabled: boolean) =>
  useInfiniteQuery({
    queryKey: ['metrics', 'list', namespace, set, contains],
    queryFn: ({ signal, pageParam }) =>
      orThrow(
        getMetrics(
          {
            ...(namespace === undefined ? {} : { namespace }),
            ...(set === undefined ? {} : { dimension: set, exact: true }),
            ...(contains === '' ? {} : { contains }),
            after: pageParam,
            limit: pageLimits.metricsPage,
          },
          signal,
        ),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: page => page.next,
    // While a search is typed the list of before stays; another place's would be a lie.
    placeholderData: (before, query) =>
      JSON.stringify(query?.queryKey.slice(2, 4)) === JSON.stringify([namespace, set]) ? before : undefined,
    enabled,
    ...steady,
  })

/** `asOf` moves on refresh. The answer of before stays until the next is there, so that nothing jumps. */
export const useMetricData = (
  queries: readonly DataQuery[],
  range: { readonly from: number; readonly to: number },
  timezone: string,
) =>
  useQuery({
    queryKey: ['metrics', 'data', queries, range.from, range.to, timezone],
    queryFn: ({ signal }) => orThrow(getMetricData({ queries, from: range.from, to: range.to, timezone }, signal)),
    enabled: queries.some(query => query.ReturnData !== false),
    placeholderData: keepPreviousData,
    gcTime: 60_000,
  })
