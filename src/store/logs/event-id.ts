/**
 * The 56-digit event id: '3', 15 digits of milliseconds, 20 digits of the batch (UInt64), 10 of the group, 10 of the index.
 * Ids sort as (timestamp, ingestion, position), which is the order FilterLogEvents promises.
 */
import { type Instant, instant } from '../../model/index.ts'
import type { LogCursor } from './port.ts'

export function eventId(cursor: LogCursor, groupId: number): string {
  return eventIds(cursor.batch, groupId)(cursor.timestamp, cursor.index)
}

/** `eventId` for many events of one batch. */
export function eventIds(batch: string, groupId: number): (timestamp: number, index: number) => string {
  const same = `${batch.padStart(20, '0')}${String(groupId).padStart(10, '0')}`
  return (timestamp, index) => `3${String(timestamp).padStart(15, '0')}${same}${String(index).padStart(10, '0')}`
}

/** The way back; undefined when the text is no id of ours. */
export function parseEventId(id: string): { cursor: LogCursor; groupId: number } | undefined {
  if (!/^3\d{55}$/.test(id)) return undefined
  const at: Instant = instant(Number(id.slice(1, 16)))
  const batch = BigInt(id.slice(16, 36)).toString()
  return { cursor: { timestamp: at, batch, index: Number(id.slice(46)) }, groupId: Number(id.slice(36, 46)) }
}
