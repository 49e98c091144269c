/** Series in the view that a widget wishes: over time, or one value each. */
import { useMemo } from 'react'
import type { MetricWidget } from '../../../src/model/dashboard/index.ts'
import {
  Bars,
  colourOf,
  Gauge,
  inPieces,
  MetricChart,
  type MetricLevel,
  type MetricMoment,
  Pie,
  SingleValue,
} from '../../chart/index.ts'
import { showCount, showMetric, showNumber, showShare } from '../../format/index.ts'
import { useWords } from '../../i18n/index.ts'
import { useTime, zoomTo } from '../../time/index.ts'
import { MetricTable } from './metric-table.tsx'
import type { MetricFigureProps } from './props.ts'
import { newestOf, trendOf } from './series.ts'
import { WidgetNothing } from './state.tsx'
import { titleOf } from './title.ts'
import classes from './widgets.module.css'

export function MetricFigure(props: MetricFigureProps) {
  const { widget, series } = props
  const words = useWords()
  if (widget.view === 'timeSeries') return <OverTime {...props} />
  if (series.every(one => one.values.length === 0)) return <WidgetNothing>{words.charts.noData}</WidgetNothing>
  switch (widget.view) {
    case 'singleValue':
      return <Numbers {...props} />
    case 'gauge':
      return <Gauges {...props} />
    case 'table':
      return <MetricTable {...props} />
    case 'bar':
    case 'pie':
      return <Compared {...props} />
  }
}

/** The key by which all charts of a board show the same moment. */
const inStep = 'board'

function OverTime({ widget, series, range, log, states, levels }: MetricFigureProps) {
  const words = useWords()
  const time = useTime()
  const marks = useMemo(() => ({ levels: levelsOf(widget), moments: momentsOf(widget) }), [widget])
  const axis = (side: 'left' | 'right') => ({ ...widget.yAxis[side], log })
  return (
    <MetricChart
      label={titleOf(widget, words)}
      series={series}
      range={range}
      zone={time.zone}
      height="fill"
      stacked={widget.stacked}
      shape={widget.stacked ? 'area' : 'line'}
      left={axis('left')}
      right={axis('right')}
      levels={[...marks.levels, ...(levels ?? [])]}
      moments={marks.moments}
      {...(states ? { states } : {})}
      legend={widget.legend}
      synced={inStep}
      zoom={(from, to) => time.setRange(zoomTo(from, to))}
    />
  )
}

export const levelsOf = ({ annotations }: MetricWidget): MetricLevel[] =>
  annotations.horizontal
    .filter(one => one.visible)
    .map(({ value, to, label, color, yAxis, fill }) => ({
      value,
      to: to?.value ?? null,
      label: to?.label ? [label, to.label].filter(Boolean).join(' – ') : label,
      colour: color,
      axis: yAxis,
      fill,
    }))
const momentsOf = ({ annotations }: MetricWidget): MetricMoment[] =>
  annotations.vertical
    .filter(one => one.visible)
    .map(({ at, to, label, color, fill }) => ({
      at,
      to: to?.at ?? null,
      label: to?.label ? [label, to.label].filter(Boolean).join(' – ') : label,
      colour: color,
      fill,
    }))

function Numbers({ widget, series, range }: MetricFigureProps) {
  const words = useWords()
  // One line for all of them, or for none: then the numbers stand in a row.
  const trends = widget.trend && series.some(one => trendOf(one) !== undefined)
  return (
    <SingleValue
      label={titleOf(widget, words)}
      range={range}
      values={series.map((one, at) => {
        const newest = newestOf(one)
        const trend = trends ? (trendOf(one) ?? null) : undefined
        return {
          id: one.id,
          label: one.label,
          text: newest === undefined ? undefined : showMetric(newest, one.unit, words.units),
          exact: newest === undefined ? undefined : `${newest} ${one.unit ?? ''}`.trim(),
          colour: colourOf(one, at),
          ...(widget.sparkline && one.at.length > 1 ? { spark: one } : {}),
          ...(trend === undefined ? {} : { trend }),
        }
      })}
    />
  )
}

function Gauges({ widget, series }: MetricFigureProps) {
  const words = useWords()
  const levels = levelsOf(widget)
  return (
    <div className={classes.gauges}>
      {series.map((one, at) => (
        <Gauge
          key={one.id}
          label={one.label}
          value={newestOf(one)}
          least={widget.yAxis.left.min ?? 0}
          most={widget.yAxis.left.max ?? 100}
          colour={colourOf(one, at)}
          levels={levels}
          show={value => showMetric(value, one.unit, words.units)}
        />
      ))}
    </div>
  )
}

/** Bars or shares of the newest values. */
function Compared({ widget, series }: MetricFigureProps) {
  const words = useWords()
  const label = titleOf(widget, words)
  const unit = series.every(one => one.unit === series[0]?.unit) ? series[0]?.unit : null
  const show = (value: number) => (unit ? showMetric(value, unit, words.units) : showNumber(value))
  const categories = series.map(one => ({ label: one.label, values: [newestOf(one) ?? null] }))
  return (
    <div className={`${classes.scrolls} ${widget.view === 'pie' ? classes.pie : ''}`} tabIndex={0}>
      {widget.view === 'bar' ? (
        <Bars label={label} categories={categories} names={[words.dashboards.value]} show={show} />
      ) : (
        <Pie
          label={label}
          pieces={inPieces(categories, 8)}
          rest={count => words.insights.rest(showCount(count))}
          show={show}
          showShare={showShare}
        />
      )}
    </div>
  )
}
