/** What the metric filters ask and change. */
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { ApiMetricFilter } from '../../src/model/index.ts'
import {
  deleteMetricFilter,
  getMetricFilters,
  type MetricFilterQuestion,
  orThrow,
  previewMetricFilter,
  putMetricFilter,
} from '../api/index.ts'

const filtersKey = 'metric-filters'

export const useMetricFilters = (group: string) =>
  useQuery({ queryKey: [filtersKey, group], queryFn: ({ signal }) => orThrow(getMetricFilters(group, signal)) })

export function useMetricFilterChanges() {
  const queries = useQueryClient()
  const onSuccess = () => queries.invalidateQueries({ queryKey: [filtersKey] })
  return {
    save: useMutation({ mutationFn: (filter: ApiMetricFilter) => orThrow(putMetricFilter(filter)), onSuccess }),
    remove: useMutation({
      mutationFn: ({ group, name }: { group: string; name: string }) => orThrow(deleteMetricFilter(group, name)),
      onSuccess,
    }),
  }
}

export const usePreview = (question: MetricFilterQuestion | undefined) =>
  useQuery({
    queryKey: ['metric-filter-preview', question],
    queryFn: ({ signal }) => orThrow(previewMetricFilter(question!, signal)),
    enabled: question !== undefined,
    placeholderData: keepPreviousData,
    retry: false,
  })
