/** AVG, MIN, MAX, SUM, STDDEV and DATAPOINT_COUNT: of a series one number, of a list one series. */
import type { Grid, Points } from './grid.ts'
import type { Line } from './value.ts'

export type Fold = 'AVG' | 'MIN' | 'MAX' | 'SUM' | 'STDDEV' | 'DATAPOINT_COUNT'
const names: ReadonlySet<string> = new Set(['AVG', 'MIN', 'MAX', 'SUM', 'STDDEV', 'DATAPOINT_COUNT'])
export const isFold = (name: string): name is Fold => names.has(name)

/** Over the points that there are; NaN where there is none, but for their count. */
export function foldPoints(kind: Fold, values: Points): number {
  let count = 0
  let sum = 0
  let min = Number.POSITIVE_INFINITY
  let max = Number.NEGATIVE_INFINITY
  for (let at = 0; at < values.length; at++) {
    const value = values[at]!
    if (Number.isNaN(value)) continue
    count++
    sum += value
    if (value < min) min = value
    if (value > max) max = value
  }
  if (kind === 'DATAPOINT_COUNT') return count
  if (count === 0) return Number.NaN
  if (kind === 'MIN') return min
  if (kind === 'MAX') return max
  if (kind === 'SUM') return finite(sum)
  const average = sum / count
  if (kind === 'AVG') return finite(average)
  let squares = 0
  for (let at = 0; at < values.length; at++) {
    if (!Number.isNaN(values[at]!)) squares += (values[at]! - average) ** 2
  }
  return finite(Math.sqrt(squares / count))
}

/** At each time over the series that have a point; AVG counts the others as 0. No point where no series has one. */
export function foldLines(kind: Fold, lines: readonly Line[], grid: Grid): Points {
  const out = new Float64Array(grid.count)
  const column = new Float64Array(lines.length)
  for (let at = 0; at < grid.count; at++) {
    for (let line = 0; line < lines.length; line++) column[line] = lines[line]!.values[at]!
    const value = foldPoints(kind === 'AVG' ? 'SUM' : kind, column)
    out[at] = kind === 'AVG' ? value / lines.length : kind === 'DATAPOINT_COUNT' && value === 0 ? Number.NaN : value
  }
  return out
}

const finite = (value: number): number => (Number.isFinite(value) ? value : Number.NaN)
