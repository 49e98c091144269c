/** Keeps one engine child alive: when it dies it is started again, with a bounded back-off, and those who wait are told. */

import { limits } from '../../../limits.ts'
import { type Clock, err, type Millis, millis, ok, type Result } from '../../../model/index.ts'
import { explainOpenError, type OpenError } from '../open-error.ts'
import { type EngineChild, type Open, startChild } from './child-process.ts'

export interface Supervisor {
  /** The living child; undefined while it is down or when it is closed. */
  child(): EngineChild | undefined
  restarts(): number
  /** Waits for a living child, at most `patience`. */
  ready(patience: Millis): Promise<Result<EngineChild, { readonly message: string }>>
  close(): Promise<void>
}

/** The wait before start number `attempt` (1, 2, …) after a death: 50 ms, doubling, at most `limits.engineRestartPause`. */
export const restartPause = (attempt: number): Millis =>
  millis(Math.min(limits.engineRestartPause, 50 * 2 ** (attempt - 1)))

type Start = (open: Open, log: (line: string) => void) => Promise<Result<EngineChild, OpenError>>

/** `start` is how a child comes to life; only tests hand in another one. */
export async function supervise(
  open: Open,
  clock: Clock,
  log: (line: string) => void,
  start: Start = startChild,
): Promise<Result<Supervisor, OpenError>> {
  const first = await startPatiently(open, clock, log, start)
  if (!first.ok) return first
  let alive: EngineChild | undefined = first.value
  let restarts = 0
  let attempts = 0
  let trouble = 'the engine is being started again'
  const closing = new AbortController()
  let waiters: (() => void)[] = []
  const wake = (): void => {
    for (const waiter of waiters) waiter()
    waiters = []
  }

  async function watch(child: EngineChild): Promise<void> {
    const startedAt = clock.now()
    await child.gone
    if (closing.signal.aborted) return
    alive = undefined
    log(`the engine (PID ${child.pid}) ended unexpectedly and is started again`)
    if (clock.now() - startedAt >= limits.engineSteadyAfter) attempts = 0
    while (!closing.signal.aborted) {
      attempts += 1
      await clock.sleep(restartPause(attempts), closing.signal)
      if (closing.signal.aborted) return
      const again = await start(open, log)
      if (again.ok) {
        if (closing.signal.aborted) return again.value.kill()
        restarts += 1
        alive = again.value
        void watch(again.value)
        return wake()
      }
      trouble = explainOpenError(again.error)
      log(trouble)
    }
  }
  void watch(first.value)

  return ok({
    child: () => alive,
    restarts: () => restarts,
    async ready(patience) {
      if (alive) return ok(alive)
      const enough = new AbortController()
      const woken = new Promise<void>(resolve => waiters.push(resolve))
      await Promise.race([woken, clock.sleep(patience, AbortSignal.any([enough.signal, closing.signal]))])
      enough.abort()
      if (closing.signal.aborted) return err({ message: 'the engine is closed' })
      return alive ? ok(alive) : err({ message: trouble })
    },
    async close() {
      closing.abort()
      wake()
      const child = alive
      alive = undefined
      if (!child) return
      child.close()
      const enough = new AbortController()
      await Promise.race([child.gone, clock.sleep(millis(limits.engineClosePatience), enough.signal)])
      enough.abort()
      child.kill()
      await child.gone
    },
  })
}

/** A predecessor that is just dying holds the lock a little longer: it gets some time before the directory counts as taken. */
async function startPatiently(
  open: Open,
  clock: Clock,
  log: (line: string) => void,
  start: Start,
): Promise<Result<EngineChild, OpenError>> {
  const deadline = clock.now() + limits.engineLockPatience
  for (;;) {
    const started = await start(open, log)
    if (started.ok || started.error.code !== 'in-use' || clock.now() >= deadline) return started
    await clock.sleep(millis(250))
  }
}
