/**
 * Which nodes fell silent. A kubelet renews the lease of its node every quarter of the lease's duration (stock: every 10 s); the cluster waits for 40 s
 * and more before it calls the node NotReady. Here a lease that is not renewed in its time is told at once. Counted by our own clock from the moment a
 * renewal was seen, so clocks of nodes may be wrong; and confirmed by a list, so that a watch that hangs accuses nobody.
 */
import { limits } from '../../limits.ts'
import { between, type Clock, type Instant } from '../../model/index.ts'
import type { Cluster, Lease } from '../../model/kubernetes/index.ts'
import type { Inventory } from '../inventory/index.ts'

export interface Heartbeats {
  /** When the node was heard last, where it should have been heard since; undefined: it was heard in time, or nobody can tell. */
  silentSince(node: string): Instant | undefined
  /** Resolves when the signal aborts. */
  readonly over: Promise<void>
}

export interface HeartbeatPorts {
  readonly cluster: Pick<Cluster, 'list'>
  readonly inventory: Pick<Inventory, 'objects' | 'sight'>
  readonly clock: Clock
  /** Told when a node fell silent, and when one that was silent is heard again. */
  readonly changed?: () => void
}

interface Heard {
  renewed: string
  at: Instant
  silent: boolean
}

const isOfNode = ({ metadata }: Lease): boolean => metadata.namespace === 'kube-node-lease'

export function watchHeartbeats(
  { cluster, inventory, clock, changed = () => undefined }: HeartbeatPorts,
  signal: AbortSignal,
): Heartbeats {
  const heard = new Map<string, Heard>()

  /** True where it was renewed since, or is new. */
  function note({ metadata: { name }, spec }: Lease): boolean {
    const renewed = spec?.renewTime ?? ''
    const before = heard.get(name)
    if (before?.renewed === renewed) return false
    heard.set(name, { renewed, at: clock.now(), silent: false })
    if (before?.silent) changed()
    return true
  }

  function look(): readonly Lease[] {
    const leases = inventory.objects('Lease').filter(isOfNode)
    const names = new Set(leases.map(({ metadata }) => metadata.name))
    for (const name of heard.keys()) if (!names.has(name)) heard.delete(name)
    return leases.filter(lease => {
      if (note(lease)) return false
      const before = heard.get(lease.metadata.name)
      return before !== undefined && !before.silent && between(before.at, clock.now()) >= patienceWith(lease)
    })
  }

  /** Nobody is accused on the word of a watch alone. */
  async function confirm(suspects: readonly Lease[]): Promise<void> {
    const still = new Set(suspects.map(({ metadata }) => metadata.name))
    let from: string | undefined
    do {
      const page = await cluster.list('Lease', {
        ...{ signal, limit: limits.clusterPageObjects },
        ...(from === undefined ? {} : { from }),
      })
      if (!page.ok) return
      for (const lease of page.value.items) if (isOfNode(lease) && note(lease)) still.delete(lease.metadata.name)
      from = page.value.next
    } while (from !== undefined)
    for (const name of still) {
      const before = heard.get(name)
      if (before !== undefined) before.silent = true
    }
    if (still.size > 0) changed()
  }

  /** While we hear nothing ourselves, nobody is late. */
  function excuse(): void {
    for (const one of heard.values()) if (!one.silent) one.at = clock.now()
  }

  const over = (async () => {
    while (!signal.aborted) {
      if (inventory.sight('Lease').state === 'seen') {
        const suspects = look()
        if (suspects.length > 0) await confirm(suspects)
      } else excuse()
      const before = clock.now()
      await clock.sleep(limits.heartbeatLook, signal)
      // Whoever slept longer than that, or whose clock was set, cannot say who was late meanwhile.
      const slept = between(before, clock.now())
      if (slept < 0 || slept >= limits.heartbeatLeast) excuse()
    }
  })()
  return {
    silentSince: node => {
      const one = heard.get(node)
      return one?.silent ? one.at : undefined
    },
    over,
  }
}

/** A tenth more than the kubelet's own pace, whose chance is 4%; milliseconds. */
const patienceWith = ({ spec }: Lease): number =>
  Math.max(limits.heartbeatLeast, ((spec?.leaseDurationSeconds ?? 40) / 4) * 1_100)
