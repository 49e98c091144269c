/** A widget and its series as a picture: which colour, axis and line across each has. Pure. */

import type { AlarmSeries } from '../../../../judge/alarm-desk/index.ts'
import type { MetricWidget, WidgetQueries } from '../../../../model/dashboard/index.ts'
import type { AnsweredSeries } from '../../../../query/metric-data/index.ts'
import { readTimezone } from '../../../../query/metric-math/index.ts'
import type { MetricPicture, PictureSeries, PictureView } from '../../../../query/picture/index.ts'
import type { AskedWidget } from './read-widget.ts'

type Lines = WidgetQueries['lines']

export function widgetPicture(
  asked: AskedWidget,
  { lines, from, to }: Pick<WidgetQueries, 'lines' | 'from' | 'to'>,
  answered: readonly AnsweredSeries[],
): MetricPicture {
  return { ...framed(asked), from, to, series: lines.flatMap(line => drawnOf(line, answered)) }
}

/** What an alarm watches over the widget's range. */
export function alarmPicture(
  asked: AskedWidget,
  name: string,
  { series, threshold, periodMs, unit }: AlarmSeries,
): MetricPicture {
  const frame = framed(asked)
  return {
    ...frame,
    ...{ from: asked.from, to: asked.to, title: frame.title || name },
    series: series.map(one => ({ ...one, periodMs, unit })),
    levels: [...(frame.levels ?? []), ...(threshold === null ? [] : [{ value: threshold, label: name }])],
  }
}

/** All but the series and their range. */
function framed({ widget, width, height, theme }: AskedWidget): Omit<MetricPicture, 'series' | 'from' | 'to'> {
  const { title, stacked, legend, timezone, yAxis, annotations } = widget
  return {
    ...{ width, height, theme, title, stacked, legend, left: yAxis.left, right: yAxis.right },
    view: viewOf(widget),
    timezone: readTimezone(timezone ?? '+0000') ?? 0,
    levels: annotations.horizontal
      .filter(({ visible }) => visible)
      .map(({ value, to, label, color, yAxis: axis, fill }) => ({
        ...{ value, label, colour: color, axis, fill },
        to: to?.value ?? null,
      })),
    moments: annotations.vertical
      .filter(({ visible }) => visible)
      .map(({ at, to, label, color, fill }) => ({ at, label, colour: color, fill, to: to?.at ?? null })),
  }
}

function drawnOf(
  { id, color, yAxis, row }: Lines[number],
  answered: readonly AnsweredSeries[],
): readonly PictureSeries[] {
  const own = answered.filter(one => one.id === id)
  const [lower, upper, ...more] = own
  const isBand = row.kind === 'expression' && /^\s*ANOMALY_DETECTION_BAND\s*\(/i.test(row.expression)
  if (isBand && lower !== undefined && upper !== undefined && more.length === 0)
    return [bandOf(seriesOf(lower, color, yAxis), seriesOf(upper, color, yAxis), row.label)]
  // One colour for several lines would make them one.
  return own.map(one => seriesOf(one, own.length === 1 ? color : null, yAxis))
}

/** Two edges as the band between them, without a line of its own. */
function bandOf(lower: PictureSeries, upper: PictureSeries, label: string | null): PictureSeries {
  const tops = new Map(upper.at.map((at, place) => [at, upper.values[place]!]))
  const both = lower.at.flatMap((at, place) => {
    const top = tops.get(at)
    return top === undefined ? [] : [{ at, low: lower.values[place]!, high: top }]
  })
  return {
    ...lower,
    label: label ?? lower.label,
    at: both.map(({ at }) => at),
    values: both.map(() => Number.NaN),
    low: both.map(({ low }) => low),
    high: both.map(({ high }) => high),
  }
}

const viewOf = ({ view }: MetricWidget): PictureView => (view === 'table' ? 'singleValue' : view)

function seriesOf(
  { label, values, grid, unit }: AnsweredSeries,
  colour: string | null,
  axis: 'left' | 'right',
): PictureSeries {
  const places = [...values.keys()].filter(place => !Number.isNaN(values[place]))
  return {
    ...{ label, unit, colour, axis, periodMs: grid.step },
    at: places.map(place => grid.start + place * grid.step),
    values: places.map(place => values[place]!),
  }
}
