/** Series on top of each other: at each time that any of them has, every one adds what it says there, or nothing. */
import type { Sampled } from './lines.ts'

export interface Layer {
  readonly lower: Sampled
  readonly upper: Sampled
}

export function stacked(series: readonly Sampled[]): readonly Layer[] {
  const times = [...Float64Array.from(new Set(series.flatMap(({ at }) => at))).sort()]
  const periodMs = Math.max(0, ...series.map(one => one.periodMs))
  let below = new Float64Array(times.length)
  return series.map(one => {
    const above = below.slice()
    let from = 0
    for (const [place, time] of times.entries()) {
      while (from < one.at.length - 1 && one.at[from + 1]! <= time) from++
      const start = one.at[from]
      // A longer period holds until its end.
      if (start === undefined || start > time || time - start >= Math.max(1, one.periodMs)) continue
      const value = one.values[from]!
      if (Number.isFinite(value)) above[place] = above[place]! + value
    }
    const layer = {
      lower: { at: times, values: [...below], periodMs },
      upper: { at: times, values: [...above], periodMs },
    }
    below = above
    return layer
  })
}
