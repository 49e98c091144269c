/** The answer of a widget's queries as what charts draw: colours, axes and units of its rows, and single values. Pure. */
import type { WidgetLine } from '../../../src/model/dashboard/index.ts'
import type { ApiMetricSeries } from '../../../src/model/index.ts'
import type { MetricSeries } from '../../chart/index.ts'

const isBand = (line: WidgetLine): boolean =>
  line.row.kind === 'expression' && /^\s*ANOMALY_DETECTION_BAND\s*\(/i.test(line.row.expression)

/** In the rows' order; the series of an expression in the answer's. A row's colour is that of its first series. */
export function seriesOf(answer: readonly ApiMetricSeries[], lines: readonly WidgetLine[]): MetricSeries[] {
  return lines.flatMap(line => {
    const mine = answer.filter(one => one.id === line.id)
    if (isBand(line) && mine.length === 2) return [bandOf(mine[0]!, mine[1]!, line)]
    const seen = new Map<string, number>()
    return mine.map((one, at): MetricSeries => {
      const times = (seen.get(one.label) ?? 0) + 1
      seen.set(one.label, times)
      return {
        id: `${line.id} ${one.label}${times > 1 ? ` ${times}` : ''}`,
        label: one.label,
        at: one.at,
        values: one.values,
        periodMs: one.periodMs,
        unit: one.unit,
        colour: at === 0 ? line.color : null,
        axis: line.yAxis,
      }
    })
  })
}

/** Two edges become one series with a band about its middle. */
function bandOf(one: ApiMetricSeries, other: ApiMetricSeries, line: WidgetLine): MetricSeries {
  const there = new Map(other.at.map((at, place) => [at, other.values[place]!]))
  const at = one.at.filter(time => there.has(time))
  const edges = at.map(time => [one.values[one.at.indexOf(time)]!, there.get(time)!] as const)
  return {
    id: `${line.id} band`,
    label: line.row.label ?? one.label,
    at,
    values: edges.map(([a, b]) => (a + b) / 2),
    low: edges.map(([a, b]) => Math.min(a, b)),
    high: edges.map(([a, b]) => Math.max(a, b)),
    periodMs: one.periodMs,
    unit: one.unit,
    colour: line.color,
    axis: line.yAxis,
  }
}

/** The newest value; undefined: there is none. */
export const newestOf = (series: MetricSeries): number | undefined => series.values.at(-1)

/** How the newest value stands to the one before: 0.5 is half as much again. Undefined: there are no two, or the first is nothing. */
export function trendOf(series: MetricSeries): number | undefined {
  const [before, now] = series.values.slice(-2)
  if (before === undefined || now === undefined || before === 0) return undefined
  return (now - before) / Math.abs(before)
}

export type Summary = 'MIN' | 'MAX' | 'SUM' | 'AVG'

/** Undefined: nothing there. */
export function summaryOf(series: MetricSeries, kind: Summary): number | undefined {
  const { values } = series
  if (values.length === 0) return undefined
  if (kind === 'MIN') return values.reduce((least, one) => Math.min(least, one))
  if (kind === 'MAX') return values.reduce((most, one) => Math.max(most, one))
  const sum = values.reduce((total, one) => total + one, 0)
  return kind === 'SUM' ? sum : sum / values.length
}

/** Every time at which some series has a value, newest first: those that a table shows, and how many there are. */
export function newestTimes(
  series: readonly MetricSeries[],
  most: number,
): { readonly times: readonly number[]; readonly all: number } {
  const all = [...new Set(series.flatMap(one => one.at))].sort((a, b) => b - a)
  return { times: all.slice(0, most), all: all.length }
}

/** Each once: what the answer has to tell of its series. */
export const messagesOf = (answer: readonly ApiMetricSeries[]): string[] => [
  ...new Set(answer.flatMap(one => one.messages.map(({ message }) => message))),
]
