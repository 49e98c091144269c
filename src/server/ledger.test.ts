/** The account of every source: what it counts, what it forgets, and what it says to a reader. */
import { describe, expect, test } from 'vitest'
import { limits } from '../limits.ts'
import { told } from '../query/index.ts'
import { steppedClock } from '../store/logs/stepped-clock.ts'
import { openLedger } from './ledger.ts'

const none = { tooOld: 0, tooNew: 0, expired: 0 }
const from = (stream: string, group = 'g') => ({ group, stream })

test('what came, what is durable, what was late, what was refused and why', async () => {
  const clock = steppedClock()
  const ledger = openLedger(clock)
  ledger.offered(from('a'), { events: 5, late: 2 }, { tooOld: 1, tooNew: 2, expired: 3 })
  ledger.stored(from('a'), 5)
  await clock.step(1_000)
  ledger.offered(from('b'), { events: 4, late: 0 }, none)
  ledger.refused(from('b'), 4, 'throttled')
  ledger.offered(from('b'), { events: 4, late: 0 }, none)
  ledger.refused(from('b'), 3, 'repeated')
  ledger.stored(from('b'), 1)
  ledger.invalid(from('b'), 7)
  const a = { accepted: 5, durable: 5, late: 2, lastAt: clock.now() - 1_000 }
  const b = { accepted: 1, durable: 1, late: 0, lastAt: clock.now() }
  expect(ledger.sources()).toEqual([
    { ...from('b'), ...b, rejected: { tooOld: 0, tooNew: 0, expired: 0, throttled: 4, invalid: 7 } },
    { ...from('a'), ...a, rejected: { tooOld: 1, tooNew: 2, expired: 3, throttled: 0, invalid: 0 } },
  ])
  expect(ledger.sources('other')).toEqual([])
})

test(`${limits.ledgerSources} sources are counted; one more, and the one that was quiet longest is forgotten`, () => {
  const ledger = openLedger(steppedClock())
  for (let stream = 0; stream < limits.ledgerSources; stream++) ledger.stored(from(`s${stream}`), 1)
  ledger.stored(from('s0'), 1)
  expect(ledger.sources()).toHaveLength(limits.ledgerSources)
  ledger.stored(from('one more'), 1)
  const names = ledger.sources().map(source => source.stream)
  expect(names).toHaveLength(limits.ledgerSources)
  expect([names.includes('s0'), names.includes('s1')]).toEqual([true, false])
})

describe('what a reader is told', () => {
  test('nothing when all that was accepted is durable', () => {
    const ledger = openLedger(steppedClock())
    ledger.offered(from('a'), { events: 5, late: 0 }, none)
    ledger.stored(from('a'), 5)
    expect(ledger.notices(['g'])).toEqual([])
  })

  test('what is on its way, of the groups that are asked', () => {
    const ledger = openLedger(steppedClock())
    ledger.offered(from('a'), { events: 5, late: 0 }, none)
    expect(ledger.notices(['g'])).toEqual([told('events-waiting', { count: 5 })])
    expect(ledger.notices(['other'])).toEqual([])
  })

  test.each([
    [limits.ledgerRecent, 1],
    [limits.ledgerRecent + 1, 0],
  ])('what came late, of sources heard of within %i ms', async (age, told) => {
    const clock = steppedClock()
    const ledger = openLedger(clock)
    ledger.offered(from('a'), { events: 5, late: 3 }, none)
    ledger.stored(from('a'), 5)
    await clock.step(age)
    expect(ledger.notices(['g'])).toHaveLength(told)
  })
})
