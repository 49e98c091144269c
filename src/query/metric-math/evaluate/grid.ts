/** Times of a request: every series of one period lies on the same grid, so that points of the same time have the same place. */

/** Times from `start` in steps, all in milliseconds; the last one is before the request's end. */
export interface Grid {
  readonly start: number
  readonly step: number
  /** Places (count). */
  readonly count: number
}

/** By place of a grid; NaN: no point. Never an infinity. */
export type Points = Float64Array

const second = 1_000
const minute = 60 * second
const day = 86_400 * second

/**
 * The grid of GetMetricData and GetMetricStatistics for a period in seconds: the start is rounded down to the minute, or to the
 * period where that is shorter, to five minutes when it is older than 15 days, to the hour when older than 63. All else is in
 * milliseconds since 1970.
 */
export function readingGrid(request: {
  readonly start: number
  readonly end: number
  readonly period: number
  readonly now: number
}): Grid {
  const step = request.period * second
  const age = request.now - request.start
  const fine = Math.min(step, minute)
  const round = age <= 15 * day ? fine : age <= 63 * day ? 5 * minute : 60 * minute
  const start = Math.floor(request.start / round) * round
  return { start, step, count: Math.max(0, Math.ceil((request.end - start) / step)) }
}

export const emptyPoints = (grid: Grid): Points => new Float64Array(grid.count).fill(Number.NaN)

/** Puts points on a grid; what lies outside is left out, of two in one place the later one stays. */
export const pointsOn = (grid: Grid, points: readonly { readonly at: number; readonly value: number }[]): Points =>
  valuesOn(grid, points, ({ value }) => value)

/** Of anything that has a time; undefined: it makes no point. */
export function valuesOn<T extends { readonly at: number }>(
  grid: Grid,
  all: readonly T[],
  read: (one: T) => number | undefined,
): Points {
  const values = emptyPoints(grid)
  for (const one of all) {
    const place = Math.floor((one.at - grid.start) / grid.step)
    if (place < 0 || place >= grid.count) continue
    const value = read(one)
    if (value !== undefined && Number.isFinite(value)) values[place] = value
  }
  return values
}
