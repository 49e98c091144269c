/** Series as a table: a row for each time that any of them has, newest first or oldest first. Pure. */
import type { MetricSeries } from '../../chart/index.ts'

export interface ValueTable {
  /** Epoch milliseconds. */
  readonly times: readonly number[]
  /** By series, then by time. */
  readonly value: (series: number, time: number) => number | undefined
}

export function tableOf(series: readonly MetricSeries[], order: 'newest' | 'oldest'): ValueTable {
  const times = [...Float64Array.from(new Set(series.flatMap(({ at }) => at))).sort()]
  if (order === 'newest') times.reverse()
  const byTime = series.map(one => new Map(one.at.map((at, place) => [at, one.values[place]!])))
  return { times, value: (place, time) => byTime[place]?.get(time) }
}

/** RFC 4180; times in ISO 8601, UTC. */
export function csvOf(series: readonly MetricSeries[]): string {
  const { times, value } = tableOf(series, 'oldest')
  const lines = [
    ['time', ...series.map(({ label }) => label)],
    ...times.map(time => [new Date(time).toISOString(), ...series.map((_, place) => String(value(place, time) ?? ''))]),
  ]
  return lines.map(cells => `${cells.map(cell).join(',')}\r\n`).join('')
}

const cell = (text: string): string => (/[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)
