/** What is graphed in the words of others: GetMetricData's input, a command of the aws CLI, a widget of a dashboard, an alarm's draft. Pure. */
import { shellText } from '../../text/index.ts'
import type { DataQuery } from '../ask.ts'
import type { Row } from '../row.ts'
import type { MetricsView } from '../view.ts'

interface Range {
  readonly from: number
  readonly to: number
}

/** The region that stands in widgets; every region shows the same here. */
export const widgetRegion = 'us-east-1'

const iso = (at: number): string => new Date(at).toISOString().replace(/\.\d{3}Z$/, 'Z')

export const getMetricDataInput = (queries: readonly DataQuery[], { from, to }: Range) => ({
  MetricDataQueries: queries,
  StartTime: iso(from),
  EndTime: iso(to),
  ScanBy: 'TimestampAscending',
})

/** `origin`: where this page is served. Text for a POSIX shell. */
export function getMetricDataCommand(queries: readonly DataQuery[], { from, to }: Range, origin: string): string {
  return [
    `aws --endpoint-url ${origin} --region ${widgetRegion} cloudwatch get-metric-data`,
    `  --start-time ${iso(from)} --end-time ${iso(to)} --scan-by TimestampAscending`,
    `  --metric-data-queries ${shellText(JSON.stringify(queries))}`,
  ].join(' \\\n')
}

type Shown = Pick<MetricsView, 'rows' | 'stat' | 'period' | 'shape'>

const views = { line: 'timeSeries', area: 'timeSeries', stacked: 'timeSeries', number: 'singleValue' } as const

/** CloudWatch's metric widget. A unit has no word in it. */
export function widgetOf({ rows, stat, period, shape }: Shown, title: string) {
  return {
    type: 'metric',
    ...{ width: 12, height: 6 },
    properties: {
      ...(title === '' ? {} : { title }),
      metrics: rows.map(widgetRow),
      view: shape === 'bar' || shape === 'pie' ? shape : views[shape],
      stacked: shape === 'stacked' || shape === 'area',
      region: widgetRegion,
      stat,
      ...(period === undefined ? {} : { period }),
    },
  }
}

function widgetRow(row: Row): readonly unknown[] {
  const look = {
    id: row.id,
    ...(row.label === '' ? {} : { label: row.label }),
    ...(row.colour === undefined ? {} : { color: row.colour }),
    ...(row.axis === 'left' ? {} : { yAxis: row.axis }),
    ...(row.period === undefined ? {} : { period: row.period }),
    ...(row.visible ? {} : { visible: false }),
  }
  if (row.kind === 'expression') return [{ expression: row.expression, ...look }]
  const pairs = row.dimensions.flatMap(({ name, value }) => [name, value])
  return [row.namespace, row.metric, ...pairs, { ...look, ...(row.stat === undefined ? {} : { stat: row.stat }) }]
}

/** A dashboard's body with one more widget; undefined: the body is no dashboard. */
export function withWidget(body: string, widget: object): string | undefined {
  try {
    const dashboard = JSON.parse(body) as unknown
    if (typeof dashboard !== 'object' || dashboard === null || Array.isArray(dashboard)) return undefined
    const { widgets = [] } = dashboard as { widgets?: unknown }
    return Array.isArray(widgets) ? JSON.stringify({ ...dashboard, widgets: [...widgets, widget] }) : undefined
  } catch {
    return undefined
  }
}

/** What the alarm editor begins with: one metric as such, anything else as queries of which one row is watched. */
export type AlarmBeginning =
  | {
      readonly kind: 'metric'
      readonly namespace: string
      readonly metric: string
      readonly dimensions: readonly { readonly name: string; readonly value: string }[]
      readonly stat: string
      readonly period: string
    }
  | { readonly kind: 'queries'; readonly queries: string }

/** Undefined: there is no such row. */
export function alarmDraft(
  view: Shown,
  queries: readonly DataQuery[],
  period: number,
  watched: string,
): AlarmBeginning | undefined {
  const row = view.rows.find(({ id }) => id === watched)
  if (row === undefined) return undefined
  if (row.kind === 'metric' && row.unit === undefined) {
    const { namespace, metric, dimensions } = row
    const asked = { stat: row.stat ?? view.stat, period: String(row.period ?? period) }
    return { kind: 'metric', namespace, metric, dimensions, ...asked }
  }
  const watchedOnly = queries.map(query => ({ ...query, ReturnData: query.Id === watched }))
  return { kind: 'queries', queries: JSON.stringify(watchedOnly, null, 2) }
}
