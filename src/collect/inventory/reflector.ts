/**
 * Keeps up with all objects of one kind: lists them page by page, then watches from there; goes on where a watch ended, lists anew where the cluster has
 * forgotten, and waits longer the longer it goes wrong. What this account may not see is asked for again now and then: rights change.
 */
import { limits } from '../../limits.ts'
import { type Clock, type Instant, type Millis, millis, type Random } from '../../model/index.ts'
import type { Cluster, ClusterError, KindName, ObjectOf } from '../../model/kubernetes/index.ts'

/** How well a kind is seen. */
export type Sight =
  | { readonly state: 'waiting' }
  | { readonly state: 'seen'; readonly since: Instant }
  /** Not seen, or not any more: what is kept of it may be old. */
  | { readonly state: 'blind'; readonly since: Instant; readonly error: ClusterError }

export interface Sink<K extends KindName> {
  /** All there are now. */
  replaced(objects: readonly ObjectOf<K>[]): void
  put(object: ObjectOf<K>): void
  taken(object: ObjectOf<K>): void
  sight(sight: Sight): void
}

export interface ReflectorPorts {
  readonly cluster: Cluster
  readonly clock: Clock
  readonly random: Random
}

/** Resolves when the signal aborts, never before. */
export async function reflect<K extends KindName>(
  kind: K,
  { cluster, clock, random }: ReflectorPorts,
  sink: Sink<K>,
  signal: AbortSignal,
): Promise<void> {
  let version: string | undefined
  let failures = 0
  let seen = false
  while (!signal.aborted) {
    const from = clock.now()
    const step = version === undefined ? await listAll() : await watchFrom(version)
    if (signal.aborted) return
    version = step.version
    if (step.error === undefined) {
      failures = 0
      if (!seen) sink.sight({ state: 'seen', since: clock.now() })
      seen = true
      // A server that ends each watch at once is not asked a thousand times a second.
      if (clock.now() - from < limits.watchLeast && step.watched) await pause(limits.watchLeast)
      continue
    }
    if (step.error.code === 'gone') {
      await pause(limits.watchLeast)
      continue
    }
    failures += 1
    if (seen || failures === 1 || step.error.code === 'may-not') {
      sink.sight({ state: 'blind', since: clock.now(), error: step.error })
      seen = false
    }
    await pause(pauseAfter(step.error, failures, random))
  }

  function pause(length: Millis): Promise<void> {
    return clock.sleep(length, signal)
  }

  async function listAll(): Promise<Step> {
    const objects: ObjectOf<K>[] = []
    let from: string | undefined
    for (;;) {
      const page = await cluster.list(kind, {
        ...{ signal, limit: limits.clusterPageObjects },
        ...(from === undefined ? {} : { from }),
      })
      if (!page.ok) return { version: undefined, error: page.error, watched: false }
      objects.push(...page.value.items)
      from = page.value.next
      if (from !== undefined) continue
      sink.replaced(objects)
      return { version: page.value.resourceVersion, watched: false }
    }
  }

  async function watchFrom(start: string): Promise<Step> {
    let at = start
    const events = await cluster.watch(kind, { signal, resourceVersion: at })
    if (!events.ok) return { version: forgotten(events.error) ? undefined : at, error: events.error, watched: true }
    const opened = clock.now()
    // The first word of a watch is late where nothing happens; that it was opened is word enough.
    if (!seen) sink.sight({ state: 'seen', since: clock.now() })
    seen = true
    for await (const event of events.value) {
      if (event.type === 'ERROR') {
        // It stood: what broke it is the first failure, not one more of those before it was open.
        if (clock.now() - opened >= limits.watchLeast) failures = 0
        return { version: forgotten(event.error) ? undefined : at, error: event.error, watched: true }
      }
      at = event.type === 'BOOKMARK' ? event.resourceVersion : event.object.metadata.resourceVersion
      failures = 0
      if (event.type === 'DELETED') sink.taken(event.object)
      else if (event.type !== 'BOOKMARK') sink.put(event.object)
    }
    return { version: at, watched: true }
  }
}

interface Step {
  /** Where a watch may go on; undefined: list anew. */
  readonly version: string | undefined
  readonly error?: ClusterError
  readonly watched: boolean
}

/** Whoever lost the right to watch or the kind itself begins anew once it is back. */
const forgotten = ({ code }: ClusterError): boolean => code === 'gone' || code === 'may-not' || code === 'not-found'

/** With chance in it, so that twenty watches that broke together do not come back together. */
export function pauseAfter(error: ClusterError, failures: number, random: Random): Millis {
  if (error.code === 'may-not' || error.code === 'not-found') return limits.clusterBlindPause
  const doubled = Math.min(limits.clusterMostPause, 500 * 2 ** Math.min(failures - 1, 20))
  const asked = error.code === 'busy' ? error.retryAfter : 0
  return millis(Math.max(asked, doubled * (0.5 + random.next() / 2)))
}
