/**
 * An engine that tells the operator when rows cannot be stored: callers are told each time, but who keeps the machine would not see it.
 * The first failure is told at once, then a sum from time to time, and when it works again.
 */
import { limits } from '../limits.ts'
import { type Clock, type Instant, ok } from '../model/index.ts'
import type { Engine, EngineError } from '../store/engine/index.ts'

export function tellInsertTrouble(engine: Engine, clock: Clock, log: (line: string) => void): Engine {
  let failed = 0
  let toldAt: Instant | undefined
  const note = (error: EngineError) => {
    failed += 1
    const now = clock.now()
    if (toldAt !== undefined && now >= toldAt && now - toldAt < limits.troubleToldEvery) return
    toldAt = now
    const why = 'message' in error ? error.message : error.code
    log(
      `rows could not be stored (${failed} ${failed === 1 ? 'time' : 'times'}); callers are told to try again: ${why}`,
    )
  }
  return {
    kind: engine.kind,
    gathers: engine.gathers,
    run: (statement, options) => engine.run(statement, options),
    query: (statement, options) => engine.query(statement, options),
    stream: (statement, options) => engine.stream(statement, options),
    stats: () => engine.stats(),
    close: () => engine.close(),
    insert: async (...block) => {
      const stored = await engine.insert(...block)
      if (!stored.ok) {
        if (stored.error.code !== 'cancelled') note(stored.error)
        return stored
      }
      if (failed > 0) {
        log(`rows are stored again, after ${failed} failed ${failed === 1 ? 'try' : 'tries'}`)
        failed = 0
        toldAt = undefined
      }
      return ok(undefined)
    },
  }
}
