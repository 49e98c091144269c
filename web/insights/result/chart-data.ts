/** The rows of an answer as what charts draw. Times stand in answers as UTC text. Pure. */
import type { ApiQueryAnswer } from '../../../src/model/index.ts'
import type { Category, TimeSeries } from '../../chart/index.ts'
import { type Grouping, numberOf } from './grouping.ts'

const timeText = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d\.\d{3})$/

/** `2026-01-20 10:00:00.000` → epoch milliseconds; undefined for any other text. */
export function timeOf(text: string | null | undefined): number | undefined {
  const found = timeText.exec(text ?? '')
  if (!found) return undefined
  const at = Date.parse(`${found[1]}T${found[2]}Z`)
  return Number.isNaN(at) ? undefined : at
}

export interface DrawnSeries extends TimeSeries {
  /** Series that are not drawn: the smallest ones past the bound. */
  readonly left: number
}

/** One series per value column and value of the key, the largest `most` of them. `none`: how a key without a value is called. */
export function timeSeriesOf(answer: ApiQueryAnswer, grouping: Grouping, most: number, none: string): DrawnSeries {
  const column = (name: string | undefined) => (name === undefined ? -1 : answer.columns.indexOf(name))
  const time = column(grouping.time)
  const key = column(grouping.keys[0])
  const found = new Map<string, Map<number, number>>()
  const times = new Set<number>()
  for (const { values } of answer.rows) {
    const at = timeOf(values[time])
    if (at === undefined) continue
    times.add(at)
    for (const name of grouping.values) {
      const value = numberOf(values[column(name)])
      if (value === null) continue
      const group = key < 0 ? '' : (values[key] ?? none)
      const label = key < 0 ? name : grouping.values.length > 1 ? `${group} · ${name}` : group
      const points = found.get(label) ?? new Map<number, number>()
      points.set(at, value)
      found.set(label, points)
    }
  }
  const sorted = [...times].sort((a, b) => a - b)
  const all = [...found]
    .map(([name, points]) => ({
      name,
      size: [...points.values()].reduce((sum, one) => sum + Math.abs(one), 0),
      points,
    }))
    .sort((a, b) => b.size - a.size)
  return {
    times: sorted,
    series: all.slice(0, most).map(({ name, points }) => ({ name, values: sorted.map(at => points.get(at) ?? null) })),
    left: Math.max(0, all.length - most),
  }
}

/** One category per row, named by its keys. */
export function categoriesOf(answer: ApiQueryAnswer, grouping: Grouping, none: string): Category[] {
  const keys = grouping.keys.map(name => answer.columns.indexOf(name))
  const values = grouping.values.map(name => answer.columns.indexOf(name))
  return answer.rows.map(row => ({
    label: keys.map(at => row.values[at] ?? none).join(' · '),
    values: values.map(at => numberOf(row.values[at])),
  }))
}
