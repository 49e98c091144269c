/**
 * What one kubelet said at one time, whichever of its pages said it. Counters are as the kubelet tells them, since the start of what they count;
 * what no page told is absent, never 0: a rate or a sum is then left out rather than wrong.
 */

export type MemoryGauge = 'working_set' | 'rss' | 'cache' | 'swap' | 'usage' | 'max_usage' | 'mapped_file' | 'failcnt'
export type MemoryCounter = 'pgfault' | 'pgmajfault' | 'hierarchical_pgfault' | 'hierarchical_pgmajfault'
export type NetworkCounter = `${'rx' | 'tx'}_${'bytes' | 'packets' | 'errors' | 'dropped'}`
export type DiskOperation = 'read' | 'write' | 'sync' | 'async' | 'total'

/** A counter or gauge by name; absent: not told. */
export type Told<Name extends string> = { readonly [name in Name]?: number }

/** `at`: when the kubelet took it (ms since 1970), which may be seconds before it was asked. */
export interface CpuCounters {
  readonly at: number
  readonly totalNs: number
  readonly userNs?: number
  readonly systemNs?: number
}
export interface MemoryFigures {
  readonly at: number
  readonly gauges: Told<MemoryGauge>
  readonly counters: Told<MemoryCounter>
}
export interface InterfaceCounters {
  readonly name: string
  readonly at: number
  readonly counters: Told<NetworkCounter>
}
/** Sizes in bytes, inodes in number. */
export interface FilesystemFigures {
  readonly device: string
  readonly capacity: number
  readonly usage: number
  readonly available?: number
  readonly inodes?: number
  readonly inodesFree?: number
}
export interface DiskCounters {
  readonly device: string
  readonly at: number
  readonly bytes: Told<DiskOperation>
  readonly operations: Told<DiskOperation>
}

/** What a node, a pod or a container uses. */
export interface Usage {
  /** Seconds since 1970 at which it began, where that is told: another one means that its counters began anew. */
  readonly startedAt?: number
  readonly cpu?: CpuCounters
  readonly memory?: MemoryFigures
  readonly interfaces: readonly InterfaceCounters[]
  readonly filesystems: readonly FilesystemFigures[]
  readonly disks: readonly DiskCounters[]
}

export interface PodUsage extends Usage {
  readonly namespace: string
  readonly name: string
  readonly containers: ReadonlyMap<string, Usage>
}

export interface KubeletReading {
  /** Of the machine, where it is told. */
  readonly cores?: number
  readonly memoryBytes?: number
  readonly node: Usage
  /** By `podKey`. */
  readonly pods: ReadonlyMap<string, PodUsage>
}

/** Names of Kubernetes hold no slash. */
export const podKey = (namespace: string, name: string): string => `${namespace}/${name}`

/** The first page that told a thing is believed; the second fills what it left out. */
export function mergeReadings(first: KubeletReading, second: KubeletReading): KubeletReading {
  const pods = new Map(first.pods)
  for (const [key, other] of second.pods) {
    const known = pods.get(key)
    pods.set(key, known === undefined ? other : mergePods(known, other))
  }
  return { ...second, ...first, node: mergeUsage(first.node, second.node), pods }
}

function mergePods(first: PodUsage, second: PodUsage): PodUsage {
  const containers = new Map(first.containers)
  for (const [name, other] of second.containers) {
    const known = containers.get(name)
    containers.set(name, known === undefined ? other : mergeUsage(known, other))
  }
  return { ...mergeUsage(first, second), namespace: first.namespace, name: first.name, containers }
}

function mergeUsage(first: Usage, second: Usage): Usage {
  const either = <T>(one: readonly T[], other: readonly T[]) => (one.length > 0 ? one : other)
  return {
    ...second,
    ...first,
    interfaces: either(first.interfaces, second.interfaces),
    filesystems: either(first.filesystems, second.filesystems),
    disks: either(first.disks, second.disks),
  }
}
