import fc from 'fast-check'
import { expect, test } from 'vitest'
import { instant } from '../../model/index.ts'
import { batchIds, batchText } from './batch-id.ts'
import { eventId, parseEventId } from './event-id.ts'
import { ingestionTimeOf } from './page.ts'

test('batch numbers rise whatever the clock does, and hold their time', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: -5_000, max: 5_000 }), { maxLength: 200 }),
      fc.nat(255),
      (steps, replica) => {
        let now = 1_763_700_000_000
        let last = (BigInt(now) << 22n) | 0x3ffen
        const next = batchIds(last, replica)
        for (const step of steps) {
          now += step
          const id = next(instant(now))
          const value = BigInt(batchText(id))
          expect(value > last).toBe(true)
          expect(ingestionTimeOf(value.toString())).toBe(id.ingestionTime)
          expect(id.ingestionTime).toBeGreaterThanOrEqual(now)
          last = value
        }
      },
    ),
  )
})

test('more batches in one millisecond than the counter holds move on to the next', () => {
  const next = batchIds(0n, 0)
  const seen = new Set<string>()
  for (let at = 0; at < 40_000; at++) seen.add(batchText(next(instant(1_763_700_000_000))))
  expect(seen.size).toBe(40_000)
})

test('an event id is 56 digits, reads back and sorts by time, batch and place', () => {
  const cursor = (timestamp: number, batch: string, index: number) => ({ timestamp: instant(timestamp), batch, index })
  const ids = [
    cursor(5, '9', 9),
    cursor(1_763_700_000_000, '99', 1),
    cursor(1_763_700_000_000, '100', 0),
    cursor(1_763_700_000_000, '100', 1),
  ]
  const texts = ids.map(id => eventId(id, 7))
  expect(texts.every(text => /^\d{56}$/.test(text))).toBe(true)
  expect([...texts].sort()).toEqual(texts)
  expect(texts.map(text => parseEventId(text))).toEqual(ids.map(id => ({ cursor: id, groupId: 7 })))
})

test.each(['', '3', 'x'.repeat(56), `4${'0'.repeat(55)}`, '0'.repeat(57)])('%j is no event id', text => {
  expect(parseEventId(text)).toBeUndefined()
})
