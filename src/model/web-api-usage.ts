/** Our own HTTP API for what a cluster uses right now, in types: CPU in cores, memory in bytes of the working set, times in epoch milliseconds. */
import type { Said } from './said.ts'

/**
 * GET /api/cluster/usage?namespace=&node=&containers=true&skip=&limit= : all nodes (or the one), and pods in the order of namespace and name; `total` counts
 * the pods there are without `skip` and `limit`. Taken from the kubelets every 15 s; what was not told twice within the last minute is absent.
 */
export interface ApiClusterUsage {
  readonly nodes: readonly ApiNodeUsage[]
  readonly pods: readonly ApiPodUsage[]
  readonly total: number
  /** Nodes whose kubelet could not be asked the last time, with why. */
  readonly silent: readonly { readonly node: string; readonly said: Said }[]
}
export interface ApiUsed {
  readonly cpu: number
  readonly memory: number
  /** The figures are of the `windowMs` before this time. */
  readonly at: number
  readonly windowMs: number
}
export interface ApiNodeUsage extends ApiUsed {
  readonly name: string
}
export interface ApiPodUsage extends ApiUsed {
  readonly namespace: string
  readonly name: string
  readonly node: string
  /** Where they were asked for. */
  readonly containers?: readonly { readonly name: string; readonly cpu: number; readonly memory: number }[]
}
