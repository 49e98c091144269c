/** How the logs of clusters' pods are collected: told by whoever collects them. */
import type { ApiPodLogState } from '../../model/index.ts'
import type { Pod } from '../../model/kubernetes/index.ts'

export interface PodLogPort {
  /** Undefined: there is no such cluster, or it is not asked. */
  state(cluster: string): ApiPodLogState | undefined
  /** What leaves a pod's logs out, by choice; undefined: nothing. */
  leftOut(cluster: string, pod: Pod): keyof ApiPodLogState['leftOut'] | undefined
}
