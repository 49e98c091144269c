/** A widget that stands for an alarm: what it watches, its threshold, and the states it was in. */
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { MetricWidget } from '../../../src/model/dashboard/index.ts'
import type { ApiAlarmSeries } from '../../../src/model/index.ts'
import { getAlarmSeries, orThrow, useFeature } from '../../api/index.ts'
import type { MetricSeries } from '../../chart/index.ts'
import { showMetric } from '../../format/index.ts'
import { useWords } from '../../i18n/index.ts'
import { useTime } from '../../time/index.ts'
import { MetricFigure } from './metric-figure.tsx'
import type { WidgetProps } from './props.ts'
import { WidgetNothing, WidgetTrouble, WidgetWaiting } from './state.tsx'
import { alarmName } from './title.ts'

export function AlarmOfMetric({ widget, seen, log }: WidgetProps<MetricWidget>) {
  const words = useWords()
  const { resolved } = useTime()
  const there = useFeature('alarms')
  const name = alarmName(widget.annotations.alarm ?? '')
  const { from, to } = resolved
  const answer = useQuery({
    queryKey: ['metric-data', 'alarm', name, from, to],
    queryFn: ({ signal }) => orThrow(getAlarmSeries({ name, from, to }, signal)),
    enabled: seen && there === true,
    placeholderData: keepPreviousData,
    gcTime: 15_000,
  })
  const series = useMemo(() => (answer.data ? watched(answer.data) : []), [answer.data])
  if (there === false) return <WidgetNothing>{words.dashboards.noAlarms}</WidgetNothing>
  if (answer.isError && !answer.data) return <WidgetTrouble error={answer.error} retry={() => void answer.refetch()} />
  if (!answer.data) return <WidgetWaiting />
  const { threshold, states, unit } = answer.data
  return (
    <MetricFigure
      widget={widget}
      series={series}
      range={resolved}
      log={log}
      states={states}
      levels={
        threshold === null
          ? []
          : [{ value: threshold, label: words.dashboards.threshold(showMetric(threshold, unit, words.units)) }]
      }
    />
  )
}

const watched = (answer: ApiAlarmSeries): MetricSeries[] =>
  answer.series.map((one, at) => ({
    id: `${at} ${one.label}`,
    label: one.label,
    at: one.at,
    values: one.values,
    periodMs: answer.periodMs,
    unit: answer.unit,
    ...(one.low && one.high ? { low: one.low, high: one.high } : {}),
  }))
