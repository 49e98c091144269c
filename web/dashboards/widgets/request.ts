/** What a widget of metrics asks the server for. Pure. */
import { type MetricWidget, type WidgetQueries, widgetQueries } from '../../../src/model/dashboard/index.ts'
import type { ApiMetricDataRequest } from '../../../src/model/index.ts'
import type { SharedTime } from '../../time/index.ts'

export interface WidgetAsked {
  readonly asked: WidgetQueries
  readonly request: ApiMetricDataRequest
}

export function askedBy(
  widget: MetricWidget,
  { resolved: { from, to }, asOf, zone }: Pick<SharedTime, 'resolved' | 'asOf' | 'zone'>,
  periodOverride: 'auto' | 'inherit',
): WidgetAsked {
  const asked = widgetQueries(widget, { from, to, now: asOf }, periodOverride)
  const timezone = widget.timezone ?? offsetOf(asOf, zone)
  return { asked, request: { queries: asked.queries, from: asked.from, to: asked.to, timezone } }
}

/** `+0900` */
function offsetOf(at: number, zone: 'local' | 'utc'): string {
  const minutes = zone === 'utc' ? 0 : -new Date(at).getTimezoneOffset()
  const size = Math.abs(minutes)
  const two = (count: number) => String(Math.floor(count)).padStart(2, '0')
  return `${minutes < 0 ? '-' : '+'}${two(size / 60)}${two(size % 60)}`
}
