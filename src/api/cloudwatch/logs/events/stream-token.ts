/**
 * Tokens of GetLogEvents, `f/<56 digits>/s` and `b/<56 digits>/s`. The digits are a position between events: like an event
 * id, with the stream's id where that has the group's. `f` reads what is strictly after it, `b` what is strictly before.
 */
import { type Instant, instant } from '../../../../model/index.ts'
import { eventId, parseEventId } from '../../../../store/logs/event-id.ts'
import type { LogCursor } from '../../../../store/logs/port.ts'

export interface StreamToken {
  readonly forward: boolean
  readonly cursor: LogCursor
}

export const streamToken = ({ forward, cursor }: StreamToken, streamId: number): string =>
  `${forward ? 'f' : 'b'}/${eventId(cursor, streamId)}/s`

/** undefined: no token of ours, or another stream's. */
export function parseStreamToken(text: string, streamId: number): StreamToken | undefined {
  const match = /^([fb])\/(\d{56})\/s$/.exec(text)
  const position = match ? parseEventId(match[2]!) : undefined
  // Twenty digits can say more than 64 bits hold.
  if (position === undefined || position.groupId !== streamId || BigInt(position.cursor.batch) > lastBatch) {
    return undefined
  }
  return position.cursor.index > lastIndex ? undefined : { forward: match![1] === 'f', cursor: position.cursor }
}

const lastIndex = 4_294_967_295
const lastBatch = 2n ** 64n - 1n

/** The position right after an event: reading backward from it begins with that event. */
export const rightAfter = (cursor: LogCursor): LogCursor =>
  cursor.index < lastIndex ? { ...cursor, index: cursor.index + 1 } : { ...cursor }

/** The position right before an event: reading forward from it begins with that event. */
export function rightBefore({ timestamp, batch, index }: LogCursor): LogCursor {
  if (index > 0) return { timestamp, batch, index: index - 1 }
  if (batch !== '0') return { timestamp, batch: String(BigInt(batch) - 1n), index: lastIndex }
  if (timestamp === 0) return { timestamp, batch, index }
  return { timestamp: instant(timestamp - 1), batch: String(lastBatch), index: lastIndex }
}

/** Before everything from `at` on. */
export const beginning = (at: Instant): LogCursor => rightBefore({ timestamp: at, batch: '0', index: 0 })
