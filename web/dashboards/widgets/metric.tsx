/** A widget of metrics: asks for its series over the page's range, and draws them in its view. */
import { useMemo } from 'react'
import type { MetricWidget } from '../../../src/model/dashboard/index.ts'
import { useWords } from '../../i18n/index.ts'
import { useTime } from '../../time/index.ts'
import { useMetricData } from '../queries.ts'
import { AlarmOfMetric } from './alarm-of-metric.tsx'
import { MetricFigure } from './metric-figure.tsx'
import type { WidgetProps } from './props.ts'
import { askedBy } from './request.ts'
import { messagesOf, seriesOf } from './series.ts'
import { WidgetNotes, WidgetNothing, WidgetTrouble, WidgetWaiting } from './state.tsx'
import classes from './widgets.module.css'

export function MetricWidgetBody(props: WidgetProps<MetricWidget>) {
  return props.widget.annotations.alarm === null ? <OfRows {...props} /> : <AlarmOfMetric {...props} />
}

function OfRows({ widget, periodOverride, seen, log }: WidgetProps<MetricWidget>) {
  const words = useWords()
  const { resolved, asOf, zone } = useTime()
  const { asked, request } = useMemo(
    () => askedBy(widget, { resolved, asOf, zone }, periodOverride),
    [widget, resolved, asOf, zone, periodOverride],
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
