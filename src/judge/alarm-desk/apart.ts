/** Long rehearsals are worked out beside the service, one after the other, so that nobody else waits for them. */
import { Worker } from 'node:worker_threads'
import { limits } from '../../limits.ts'
import { err, type Result } from '../../model/index.ts'
import type { EngineError } from '../../store/engine/index.ts'
import type { RehearsalError } from '../alarms/index.ts'
import type { RehearsalWork, WorkedOut } from './rehearsal-work.ts'

let lane: Promise<unknown> = Promise.resolve()

/** What it needs is gathered when its turn has come. */
export function inItsTurn<T>(work: () => Promise<T>): Promise<T> {
  const turn = lane.then(work)
  lane = turn.catch(() => undefined)
  return turn
}

/** Ends at once when `signal` aborts, and when it needs more than `limits.rehearsalMemory`. */
export function workedApart(
  work: RehearsalWork,
  signal: AbortSignal | undefined,
): Promise<WorkedOut | Result<never, EngineError>> {
  if (signal?.aborted) return Promise.resolve(err({ code: 'cancelled' }))
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./rehearsal-thread.ts', import.meta.url), {
      workerData: work,
      resourceLimits: { maxOldGenerationSizeMb: limits.rehearsalMemory / 1_048_576 },
    })
    const stop = () => {
      resolve(err({ code: 'cancelled' }))
      void worker.terminate()
    }
    signal?.addEventListener('abort', stop, { once: true })
    worker.once('message', (answer: WorkedOut) => resolve(answer))
    worker.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ERR_WORKER_OUT_OF_MEMORY') resolve(err(tooMuch))
      else reject(error)
    })
    worker.once('exit', () => {
      signal?.removeEventListener('abort', stop)
      reject(new Error('a rehearsal ended without an answer'))
    })
  })
}

const tooMuch: RehearsalError = {
  code: 'ValidationError',
  message: 'The rehearsal needs more memory than it may have. Choose a shorter range.',
  at: 'to',
}
