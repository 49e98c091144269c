/** From ClickHouse's error codes to `EngineError`: the one place where numbers get a meaning. */
import type { EngineError } from './port.ts'

/** What an engine says when a statement fails; `engineCode` 0 when it gave none. */
export interface EngineFailure {
  readonly engineCode: number
  readonly message: string
}

const overMemory = new Set([241])
const overTime = new Set([159, 160])
const overRows = new Set([158, 307, 396])
/** Trouble that passes: too many parts or queries, replicas, keeper or network away, server going down. */
const passing = new Set([202, 209, 210, 236, 242, 252, 279, 285, 286, 319, 373, 439, 999])

export function engineError(failure: EngineFailure): EngineError {
  const { engineCode, message } = failure
  if (overMemory.has(engineCode)) return { code: 'over-limit', limit: 'memory', message }
  if (overTime.has(engineCode)) return { code: 'over-limit', limit: 'time', message }
  if (overRows.has(engineCode)) return { code: 'over-limit', limit: 'rows', message }
  if (engineCode === 394) return { code: 'cancelled' }
  if (engineCode === 243 || /No space left on device|errno: 28|ENOSPC/.test(message))
    return { code: 'disk-full', message }
  // The same code says "too many parts, come back later" and "this block is over too many days"; only the first passes.
  if (passing.has(engineCode) && !/partitions for single INSERT block/.test(message))
    return { code: 'unavailable', message }
  return { code: 'query-failed', engineCode, message }
}
