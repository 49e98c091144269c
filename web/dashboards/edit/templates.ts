/** What new widgets begin as. Pure. */
import type { Json } from './body.ts'

const region = 'us-east-1'

export type NewKind =
  | 'line'
  | 'stacked'
  | 'number'
  | 'gauge'
  | 'bar'
  | 'pie'
  | 'table'
  | 'text'
  | 'logTable'
  | 'logChart'
  | 'alarm'
export const newKinds: readonly NewKind[] = [
  'line',
  'stacked',
  'number',
  'gauge',
  'bar',
  'pie',
  'table',
  'logTable',
  'logChart',
  'alarm',
  'text',
]

const metric = (width: number, properties: Json): Json => ({
  type: 'metric',
  width,
  height: 6,
  properties: { title: '', region, metrics: [], period: 60, stat: 'Average', ...properties },
})
const log = (query: string, view: string): Json => ({
  type: 'log',
  width: 12,
  height: 6,
  properties: { title: '', region, query, view },
})

export function newWidget(kind: NewKind): Json {
  switch (kind) {
    case 'line':
      return metric(12, { view: 'timeSeries', stacked: false })
    case 'stacked':
      return metric(12, { view: 'timeSeries', stacked: true })
    case 'number':
      return metric(6, { view: 'singleValue', sparkline: true })
    case 'gauge':
      return metric(6, { view: 'gauge', yAxis: { left: { min: 0, max: 100 } } })
    case 'bar':
    case 'pie':
      return metric(8, { view: kind, setPeriodToTimeRange: true })
    case 'table':
      return metric(12, { view: 'table', table: { summaryColumns: ['MIN', 'MAX', 'AVG'] } })
    case 'text':
      return { type: 'text', width: 12, height: 3, properties: { markdown: '# ' } }
    case 'logTable':
      return log('fields @timestamp, @message\n| sort @timestamp desc\n| limit 50', 'table')
    case 'logChart':
      return log('stats count(*) as lines by bin(5m)', 'timeSeries')
    case 'alarm':
      return { type: 'alarm', width: 8, height: 6, properties: { title: '', alarms: [] } }
  }
}
