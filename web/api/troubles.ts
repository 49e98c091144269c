/** One function per endpoint of `src/model/web-api-troubles.ts`. `cluster` undefined is the first. */
import type { ApiClusterApplications, ApiClusterStanding, ApiClusterTroubles } from '../../src/model/index.ts'
import { type Answer, ask, query } from './http.ts'

export interface ClusterRange {
  readonly cluster: string | undefined
  readonly from: number
  readonly to: number
}

export const getStanding = (cluster: string | undefined, signal?: AbortSignal): Answer<ApiClusterStanding> =>
  ask('GET', `/api/cluster/standing${query({ cluster })}`, { signal })
export const getTroubles = (range: ClusterRange, signal?: AbortSignal): Answer<ApiClusterTroubles> =>
  ask('GET', `/api/cluster/troubles${query({ ...range })}`, { signal })
export const getApplications = (range: ClusterRange, signal?: AbortSignal): Answer<ApiClusterApplications> =>
  ask('GET', `/api/cluster/applications${query({ ...range })}`, { signal })
