import fc from 'fast-check'
import { expect, test } from 'vitest'
import { instant } from '../../model/index.ts'
import { type TailedEvent, TailSample } from './index.ts'

const event = (index: number, message = `line ${index}`): TailedEvent => ({
  ...{ group: 'g', groupId: 1, stream: 's', streamId: 1, batch: '1', index, id: String(index), message },
  ...{ timestamp: instant(index), ingestionTime: instant(1) },
})

function drained(count: number, most = 500, bytes = 1_000_000, message?: string) {
  const sample = new TailSample(most, bytes)
  for (let at = 0; at < count; at++) sample.take(event(at, message))
  return sample.drain()
}

test('little is shown whole, at the bound too; one more is sampled', () => {
  expect(drained(0)).toEqual({ events: [], sampled: false })
  expect(drained(500)).toMatchObject({ sampled: false, events: { length: 500 } })
  expect(drained(501)).toMatchObject({ sampled: true, events: { length: 500 } })
  expect(drained(100_000)).toMatchObject({ sampled: true, events: { length: 500 } })
})

test('what is shown stands for the whole time', () => {
  const { events } = drained(100_000)
  const quarters = [0, 0, 0, 0]
  for (const { index } of events) quarters[Math.floor(index / 25_000)]! += 1
  for (const count of quarters) expect(count).toBeGreaterThan(100)
})

test('bytes are bounded, but one event always goes', () => {
  const { events, sampled } = drained(100, 500, 1_000, 'x'.repeat(100))
  expect(sampled).toBe(true)
  expect(events.length).toBeGreaterThan(5)
  expect(events.length).toBeLessThanOrEqual(10)
  expect(drained(3, 500, 1_000, 'x'.repeat(5_000))).toMatchObject({ sampled: true, events: { length: 1 } })
})

test('what nobody has looked at is told, once', () => {
  const sample = new TailSample(10, 1_000)
  expect(sample.isEmpty).toBe(true)
  sample.take(event(1))
  sample.skipped(3)
  expect(sample.isEmpty).toBe(false)
  expect(sample.drain()).toMatchObject({ sampled: true, events: { length: 1 } })
  sample.take(event(2))
  sample.skipped(0)
  expect(sample.drain()).toMatchObject({ sampled: false, events: { length: 1 } })
})

test('always in order, never more than asked, and told truly', () => {
  fc.assert(
    fc.property(fc.nat(3_000), fc.integer({ min: 1, max: 50 }), (count, most) => {
      const { events, sampled } = drained(count, most)
      expect(events.length).toBeLessThanOrEqual(most)
      expect(events.length).toBe(Math.min(count, most))
      expect(sampled).toBe(events.length < count)
      expect(events.map(one => one.index)).toEqual(events.map(one => one.index).toSorted((a, b) => a - b))
    }),
  )
})
