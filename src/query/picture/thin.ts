/** Fewer points that look the same: of each run of neighbours the first, the least, the greatest and the last. */
import type { PictureSeries } from './picture.ts'

/** At most `most` points, four at the least. A gap that is shorter than a run is lost; no pixel could have shown it. */
export function thinned(series: PictureSeries, most: number): PictureSeries {
  const count = series.at.length
  if (count <= most) return series
  const runs = Math.max(1, Math.floor(most / 4))
  const kept: number[] = []
  for (let run = 0; run < runs; run++) {
    const [from, to] = [Math.floor((run * count) / runs), Math.floor(((run + 1) * count) / runs)]
    let [least, greatest] = [from, from]
    for (let at = from; at < to; at++) {
      if (series.values[at]! < series.values[least]!) least = at
      if (series.values[at]! > series.values[greatest]!) greatest = at
    }
    for (const at of [from, Math.min(least, greatest), Math.max(least, greatest), to - 1])
      if (at !== kept.at(-1)) kept.push(at)
  }
  const pick = (all: readonly number[]): readonly number[] => kept.map(at => all[at]!)
  return {
    ...series,
    at: pick(series.at),
    values: pick(series.values),
    periodMs: series.periodMs * Math.ceil(count / runs),
    ...(series.low === undefined ? {} : { low: pick(series.low) }),
    ...(series.high === undefined ? {} : { high: pick(series.high) }),
  }
}
