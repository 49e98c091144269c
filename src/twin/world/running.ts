/** What runs, beside what the objects say of it: nodes with what is taken on them, pods, containers and their instances. */
import type { Instant } from '../../model/index.ts'
import type { Container } from '../../model/kubernetes/index.ts'
import type { Behaviour } from '../scenario/behaviour.ts'
import type { Amounts } from './amounts.ts'
import type { Load } from './load.ts'

/** One run of a container: from its start to its exit. */
export interface Instance {
  /** 64 hex digits. */
  readonly id: string
  readonly startedAt: Instant
  readonly loadAtStart: number
  endedAt?: Instant
  exitCode?: number
  reason?: string
  /** Memory that is never given back: since when, and bytes a second. */
  leak?: { readonly from: Instant; readonly perSecond: number }
}

export interface ContainerRun {
  readonly spec: Container
  readonly behaviour: Behaviour
  /** The running or last one. */
  instance?: Instance
  /** The one before it. */
  previous?: Instance
  restarts: number
  /** Crashes in a row, which the back-off doubles with. */
  crashes: number
  waiting?: { readonly reason: string; readonly message?: string }
  ready: boolean
}

export interface PodRun {
  readonly key: string
  readonly uid: string
  /** Of the object that made it. */
  readonly owner: string
  readonly request: Amounts
  readonly createdAt: Instant
  readonly load: Load | undefined
  readonly containers: readonly ContainerRun[]
  /** 0.85 to 1.15: no two pods do quite the same. */
  readonly temper: number
  node?: NodeRun
  /** Only this node will do: pods of a DaemonSet. */
  readonly onlyNode?: string
  /** When its sandbox came up: its network counters begin there. */
  sandboxAt?: Instant
  loadAtSandbox: number
  ip?: string
  /** Unready while its containers run: its readiness probe fails. */
  failingProbe?: string
  /** Bytes on the node's disk that it writes without end: since when, and bytes a second. */
  filling?: { readonly from: Instant; readonly perSecond: number }
  leaving: boolean
  /** Succeeded, failed or gone: takes nothing from its node any more. */
  over: boolean
}

/** Counters of what no longer runs, so that a node's own never go back. */
export interface Spent {
  /** Nanoseconds of CPU. */
  cpu: number
  received: number
  sent: number
  read: number
  written: number
}

export interface NodeRun {
  readonly name: string
  readonly group: string
  readonly bootedAt: Instant
  readonly capacity: Amounts
  readonly allocatable: Amounts
  readonly maxPods: number
  readonly diskBytes: number
  readonly labels: Readonly<Record<string, string>>
  readonly ip: string
  /** Repositories with their tags that are on its disk, and how many bytes they take. */
  readonly images: Map<string, number>
  readonly pods: Map<string, PodRun>
  readonly spent: Spent
  taken: { cpu: number; memory: number }
  ready: boolean
  diskPressure: boolean
  cordoned: boolean
}
