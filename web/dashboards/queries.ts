/** What the pages of dashboards ask and change. */
import { keepPreviousData, useMutation, useQueries, useQuery, useQueryClient } from '@tanstack/react-query'
import { useMemo } from 'react'
import { type DashboardVariable, variableQuery } from '../../src/model/dashboard/index.ts'
import type { ApiDashboard, ApiMetricData, ApiMetricDataRequest } from '../../src/model/index.ts'
import {
  deleteDashboard,
  getClusters,
  getDashboard,
  getDashboards,
  getMetricData,
  orThrow,
  putDashboard,
  seenAhead,
  takeAhead,
  useFeature,
} from '../api/index.ts'
import { boardQuestion, dataQuestion, isPreset } from './ahead.ts'

export const boardsKey = 'dashboards'
/** Keyed by the resolved range: another moment is another key. Old moments are let go soon, since a board that refreshes has many. */
const keptFor = 15_000

export const useBoards = (enabled = true) =>
  useQuery({
    queryKey: [boardsKey, 'list'],
    queryFn: ({ signal }) => orThrow(getDashboards('', signal)),
    enabled,
  })

export const useBoard = (name: string, language: 'en' | 'ko') =>
  useQuery({
    queryKey: [boardsKey, 'one', name, isPreset(name) ? language : ''],
    // Of the page's own address it was asked for as the page began to load.
    placeholderData: () => seenAhead<ApiDashboard>(boardQuestion(name, language)),
    queryFn: ({ signal }) =>
      orThrow(takeAhead<ApiDashboard>(boardQuestion(name, language)) ?? getDashboard(name, language, signal)),
    enabled: name !== '',
    // What is on the screen is changed by the reader alone; a newer one is told of when it is saved.
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  })

export function useBoardChanges() {
  const queries = useQueryClient()
  const onSuccess = () => queries.invalidateQueries({ queryKey: [boardsKey, 'list'] })
  return {
    put: useMutation({
      mutationFn: (change: { name: string; body: string; version?: number }) => orThrow(putDashboard(change)),
      onSuccess,
    }),
    remove: useMutation({ mutationFn: (name: string) => orThrow(deleteDashboard(name)), onSuccess }),
  }
}

/** Forgets what was read of a board and reads it anew. */
export function useReload(name: string): () => Promise<void> {
  const queries = useQueryClient()
  return () => queries.resetQueries({ queryKey: [boardsKey, 'one', name] })
}

/** The series of one widget. What was there before stays until the next has come. */
export const useMetricData = (request: ApiMetricDataRequest, enabled: boolean) =>
  useQuery<ApiMetricData>({
    queryKey: ['metric-data', request],
    // What is seen first was asked for as the page began to load.
    initialData: () => seenAhead<ApiMetricData>(dataQuestion(request)),
    queryFn: ({ signal }) => orThrow(takeAhead<ApiMetricData>(dataQuestion(request)) ?? getMetricData(request, signal)),
    enabled: enabled && request.queries.length > 0,
    placeholderData: keepPreviousData,
    gcTime: keptFor,
  })

export interface FoundValues {
  /** By the variable's id: the values that its search found. */
  readonly found: Readonly<Record<string, readonly string[]>>
  /** Some have not answered yet. */
  readonly waiting: boolean
  readonly error: unknown
}

/** Milliseconds that a found list of values is good for: a board that refreshes every few seconds does not search each time. */
const valuesFresh = 60_000

/** What the searches of variables find in a range. A range that moves on is not searched anew before the values are old. */
export function useFoundValues(
  variables: readonly DashboardVariable[],
  range: { readonly from: string; readonly to: string },
  resolved: { readonly from: number; readonly to: number },
): FoundValues {
  const searching = variables.flatMap(variable => {
    const query = variableQuery(variable)
    return query === null ? [] : [{ id: variable.id, query }]
  })
  const answers = useQueries({
    queries: searching.map(({ query }) => ({
      queryKey: ['variable-values', query, range.from, range.to],
      queryFn: ({ signal }: { signal: AbortSignal }) =>
        orThrow(getMetricData({ queries: [query], ...resolved }, signal)),
      staleTime: valuesFresh,
    })),
  })
  return {
    found: Object.fromEntries(
      searching.map(({ id }, at) => [id, (answers[at]?.data?.series ?? []).map(one => one.label)] as const),
    ),
    waiting: answers.some(one => one.isPending),
    error: answers.find(one => one.isError)?.error,
  }
}

/** Of the clusters that this Mangru looks at, none where it looks at none; undefined: not known yet. */
export function useClusterNames(enabled: boolean): readonly string[] | undefined {
  const looks = useFeature('cluster')
  const known = useQuery({
    queryKey: ['clusters'],
    queryFn: ({ signal }) => orThrow(getClusters(signal)),
    staleTime: valuesFresh,
    enabled: enabled && looks === true,
  })
  const { data, isError } = known
  const none = isError || looks === false
  return useMemo(() => (none ? [] : data?.clusters.map(({ name }) => name)), [data, none])
}
