/**
 * Carries versions of objects to the store: gathers for a moment, writes together, tries again while the store is away, and in a flood keeps the newest
 * of each object. At the start it compares with what was stored before, so that a restart writes nothing twice and sees what went meanwhile.
 */
import { limits } from '../../limits.ts'
import { type Clock, type Instant, instant, type Result } from '../../model/index.ts'
import type { AnyObject, KindName } from '../../model/kubernetes/index.ts'
import type { EngineError } from '../../store/engine/index.ts'
import type { ObjectStore, ObjectVersion } from '../../store/objects/index.ts'
import { written } from './version-of.ts'

export interface Keeper {
  /** All objects of a kind, as just listed: what is stored and not among them, nor among those that are left out, is gone. */
  listed(kind: KindName, objects: readonly AnyObject[], leftOut?: readonly AnyObject[]): void
  put(object: AnyObject): void
  taken(object: AnyObject): void
  /** Versions that were given up in a flood, since the start. */
  readonly dropped: () => number
  /** Writes what waits, once, and ends. */
  stop(): Promise<void>
}

export interface KeeperPorts {
  readonly store: ObjectStore
  readonly clock: Clock
  readonly cluster: string
  /** A new name for each block. */
  readonly newId: () => string
  readonly log: (line: string) => void
  /** Versions that may wait for the store (count); absent: `limits.objectsPending`. */
  readonly pending?: number
}

interface Known {
  digest: bigint
  at: Instant
  /** Undefined: known from the store, and not yet met in this life. */
  object: AnyObject | undefined
  readonly key: Pick<ObjectVersion, 'kind' | 'namespace' | 'name' | 'uid'>
}

export async function openKeeper(ports: KeeperPorts): Promise<Result<Keeper, EngineError>> {
  const { store, clock, cluster, newId, log, pending: most = limits.objectsPending } = ports
  const present = await store.present(cluster, clock.now())
  if (!present.ok) return present
  const known = new Map<string, Known>(
    present.value.map(({ digest, at, ...key }) => [key.uid, { digest, at, object: undefined, key }]),
  )
  let pending: ObjectVersion[] = []
  let dropped = 0
  const stopping = new AbortController()

  function push(version: ObjectVersion): void {
    pending.push(version)
    if (pending.length <= most) return
    const newest = new Map(pending.map(one => [one.uid, one]))
    // Room for more than one, or each push would look through all that waits.
    const kept = [...newest.values()].slice(-0.9 * most)
    dropped += pending.length - kept.length
    pending = kept
  }
  /** Later than the version before, also when the clock was set back. */
  const timeFor = (before: Known | undefined): Instant => instant(Math.max(clock.now(), (before?.at ?? -1) + 1))

  function put(object: AnyObject, again = false): void {
    const { uid, name, namespace = '' } = object.metadata
    const { body, digest } = written(object)
    const before = known.get(uid)
    if (before !== undefined && before.digest === digest && !again) {
      before.object = object
      return
    }
    const at = timeFor(before)
    const key = { kind: object.kind, namespace, name, uid }
    known.set(uid, { digest, at, object, key })
    push({ ...key, at, gone: false, digest, body })
  }
  function gone(uid: string): void {
    const before = known.get(uid)
    if (before === undefined) return
    known.delete(uid)
    push({ ...before.key, at: timeFor(before), gone: true, digest: 0n, body: '' })
  }

  let day = dayOf(clock.now())
  /** A look back reads two days, so whatever stands unchanged is written once in each. */
  function writeAnew(): void {
    const today = dayOf(clock.now())
    if (today === day) return
    day = today
    for (const { object } of [...known.values()]) if (object !== undefined) put(object, true)
  }

  async function flush(): Promise<boolean> {
    const block = pending.slice(0, limits.objectsPerBlock)
    if (block.length === 0) return true
    pending = pending.slice(block.length)
    const token = newId()
    let told = false
    for (;;) {
      const stored = await store.append(cluster, block, token)
      if (stored.ok) return true
      if (!told) log(`Versions of the cluster's objects wait for the store: ${wordsOf(stored.error)}`)
      told = true
      if (stored.error.code === 'query-failed' || stopping.signal.aborted) {
        dropped += block.length
        return false
      }
      await clock.sleep(limits.objectsRetryAfter, stopping.signal)
    }
  }

  const over = (async () => {
    while (!stopping.signal.aborted) {
      await clock.sleep(limits.objectsGather, stopping.signal)
      writeAnew()
      while (pending.length > 0 && (await flush())) if (stopping.signal.aborted) break
    }
  })()
  const keeper: Keeper = {
    listed: (kind, objects, leftOut = []) => {
      const here = new Set([...objects, ...leftOut].map(({ metadata }) => metadata.uid))
      for (const [uid, { key }] of [...known]) if (key.kind === kind && !here.has(uid)) gone(uid)
      for (const object of objects) put(object)
    },
    put,
    taken: object => gone(object.metadata.uid),
    dropped: () => dropped,
    stop: async () => {
      stopping.abort()
      await over
      while (pending.length > 0 && (await flush())) {
        // Until nothing waits, or the store says no.
      }
    },
  }
  return { ok: true, value: keeper }
}

const dayOf = (at: Instant): number => Math.floor(at / 86_400_000)
const wordsOf = (error: EngineError): string => ('message' in error ? error.message : error.code)
