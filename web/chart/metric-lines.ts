/** What a chart of metrics draws, worked out before anything touches the page: rows, colours, ranges, what is read at a moment. Pure. */
import { type Aligned, alignSeries, extentOf, type Row, readingAt, stackRows, within } from './align.ts'
import type { MetricAxis, MetricChartProps, MetricLevel, MetricSeries } from './metric-props.ts'
import { seriesDash, seriesVariable } from './palette.ts'
import { yRangeOf } from './y-range.ts'

export interface MetricLine {
  readonly series: MetricSeries
  /** A CSS colour, or the name of a colour's variable. */
  readonly colour: string
  readonly dash: number[] | undefined
  readonly axis: 'left' | 'right'
  readonly row: Row
  readonly lone: readonly number[]
  /** Place of the line it stands on; undefined: the floor. */
  readonly on: number | undefined
  readonly low?: Row
  readonly high?: Row
}

export interface MetricLines {
  readonly times: readonly number[]
  readonly lines: readonly MetricLine[]
  readonly ranges: { readonly left: readonly [number, number]; readonly right: readonly [number, number] }
  /** The unit that all series of an axis have; undefined: several, or none. */
  readonly units: { readonly left: string | undefined; readonly right: string | undefined }
  readonly hasRight: boolean
  /** What stands at a place of `times`: greatest first. */
  readonly read: (place: number) => readonly Reading[]
}
export interface Reading {
  readonly line: MetricLine
  readonly value: number
}

export type Drawn = Pick<MetricChartProps, 'series' | 'range' | 'shape' | 'stacked' | 'left' | 'right' | 'levels'>

/** Also without the chart: what a legend needs to name a series' colour. */
export const colourOf = (series: MetricSeries, place: number): string =>
  series.colour ?? `var(${seriesVariable(place)})`

export function linesOf(drawn: Drawn, hidden: ReadonlySet<string>): MetricLines {
  const filled = drawn.stacked === true || drawn.shape === 'area' || drawn.shape === 'bar'
  const stacked = drawn.stacked === true || drawn.shape === 'bar'
  const shown = drawn.series.flatMap((series, place) =>
    hidden.has(series.id) ? [] : [{ series: within(series, drawn.range), place }],
  )
  const hasBand = ({ series }: (typeof shown)[number]) => series.low !== undefined && series.high !== undefined
  const banded = stacked ? [] : shown.filter(hasBand)
  const aligned = alignSeries([
    ...shown.map(({ series }) => series),
    ...banded.flatMap(({ place }) => edgesOf(drawn.series[place]!, drawn)),
  ])
  const axisOf = (series: MetricSeries) => series.axis ?? 'left'
  const tops = stacked ? stackEach(aligned, shown, axisOf) : undefined
  const lines: MetricLine[] = shown.map(({ series, place }, at) => {
    const band = banded.findIndex(one => one.place === place)
    const dash = seriesDash(place)
    return {
      series,
      colour: series.colour ?? seriesVariable(place),
      dash: series.colour ? undefined : dash,
      axis: axisOf(series),
      row: tops?.rows[at] ?? aligned.rows[at]!,
      lone: aligned.lone[at]!,
      on: tops?.on[at],
      ...(band < 0
        ? {}
        : {
            low: aligned.rows[shown.length + 2 * band]!,
            high: aligned.rows[shown.length + 2 * band + 1]!,
          }),
    }
  })
  const range = (axis: 'left' | 'right', wishes: MetricAxis | undefined) => {
    const mine = lines.filter(line => line.axis === axis)
    const rows = mine.flatMap(({ row, low, high }) => [row, ...(low && high ? [low, high] : [])])
    return yRangeOf(extentOf(rows, wishes?.log ? 0 : undefined), {
      ...wishes,
      filled,
      levels: levelValues(drawn.levels, axis),
    })
  }
  return {
    times: aligned.times,
    lines,
    ranges: { left: range('left', drawn.left), right: range('right', drawn.right) },
    units: { left: unitOf(drawn.series, 'left'), right: unitOf(drawn.series, 'right') },
    hasRight: drawn.series.some(series => axisOf(series) === 'right'),
    read: place =>
      lines
        .flatMap((line, at) => {
          const value = readingAt(aligned, at, place, line.series.periodMs)
          return value === null ? [] : [{ line, value }]
        })
        .sort((a, b) => b.value - a.value),
  }
}

/** The place of the time that is nearest; 0 where there is none. */
export function nearestPlace(times: readonly number[], at: number): number {
  let nearest = 0
  times.forEach((time, place) => {
    if (Math.abs(time - at) < Math.abs(times[nearest]! - at)) nearest = place
  })
  return nearest
}

/** The lower and the upper edge of a series' band, as series. */
const edgesOf = (series: MetricSeries, { range }: Drawn) =>
  [series.low!, series.high!].map(values => within({ at: series.at, values, periodMs: series.periodMs }, range))

/** The left axis' series stand on each other, and so do the right one's. */
function stackEach(
  aligned: Aligned,
  shown: readonly { readonly series: MetricSeries }[],
  axisOf: (series: MetricSeries) => 'left' | 'right',
): { readonly rows: readonly Row[]; readonly on: readonly (number | undefined)[] } {
  const rows: Row[] = []
  const on: (number | undefined)[] = []
  for (const axis of ['left', 'right'] as const) {
    const places = shown.flatMap(({ series }, at) => (axisOf(series) === axis ? [at] : []))
    const part = { ...aligned, rows: places.map(at => aligned.rows[at]!) }
    const stacked = stackRows(
      part,
      places.map(at => shown[at]!.series.periodMs),
    )
    places.forEach((at, order) => {
      rows[at] = stacked[order]!
      on[at] = places[order - 1]
    })
  }
  return { rows, on }
}

const levelValues = (levels: readonly MetricLevel[] | undefined, axis: 'left' | 'right'): number[] =>
  (levels ?? [])
    .filter(level => (level.axis ?? 'left') === axis)
    .flatMap(level => (level.to == null ? [level.value] : [level.value, level.to]))

function unitOf(series: readonly MetricSeries[], axis: 'left' | 'right'): string | undefined {
  const units = new Set(series.filter(one => (one.axis ?? 'left') === axis).map(one => one.unit ?? 'None'))
  return units.size === 1 ? [...units][0] : undefined
}
