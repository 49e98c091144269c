/**
 * The clusters that this Mangru looks at: real ones by the contexts of a kubeconfig, or the twin of the demo. Whatever is wrong with one is told and shown; the
 * others, and the rest of Mangru, serve all the same.
 */
import { randomUUID } from 'node:crypto'
import type { ClusterPort } from '../api/http/index.ts'
import { type Heartbeats, watchHeartbeats } from '../collect/heartbeats/index.ts'
import { type Inventory, openKeeper, type SharedRoom, sharedRoom, startInventory } from '../collect/inventory/index.ts'
import type { AccessTrouble } from '../collect/kubernetes/index.ts'
import { autoScalingGroups } from '../collect/node-groups/index.ts'
import { startUsage } from '../collect/usage/index.ts'
import { limits } from '../limits.ts'
import { between, type Clock, type Random } from '../model/index.ts'
import type { AnyObject, ChosenKind, Cluster, KindName } from '../model/kubernetes/index.ts'
import type { Engine } from '../store/engine/index.ts'
import { type ObjectStore, objectStore } from '../store/objects/index.ts'
import type { NamedCluster } from './named-clusters.ts'
import { groupsOfCluster, watchGroups } from './node-group-loop.ts'
import { tidyVersions } from './object-tidy-loop.ts'

export interface ClusterDesk {
  readonly port: ClusterPort
  /** What the collectors ask; null: the cluster cannot be asked at all. */
  readonly seen: { readonly cluster: Cluster; readonly inventory: Inventory } | null
  readonly demo: boolean
  stop(): Promise<void>
}

export interface ClusterDeskPorts {
  readonly engine: Engine
  readonly clock: Clock
  readonly random: Random
  readonly log: (line: string) => void
  /** Auto Scaling groups are asked for too, at this endpoint (null: AWS's own); absent: they are not. */
  readonly aws?: { readonly endpoint: string | null }
  /** Objects of one kind that are kept in memory of all clusters together (count); absent: `limits.inventoryObjects`. */
  readonly objects?: number
  /** Custom resources that are looked at too; absent: none. */
  readonly chosenKinds?: readonly ChosenKind[]
}

export interface ClusterDesks {
  /** In the order in which they were named. */
  readonly all: readonly ClusterDesk[]
  stop(): Promise<void>
}

/** What is kept in memory of all of them together is bounded as for one. */
export async function openClusters(named: readonly NamedCluster[], ports: ClusterDeskPorts): Promise<ClusterDesks> {
  const store = objectStore(ports.engine)
  const objects = ports.objects ?? limits.inventoryObjects
  const room = sharedRoom(objects, named.length)
  const kinds = ports.chosenKinds ?? []
  const chosen = { kinds, room: sharedRoom(Math.min(objects, limits.chosenObjects), named.length * kinds.length) }
  const pending = Math.floor(limits.objectsPending / Math.max(1, named.length))
  const all = await Promise.all(
    named.map(async ({ name, demo, from, opened }) => {
      if (opened.ok) return watchingDesk(opened.value, demo, store, { room, pending, chosen }, ports)
      ports.log(
        `${name === '' ? 'The cluster' : `The cluster ${name}`} cannot be watched. ${opened.error.message} The rest of Mangru works.`,
      )
      return blindDesk(name, from, opened.error, store)
    }),
  )
  const stopping = new AbortController()
  const tidied = all.length === 0 ? undefined : tidyVersions(store, ports.clock, stopping.signal, ports.log)
  return {
    all,
    stop: async () => {
      stopping.abort()
      await Promise.all([tidied, ...all.map(desk => desk.stop())])
    },
  }
}

/** A cluster of which nothing can be told but why. */
function blindDesk(name: string, file: string, trouble: AccessTrouble, store: ObjectStore): ClusterDesk {
  return {
    port: {
      ...{ name, address: file, demo: false, trouble, versions: store },
      objects: () => [],
      object: () => undefined,
      sight: () => ({ state: 'waiting' }),
      leftOut: () => 0,
      health: () => null,
      promised: () => ({ groups: [], unknown: null }),
    },
    seen: null,
    demo: false,
    stop: async () => undefined,
  }
}

async function watchingDesk(
  cluster: Cluster,
  demo: boolean,
  store: ObjectStore,
  {
    room,
    pending,
    chosen,
  }: {
    readonly room: SharedRoom
    readonly pending: number
    readonly chosen: { readonly kinds: readonly ChosenKind[]; readonly room: SharedRoom }
  },
  { clock, random, log, aws }: ClusterDeskPorts,
): Promise<ClusterDesk> {
  const keeper = await openKeeper({ store, clock, cluster: cluster.name, newId: randomUUID, log, pending })
  if (!keeper.ok) log('Versions of the cluster’s objects are not kept: what was kept before cannot be read.')
  const ears = new Set<(kind: KindName) => void>()
  const cramped = new Set<KindName>()
  const changed = (kind: KindName) => {
    for (const tell of ears) tell(kind)
    const unseen = inventory.leftOut(kind)
    if (unseen === 0 || cramped.has(kind)) return
    cramped.add(kind)
    log(
      `The cluster ${cluster.name}: no room for ${unseen} more of the kind ${kind}; a larger --memory has room for more.`,
    )
  }
  const inventory = startInventory(
    { cluster, clock, random, room, chosen, changed },
    keeper.ok ? keeper.value : undefined,
  )
  const stopping = new AbortController()
  const health = watchHealth(cluster, clock, stopping.signal, log)
  const nodes = () => (inventory.sight('Node').state === 'waiting' ? undefined : inventory.objects('Node'))
  const heartbeats = watchHeartbeats({ cluster, inventory, clock, changed: () => changed('Node') }, stopping.signal)
  const usage = startUsage({ cluster, nodes, clock })
  const asked = { cluster: cluster.name, nodes: () => inventory.objects('Node'), clock }
  const sources = [
    groupsOfCluster(cluster),
    ...(aws === undefined || demo ? [] : [autoScalingGroups({ ...asked, ...aws })]),
  ]
  const groups = watchGroups(sources, clock, stopping.signal)
  return {
    port: {
      ...{ name: cluster.name, address: cluster.address, demo, trouble: null, versions: store, chosen: chosen.kinds },
      objects: kind => {
        const all = inventory.objects(kind)
        return kind === 'Node' ? all.map(object => withSilence(object, heartbeats, clock)) : all
      },
      object: (kind, namespace, name) => {
        const object = inventory.object(kind, namespace, name)
        return object && withSilence(object, heartbeats, clock)
      },
      sight: kind => inventory.sight(kind),
      leftOut: kind => inventory.leftOut(kind),
      listen: tell => {
        // One of its own: who listens twice is told twice, and ends each by itself.
        const ear = (kind: KindName) => tell(kind)
        ears.add(ear)
        return () => void ears.delete(ear)
      },
      health: health.last,
      usage,
      promised: groups.last,
    },
    seen: { cluster, inventory },
    demo,
    stop: async () => {
      stopping.abort()
      await usage.stop()
      await inventory.stop()
      await Promise.all([health.over, groups.over, heartbeats.over])
      if (keeper.ok) await keeper.value.stop()
      await cluster.close()
    },
  }
}

/** A node that fell silent says so. */
function withSilence<T extends AnyObject>(object: T, heartbeats: Heartbeats, clock: Clock): T {
  const since = object.kind === 'Node' ? heartbeats.silentSince(object.metadata.name) : undefined
  if (since === undefined) return object
  return { ...object, silence: { since, seconds: Math.round(between(since, clock.now()) / 1_000) } }
}

/** Asks the control plane how it is, and tells the log when it goes and when it is back. */
function watchHealth(cluster: Cluster, clock: Clock, signal: AbortSignal, log: (line: string) => void) {
  let last: ReturnType<ClusterPort['health']> = null
  let away = false
  const over = (async () => {
    while (!signal.aborted) {
      const health = await cluster.health(signal)
      if (signal.aborted) return
      const at = clock.now()
      last = health.ok ? { at, answer: health.value } : { at, error: health.error }
      if (away === health.ok) {
        const words = health.ok
          ? 'answers'
          : `cannot be asked: ${'message' in health.error ? health.error.message : ''}`
        log(`The cluster ${cluster.name} ${words}`)
      }
      away = !health.ok
      await clock.sleep(limits.clusterHealthEvery, signal)
    }
  })()
  return { last: () => last, over }
}
