/** What the overview asks about the cluster. A range that ends now moves on by itself: the page may stand open all night. */
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { ApiHistogram, LogLevel } from '../../src/model/index.ts'
import {
  type Answer,
  type ClusterRange,
  getAlarmHistory,
  getApplications,
  getClusterChanges,
  getHistogram,
  getMetricData,
  getMetricFilters,
  getStanding,
  getTroubles,
  orThrow,
} from '../api/index.ts'
import { useTimeView } from '../frame/index.ts'
import { pageLimits } from '../limits.ts'
import { isRelative, resolveRange, useTime } from '../time/index.ts'

/** Milliseconds between two looks at how things are, and at what happened in the range. */
const standingEvery = 5_000
const rangeEvery = 30_000

export function useStanding(enabled: boolean) {
  const { cluster } = useTimeView()
  return useQuery({
    queryKey: ['overview', 'standing', cluster],
    queryFn: ({ signal }) => orThrow(getStanding(cluster, signal)),
    refetchInterval: standingEvery,
    enabled,
  })
}

/** Together with the range that it was asked for. */
function useRanged<T>(
  name: string,
  ask: (range: ClusterRange, signal: AbortSignal) => Promise<T>,
  enabled: boolean,
  more: readonly unknown[] = [],
) {
  const { range, zone, resolved, asOf } = useTime()
  const { cluster } = useTimeView()
  return useQuery({
    queryKey: ['overview', name, cluster, range.from, range.to, zone, asOf, ...more],
    queryFn: async ({ signal }) => {
      const now = resolveRange(range, Date.now(), zone)
      const { from, to } = now.ok ? now.value : resolved
      return { from, to, value: await ask({ cluster, from, to }, signal) }
    },
    placeholderData: keepPreviousData,
    refetchInterval: isRelative(range.to) ? rangeEvery : false,
    enabled,
  })
}

const thrown =
  <T>(get: (range: ClusterRange, signal: AbortSignal) => Answer<T>) =>
  (range: ClusterRange, signal: AbortSignal) =>
    orThrow(get(range, signal))

export const useTroubles = () => useRanged('troubles', thrown(getTroubles), true)
export const useApplications = () => useRanged('applications', thrown(getApplications), true)

/** Changes of the cluster and of alarms, as far as this Mangru has either. */
export const useChanges = (has: { readonly cluster: boolean; readonly alarms: boolean }) =>
  useRanged(
    'changes',
    async ({ cluster, from, to }, signal) => {
      const [changes, alarms] = await Promise.all([
        has.cluster
          ? orThrow(getClusterChanges({ cluster, from, to, limit: pageLimits.overviewChanges }, signal))
          : undefined,
        has.alarms
          ? orThrow(getAlarmHistory({ type: 'StateUpdate', from, to, limit: pageLimits.overviewAlarmChanges }, signal))
          : undefined,
      ])
      return {
        changes: changes?.changes ?? [],
        completeFrom: changes?.completeFrom ?? from,
        alarms: alarms?.items ?? [],
      }
    },
    has.cluster || has.alarms,
    [has.cluster, has.alarms],
  )

/** Levels that ask for a look, gravest first. */
const grave: readonly LogLevel[] = ['FATAL', 'ERROR', 'WARN']

/** Errors and warnings of groups over time: counts of all levels cost no more than of some, and the rest is left out here. */
export const useErrors = (groups: readonly string[]) =>
  useRanged(
    'errors',
    async ({ from, to }, signal): Promise<ApiHistogram> => {
      const asked = { groups, from, to, bars: pageLimits.overviewBars }
      const all = await orThrow(getHistogram(asked, signal))
      const some = (counts: ApiHistogram['bars'][number]['counts']) =>
        Object.fromEntries(grave.flatMap(level => (counts[level] === undefined ? [] : [[level, counts[level]]])))
      return { ...all, bars: all.bars.map(({ at, counts }) => ({ at, counts: some(counts) })) }
    },
    groups.length > 0,
    groups,
  )

export interface Counted {
  readonly namespace: string
  readonly metric: string
  readonly total: number
}

/** What the metric filters of a group counted in the range. */
export const useCounted = (group: string | undefined, enabled: boolean) =>
  useRanged(
    'counted',
    async ({ from, to }, signal): Promise<readonly Counted[]> => {
      const { filters } = await orThrow(getMetricFilters(group ?? '', signal))
      const metrics = new Map(filters.map(({ namespace, metric }) => [`${namespace} ${metric}`, { namespace, metric }]))
      const wanted = [...metrics.values()].slice(0, pageLimits.overviewCounted)
      if (wanted.length === 0) return []
      // Filters may give dimensions to what they count; together they are what was counted.
      const queries = wanted.map(({ namespace, metric }, at) => ({
        ...{ Id: `m${at}`, Expression: `SELECT SUM(${quoted(metric)}) FROM ${quoted(namespace)}` },
        Period: Math.max(60, Math.ceil((to - from) / 60_000) * 60),
      }))
      const { series } = await orThrow(getMetricData({ queries, from, to }, signal))
      return wanted.map((one, at) => ({
        ...one,
        total: (series.find(({ id }) => id === `m${at}`)?.values ?? []).reduce((sum, value) => sum + value, 0),
      }))
    },
    group !== undefined && enabled,
    [group],
  )

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`
