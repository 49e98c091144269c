/**
 * The cluster that this Mangru looks at: the real one by its kubeconfig, or the twin of the demo. Whatever is wrong with it is told and shown; the rest of
 * Mangru serves all the same.
 */
import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { ClusterPort } from '../api/http/index.ts'
import { type Inventory, openKeeper, startInventory } from '../collect/inventory/index.ts'
import { type AccessTrouble, openKubernetes, readKubeconfig } from '../collect/kubernetes/index.ts'
import { startUsage } from '../collect/usage/index.ts'
import { limits } from '../limits.ts'
import { type Clock, err, ok, type Random, type Result } from '../model/index.ts'
import type { Cluster } from '../model/kubernetes/index.ts'
import type { Engine } from '../store/engine/index.ts'
import { type ObjectStore, objectStore } from '../store/objects/index.ts'
import { openDemo } from '../twin/index.ts'
import type { MangruConfig } from './config.ts'
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
}

type Wanted = Pick<MangruConfig, 'kubeconfig' | 'context' | 'demo'>

/** A cluster that was named: ready to be asked, or why it cannot be. */
export interface NamedCluster {
  readonly demo: boolean
  readonly opened: Promise<Result<Cluster, AccessTrouble>>
}

/** Undefined: none was named. A kubeconfig goes before the demo. Needs no store, so that the demo lives through its past while the engine opens. */
export function nameCluster({ kubeconfig, context, demo }: Wanted, clock: Clock): NamedCluster | undefined {
  if (kubeconfig !== null) return { demo: false, opened: openReal(kubeconfig, context, clock) }
  return demo ? { demo: true, opened: openDemo(clock, demoSeed).then(({ cluster }) => ok(cluster)) } : undefined
}

/** Undefined: no cluster was named. */
export async function openCluster(
  { kubeconfig, context }: Wanted,
  named: NamedCluster | undefined,
  ports: ClusterDeskPorts,
): Promise<ClusterDesk | undefined> {
  if (named === undefined) return undefined
  const store = objectStore(ports.engine)
  const opened = await named.opened
  if (!opened.ok) {
    ports.log(`The cluster cannot be watched. ${opened.error.message} The rest of Mangru works.`)
    return blindDesk(context ?? '', kubeconfig ?? '', opened.error, store)
  }
  return watchingDesk(opened.value, named.demo, store, ports)
}

const demoSeed = 1

async function openReal(file: string, context: string | null, clock: Clock): Promise<Result<Cluster, AccessTrouble>> {
  let content: string
  try {
    content = await readFile(file, 'utf8')
  } catch (error) {
    const reason = (error as Error).message
    const said = { code: 'kubeconfig-no-file', values: { file, reason } }
    return err({ said, message: `The kubeconfig ${file} cannot be read: ${reason}.` })
  }
  const access = readKubeconfig(content, dirname(file), context)
  if (!access.ok)
    return err({ said: access.error.said, message: `The kubeconfig ${file} cannot be used. ${access.error.message}` })
  return ok(openKubernetes(access.value, clock))
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
  { clock, random, log }: ClusterDeskPorts,
): Promise<ClusterDesk> {
  const keeper = await openKeeper({ store, clock, cluster: cluster.name, newId: randomUUID, log })
  if (!keeper.ok) log('Versions of the cluster’s objects are not kept: what was kept before cannot be read.')
  const inventory = startInventory({ cluster, clock, random }, keeper.ok ? keeper.value : undefined)
  const stopping = new AbortController()
  const health = watchHealth(cluster, clock, stopping.signal, log)
  const nodes = () => (inventory.sight('Node').state === 'waiting' ? undefined : inventory.objects('Node'))
  const usage = startUsage({ cluster, nodes, clock })
  const groups = watchGroups([groupsOfCluster(cluster)], clock, stopping.signal)
  const tidied = tidyVersions(store, clock, stopping.signal, log)
  return {
    port: {
      ...{ name: cluster.name, address: cluster.address, demo, trouble: null, versions: store },
      objects: kind => inventory.objects(kind),
      object: (kind, namespace, name) => inventory.object(kind, namespace, name),
      sight: kind => inventory.sight(kind),
      leftOut: kind => inventory.leftOut(kind),
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
      await Promise.all([health.over, groups.over, tidied])
      if (keeper.ok) await keeper.value.stop()
      await cluster.close()
    },
  }
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
