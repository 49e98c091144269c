/** Small lines without axes, as the path of an SVG. Pure. */
import { alignSeries, extentOf, type Sampled } from './align.ts'
import type { Stretch } from './series.ts'

export interface SparkPath {
  readonly line: string
  /** The same down to the floor. */
  readonly area: string
}

/** In a box of `width` × `height`; gaps stay gaps, and a point alone is a short dash. */
export function sparkPath(series: Sampled, range: Stretch, width: number, height: number): SparkPath {
  const { times, rows } = alignSeries([series])
  const row = rows[0] ?? []
  const extent = extentOf([row])
  if (!extent) return { line: '', area: '' }
  const [least, most] = [Math.min(extent[0], extent[1] > 0 ? extent[0] * 0.9 : extent[0]), extent[1]]
  const x = (at: number) => round(((at - range.from) / Math.max(1, range.to - range.from)) * width)
  const y = (value: number) =>
    round(height - 1 - (most > least ? (value - least) / (most - least) : 0.5) * (height - 2))
  const runs: [number, number][][] = [[]]
  row.forEach((value, at) => {
    if (value === null) runs.push([])
    else if (value !== undefined) runs.at(-1)!.push([x(times[at]!), y(value)])
  })
  const drawn = runs
    .filter(run => run.length > 0)
    .map(run => (run.length === 1 ? [run[0]!, [run[0]![0] + 1.5, run[0]![1]] as [number, number]] : run))
  const along = (run: readonly [number, number][]) => run.map(([a, b]) => `${a} ${b}`).join('L')
  return {
    line: drawn.map(run => `M${along(run)}`).join(''),
    area: drawn.map(run => `M${run[0]![0]} ${height}L${along(run)}L${run.at(-1)![0]} ${height}Z`).join(''),
  }
}

const round = (value: number): number => Math.round(value * 10) / 10
