/** A chart of metrics with its legend, where series are shown and hidden. The drawing itself is loaded when it is first needed. */
import { Skeleton } from '@mantine/core'
import { useState } from 'react'
import { useWords } from '../i18n/index.ts'
import { useLater } from './later.ts'
import classes from './metric.module.css'
import { metricView } from './metric-later.ts'
import { MetricLegend } from './metric-legend.tsx'
import type { MetricChartProps } from './metric-props.ts'

export function MetricChart(props: MetricChartProps) {
  const { series, height, legend = 'bottom' } = props
  const words = useWords()
  const MetricView = useLater(metricView)
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set<string>())
  const [focused, setFocused] = useState<string>()
  const empty = series.every(one => one.at.length === 0)
  const plotHeight = height === 'fill' ? undefined : height
  return (
    <div className={classes.chart} data-legend={legend} data-fill={height === 'fill' || undefined}>
      <div className={classes.stage} style={plotHeight === undefined ? undefined : { height: plotHeight }}>
        {MetricView ? <MetricView {...props} hidden={hidden} focused={focused} /> : <Skeleton height="100%" />}
        {empty && <p className={classes.empty}>{words.charts.noData}</p>}
      </div>
      {legend !== 'hidden' && series.length > 0 && (
        <MetricLegend
          series={series}
          hidden={hidden}
          focus={setFocused}
          toggle={(id, alone) => setHidden(before => toggled(series, before, id, alone))}
        />
      )}
    </div>
  )
}

/** `alone`: only this one stays, or all come back when it was alone already. */
function toggled(
  series: MetricChartProps['series'],
  hidden: ReadonlySet<string>,
  id: string,
  alone: boolean,
): ReadonlySet<string> {
  if (alone) {
    const others = series.map(one => one.id).filter(one => one !== id)
    return !hidden.has(id) && others.every(one => hidden.has(one)) ? new Set() : new Set(others)
  }
  const next = new Set(hidden)
  if (!next.delete(id)) next.add(id)
  return next
}
