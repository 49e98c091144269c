/** What goes out to a cluster and fetches: figures of its kubelets, logs of its pods, its events. All of it is written as an agent would write it. */
import {
  type ClusterObjects,
  type InsightKind,
  insightKinds,
  startInsights,
} from '../collect/container-insights/index.ts'
import { startEventLines } from '../collect/events/index.ts'
import type { Inventory } from '../collect/inventory/index.ts'
import { createLogWriter, type WriteObserver } from '../collect/log-writer/index.ts'
import { leftOutBy, startPodLogs } from '../collect/podlogs/index.ts'
import type { Clock } from '../model/index.ts'
import { type Cluster, type KindName, nameForGroups, type ObjectOf } from '../model/kubernetes/index.ts'
import type { MangruConfig } from './config.ts'
import { type PodLogReport, podLogsOff } from './pod-log-reports.ts'
import type { Stores } from './stores.ts'

export interface CollectorPorts {
  readonly cluster: Cluster
  readonly inventory: Pick<Inventory, 'objects' | 'sight'>
  readonly stores: Pick<Stores, 'logs' | 'logSettings'>
  readonly clock: Clock
  readonly observe?: WriteObserver
  /** What is collected is made up, and marked so. */
  readonly demo: boolean
}

export interface Collectors {
  /** How the logs of pods are collected, for whoever asks. */
  readonly podLogs: PodLogReport
  stop(): Promise<void>
}

export type CollectorChoice = Pick<MangruConfig, 'containerInsights' | 'podLogs' | 'podLogChoice'>

/** The tag of groups that the demo fills. */
export const demoTag = 'mangru:demo'

export function startCollectors(
  ports: CollectorPorts,
  { containerInsights: mode, podLogs: followed, podLogChoice: choice }: CollectorChoice,
  log: (line: string) => void,
): Collectors {
  const { inventory, stores, clock, observe, demo } = ports
  const { logs, logSettings: settings } = stores
  const cluster = { ...only(ports.cluster), name: nameForGroups(ports.cluster.name) }
  const tags: Record<string, string> = demo ? { [demoTag]: 'true' } : {}
  const writer = createLogWriter({ settings, logs, clock, tags, ...(observe === undefined ? {} : { observe }) }, log)
  const beside = { cluster, settings, logs, writer, clock }
  const pods = followed ? startPodLogs({ ...beside, choice, pods: () => seen(inventory, 'Pod') }, log) : undefined
  const running = [
    startEventLines({ ...beside, events: () => seen(inventory, 'Event') }),
    ...(mode === 'off' ? [] : [startInsights({ ...beside, objects: () => objectsOf(inventory) }, mode, log)]),
    ...(pods === undefined ? [] : [pods]),
  ]
  return {
    podLogs: pods === undefined ? podLogsOff : { state: pods.state, leftOut: pod => leftOutBy(pod, choice) },
    stop: async () => {
      await Promise.all(running.map(one => one.stop()))
    },
  }
}

const only = (cluster: Cluster): Pick<Cluster, 'logs' | 'kubelet' | 'kubeletBytes'> => ({
  logs: options => cluster.logs(options),
  kubelet: (node, path, signal) => cluster.kubelet(node, path, signal),
  kubeletBytes: (node, path, signal) => cluster.kubeletBytes(node, path, signal),
})

/** What was seen of a kind, also where it cannot be seen any more; undefined: nothing yet, or it may not be seen. */
function seen<K extends KindName>(inventory: CollectorPorts['inventory'], kind: K): readonly ObjectOf<K>[] | undefined {
  const { state } = inventory.sight(kind)
  const objects = inventory.objects(kind)
  return state === 'seen' || (state === 'blind' && objects.length > 0) ? objects : undefined
}

/** Undefined until nodes and pods were listed, or it is known that they may not be. */
function objectsOf(inventory: CollectorPorts['inventory']): ClusterObjects | undefined {
  const waits = (kind: KindName) => inventory.sight(kind).state === 'waiting'
  if (insightKinds.some(waits)) return undefined
  const pairs = insightKinds.flatMap((kind: InsightKind) => {
    const objects = seen(inventory, kind)
    return objects === undefined ? [] : [[kind, objects] as const]
  })
  return Object.fromEntries(pairs) as ClusterObjects
}
