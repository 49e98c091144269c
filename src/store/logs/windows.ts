/**
 * In which pieces a time range is searched, so that a first page needs little, progress can be told, and a search can stop.
 * The plan is made from counts per step, which the store knows without touching the rows. Pure.
 */
import { type Instant, instant, type Millis } from '../../model/index.ts'

/** Rows that lie in one step of time, before any pattern is asked. */
export interface StepCount {
  readonly at: Instant
  readonly rows: number
}

/** `from` inclusive, `to` exclusive. */
export interface Window {
  readonly from: Instant
  readonly to: Instant
  readonly rows: number
}

export interface WindowSizes {
  /** Rows in the first window; each further one may be `growth` times the one before, up to `most`. */
  readonly first: number
  readonly growth: number
  readonly most: number
  /** A window ends where such a piece of time ends, if it can: the store keeps the rows of each piece together. */
  readonly whole: Millis
}

/**
 * Windows that together cover every counted step of the range once, in the order of the search. Stretches without rows are
 * skipped. `steps` need not be sorted; a step is `step` long and never split.
 */
export function planWindows(
  range: { readonly from: Instant; readonly to: Instant },
  steps: readonly StepCount[],
  step: Millis,
  order: 'ascending' | 'descending',
  sizes: WindowSizes,
): readonly Window[] {
  const sorted = steps.filter(s => s.rows > 0 && s.at < range.to && s.at + step > range.from)
  sorted.sort((a, b) => (order === 'ascending' ? a.at - b.at : b.at - a.at))
  const windows: Window[] = []
  let bound = sizes.first
  for (let begin = 0; begin < sorted.length; bound = Math.min(sizes.most, bound * sizes.growth)) {
    const end = wholeEnd(sorted, begin, fitting(sorted, begin, bound), sizes.whole)
    const taken = sorted.slice(begin, end)
    const [first, last] = [(taken[0] as StepCount).at, (taken.at(-1) as StepCount).at]
    windows.push({
      from: instant(Math.max(Math.min(first, last), range.from)),
      to: instant(Math.min(Math.max(first, last) + step, range.to)),
      rows: rowsIn(taken),
    })
    begin = end
  }
  return windows
}

const rowsIn = (steps: readonly StepCount[]): number => steps.reduce((sum, one) => sum + one.rows, 0)

/** The end (exclusive) of the steps that fit from `begin` on; one always does. */
function fitting(steps: readonly StepCount[], begin: number, bound: number): number {
  let rows = 0
  for (let at = begin; at < steps.length; at++) {
    rows += (steps[at] as StepCount).rows
    if (rows > bound) return Math.max(at, begin + 1)
  }
  return steps.length
}

/** `end`, or before it the last border of two pieces of time, where that leaves at least half of the rows. */
function wholeEnd(steps: readonly StepCount[], begin: number, end: number, whole: Millis): number {
  if (end === steps.length) return end
  const piece = (at: number) => Math.floor((steps[at] as StepCount).at / whole)
  let border = end
  while (border > begin && piece(border - 1) === piece(border)) border--
  return rowsIn(steps.slice(begin, border)) * 2 >= rowsIn(steps.slice(begin, end)) ? border : end
}

const stepChoices = [60_000, 600_000, 3_600_000, 86_400_000]

/** The finest step (a minute to a day) that cuts the range into at most `most` pieces; a day when none does. */
export function stepFor(from: Instant, to: Instant, most: number): Millis {
  const found = stepChoices.find(step => (to - from) / step <= most) ?? 86_400_000
  return found as Millis
}
