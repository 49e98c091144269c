/** The shape of `logEvents`, quick when all is well: one loop without a call per event. */
import { limits } from '../../../../limits.ts'
import { listOf, long, type Shape, structure, text } from '../../protocol/index.ts'
import type { InputLogEvent } from './check-log-events.ts'

/** Says in AWS's words what is wrong, once the quick look has found that something is. */
const spelledOut = listOf(
  structure({ timestamp: long({ min: 0 }), message: text({ min: 1 }) }, ['timestamp', 'message']),
  { min: 1, max: limits.putLogEventsCount },
)

export const inputLogEvents: Shape<readonly InputLogEvent[]> = {
  check(value, at, found) {
    if (!isFine(value)) spelledOut.check(value, at, found)
  },
}

function isFine(value: unknown): boolean {
  if (!Array.isArray(value) || value.length === 0 || value.length > limits.putLogEventsCount) return false
  for (const event of value) {
    if (typeof event !== 'object' || event === null) return false
    const { timestamp, message } = event as Partial<InputLogEvent>
    if (typeof message !== 'string' || message.length === 0) return false
    if (typeof timestamp !== 'number' || !Number.isSafeInteger(timestamp) || timestamp < 0) return false
  }
  return true
}
