/** What the Cluster page asks: long lists page by page until all is here, the present again and again, the past once. */
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import { useMemo } from 'react'
import type {
  ApiClusterEvent,
  ApiClusterNode,
  ApiClusterObjectRow,
  ApiClusterPod,
  ApiClusterWorkload,
  ApiUsed,
} from '../../src/model/index.ts'
import {
  type ClusterAsked,
  getCluster,
  getClusterAlarms,
  getClusterChanges,
  getClusterEvents,
  getClusterKnown,
  getClusterNodes,
  getClusterObject,
  getClusterObjects,
  getClusterPods,
  getClusterUsage,
  getClusterWorkloads,
  getGoneObjects,
  getObjectChanges,
  orThrow,
} from '../api/index.ts'
import { pageLimits } from '../limits.ts'
import { type Search, text } from '../search.ts'
import { useLookAgain } from '../signals/index.ts'
import { speakingAlarms } from './alarms.ts'
import type { ObjectRef } from './view.ts'

/** Of what is small, and not all told by signals (ms). */
const lookAgain = 5_000
const usageEvery = 15_000
/** Of the time that asking takes: the rest of the machine has work too. */
const restsFor = 8

/** Which cluster the page shows, by the address; undefined: the first. */
export const useClusterName = (): string | undefined => text((useSearch({ strict: false }) as Search).cluster)

interface Told<T> {
  readonly rows: readonly T[]
  readonly tookMs: number
}

async function all<T>(page: (asked: ClusterAsked) => Promise<{ readonly rows: readonly T[]; readonly total: number }>) {
  const began = performance.now()
  const rows: T[] = []
  for (;;) {
    const { rows: some, total } = await page({ skip: rows.length, limit: pageLimits.clusterPage })
    rows.push(...some)
    // Fewer than were promised: something went while we asked.
    if (some.length === 0 || rows.length >= total) return { rows, tookMs: performance.now() - began }
  }
}

export type ListOf = 'nodes' | 'workloads' | 'pods' | 'events'
interface ListTypes {
  readonly nodes: ApiClusterNode
  readonly workloads: ApiClusterWorkload
  readonly pods: ApiClusterPod
  readonly events: ApiClusterEvent
}
const pages: {
  readonly [K in ListOf]: (
    asked: ClusterAsked,
    signal: AbortSignal,
  ) => Promise<{ readonly rows: readonly ListTypes[K][]; readonly total: number }>
} = {
  nodes: async (asked, signal) => {
    const { nodes: rows, total } = await orThrow(getClusterNodes(asked, signal))
    return { rows, total }
  },
  workloads: async (asked, signal) => {
    const { workloads: rows, total } = await orThrow(getClusterWorkloads(asked, signal))
    return { rows, total }
  },
  pods: async (asked, signal) => {
    const { pods: rows, total } = await orThrow(getClusterPods(asked, signal))
    return { rows, total }
  },
  events: async (asked, signal) => {
    const { events: rows, total } = await orThrow(getClusterEvents(asked, signal))
    return { rows, total }
  },
}

/** The present is asked for again, what takes long to be told less often; a time past does not change. `lookAgain` in milliseconds. */
function howOften<T>(at: number | undefined, lookAgain: number) {
  return {
    refetchInterval: (query: { readonly state: { readonly data: Told<T> | undefined } }) =>
      at === undefined && Math.max(lookAgain, restsFor * (query.state.data?.tookMs ?? 0)),
    ...(at === undefined ? {} : { staleTime: Number.POSITIVE_INFINITY }),
  }
}

export function useClusterList<K extends ListOf>(of: K, at: number | undefined, enabled = true) {
  const cluster = useClusterName()
  return useQuery<Told<ListTypes[K]>>({
    queryKey: ['cluster', 'list', of, cluster, at],
    queryFn: ({ signal }) => all<ListTypes[K]>(page => pages[of]({ ...page, cluster, at }, signal)),
    ...howOften<ListTypes[K]>(at, useLookAgain()),
    enabled,
    placeholderData: keepPreviousData,
  })
}

/** `gone`: what was deleted between its two times, in place of what is there. */
export function useObjectList(
  kind: string,
  at: number | undefined,
  gone: { readonly from: number; readonly to: number } | undefined,
  enabled = true,
) {
  const cluster = useClusterName()
  return useQuery<Told<ApiClusterObjectRow>>({
    queryKey: ['cluster', 'objects', kind, cluster, at, gone],
    queryFn: ({ signal }) =>
      all(async page => {
        const asked = { ...page, cluster, kind }
        const { objects: rows, total } = await orThrow(
          gone === undefined
            ? getClusterObjects({ ...asked, at }, signal)
            : getGoneObjects({ ...asked, ...gone }, signal),
        )
        return { rows, total }
      }),
    ...howOften<ApiClusterObjectRow>(at, useLookAgain()),
    enabled,
    placeholderData: (before, query) => (query?.queryKey[2] === kind ? before : undefined),
  })
}

export function useAbout() {
  const cluster = useClusterName()
  return useQuery({
    queryKey: ['cluster', 'about', cluster],
    queryFn: ({ signal }) => orThrow(getCluster({ cluster }, signal)),
    refetchInterval: lookAgain,
  })
}

export interface Figures {
  readonly node: (name: string) => ApiUsed | undefined
  readonly pod: (namespace: string, name: string) => ApiUsed | undefined
  /** Nobody has told anything: in the past, or before the first sample. */
  readonly none: boolean
}

/** What is used right now; of the past this knows nothing. */
export function useFigures(at: number | undefined): Figures {
  const cluster = useClusterName()
  const { data } = useQuery({
    queryKey: ['cluster', 'usage', cluster],
    queryFn: async ({ signal }) => {
      const nodes = new Map<string, ApiUsed>()
      const pods = new Map<string, ApiUsed>()
      await all(async page => {
        const told = await orThrow(getClusterUsage({ ...page, cluster }, signal))
        for (const node of told.nodes) nodes.set(node.name, node)
        for (const pod of told.pods) pods.set(`${pod.namespace}/${pod.name}`, pod)
        return { rows: told.pods, total: told.total }
      })
      return { nodes, pods }
    },
    refetchInterval: usageEvery,
    enabled: at === undefined,
  })
  return useMemo(() => {
    const known = at === undefined ? data : undefined
    return {
      node: name => known?.nodes.get(name),
      pod: (namespace, name) => known?.pods.get(`${namespace}/${name}`),
      none: (known?.nodes.size ?? 0) === 0,
    }
  }, [data, at])
}

/** Which alarms speak of what, right now; `told` undefined: not asked for, or not answered. No signal tells of them, so they are asked for now and then. */
export function useClusterAlarms(at: number | undefined, enabled = true) {
  const cluster = useClusterName()
  const { data, error } = useQuery({
    queryKey: ['cluster', 'alarms', cluster],
    queryFn: ({ signal }) => orThrow(getClusterAlarms({ cluster }, signal)),
    refetchInterval: usageEvery,
    enabled: enabled && at === undefined,
  })
  const told = useMemo(() => (data && at === undefined ? speakingAlarms(data) : undefined), [data, at])
  return { told, error: told === undefined ? error : null }
}

export function useClusterObject(ref: ObjectRef, at: number | undefined) {
  const cluster = useClusterName()
  return useQuery({
    queryKey: ['cluster', 'object', cluster, ref, at],
    queryFn: ({ signal }) => orThrow(getClusterObject({ ...ref, cluster, at }, signal)),
    refetchInterval: at === undefined && lookAgain,
    placeholderData: (before, query) => (isSame(query?.queryKey[3] as ObjectRef | undefined, ref) ? before : undefined),
  })
}
const isSame = (one: ObjectRef | undefined, other: ObjectRef): boolean =>
  one?.kind === other.kind && one.namespace === other.namespace && one.name === other.name

export function useObjectChanges(ref: ObjectRef) {
  const cluster = useClusterName()
  return useQuery({
    queryKey: ['cluster', 'object-changes', cluster, ref],
    queryFn: ({ signal }) => orThrow(getObjectChanges({ ...ref, cluster }, signal)),
    refetchInterval: lookAgain * 3,
  })
}

/** What changed in a range, for the marks of the history. */
export function useChangesIn(from: number, to: number) {
  const cluster = useClusterName()
  return useQuery({
    queryKey: ['cluster', 'changes', cluster, from, to],
    queryFn: ({ signal }) => orThrow(getClusterChanges({ cluster, from, to, limit: pageLimits.historyMarks }, signal)),
    placeholderData: keepPreviousData,
    retry: false,
  })
}

/** From when on the past is known. */
export function useKnownFrom(enabled: boolean) {
  const cluster = useClusterName()
  return useQuery({
    queryKey: ['cluster', 'known', cluster],
    queryFn: ({ signal }) => orThrow(getClusterKnown({ cluster }, signal)),
    enabled,
    staleTime: 300_000,
  })
}
