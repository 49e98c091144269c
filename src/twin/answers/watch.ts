/** Lists and watches over the twin's objects, and the log of a container as bytes. */
import { limits } from '../../limits.ts'
import { type Clock, type Instant, instant, millis } from '../../model/index.ts'
import type { KindName, LogOptions, ObjectOf, WatchEvent, WatchOptions } from '../../model/kubernetes/index.ts'
import { linesOf } from '../logs/index.ts'
import type { ContainerRun, Instance, PodRun } from '../world/running.ts'
import type { World } from '../world/world.ts'

export interface Living {
  readonly world: World
  readonly clock: Clock
  /** Brings the twin up to the present. */
  catchUp(): void
  readonly closed: AbortSignal
}

const idle = (living: Living, signal: AbortSignal): Promise<void> => {
  const next = living.world.next()
  const until = next === undefined ? limits.twinLookEvery : Math.max(20, next - living.clock.now())
  return living.clock.sleep(millis(Math.min(limits.twinLookEvery, until)), signal)
}

/** Ends when it is told to, or when what it should go on from is forgotten. A bookmark comes now and then. */
export async function* watchObjects<K extends KindName>(
  living: Living,
  kind: K,
  { resourceVersion, signal }: WatchOptions,
): AsyncGenerator<WatchEvent<K>> {
  const stop = AbortSignal.any([signal, living.closed])
  const { objects } = living.world
  let version = Number(resourceVersion)
  let quiet = 0
  while (!stop.aborted) {
    living.catchUp()
    const changes = objects.changes(kind, version)
    if (changes === 'gone') {
      yield {
        type: 'ERROR',
        error: { code: 'gone', message: `too old resource version: ${version} (${objects.version})` },
      }
      return
    }
    for (const { type, object, version: at } of changes) {
      if (stop.aborted) return
      version = at
      yield { type, object: object as ObjectOf<K> }
    }
    quiet = changes.length > 0 ? 0 : quiet + 1
    if (quiet > 0 && quiet % 60 === 0) {
      version = objects.version
      yield { type: 'BOOKMARK', resourceVersion: String(version) }
    }
    await idle(living, stop)
  }
}

/** Where a log begins: what is asked for, but nothing that has been rotated away. */
function beginOf(world: World, sinceTime: string | undefined): Instant {
  const kept = world.now - limits.twinLogBack
  const since = sinceTime === undefined ? Number.NaN : Date.parse(sinceTime)
  // Whole seconds, and that second too.
  return instant(Number.isNaN(since) ? kept : Math.max(kept, Math.floor(since / 1_000) * 1_000 - 1))
}

export async function* logBytes(
  living: Living,
  pod: PodRun,
  run: ContainerRun,
  instance: Instance,
  options: LogOptions,
): AsyncGenerator<Uint8Array> {
  const { world } = living
  const stop = AbortSignal.any([options.signal, living.closed])
  const encoder = new TextEncoder()
  let left = options.limitBytes ?? Number.POSITIVE_INFINITY
  let from = beginOf(world, options.sinceTime)
  let first = true
  while (!stop.aborted && left > 0) {
    living.catchUp()
    const to = world.now
    const lines = [...linesOf(world, pod, run, instance, from, to)].map(({ time, text }) => `${time} ${text}\n`)
    const told =
      first && options.tailLines !== undefined
        ? options.tailLines === 0
          ? []
          : lines.slice(-options.tailLines)
        : lines
    if (told.length > 0) {
      const bytes = encoder.encode(told.join(''))
      yield left < bytes.length ? bytes.subarray(0, left) : bytes
      left -= bytes.length
    }
    from = to
    first = false
    if (options.follow !== true || instance.endedAt !== undefined) return
    await living.clock.sleep(limits.twinLookEvery, stop)
  }
}
