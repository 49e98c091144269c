import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { limits } from '../../limits.ts'
import { hours, instant, type Millis, millis, minus, seconds } from '../../model/index.ts'
import { type Answer, decide, isOver, type Message, noTries, type Tries } from './decide.ts'

const now = instant(Date.UTC(2026, 10, 21, 12))
const even = { next: () => 1 - Number.EPSILON }
const message = (over: Partial<Message> = {}): Message => ({ events: 3, oldest: now, failingSince: now, ...over })
const failed: Answer = { kind: 'failed', message: 'answered 500' }
const refused: Answer = { kind: 'refused', message: 'answered 400' }
const busy = (retryAfter: Millis | null): Answer => ({ kind: 'throttled', retryAfter, message: 'answered 429' })
const tries = (failed: number, refused = 0): Tries => ({ failed, refused })

describe('after an answer', () => {
  test.each<[string, Tries, Answer, Message, object]>([
    ['it was taken', noTries, { kind: 'delivered' }, message(), { do: 'go-on', lost: 0 }],
    ['it was taken, two events fell', noTries, { kind: 'delivered', left: 2 }, message(), { do: 'go-on', lost: 2 }],
    ['a first failure', noTries, failed, message(), { do: 'wait', length: 1_000, tries: tries(1) }],
    ['a third one', tries(2), failed, message(), { do: 'wait', length: 4_000, tries: tries(3) }],
    ['the pause is bounded', tries(40), failed, message(), { do: 'wait', length: limits.deliveryPauseMost }],
    ['busy, without a word', noTries, busy(null), message(), { do: 'wait', length: 1_000 }],
    ['busy, for so long', tries(9), busy(seconds(7)), message(), { do: 'wait', length: 7_000 }],
    ['busy, for ever', noTries, busy(hours(100)), message(), { do: 'wait', length: limits.deliveryRetryAfterMost }],
    ['busy until a time past', noTries, busy(millis(-5)), message(), { do: 'wait', length: 0 }],
    ['called wrong', noTries, refused, message(), { do: 'wait', length: 1_000, tries: tries(1, 1) }],
    [
      `called wrong ${limits.deliveryRefusals - 1} times (deliveryRefusals)`,
      tries(3, limits.deliveryRefusals - 2),
      refused,
      message(),
      { do: 'wait' },
    ],
    [`called wrong once more`, tries(4, limits.deliveryRefusals - 1), refused, message(), { do: 'give-up' }],
    ['too large', noTries, { kind: 'too-large', message: 'answered 413' }, message(), { do: 'split' }],
    [
      'a single event too large',
      noTries,
      { kind: 'too-large', message: 'answered 413' },
      message({ events: 1 }),
      { do: 'give-up', why: 'answered 413' },
    ],
    [
      'a day of failing, but the events are young',
      tries(9),
      failed,
      message({ failingSince: minus(now, hours(30)) }),
      { do: 'wait' },
    ],
    [
      'old events that are tried for the first time, after a long rest of ours',
      noTries,
      failed,
      message({ oldest: minus(now, hours(50)) }),
      { do: 'wait' },
    ],
    [
      'both are a day old (deliveryRetryFor)',
      tries(9),
      failed,
      message({ oldest: minus(now, limits.deliveryRetryFor), failingSince: minus(now, hours(30)) }),
      { do: 'give-up', why: 'answered 500' },
    ],
    [
      'a millisecond less',
      tries(9),
      failed,
      message({ oldest: minus(now, millis(limits.deliveryRetryFor - 1)), failingSince: minus(now, hours(30)) }),
      { do: 'wait' },
    ],
    [
      'busy for a day too',
      tries(9),
      busy(seconds(1)),
      message({ oldest: minus(now, hours(25)), failingSince: minus(now, hours(25)) }),
      { do: 'give-up' },
    ],
  ])('%s', (_story, before, answer, about, expected) => {
    expect(decide(before, answer, about, now, even)).toMatchObject(expected)
  })

  test('pauses grow, never past the bound, never under half of it', () => {
    fc.assert(
      fc.property(fc.nat(60), fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (count, chance) => {
        const step = decide(tries(count), failed, message(), now, { next: () => chance })
        if (step.do !== 'wait') throw new Error(step.do)
        const full = Math.min(limits.deliveryPauseMost, limits.deliveryPauseFirst * 2 ** count)
        expect(step.length).toBeGreaterThanOrEqual(Math.floor(full / 2))
        expect(step.length).toBeLessThanOrEqual(full)
      }),
    )
  })

  test('what has not failed is never over', () => {
    expect(isOver({ oldest: instant(0), failingSince: null }, now)).toBe(false)
  })
})
