/** What a writer is told whose rows are not stored. */
import { limits } from '../../limits.ts'
import type { Millis } from '../../model/index.ts'
import type { EngineError } from '../engine/index.ts'

export type AppendError =
  /** The queue is at its bound of bytes; nothing was taken. The protocol answers "slow down". */
  | { readonly code: 'slow-down'; readonly retryAfter: Millis }
  | { readonly code: 'disk-full'; readonly message: string }
  | { readonly code: 'unavailable'; readonly message: string }
  | { readonly code: 'closing' }

/** Of a block that the engine did not take. */
export function appendError(error: EngineError): AppendError {
  if (error.code === 'over-limit') return { code: 'slow-down', retryAfter: limits.slowDownRetryAfter }
  if (error.code === 'disk-full') return { code: 'disk-full', message: error.message }
  if (error.code === 'cancelled') return { code: 'closing' }
  return { code: 'unavailable', message: error.message }
}
