/** One function per endpoint of `src/model/web-api-cluster.ts` that the page asks. */
import type {
  ApiCluster,
  ApiClusterEvents,
  ApiClusterNodes,
  ApiClusterPods,
  ApiClusterWorkloads,
} from '../../src/model/index.ts'
import { type Answer, ask } from './http.ts'

export const getCluster = (signal?: AbortSignal): Answer<ApiCluster> => ask('GET', '/api/cluster', { signal })
export const getClusterNodes = (signal?: AbortSignal): Answer<ApiClusterNodes> =>
  ask('GET', '/api/cluster/nodes', { signal })
export const getClusterWorkloads = (signal?: AbortSignal): Answer<ApiClusterWorkloads> =>
  ask('GET', '/api/cluster/workloads', { signal })
export const getClusterPods = (signal?: AbortSignal): Answer<ApiClusterPods> =>
  ask('GET', '/api/cluster/pods', { signal })
export const getClusterEvents = (signal?: AbortSignal): Answer<ApiClusterEvents> =>
  ask('GET', '/api/cluster/events', { signal })
