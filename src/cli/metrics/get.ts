/** What `mangru metrics get` asks for, and its answer as columns of one table: a row for each time, a column for each series. Pure. */
import type { ApiMetricData, ApiMetricSeries, Result } from '../../model/index.ts'
import { err, ok } from '../../model/index.ts'
import type { Problem } from '../option.ts'
import { timeText } from './list.ts'
import type { GetValues } from './options.ts'

type Query = Readonly<Record<string, unknown>>

/** `words`: namespace, metric, and its dimensions as NAME=VALUE; or none with an expression that names its metrics itself. */
export function queriesOf(words: readonly string[], values: GetValues): Result<readonly Query[], Problem> {
  const [namespace, metric, ...given] = words
  const { expression, label, period, stat, unit } = values
  if (namespace !== undefined && metric === undefined) return err(say => say['missing-word']('METRIC'))
  if (namespace === undefined && expression === undefined) return err(say => say['missing-word']('NAMESPACE METRIC'))
  const wrong = given.find(word => word.indexOf('=') < 1)
  if (wrong !== undefined) return err(say => say['not-a-dimension'](wrong))
  const dimensions = given.map(word => ({
    Name: word.slice(0, word.indexOf('=')),
    Value: word.slice(word.indexOf('=') + 1),
  }))
  const shown = label === undefined ? {} : { Label: label }
  const metrics = namespace === undefined ? [] : statisticsIn(stat)
  const queries = metrics.map((one, at) => ({
    Id: `m${at + 1}`,
    MetricStat: {
      Metric: { Namespace: namespace, MetricName: metric, Dimensions: dimensions },
      ...{ Period: period, Stat: one, ...(unit === undefined ? {} : { Unit: unit }) },
    },
    ...(expression === undefined ? shown : { ReturnData: false }),
  }))
  return ok(
    expression === undefined
      ? queries
      : [...queries, { Id: 'expression', Expression: expression, Period: period, ...shown }],
  )
}

/** At commas that are not in parentheses: `Sum,TM(10%:90%)`. */
const statisticsIn = (text: string): readonly string[] => text.split(/,(?![^(]*\))/).map(one => one.trim())

/**
 * Heads and rows; times ascending, '' where a series has nothing. Two series of one name are told apart by a number. `show`: exact
 * unless told otherwise.
 */
export function dataRows(
  { series }: Pick<ApiMetricData, 'series'>,
  time: string,
  show: (value: number) => string = String,
): readonly (readonly string[])[] {
  const times = [...new Set(series.flatMap(({ at }) => at))].sort((a, b) => a - b)
  const columns = series.map(one => new Map(one.at.map((at, place) => [at, show(one.values[place]!)])))
  return [
    [time, ...headsOf(series)],
    ...times.map(at => [timeText(at), ...columns.map(column => column.get(at) ?? '')]),
  ]
}

/** Six digits that mean something, and all before the point: for eyes, not for programs. */
export const forEyes = (value: number): string =>
  String(Math.abs(value) >= 100_000 ? Math.round(value) : Number(value.toPrecision(6)))

function headsOf(series: readonly ApiMetricSeries[]): readonly string[] {
  const seen = new Map<string, number>()
  return series.map(({ label }) => {
    const times = (seen.get(label) ?? 0) + 1
    seen.set(label, times)
    return times === 1 ? label : `${label} (${times})`
  })
}

/** RFC 4180. */
export const csvOf = (rows: readonly (readonly string[])[]): string =>
  rows.map(cells => `${cells.map(csvCell).join(',')}\r\n`).join('')
const csvCell = (text: string): string => (/[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)
