/** The parts that a history is made of: the agenda, the demand, shares of it, chance. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { limits } from '../../limits.ts'
import { hours, instant, plus, seconds } from '../../model/index.ts'
import { createAgenda } from './agenda.ts'
import { hashOf, randomFrom, suffix, templateHash, uuid } from './chance.ts'
import { dayShaped } from './demand.ts'
import { createLoad } from './load.ts'

const start = instant(Date.UTC(2026, 0, 5))

test('the agenda gives what is due by time, and at one time in the order of planning', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 20 }), { maxLength: 60 }), times => {
      const agenda = createAgenda()
      const done: number[] = []
      for (const [index, at] of times.entries()) agenda.add(instant(at), () => done.push(index))
      for (let next = agenda.take(); next !== undefined; next = agenda.take()) next.deed()
      const expected = [...times.keys()].sort((a, b) => (times[a] as number) - (times[b] as number) || a - b)
      expect(done).toEqual(expected)
    }),
    { seed: 11 },
  )
})

describe('the demand', () => {
  const demand = dayShaped(3, 100, 13)
  test('is highest about its busiest hour, lowest twelve hours away, and never below zero', () => {
    const at = (hour: number) => demand.at(plus(start, hours(hour)))
    expect(at(13)).toBeGreaterThan(75)
    expect(at(1)).toBeLessThan(45)
    for (let hour = 0; hour < 48; hour += 0.1) expect(at(hour)).toBeGreaterThan(0)
  })

  test('its total is its integral', () => {
    let sum = 0
    for (let n = 0; n < 36_000; n++) sum += demand.at(plus(start, seconds(n / 10 + 0.05))) / 10
    const total = demand.total(plus(start, hours(1))) - demand.total(start)
    expect(total / sum).toBeCloseTo(1, 4)
  })
})

describe('a load', () => {
  const demand = dayShaped(3, 10, 13)
  test('is shared by the pods that are ready, and by nobody when none is', () => {
    const load = createLoad(demand, 2, start)
    expect(load.rate(start)).toBe(0)
    load.addReady(start, 1)
    expect(load.rate(start)).toBeCloseTo(2 * demand.at(start))
    load.addReady(start, 1)
    expect(load.rate(start)).toBeCloseTo(demand.at(start))
    const later = plus(start, hours(1))
    expect(load.total(later)).toBeCloseTo(demand.total(later) - demand.total(start), 3)
    load.setMood(later, 'slow-database', 3)
    expect(load.rate(later)).toBeCloseTo(3 * demand.at(later))
    expect(load.span(start).mood).toBe('well')
    expect(load.span(later)).toMatchObject({ from: later, mood: 'slow-database', share: 1 })
  })

  test('twinLoadSpans: so many changes are remembered, and after twice as many the oldest are not', () => {
    const load = createLoad(demand, 1, start)
    const at = (n: number) => plus(start, seconds(n))
    const change = (n: number) => load.addReady(at(n), n % 2 === 1 ? 1 : -1)
    for (let n = 1; n < 2 * limits.twinLoadSpans; n++) change(n)
    expect(load.span(at(1)).from).toBe(at(1))
    change(2 * limits.twinLoadSpans)
    const oldest = at(limits.twinLoadSpans + 1)
    expect(load.span(at(1)).from).toBe(oldest)
    expect(load.span(oldest).from).toBe(oldest)
  })
})

test('chance is the seed’s alone', () => {
  expect([uuid(randomFrom(1)), suffix(randomFrom(1), 5)]).toEqual([uuid(randomFrom(1)), suffix(randomFrom(1), 5)])
  expect(uuid(randomFrom(1))).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  expect(uuid(randomFrom(2))).not.toBe(uuid(randomFrom(1)))
  expect(hashOf('a', 'b')).not.toBe(hashOf('ab'))
  expect(templateHash('x')).toBe(templateHash('x'))
})
