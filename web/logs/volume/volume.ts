/** The volume histogram's data: counts by level, stacked, the gravest at the base where its height is read best. Pure. */
import type { ApiHistogram, LogLevel } from '../../../src/model/index.ts'

/** From the base up. */
export const stackOrder: readonly LogLevel[] = ['FATAL', 'ERROR', 'WARN', 'INFO', 'DEBUG', 'TRACE', '']

export interface VolumeBar {
  readonly from: number
  readonly to: number
  readonly total: number
  readonly counts: Partial<Record<LogLevel, number>>
}

export interface Volume {
  /** Every step of the range, empty ones too, ascending. */
  readonly bars: readonly VolumeBar[]
  /** Levels that occur, from the base up. */
  readonly levels: readonly LogLevel[]
  readonly totals: Partial<Record<LogLevel, number>>
  readonly stepMs: number
}

export function volumeOf(histogram: ApiHistogram): Volume {
  const { stepMs } = histogram
  const given = new Map(histogram.bars.map(bar => [bar.at, bar.counts]))
  const first = histogram.bars[0]?.at ?? histogram.from
  // Steps begin where the server's begin; its first bar may start before the range does.
  const origin = first - Math.ceil(Math.max(0, first - histogram.from) / stepMs) * stepMs
  const bars: VolumeBar[] = []
  for (let at = origin; at < histogram.to; at += stepMs) {
    const counts = given.get(at) ?? {}
    bars.push({ from: at, to: at + stepMs, counts, total: sum(Object.values(counts)) })
  }
  const totals: Partial<Record<LogLevel, number>> = {}
  for (const level of stackOrder) {
    const total = sum(histogram.bars.map(bar => bar.counts[level] ?? 0))
    if (total > 0) totals[level] = total
  }
  return { bars, levels: stackOrder.filter(level => totals[level] !== undefined), totals, stepMs }
}

/** One row of heights per level of `volume.levels`, each the sum of its own and those below: what a stacked chart draws, last first. */
export function stacked(volume: Volume): number[][] {
  const below = volume.bars.map(() => 0)
  return volume.levels.map(level =>
    volume.bars.map((bar, index) => {
      below[index] = below[index]! + (bar.counts[level] ?? 0)
      return below[index]!
    }),
  )
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0)
