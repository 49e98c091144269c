/** What is due when, at each bound and beside it. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { limits } from '../../limits.ts'
import { type Instant, instant } from '../../model/index.ts'
import { type CommitBounds, dueAt, isDue, type Standing } from './due.ts'

const opened = Date.UTC(2026, 10, 21, 12)
const passed = (length: number): Instant => instant(opened + length)

const bounds: CommitBounds = {
  blockBytes: 8_000_000,
  atOnceBytes: 4_000_000,
  soonBytes: 64_000,
  inFlight: 2,
  gathers: false,
}
const gathering: CommitBounds = { ...bounds, gathers: true }
const alone: Standing = {
  openedAt: passed(0),
  lastArrival: passed(0),
  waiting: 1,
  bytes: 100,
  expected: 0,
  inFlight: 0,
  closing: false,
}
const many: Partial<Standing> = { waiting: limits.commitSoonBatches }
const expecting: Partial<Standing> = { ...many, expected: limits.commitSoonBatches + 1 }
const { commitWindow: window, commitSmallWindow: smallWindow, commitQuiet: quiet } = limits
const half = limits.journalBlockBytes / 2

describe('a block is due', () => {
  test.each<[string, Partial<Standing>, number, boolean]>([
    ['alone, before the window ends', {}, window - 1, false],
    ['alone, when it ends', {}, window, true],
    ['also while another is under way', { inFlight: 1 }, window, true],
    ['opened by a clock that was set back since', {}, -1, true],
    ['opened in this moment', {}, 0, false],
    ['when nobody comes any more', { closing: true }, 0, true],
    ['one byte short of going at once', { bytes: bounds.atOnceBytes - 1, inFlight: 1 }, 0, false],
    ['of as many bytes as go at once', { bytes: bounds.atOnceBytes, inFlight: 1 }, 0, true],
    ['of one request too few to be worth it', { waiting: limits.commitSoonBatches - 1 }, quiet, false],
    ['of as many requests as are worth it, nobody expected', many, 0, true],
    ['of as many, while another is under way', { ...many, inFlight: 1 }, quiet, false],
    ['of one byte too little to be worth it', { bytes: bounds.soonBytes - 1 }, quiet, false],
    ['of as many bytes as are worth it, nobody expected', { bytes: bounds.soonBytes }, 0, true],
    ['worth it, with one more expected', expecting, quiet - 1, false],
    ['worth it, with one more expected who does not come', expecting, quiet, true],
    ['worth it, with all who were expected', { ...many, expected: limits.commitSoonBatches }, 0, true],
    ['worth it, and somebody came just now', { ...expecting, lastArrival: passed(3) }, quiet + 2, false],
    ['and not any more', { ...expecting, lastArrival: passed(3) }, quiet + 3, true],
  ])('%s', (_story, standing, waited, due) => {
    expect(isDue({ ...alone, ...standing }, passed(waited), bounds)).toBe(due)
  })

  test.each<[string, number, number]>([
    ['one byte less than half of journalBlockBytes is small', half - 1, smallWindow],
    ['half of it is not', half, window],
  ])('to an engine that gathers, after a window by its size: %s', (_story, bytes, length) => {
    // Not worth it by its bytes.
    const unhurried = { ...gathering, soonBytes: Number.POSITIVE_INFINITY }
    const open = { ...alone, bytes }
    expect([length - 1, length].map(waited => isDue(open, passed(waited), unhurried))).toEqual([false, true])
    expect(dueAt(open, unhurried)).toBe(passed(length))
  })
})

describe('it is looked at again', () => {
  test.each<[string, Partial<Standing>, CommitBounds, number]>([
    ['when the window ends', {}, bounds, window],
    ['when the short window ends, where small blocks cost little', {}, gathering, smallWindow],
    ['when it was quiet, where it is worth it', { ...expecting, lastArrival: passed(7) }, bounds, quiet + 7],
    ['at the end of the window, where that is sooner', { ...expecting, lastArrival: passed(window) }, bounds, window],
    ['not for the quiet, while another is under way', { ...expecting, inFlight: 1 }, bounds, window],
  ])('%s', (_story, standing, within, length) => {
    expect(dueAt({ ...alone, ...standing }, within)).toBe(passed(length))
  })

  test('in the first moment in which it is due, whatever it is', () => {
    const standings = fc.record({
      arrived: fc.nat(300),
      waiting: fc.integer({ min: 1, max: 100 }),
      bytes: fc.nat(bounds.atOnceBytes - 1),
      more: fc.integer({ min: 1, max: 100 }),
      inFlight: fc.nat(1),
      gathers: fc.boolean(),
    })
    fc.assert(
      fc.property(standings, ({ arrived, more, gathers, ...rest }) => {
        const open: Standing = { ...alone, ...rest, lastArrival: passed(arrived), expected: rest.waiting + more }
        const within = { ...bounds, gathers }
        const at = dueAt(open, within)
        expect([at - 1, at].map(now => isDue(open, instant(now), within))).toEqual([false, true])
      }),
      { seed: 1121, numRuns: 1_000 },
    )
  })
})
