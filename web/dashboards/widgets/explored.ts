/** What an explorer widget asks for: each of its metrics by a SEARCH, with its labels taken for dimensions. Pure. */
import type { ExplorerWidget, MetricRow, MetricWidget } from '../../../src/model/dashboard/index.ts'

/** `AWS::EC2::Instance` → `AWS/EC2`; undefined: no type of AWS's. */
export function namespaceOf(resourceType: string): string | undefined {
  const found = /^AWS::([^:]+)::/.exec(resourceType)
  return found ? `AWS/${found[1]}` : undefined
}

const quoted = (text: string): string => `"${text.replaceAll(/["'\\]/g, ' ').trim()}"`

function searchOf(
  { metricName, resourceType, stat }: ExplorerWidget['metrics'][number],
  widget: ExplorerWidget,
): string {
  const namespace = namespaceOf(resourceType)
  const terms = [
    ...(namespace === undefined ? [] : [`Namespace=${quoted(namespace)}`]),
    `MetricName=${quoted(metricName)}`,
    ...widget.labels.flatMap(({ key, value }) => (value === null ? [] : [`${quoted(key)}=${quoted(value)}`])),
  ]
  return `SEARCH('${terms.join(' ')}', '${stat.replaceAll("'", '')}', ${widget.period ?? 300})`
}

const aggregates = { AVG: 'AVG', MIN: 'MIN', MAX: 'MAX', STDDEV: 'STDDEV', SUM: 'SUM' } as const

export function explored(widget: ExplorerWidget): MetricWidget {
  const { options, aggregateBy } = widget
  const row = (expression: string, label: string | null): MetricRow => ({
    kind: 'expression',
    expression,
    id: null,
    label,
    color: null,
    visible: true,
    yAxis: 'left',
    period: widget.period,
    stat: null,
    region: null,
    accountId: null,
  })
  const rows = widget.metrics.map(metric => {
    const search = searchOf(metric, widget)
    if (aggregateBy === null) return row(search, null)
    return row(`${aggregates[aggregateBy.func]}(${search})`, `${aggregateBy.func} ${metric.metricName}`)
  })
  const axis = { label: null, min: null, max: null, showUnits: true }
  return {
    type: 'metric',
    x: widget.x,
    y: widget.y,
    width: widget.width,
    height: widget.height,
    title: widget.title,
    region: '',
    accountId: null,
    view: options.view,
    stacked: options.stacked,
    stat: 'Average',
    period: widget.period,
    rows,
    liveData: false,
    legend: options.legend,
    timezone: null,
    sparkline: true,
    trend: false,
    setPeriodToTimeRange: false,
    yAxis: { left: axis, right: axis },
    annotations: { alarm: null, horizontal: [], vertical: [] },
    table: { layout: 'horizontal', stickySummary: false, showTimeSeriesData: true, summaryColumns: [] },
  }
}
