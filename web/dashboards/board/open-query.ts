/** Where a widget's query can be changed: the Metrics page, or Logs Insights. Pure. */
import { logWidgetQuery, type MetricWidget, type Widget } from '../../../src/model/dashboard/index.ts'
import { freeId, type Row } from '../../metrics/row.ts'
import type { MetricsShape, MetricsView } from '../../metrics/view.ts'
import { type Place, paths } from '../../paths.ts'
import type { TimeView } from '../../time/index.ts'
import { alarmName } from '../widgets/title.ts'

const logShapes = { table: undefined, timeSeries: 'line', bar: 'bar', pie: 'pie' } as const

/** Undefined: there is no such place. */
export function placeOfQuery(widget: Widget, time: TimeView): Place | undefined {
  if (widget.type === 'log') {
    const { groups, text } = logWidgetQuery(widget.query)
    const shape = widget.view === 'timeSeries' && widget.stacked ? 'area' : logShapes[widget.view]
    return paths.insights({ groups, query: text, shape }, time)
  }
  if (widget.type !== 'metric') return undefined
  const { alarm } = widget.annotations
  if (alarm !== null) return paths.alarm({ name: alarmName(alarm) }, time)
  return widget.rows.length === 0 ? undefined : paths.metrics(metricsViewOf(widget), time)
}

const metricShapes: Readonly<Record<MetricWidget['view'], MetricsShape>> = {
  timeSeries: 'line',
  singleValue: 'number',
  gauge: 'number',
  bar: 'bar',
  pie: 'pie',
  table: 'line',
}

export function metricsViewOf(widget: MetricWidget): Partial<MetricsView> {
  const rows: Row[] = []
  const named = widget.rows.filter(row => row.id !== null).map(row => ({ id: row.id! }))
  for (const row of widget.rows) {
    const look = {
      id: row.id ?? freeId([...rows, ...named] as Row[], row.kind === 'metric' ? 'm' : 'e'),
      visible: row.visible,
      label: row.label ?? '',
      colour: row.color !== null && /^#[0-9a-f]{6}$/i.test(row.color) ? row.color : undefined,
      axis: row.yAxis,
      period: row.period ?? undefined,
    }
    rows.push(
      row.kind === 'expression'
        ? { ...look, kind: 'expression', expression: row.expression }
        : {
            ...look,
            kind: 'metric',
            namespace: row.namespace,
            metric: row.metric,
            dimensions: row.dimensions,
            stat: row.stat ?? undefined,
            unit: undefined,
          },
    )
  }
  return {
    rows,
    stat: widget.stat,
    period: widget.period ?? undefined,
    shape: widget.view === 'timeSeries' && widget.stacked ? 'stacked' : metricShapes[widget.view],
    tab: widget.view === 'table' ? 'values' : 'rows',
  }
}
