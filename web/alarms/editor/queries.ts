/** What the editor asks: metrics to choose from, values to show, what the alarm would have done, thresholds for a wish. */
import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query'
import {
  getMetricData,
  getMetricNamespaces,
  getMetrics,
  orThrow,
  type RehearsalWanted,
  rehearseAlarm,
  suggestAlarm,
} from '../../api/index.ts'
import { pageLimits } from '../../limits.ts'

export const useNamespaces = () =>
  useQuery({ queryKey: ['metric-namespaces'], queryFn: ({ signal }) => orThrow(getMetricNamespaces(signal)) })

export const useMetricsOf = (namespace: string, contains: string) =>
  useQuery({
    queryKey: ['metric-list', namespace, contains],
    queryFn: ({ signal }) => orThrow(getMetrics({ namespace, contains, limit: pageLimits.metricChoices }, signal)),
    enabled: namespace !== '',
    placeholderData: keepPreviousData,
  })

/** The dimension sets of one metric that have data. */
export const useSetsOf = (namespace: string, metric: string) =>
  useQuery({
    queryKey: ['metric-sets-of', namespace, metric],
    queryFn: ({ signal }) => orThrow(getMetrics({ namespace, metric, limit: pageLimits.metricChoices }, signal)),
    enabled: namespace !== '' && metric !== '',
  })

type Queries = readonly Readonly<Record<string, unknown>>[]

export const usePreviewData = (queries: Queries, from: number, to: number) =>
  useQuery({
    queryKey: ['alarm-preview', queries, from, to],
    queryFn: ({ signal }) => orThrow(getMetricData({ queries, from, to }, signal)),
    enabled: queries.length > 0,
    placeholderData: keepPreviousData,
    retry: false,
  })

/** `wanted` undefined: not yet. Composites are rehearsed with the alarms that they name, as these are stored. */
export const useRehearsal = (wanted: RehearsalWanted | undefined) =>
  useQuery({
    queryKey: ['alarm-rehearsal', wanted],
    queryFn: ({ signal }) => orThrow(rehearseAlarm(wanted!, signal)),
    enabled: wanted !== undefined,
    placeholderData: keepPreviousData,
    retry: false,
  })

export const useSuggestions = () =>
  useMutation({
    mutationFn: (wanted: RehearsalWanted & { readonly pagesPerWeek: number }) => orThrow(suggestAlarm(wanted)),
  })
