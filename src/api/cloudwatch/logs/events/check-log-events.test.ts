import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { limits } from '../../../../limits.ts'
import { instant } from '../../../../model/index.ts'
import { day, hour, noon } from '../fakes.ts'
import { checkLogEvents } from './check-log-events.ts'

const jan = (date: number, hours: number, minutes = 0) => Date.UTC(2026, 0, date, hours, minutes)
const at = (...times: number[]) => times.map(timestamp => ({ timestamp, message: 'm' }))
const check = (
  events: { timestamp: number; message: string }[],
  retentionDays: number | null = 7,
  bodyBytes = Infinity,
) => {
  const checked = checkLogEvents(events, { now: instant(noon), retentionDays, bodyBytes })
  return checked.ok ? checked.value : checked.error.message
}
const taken = (events: { timestamp: number; message: string }[], retentionDays?: number | null) => {
  const checked = check(events, retentionDays)
  return typeof checked === 'string' ? checked : [checked.from, checked.to, checked.rejected ?? {}]
}
const tooLongSpan = 'The batch of log events in a single PutLogEvents request cannot span more than 24 hours.'

describe('rejection by age: now is 20 January 12:00, kept for 7 days', () => {
  test.each<[string, number[], unknown]>([
    [
      'two of three too new',
      [jan(20, 11, 59), jan(20, 14, 30), jan(20, 14, 31)],
      [0, 1, { tooNewLogEventStartIndex: 1 }],
    ],
    ['all too old', [jan(5, 1), jan(5, 2)], [2, 2, { tooOldLogEventEndIndex: 2 }]],
    ['all expired', [jan(10, 1), jan(10, 2)], [2, 2, { expiredLogEventEndIndex: 2 }]],
    ['one of two expired', [jan(13, 11), jan(13, 13)], [1, 2, { expiredLogEventEndIndex: 1 }]],
    ['too far apart', [jan(5, 0), jan(12, 0)], tooLongSpan],
    ['exactly two hours ahead', [noon + limits.logEventLead], [0, 1, {}]],
    ['a millisecond more', [noon + limits.logEventLead + 1], [0, 0, { tooNewLogEventStartIndex: 0 }]],
    ['exactly as old as kept', [noon - 7 * day], [0, 1, {}]],
    ['a millisecond older', [noon - 7 * day - 1], [1, 1, { expiredLogEventEndIndex: 1 }]],
    ['exactly 24 hours apart', [noon - limits.putLogEventsSpan, noon], [0, 2, {}]],
    ['a millisecond more apart', [noon - limits.putLogEventsSpan - 1, noon], tooLongSpan],
    ['a batch across midnight', [jan(19, 23, 59), jan(20, 0, 1)], [0, 2, {}]],
    [
      'too old and expired',
      [noon - 14 * day - 1, noon - 14 * day],
      [2, 2, { tooOldLogEventEndIndex: 1, expiredLogEventEndIndex: 2 }],
    ],
    ['1970', [0, 1], [2, 2, { tooOldLogEventEndIndex: 2 }]],
    ['2262', [Date.UTC(2262, 3, 12)], [0, 0, { tooNewLogEventStartIndex: 0 }]],
  ])('%s', (_story, times, expected) => {
    expect(taken(at(...times))).toEqual(expected)
  })

  test.each<[number | null, number, unknown]>([
    [null, noon - limits.logEventAge, [0, 1, {}]],
    [null, noon - limits.logEventAge - 1, [1, 1, { tooOldLogEventEndIndex: 1 }]],
    [30, noon - 14 * day, [0, 1, {}]],
    [30, noon - 14 * day - 1, [1, 1, { tooOldLogEventEndIndex: 1 }]],
    [1, noon - day, [0, 1, {}]],
    [1, noon - day - 1, [1, 1, { expiredLogEventEndIndex: 1 }]],
  ])('kept for %s days', (retentionDays, time, expected) => {
    expect(taken(at(time), retentionDays)).toEqual(expected)
  })
})

describe('faults of the batch', () => {
  const most = limits.putLogEventsBytes
  const events = (...sizes: number[]) => sizes.map(size => ({ timestamp: noon, message: 'm'.repeat(size) }))
  const tooLarge = (bytes: number) => `Upload too large: ${bytes} bytes exceeds limit of ${most}`

  test.each<[string, { timestamp: number; message: string }[], unknown]>([
    ['one event at the bound', events(most - 26), [0, 1, {}]],
    ['and past it', events(most - 25), `Log event too large: ${most + 1} bytes exceeds limit of ${most}`],
    ['two at the bound', events(1_000, most - 1_000 - 52), [0, 2, {}]],
    ['and past it', events(1_000, most - 1_000 - 51), tooLarge(most + 1)],
    [
      'bytes, not characters',
      [{ timestamp: noon, message: '한'.repeat(400_000) }],
      expect.stringMatching(/^Log event/),
    ],
    ['out of order', at(noon, noon - 1), 'Log events in a single PutLogEvents request must be in chronological order.'],
    ['equal times are in order', at(noon, noon), [0, 2, {}]],
    ['size before order', [...events(most - 26), ...at(noon - 1)], tooLarge(most + 27)],
    ['order before span', at(noon, noon - 2 * day), expect.stringMatching(/chronological/)],
  ])('%s', (_story, batch, expected) => {
    expect(taken(batch)).toEqual(expected)
  })
})

const batches = fc
  .array(
    fc.record({
      timestamp: fc.integer({ min: noon - 15 * day, max: noon + 3 * hour }),
      message: fc.string({ minLength: 1 }),
    }),
    {
      minLength: 1,
      maxLength: 30,
    },
  )
  .map(all => all.filter(each => each.timestamp >= all[0]!.timestamp && each.timestamp <= all[0]!.timestamp + day))
  .map(all => all.sort((a, b) => a.timestamp - b.timestamp))

test('the bounds are those of CloudWatch', () => {
  expect([limits.logEventLead, limits.putLogEventsSpan, limits.logEventAge]).toEqual([2 * hour, day, 14 * day])
})

test('taken is the middle: every event is taken, too old, expired or too new, and the indexes say which', () => {
  fc.assert(
    fc.property(batches, fc.constantFrom(null, 1, 7, 30), (events, retentionDays) => {
      const checked = check(events, retentionDays)
      if (typeof checked === 'string') throw new Error(checked)
      const kept = noon - Math.min(14, retentionDays ?? 14) * day
      const fine = events.map(({ timestamp }) => timestamp >= kept && timestamp <= noon + 2 * hour)
      const { from, to } = checked
      expect(fine).toEqual(events.map((_, i) => i >= from && i < to))
      expect(checked.tooOld + checked.expired + checked.tooNew + (to - from)).toBe(events.length)
      expect(checked.rejected === undefined).toBe(fine.every(Boolean))
    }),
  )
})

test('a body within the bound never holds a batch beyond it, so it need not be counted', () => {
  const message = fc
    .oneof(fc.string({ unit: 'binary' }), fc.string(), fc.constantFrom('\ud800', '"', '\n', '😀'))
    .filter(s => s !== '')
  fc.assert(
    fc.property(fc.array(fc.record({ timestamp: fc.nat({ max: 9 }), message }), { minLength: 1 }), logEvents => {
      const counted = logEvents.reduce(
        (sum, each) => sum + Buffer.byteLength(each.message) + limits.logEventOverhead,
        0,
      )
      expect(Buffer.byteLength(JSON.stringify({ logEvents }))).toBeGreaterThanOrEqual(counted)
    }),
  )
})
