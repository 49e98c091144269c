/** Lets go of versions of the cluster's objects that are older than they are kept: at the start and every hour. */
import { limits } from '../limits.ts'
import { type Clock, minus } from '../model/index.ts'
import type { ObjectStore } from '../store/objects/index.ts'

/** Resolves when the signal aborts. */
export async function tidyVersions(
  store: Pick<ObjectStore, 'dropBefore'>,
  clock: Clock,
  signal: AbortSignal,
  log: (line: string) => void,
): Promise<void> {
  while (!signal.aborted) {
    const dropped = await store.dropBefore(minus(clock.now(), limits.objectLife))
    if (!dropped.ok) log('Old versions of the cluster’s objects could not be dropped; it is tried again.')
    await clock.sleep(limits.objectTidyEvery, signal)
  }
}
