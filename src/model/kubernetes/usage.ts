/**
 * What nodes and pods use right now, as their kubelets told it seconds ago. Who asks the kubelets fills this port; the page, `kubectl top` and the
 * autoscaler are answered from it.
 */
import type { Instant, Millis } from '../units.ts'
import type { ClusterError } from './port.ts'
import type { Pod } from './workload-objects.ts'

export interface Used {
  /** Cores, as the mean over the window that is told with it. */
  readonly cpu: number
  /** Bytes of the working set. */
  readonly memory: number
}

export interface UsedLately extends Used {
  /** When the last of two readings was taken, by the kubelet's own clock; by ours where the two are too far apart. */
  readonly at: Instant
  /** From the first reading to the last; more than 0. */
  readonly window: Millis
}

export interface ContainerUsed extends Used {
  readonly name: string
}

export interface PodUsed extends UsedLately {
  /** By name; at least one. The sums of these are the pod's own figures. */
  readonly containers: readonly ContainerUsed[]
}

export interface LiveUsage {
  /** Undefined: its kubelet told nothing lately, or only once so far. */
  node(name: string): UsedLately | undefined
  /** Undefined as for a node; also where the pod does not run, or one of its containers was read only once so far. */
  pod(pod: Pod): PodUsed | undefined
  /** Nodes whose kubelet could not be asked the last time, with why. */
  silent(): readonly { readonly node: string; readonly error: ClusterError }[]
}
