/**
 * Batch numbers: milliseconds << 22 | replica << 14 | counter. They rise for ever, also when the clock steps back, so that an
 * event id is never given twice; the ingestion time is their upper part.
 */
import { type Instant, instant } from '../../model/index.ts'

export interface BatchId {
  /** Upper and lower 32 bits of the UInt64. */
  readonly high: number
  readonly low: number
  readonly ingestionTime: Instant
}

const counters = 2 ** 14

/** `last` is the greatest batch number in the store. */
export function batchIds(last: bigint, replica: number): (now: Instant) => BatchId {
  let time = Number(last >> 22n)
  let counter = Number(last & 0x3fffn)
  return now => {
    if (now > time) {
      time = now
      counter = 0
    } else if (counter + 1 < counters) counter += 1
    else {
      time += 1
      counter = 0
    }
    return {
      high: Math.floor(time / 2 ** 10),
      low: (((time % 2 ** 10) << 22) | (replica << 14) | counter) >>> 0,
      ingestionTime: instant(time),
    }
  }
}

export const batchText = (id: BatchId): string => ((BigInt(id.high) << 32n) | BigInt(id.low)).toString()
