/** What all series say at one moment, greatest first, beside the pointer; over everything, since charts are small. */
import { createPortal } from 'react-dom'
import { showExactTime, showMetric, type Zone } from '../format/index.ts'
import { useWords } from '../i18n/index.ts'
import { pageLimits } from '../limits.ts'
import classes from './metric.module.css'
import type { Reading } from './metric-lines.ts'
import type { MetricChartProps, MetricState } from './metric-props.ts'

export interface MetricTipProps {
  readonly at: number
  readonly readings: readonly Reading[]
  readonly states: readonly MetricState[] | undefined
  readonly zone: Zone
  readonly show: MetricChartProps['show']
  /** Client pixels. */
  readonly x: number
  readonly y: number
}

export function MetricTip({ at, readings, states, zone, show, x, y }: MetricTipProps) {
  const words = useWords()
  const state = states?.findLast(one => one.at <= at)?.state
  const shown = readings.slice(0, pageLimits.tipSeries)
  const left = x < innerWidth / 2
  const room = Math.min(y, innerHeight - 60)
  return createPortal(
    <div
      className={classes.tip}
      role="status"
      style={{
        ...(left ? { left: x + 14 } : { right: innerWidth - x + 14 }),
        ...(y > innerHeight * 0.6 ? { bottom: innerHeight - room - 40 } : { top: room }),
      }}
    >
      <div className={classes.tipTime}>{showExactTime(at, zone).replace('.000 ', ' ')}</div>
      {state && <div className={classes.tipState}>{words.charts.states[state]}</div>}
      {shown.map(({ line, value }) => (
        <div key={line.series.id} className={classes.tipRow}>
          <span className={classes.swatch} style={{ background: cssColour(line.colour) }} aria-hidden />
          <span className={classes.tipName}>{line.series.label}</span>
          <b>{show ? show(value, line.series) : showMetric(value, line.series.unit, words.units)}</b>
        </div>
      ))}
      {readings.length > shown.length && (
        <div className={classes.tipTime}>{words.charts.moreSeries(String(readings.length - shown.length))}</div>
      )}
      {readings.length === 0 && <div className={classes.tipTime}>{words.charts.nothingHere}</div>}
    </div>,
    document.body,
  )
}

export const cssColour = (colour: string): string => (colour.startsWith('--') ? `var(${colour})` : colour)
