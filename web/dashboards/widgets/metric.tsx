/** A widget of metrics: asks for its series over the page's range, and draws them in its view. */
import { useMemo } from 'react'
import { type MetricWidget, widgetQueries } from '../../../src/model/dashboard/index.ts'
import { useWords } from '../../i18n/index.ts'
import { useTime } from '../../time/index.ts'
import { useMetricData } from '../queries.ts'
import { AlarmOfMetric } from './alarm-of-metric.tsx'
import { MetricFigure } from './metric-figure.tsx'
import type { WidgetProps } from './props.ts'
import { messagesOf, seriesOf } from './series.ts'
import { WidgetNotes, WidgetNothing, WidgetTrouble, WidgetWaiting } from './state.tsx'
import classes from './widgets.module.css'

export function MetricWidgetBody(props: WidgetProps<MetricWidget>) {
  return props.widget.annotations.alarm === null ? <OfRows {...props} /> : <AlarmOfMetric {...props} />
}

function OfRows({ widget, periodOverride, seen, log }: WidgetProps<MetricWidget>) {
  const words = useWords()
  const { resolved, asOf, zone } = useTime()
  const asked = useMemo(
    () => widgetQueries(widget, { from: resolved.from, to: resolved.to, now: asOf }, periodOverride),
    [widget, resolved.from, resolved.to, asOf, periodOverride],
  )
  const request = useMemo(
    () => ({
      queries: asked.queries,
      from: asked.from,
      to: asked.to,
      timezone: widget.timezone ?? offsetOf(asOf, zone),
    }),
    [asked, widget.timezone, asOf, zone],
  )
  const answer = useMetricData(request, seen)
  const series = useMemo(() => seriesOf(answer.data?.series ?? [], asked.lines), [answer.data, asked.lines])
  if (asked.queries.length === 0) return <WidgetNothing>{words.dashboards.noMetrics}</WidgetNothing>
  if (answer.isError && !answer.data) return <WidgetTrouble error={answer.error} retry={() => void answer.refetch()} />
  if (!answer.data) return <WidgetWaiting />
  const notes = [...(answer.isError ? [words.dashboards.stale] : []), ...messagesOf(answer.data.series)]
  return (
    <div className={classes.stack}>
      <div className={classes.figure}>
        <MetricFigure widget={widget} series={series} range={resolved} log={log} />
      </div>
      <WidgetNotes notes={notes} />
    </div>
  )
}

/** `+0900` */
function offsetOf(at: number, zone: 'local' | 'utc'): string {
  const minutes = zone === 'utc' ? 0 : -new Date(at).getTimezoneOffset()
  const size = Math.abs(minutes)
  const two = (count: number) => String(Math.floor(count)).padStart(2, '0')
  return `${minutes < 0 ? '-' : '+'}${two(size / 60)}${two(size % 60)}`
}
