/** A widget that draws metrics. */
import { limits } from '../../limits.ts'
import { annotationsOf } from './annotations.ts'
import { metricRowsAt } from './metric-rows.ts'
import {
  choiceAt,
  fault,
  flagAt,
  known,
  listAt,
  member,
  numberAt,
  objectAt,
  type Place,
  required,
  textAt,
  warning,
} from './notes.ts'
import { accountOf, legendOf, periodAt, regionOf, titleOf, wordsAt } from './pieces.ts'
import type { Axis, MetricView, MetricWidget, TableOptions, WidgetPlace } from './types.ts'

export const metricViews: readonly MetricView[] = ['timeSeries', 'singleValue', 'gauge', 'bar', 'pie', 'table']
const summaries: TableOptions['summaryColumns'] = ['MIN', 'MAX', 'SUM', 'AVG']

const members = [
  ...['metrics', 'region', 'title', 'view', 'stacked', 'stat', 'period', 'liveData', 'legend', 'timezone', 'sparkline'],
  ...['setPeriodToTimeRange', 'trend', 'yAxis', 'annotations', 'accountId', 'table', 'start', 'end'],
  // Written by the console for its own drawing.
  ...['singleValueFullPrecision', 'labels', 'width', 'height'],
]

export function metricWidgetOf(properties: Place, place: WidgetPlace): MetricWidget {
  known(properties, members)
  const rows = metricRowsAt(member(properties, 'metrics'))
  const annotations = annotationsOf(properties)
  const bare = member(properties, 'metrics').value === undefined && annotations.alarm === null
  if (bare) {
    required(properties, 'metrics')
    fault(properties, 'The metric widget should have specified a region and a data source or an alarm annotation')
    required(properties, 'annotations')
  }
  if (rows.length > 0 && annotations.alarm !== null)
    warning(member(properties, 'annotations'), 'A widget of an alarm draws what the alarm watches, not its metrics')
  const view = choiceAt(member(properties, 'view'), metricViews) ?? 'timeSeries'
  const yAxis = axesOf(properties)
  if (view === 'gauge') gauge(properties, yAxis.left)
  return {
    type: 'metric',
    ...place,
    title: titleOf(properties),
    region: regionOf(properties),
    accountId: accountOf(properties),
    view,
    stacked: flagAt(member(properties, 'stacked')) ?? false,
    stat: textAt(member(properties, 'stat'), { least: 1, most: 255 }) ?? 'Average',
    period: periodAt(member(properties, 'period')),
    rows,
    liveData: flagAt(member(properties, 'liveData')) ?? false,
    legend: legendOf(properties),
    timezone: textAt(member(properties, 'timezone'), { pattern: /^[+-](?:0\d|1[0-4])[0-5]\d$/ }),
    sparkline: flagAt(member(properties, 'sparkline')) ?? false,
    trend: flagAt(member(properties, 'trend')) ?? true,
    setPeriodToTimeRange: flagAt(member(properties, 'setPeriodToTimeRange')) ?? false,
    yAxis,
    annotations,
    table: tableOf(properties),
  }
}

function axesOf(properties: Place): MetricWidget['yAxis'] {
  const at = member(properties, 'yAxis')
  objectAt(at)
  known(at, ['left', 'right'])
  return { left: axis(member(at, 'left')), right: axis(member(at, 'right')) }
}

function axis(at: Place): Axis {
  objectAt(at)
  known(at, ['label', 'min', 'max', 'showUnits'])
  return {
    label: wordsAt(member(at, 'label')),
    min: numberAt(member(at, 'min')),
    max: numberAt(member(at, 'max')),
    showUnits: flagAt(member(at, 'showUnits')) ?? true,
  }
}

function gauge(properties: Place, { min, max }: Axis): void {
  const left = member(member(properties, 'yAxis'), 'left')
  for (const edge of ['min', 'max']) required(left, edge)
  if (min !== null && max !== null && min >= max) fault(left, 'The min of a gauge has to be less than its max')
}

function tableOf(properties: Place): TableOptions {
  const at = member(properties, 'table')
  objectAt(at)
  known(at, ['layout', 'stickySummary', 'showTimeSeriesData', 'summaryColumns'])
  const columns = member(at, 'summaryColumns')
  return {
    layout: choiceAt(member(at, 'layout'), ['horizontal', 'vertical']) ?? 'horizontal',
    stickySummary: flagAt(member(at, 'stickySummary')) ?? false,
    showTimeSeriesData: flagAt(member(at, 'showTimeSeriesData')) ?? true,
    summaryColumns:
      columns.value === undefined
        ? summaries
        : listAt(columns, { most: limits.dashboardTableColumns }).flatMap(one => choiceAt(one, summaries) ?? []),
  }
}
