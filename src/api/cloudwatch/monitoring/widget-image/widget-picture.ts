/** A widget and its series as a picture: which colour, axis and line across each has. Pure. */
import type { MetricWidget, WidgetQueries } from '../../../../model/dashboard/index.ts'
import type { AnsweredSeries } from '../../../../query/metric-data/index.ts'
import { readTimezone } from '../../../../query/metric-math/index.ts'
import type { MetricPicture, PictureSeries, PictureView } from '../../../../query/picture/index.ts'
import type { AskedWidget } from './read-widget.ts'

export function widgetPicture(
  { widget, width, height, theme }: AskedWidget,
  { lines, from, to }: Pick<WidgetQueries, 'lines' | 'from' | 'to'>,
  answered: readonly AnsweredSeries[],
): MetricPicture {
  const { title, stacked, legend, timezone, yAxis, annotations } = widget
  return {
    series: lines.flatMap(({ id, color, yAxis: axis }) => {
      const own = answered.filter(one => one.id === id)
      // One colour for several lines would make them one.
      return own.map(one => seriesOf(one, own.length === 1 ? color : null, axis))
    }),
    ...{ from, to, width, height, theme, title, stacked, legend },
    view: viewOf(widget),
    timezone: readTimezone(timezone ?? '+0000') ?? 0,
    left: yAxis.left,
    right: yAxis.right,
    levels: annotations.horizontal
      .filter(({ visible }) => visible)
      .map(({ value, to: end, label, color, yAxis: axis, fill }) => ({
        ...{ value, label, colour: color, axis, fill },
        to: end?.value ?? null,
      })),
    moments: annotations.vertical
      .filter(({ visible }) => visible)
      .map(({ at, to: end, label, color, fill }) => ({ at, label, colour: color, fill, to: end?.at ?? null })),
  }
}

const viewOf = ({ view }: MetricWidget): PictureView => (view === 'gauge' || view === 'table' ? 'singleValue' : view)

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
