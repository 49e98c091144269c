/** What a twin begins with: node groups, the objects of its applications, how their programs behave, the demand, the faults. */
import type { Millis } from '../../model/index.ts'
import type { AnyObject } from '../../model/kubernetes/index.ts'
import type { FaultName } from '../faults/fault.ts'
import type { Behaviour } from './behaviour.ts'

export interface NodeGroup {
  readonly name: string
  readonly instanceType: string
  readonly min: number
  readonly desired: number
  readonly max: number
  readonly cpus: number
  readonly memoryBytes: number
  readonly maxPods: number
  readonly diskBytes: number
  readonly zones: readonly string[]
  /** From the decision until the node is in the API, and from there until it is ready. */
  readonly boot: Millis
  readonly joining: Millis
}

/** A new object, before the API server gives it a uid and a version. */
export type Draft = AnyObject extends infer O
  ? O extends AnyObject
    ? Omit<O, 'metadata'> & { readonly metadata: Omit<O['metadata'], 'uid' | 'resourceVersion'> }
    : never
  : never

export interface Scenario {
  readonly clusterName: string
  /** `v1.34.4`. */
  readonly version: string
  readonly groups: readonly NodeGroup[]
  readonly objects: readonly Draft[]
  /** By the image without its tag. */
  readonly behaviours: ReadonlyMap<string, Behaviour>
  /** Requests that one user's request makes at a workload; `namespace/name`. */
  readonly weights: ReadonlyMap<string, number>
  readonly demand: { readonly peak: number; readonly busiestHour: number }
  /** How long it is quiet between two faults, at least and at most; undefined: no faults. */
  readonly quiet?: { readonly least: Millis; readonly most: Millis }
  readonly faults: readonly FaultName[]
}
