/** The answer as what charts draw: each row's series with its colour and axis, in the rows' order. Pure. */
import type { ApiMetricSeries } from '../../../src/model/index.ts'
import type { MetricSeries } from '../../chart/index.ts'
import { pageLimits } from '../../limits.ts'
import type { Row } from '../row.ts'

export interface DrawnSeries {
  readonly series: readonly MetricSeries[]
  /** Of all rows, drawn or not. */
  readonly total: number
}

/** An expression's own colour is that of its first series; the others have the palette's. */
export function drawnOf(rows: readonly Row[], answer: readonly ApiMetricSeries[]): DrawnSeries {
  const all = rows
    .filter(row => row.visible)
    .flatMap(row => {
      const seen = new Map<string, number>()
      return answer
        .filter(one => one.id === row.id)
        .map((one, place): MetricSeries => {
          const times = (seen.get(one.label) ?? 0) + 1
          seen.set(one.label, times)
          return {
            id: `${row.id} ${one.label}${times > 1 ? ` ${times}` : ''}`,
            ...{ label: one.label, at: one.at, values: one.values, periodMs: one.periodMs, unit: one.unit },
            colour: place === 0 ? (row.colour ?? null) : null,
            axis: row.axis,
          }
        })
    })
  return { series: all.slice(0, pageLimits.metricSeries), total: all.length }
}

/** One unit for all that are drawn on an axis; undefined: they have several. */
export function unitOf(series: readonly MetricSeries[]): string | null | undefined {
  const units = new Set(series.map(one => one.unit ?? null))
  return units.size > 1 ? undefined : [...units][0]
}

/** Each once: what the answer has to tell of its series. */
export const messagesOf = (answer: readonly ApiMetricSeries[]): readonly string[] => [
  ...new Set(answer.flatMap(one => one.messages.map(({ message }) => message))),
]
