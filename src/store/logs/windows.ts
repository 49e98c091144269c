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
  let open: { from: number; to: number; rows: number } | undefined
  const close = () => {
    if (open === undefined) return
    windows.push({
      from: instant(Math.max(open.from, range.from)),
      to: instant(Math.min(open.to, range.to)),
      rows: open.rows,
    })
    open = undefined
    bound = Math.min(sizes.most, bound * sizes.growth)
  }
  for (const one of sorted) {
    if (open !== undefined && open.rows + one.rows > bound) close()
    if (open === undefined) open = { from: one.at, to: one.at + step, rows: one.rows }
    else {
      open.from = Math.min(open.from, one.at)
      open.to = Math.max(open.to, one.at + step)
      open.rows += one.rows
    }
  }
  close()
  return windows
}

const stepChoices = [60_000, 600_000, 3_600_000, 86_400_000]

/** The finest step (a minute to a day) that cuts the range into at most `most` pieces; a day when none does. */
export function stepFor(from: Instant, to: Instant, most: number): Millis {
  const found = stepChoices.find(step => (to - from) / step <= most) ?? 86_400_000
  return found as Millis
}
