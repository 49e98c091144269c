/**
 * From when on each resolution counts. It stands in the engine beside the samples, so that every program over it agrees: what is older
 * than `samples` is read from roll-ups alone, also while its samples are still there; five minutes older than `fives` from hours alone.
 * Written before anything is removed.
 */
import { type Instant, instant, ok, type Result } from '../../model/index.ts'
import { type Engine, type EngineError, sql } from '../engine/index.ts'

export interface Ages {
  readonly samples: Instant
  readonly fives: Instant
}

/** Nothing was ever rolled up. */
export const noAges: Ages = { samples: instant(0), fives: instant(0) }

/** As `metric_ages.step` names them. */
const steps = { samples: 0, fives: 300 } as const

/** `before`: only what was written before this time. */
export async function readAges(engine: Engine, before?: Instant): Promise<Result<Ages, EngineError>> {
  const where = before === undefined ? sql`1` : sql`at < fromUnixTimestamp64Milli(${before}, 'UTC')`
  const read = await engine.query(
    sql`SELECT toUnixTimestamp64Milli(maxIf(since, step = ${steps.samples})), toUnixTimestamp64Milli(maxIf(since, step = ${steps.fives})) FROM mangru.metric_ages WHERE ${where}`,
  )
  if (!read.ok) return read
  const [samples, fives] = (read.value.rows[0] ?? []).map(Number)
  return ok({ samples: instant(samples ?? 0), fives: instant(fives ?? 0) })
}

export const writeAge = (
  engine: Engine,
  of: keyof Ages,
  since: Instant,
  now: Instant,
): Promise<Result<void, EngineError>> =>
  engine.run(
    sql`INSERT INTO mangru.metric_ages (step, since, at) SELECT ${steps[of]}, fromUnixTimestamp64Milli(${since}, 'UTC'), fromUnixTimestamp64Milli(${now}, 'UTC')`,
  )
