/** Series of different periods and with gaps on one axis of time, as uPlot wants them. Pure. */
import type { Stretch } from './series.ts'

export interface Sampled {
  /** Ascending. */
  readonly at: readonly number[]
  readonly values: readonly number[]
  readonly periodMs: number
}

/** A number: a point; null: a gap, which breaks the line; undefined: another series' time, where the line goes on. */
export type Row = (number | null | undefined)[]

export interface Aligned {
  readonly times: readonly number[]
  /** One per series, as long as `times`. */
  readonly rows: readonly Row[]
  /** Per series, places of points that stand alone between gaps: no line reaches them. */
  readonly lone: readonly (readonly number[])[]
}

/** Two points are joined when no period is missing between them; half a period is slack for clocks that drift. */
const isGap = (series: Sampled, at: number): boolean =>
  series.at[at + 1]! - series.at[at]! > series.periodMs * 1.5 && series.periodMs > 0

export function alignSeries(all: readonly Sampled[]): Aligned {
  const times = timesOf(all)
  const rows: Row[] = []
  const lone: number[][] = []
  for (const series of all) {
    const row: Row = new Array(times.length)
    const alone: number[] = []
    let place = 0
    let broken = true
    for (let at = 0; at < series.at.length; at += 1) {
      const time = series.at[at]!
      const gapFrom = at > 0 && broken ? series.at[at - 1]! + series.periodMs : Number.POSITIVE_INFINITY
      while (times[place]! < time) {
        row[place] = times[place]! >= gapFrom ? null : undefined
        place += 1
      }
      const gapAfter = at === series.at.length - 1 || isGap(series, at)
      const value = series.values[at]!
      row[place] = Number.isFinite(value) ? value : null
      if (broken && gapAfter && row[place] !== null) alone.push(place)
      broken = gapAfter
      place += 1
    }
    for (; place < times.length; place += 1) row[place] = undefined
    rows.push(row)
    lone.push(alone)
  }
  return { times, rows, lone }
}

/** All times at which something stands, and one inside each gap, so that there is a place for its break. */
function timesOf(all: readonly Sampled[]): number[] {
  const first = all[0]
  if (first && all.every(one => sameTimes(one.at, first.at)) && !first.at.some((_, at) => isGap(first, at)))
    return [...first.at]
  const found = new Set<number>()
  for (const series of all)
    for (let at = 0; at < series.at.length; at += 1) {
      found.add(series.at[at]!)
      if (isGap(series, at)) found.add(series.at[at]! + series.periodMs)
    }
  return [...Float64Array.from(found).sort()]
}

function sameTimes(one: readonly number[], other: readonly number[]): boolean {
  if (one === other) return true
  if (one.length !== other.length) return false
  for (let at = 0; at < one.length; at += 1) if (one[at] !== other[at]) return false
  return true
}

/** What a series says at a place: its own value, or that of the period which the place lies in; null: nothing. */
export function readingAt(aligned: Aligned, series: number, place: number, periodMs: number): number | null {
  const row = aligned.rows[series]
  const time = aligned.times[place]
  if (!row || time === undefined) return null
  for (let at = place; at >= 0 && (at === place || time - aligned.times[at]! < periodMs); at -= 1) {
    const value = row[at]
    if (value !== undefined) return value
  }
  return null
}

/**
 * Each row on top of those before it, in the order given. Where a row has nothing it adds nothing; where none has anything there is a gap.
 */
export function stackRows(aligned: Aligned, periods: readonly number[]): Row[] {
  const { times, rows } = aligned
  const below = new Float64Array(times.length)
  const there = new Uint8Array(times.length)
  const held = rows.map((row, series) => {
    const full = new Float64Array(times.length)
    let last = -1
    for (let at = 0; at < times.length; at += 1) {
      const value = row[at]
      if (typeof value === 'number') last = at
      else if (value === null) last = -1
      if (last < 0 || (last !== at && times[at]! - times[last]! >= periods[series]!)) continue
      full[at] = row[last] as number
      there[at] = 1
    }
    return full
  })
  return held.map(full => {
    const stacked: Row = new Array(times.length)
    for (let at = 0; at < times.length; at += 1) {
      below[at]! += full[at]!
      stacked[at] = there[at] === 1 ? below[at]! : null
    }
    return stacked
  })
}

/** Least and greatest of what is drawn; undefined: nothing. `above`: only what is greater counts. */
export function extentOf(
  rows: readonly Row[],
  above = Number.NEGATIVE_INFINITY,
): readonly [number, number] | undefined {
  let least = Number.POSITIVE_INFINITY
  let most = Number.NEGATIVE_INFINITY
  for (const row of rows)
    for (let at = 0; at < row.length; at += 1) {
      const value = row[at]
      if (typeof value !== 'number' || value <= above) continue
      if (value < least) least = value
      if (value > most) most = value
    }
  return least <= most ? [least, most] : undefined
}

/** The points that a stretch shows, `from` inclusive and `to` exclusive; what begins before it and reaches in belongs to it. */
export function within<T extends Sampled>(series: T, range: Stretch): T {
  const from = series.at.findIndex(at => at + series.periodMs > range.from)
  if (from < 0) return { ...series, at: [], values: [] }
  const end = series.at.findIndex(at => at >= range.to)
  const to = end < 0 ? series.at.length : end
  return from === 0 && to === series.at.length
    ? series
    : { ...series, at: series.at.slice(from, to), values: series.values.slice(from, to) }
}
