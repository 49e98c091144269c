/** One function per endpoint of `src/model/web-api-cluster.ts` and its neighbours. `cluster` undefined is the first; `at` undefined is now. */
import type {
  ApiCluster,
  ApiClusterAlarms,
  ApiClusterChanges,
  ApiClusterEvents,
  ApiClusterKnown,
  ApiClusterNodes,
  ApiClusterObject,
  ApiClusterObjects,
  ApiClusterPods,
  ApiClusterSignal,
  ApiClusters,
  ApiClusterUsage,
  ApiClusterWorkloads,
  ApiObjectChanges,
  ApiPodLogs,
  ApiPodSelector,
} from '../../src/model/index.ts'
import { type Answer, ask, query } from './http.ts'

export interface ClusterMoment {
  readonly cluster?: string | undefined
  readonly at?: number | undefined
}
/** A page of a list. */
export interface ClusterAsked extends ClusterMoment {
  readonly skip?: number
  readonly limit?: number
}
export interface ObjectAsked extends ClusterMoment {
  readonly kind: string
  readonly namespace: string
  readonly name: string
}
type Values = Parameters<typeof query>[0]

const get = <T>(path: string, values: object, signal?: AbortSignal): Answer<T> =>
  ask('GET', `/api/cluster${path}${query(values as Values)}`, { signal })

export const getClusters = (signal?: AbortSignal): Answer<ApiClusters> => ask('GET', '/api/clusters', { signal })
export const getCluster = (asked: ClusterMoment = {}, signal?: AbortSignal): Answer<ApiCluster> =>
  get('', { cluster: asked.cluster }, signal)
export const getClusterNodes = (asked: ClusterAsked = {}, signal?: AbortSignal): Answer<ApiClusterNodes> =>
  get('/nodes', asked, signal)
export const getClusterWorkloads = (asked: ClusterAsked = {}, signal?: AbortSignal): Answer<ApiClusterWorkloads> =>
  get('/workloads', asked, signal)
export const getClusterPods = (
  asked: ClusterAsked & { readonly namespace?: string; readonly node?: string; readonly workload?: string } = {},
  signal?: AbortSignal,
): Answer<ApiClusterPods> => get('/pods', asked, signal)
export const getClusterEvents = (
  asked: ClusterAsked & { readonly namespace?: string; readonly kind?: string; readonly name?: string } = {},
  signal?: AbortSignal,
): Answer<ApiClusterEvents> => get('/events', asked, signal)
export const getClusterObjects = (
  asked: ClusterAsked & { readonly kind: string },
  signal?: AbortSignal,
): Answer<ApiClusterObjects> => get('/objects', asked, signal)
/** What was deleted in a time. */
export const getGoneObjects = (
  asked: Omit<ClusterAsked, 'at'> & { readonly kind: string; readonly from: number; readonly to: number },
  signal?: AbortSignal,
): Answer<ApiClusterObjects> => get('/objects', { ...asked, gone: 'true' }, signal)
export const getClusterObject = (asked: ObjectAsked, signal?: AbortSignal): Answer<ApiClusterObject> =>
  get('/object', asked, signal)
export const getObjectChanges = (asked: Omit<ObjectAsked, 'at'>, signal?: AbortSignal): Answer<ApiObjectChanges> =>
  get('/object/changes', asked, signal)
export const getClusterUsage = (
  asked: Omit<ClusterAsked, 'at'> & { readonly containers?: 'true' } = {},
  signal?: AbortSignal,
): Answer<ApiClusterUsage> => get('/usage', asked, signal)
/** What became of the cluster between two times, the last first. */
export const getClusterChanges = (
  asked: { readonly cluster?: string | undefined; readonly from: number; readonly to: number; readonly limit?: number },
  signal?: AbortSignal,
): Answer<ApiClusterChanges> => get('/changes', asked, signal)
export const getClusterKnown = (asked: ClusterMoment, signal?: AbortSignal): Answer<ApiClusterKnown> =>
  get('/known', { cluster: asked.cluster }, signal)
/** Alarms as they stand now, with what of the cluster they speak of. */
export const getClusterAlarms = (
  asked: Pick<ClusterMoment, 'cluster'>,
  signal?: AbortSignal,
): Answer<ApiClusterAlarms> => get('/alarms', asked, signal)
/** Which pods a selector means in a time, and what is to be known of their logs. */
export const getPodLogs = (
  { containers, previous, ...pods }: ApiPodSelector,
  range: { readonly from: number; readonly to: number },
  signal?: AbortSignal,
): Answer<ApiPodLogs> =>
  get(
    '/logs',
    { ...pods, ...range, ...(containers ? { container: containers } : {}), ...(previous ? { previous: 'true' } : {}) },
    signal,
  )

export interface ClusterListener {
  readonly onOpen: () => void
  readonly onChanged: (kinds: ApiClusterSignal['kinds']) => void
  /** The connection broke; the browser tries again by itself unless `final`. */
  readonly onTrouble: (final: boolean) => void
}

/** Tells which kinds change, as they change. Returns the way to stop. */
export function followCluster(cluster: string | undefined, listener: ClusterListener): () => void {
  const source = new EventSource(`/api/cluster/signals${query({ cluster })}`)
  source.onopen = listener.onOpen
  source.onerror = () => listener.onTrouble(source.readyState === EventSource.CLOSED)
  source.addEventListener('changed', event => listener.onChanged((JSON.parse(event.data) as ApiClusterSignal).kinds))
  return () => source.close()
}
