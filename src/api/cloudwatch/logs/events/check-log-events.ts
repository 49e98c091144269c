/** What of a PutLogEvents batch is taken: the rules of CloudWatch Logs as one pure function. */
import { limits } from '../../../../limits.ts'
import { days, err, type Instant, ok, type Result } from '../../../../model/index.ts'
import type { AwsError } from '../../protocol/index.ts'
import { eventTooLarge, refusals, uploadTooLarge } from '../refusals.ts'

export interface InputLogEvent {
  readonly timestamp: number
  readonly message: string
}

/** Indexes into the batch: the end is exclusive, the start inclusive. */
export interface RejectedLogEventsInfo {
  readonly tooNewLogEventStartIndex?: number
  readonly tooOldLogEventEndIndex?: number
  readonly expiredLogEventEndIndex?: number
}

/** Events `from` (inclusive) to `to` (exclusive) are taken; the counts are of those that are not. */
export interface TakenEvents {
  readonly from: number
  readonly to: number
  readonly tooOld: number
  readonly expired: number
  readonly tooNew: number
  readonly rejected?: RejectedLogEventsInfo
}

export interface CheckContext {
  readonly now: Instant
  readonly retentionDays: number | null
  /** Bytes of the JSON that the events came in, or Infinity. */
  readonly bodyBytes: number
}

/** `events` is not empty. Faults of the batch come first (size, order, span); then single events are rejected by age. */
export function checkLogEvents(events: readonly InputLogEvent[], context: CheckContext): Result<TakenEvents, AwsError> {
  const fault = sizeFault(events, context.bodyBytes) ?? orderFault(events)
  return fault === undefined ? ok(take(events, context)) : err(fault)
}

/**
 * In JSON an event takes at least its message's bytes and 28 more (`{"timestamp":0,"message":""}`), which is more than the
 * 26 that are counted here; so a body within the bound holds a batch within the bound, and nothing need be counted.
 */
function sizeFault(events: readonly InputLogEvent[], bodyBytes: number): AwsError | undefined {
  const most = limits.putLogEventsBytes
  if (bodyBytes <= most) return undefined
  let total = 0
  for (const { message } of events) {
    const bytes = Buffer.byteLength(message) + limits.logEventOverhead
    if (bytes > most) return eventTooLarge(bytes, most)
    total += bytes
  }
  return total > most ? uploadTooLarge(total, most) : undefined
}

function orderFault(events: readonly InputLogEvent[]): AwsError | undefined {
  const first = events[0]!.timestamp
  let last = first
  for (let i = 1; i < events.length; i++) {
    const { timestamp } = events[i]!
    if (timestamp < last) return refusals.notSorted
    last = timestamp
  }
  return last - first > limits.putLogEventsSpan ? refusals.spanTooLong : undefined
}

function take(events: readonly InputLogEvent[], { now, retentionDays }: CheckContext): TakenEvents {
  const oldest = now - limits.logEventAge
  const keptSince = retentionDays === null ? oldest : Math.max(oldest, now - days(retentionDays))
  const tooOld = countBefore(events, oldest)
  const from = countBefore(events, keptSince)
  const to = countBefore(events, now + limits.logEventLead + 1)
  const taken = { from, to, tooOld, expired: from - tooOld, tooNew: events.length - to }
  if (from === 0 && to === events.length) return taken
  return {
    ...taken,
    rejected: {
      ...(tooOld > 0 ? { tooOldLogEventEndIndex: tooOld } : {}),
      ...(from > tooOld ? { expiredLogEventEndIndex: from } : {}),
      ...(to < events.length ? { tooNewLogEventStartIndex: to } : {}),
    },
  }
}

/** How many of the (sorted) events are before `instant`. */
function countBefore(events: readonly InputLogEvent[], instant: number): number {
  let low = 0
  let high = events.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (events[middle]!.timestamp < instant) low = middle + 1
    else high = middle
  }
  return low
}
