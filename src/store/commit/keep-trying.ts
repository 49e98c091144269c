/** Gives the engine the same block again while its trouble may pass. */
import { limits } from '../../limits.ts'
import { type Clock, instant, type Result } from '../../model/index.ts'
import type { EngineError } from '../engine/index.ts'

/**
 * The first success, or the first trouble that does not pass; the last one that does after `limits.commitRetryFor`, or once `closing` is
 * aborted and it was tried once more. `attempt` must be the same block under the same token each time.
 */
export async function keepTrying(
  attempt: () => Promise<Result<void, EngineError>>,
  { clock, closing }: { readonly clock: Clock; readonly closing: AbortSignal },
): Promise<Result<void, EngineError>> {
  let begun = clock.now()
  for (;;) {
    const stored = await attempt()
    if (stored.ok || !passes(stored.error)) return stored
    const now = clock.now()
    if (closing.aborted || now - begun >= limits.commitRetryFor) return stored
    begun = instant(Math.min(begun, now))
    await clock.sleep(limits.commitRetryPause, closing)
  }
}

/** Worth another try: the engine is away, or has no memory left for a block until its merges give some back. */
const passes = (error: EngineError): boolean =>
  error.code === 'unavailable' || (error.code === 'over-limit' && error.limit === 'memory')
