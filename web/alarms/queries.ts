/** What the pages about alarms ask and change. How alarms stand moves, so it is asked again every few seconds. */
import { keepPreviousData, useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { ApiAlarmInput, ApiAlarmState, ApiMuteRule } from '../../src/model/index.ts'
import {
  type AlarmsWanted,
  deleteAlarm,
  deleteMuteRule,
  getAlarm,
  getAlarmHistory,
  getAlarmSeries,
  getAlarms,
  getMuteRules,
  type HistoryWanted,
  orThrow,
  putAlarm,
  putMuteRule,
  setAlarmActions,
  setAlarmState,
} from '../api/index.ts'
import { pageLimits } from '../limits.ts'
import { alarmStates } from './view.ts'

export const alarmsKey = 'alarms'
/** Milliseconds between two looks at what moves. */
const every = 5_000
/** Of a list that was scrolled on, each page takes its time, so that a long one is not asked for all the time. */
const everyOf = (pages: readonly unknown[] | undefined): number =>
  Math.min(60_000, every * Math.max(1, pages?.length ?? 1))

/** Where a list stands: which of the wanted states, and the name after which it goes on. */
interface Place {
  readonly at: number
  readonly after?: string
}

/** The most urgent first: what fires, then what has no data, then what is well; by name within each. */
export function useAlarms({ state, ...wanted }: Omit<AlarmsWanted, 'after' | 'limit'>) {
  const states = state === undefined ? alarmStates : [state]
  return useInfiniteQuery({
    queryKey: [alarmsKey, 'list', state, wanted],
    queryFn: ({ pageParam: { at, after }, signal }) =>
      orThrow(getAlarms({ ...wanted, state: states[at], after, limit: pageLimits.alarmsPage }, signal)),
    initialPageParam: { at: 0 } as Place,
    getNextPageParam: (last, _pages, { at }): Place | undefined =>
      last.next !== undefined ? { at, after: last.next } : at + 1 < states.length ? { at: at + 1 } : undefined,
    placeholderData: keepPreviousData,
    refetchInterval: ({ state: { data } }) => everyOf(data?.pages),
  })
}

/** The first page alone: for sentences, choosers and the palette. */
export const useSomeAlarms = (wanted: AlarmsWanted, enabled = true) =>
  useQuery({
    queryKey: [alarmsKey, 'some', wanted],
    queryFn: ({ signal }) => orThrow(getAlarms(wanted, signal)),
    placeholderData: keepPreviousData,
    refetchInterval: every,
    enabled,
  })

export const useAlarm = (name: string, enabled = true) =>
  useQuery({
    queryKey: [alarmsKey, 'one', name],
    queryFn: ({ signal }) => orThrow(getAlarm(name, signal)),
    refetchInterval: every,
    enabled: enabled && name !== '',
  })

export const useAlarmSeries = (name: string, from: number, to: number, enabled: boolean) =>
  useQuery({
    queryKey: [alarmsKey, 'series', name, from, to],
    queryFn: ({ signal }) => orThrow(getAlarmSeries({ name, from, to }, signal)),
    placeholderData: keepPreviousData,
    enabled,
  })

export const useAlarmHistory = (wanted: Omit<HistoryWanted, 'after' | 'limit'>) =>
  useInfiniteQuery({
    queryKey: [alarmsKey, 'history', wanted],
    queryFn: ({ pageParam, signal }) =>
      orThrow(getAlarmHistory({ ...wanted, after: pageParam, limit: pageLimits.alarmHistoryPage }, signal)),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: last => last.next,
    placeholderData: keepPreviousData,
    refetchInterval: ({ state: { data } }) => everyOf(data?.pages),
  })

export const useMuteRules = () =>
  useQuery({
    queryKey: [alarmsKey, 'mutes'],
    queryFn: ({ signal }) => orThrow(getMuteRules(signal)),
    refetchInterval: every,
  })

/** Each change asks again for everything about alarms when it is through. */
export function useAlarmChanges() {
  const queries = useQueryClient()
  const onSuccess = () => queries.invalidateQueries({ queryKey: [alarmsKey] })
  return {
    put: useMutation({ mutationFn: (alarm: ApiAlarmInput) => orThrow(putAlarm(alarm)), onSuccess }),
    remove: useMutation({
      mutationFn: async (names: readonly string[]) => {
        // Composites first: they stand on others, and nothing may be left that names what is gone.
        for (const name of names) await orThrow(deleteAlarm(name))
      },
      // What is gone is not asked for again while its page is still there.
      onSettled: (_done, _error, names) =>
        queries.invalidateQueries({
          queryKey: [alarmsKey],
          predicate: ({ queryKey }) => !names.includes(String(queryKey[2])),
        }),
    }),
    actions: useMutation({
      mutationFn: async ({ names, enabled }: { names: readonly string[]; enabled: boolean }) => {
        for (let at = 0; at < names.length; at += pageLimits.alarmsPerCall)
          await orThrow(setAlarmActions({ names: names.slice(at, at + pageLimits.alarmsPerCall), enabled }))
      },
      onSettled: onSuccess,
    }),
    state: useMutation({
      mutationFn: (change: { name: string; state: ApiAlarmState; reason: string }) => orThrow(setAlarmState(change)),
      onSuccess,
    }),
    mute: useMutation({ mutationFn: (rule: ApiMuteRule) => orThrow(putMuteRule(rule)), onSuccess }),
    unmute: useMutation({ mutationFn: (name: string) => orThrow(deleteMuteRule(name)), onSuccess }),
  }
}
