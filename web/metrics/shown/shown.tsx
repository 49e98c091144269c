/** What the rows answer, drawn in the chosen shape. */
import { Skeleton } from '@mantine/core'
import { Bars, colourOf, inPieces, MetricChart, type MetricSeries, Pie, SingleValue } from '../../chart/index.ts'
import { showCount, showMetric, showShare } from '../../format/index.ts'
import { useWords } from '../../i18n/index.ts'
import { pageLimits } from '../../limits.ts'
import { useTime, zoomTo } from '../../time/index.ts'
import classes from '../metrics.module.css'
import type { MetricsView } from '../view.ts'
import { type DrawnSeries, unitOf } from './drawn.ts'

const height = 300
/** Pieces of a ring; the rest is one. */
const pieces = 10

export interface ShownProps {
  readonly view: MetricsView
  readonly drawn: DrawnSeries
  /** Nothing has come yet. */
  readonly waiting: boolean
}

export function Shown({ view, drawn, waiting }: ShownProps) {
  const words = useWords()
  const time = useTime()
  const { series, total } = drawn
  if (waiting) return <Skeleton height={height} radius="sm" />
  const show = (value: number) => showMetric(value, unitOf(series) ?? null, words.units)
  return (
    <>
      {total > series.length && (
        <p className={classes.note} role="status">
          {words.metrics.firstSeries(showCount(series.length), showCount(total))}
        </p>
      )}
      {view.shape === 'number' ? (
        <SingleValue
          label={words.metrics.chart}
          range={time.resolved}
          values={series.map((one, place) => numberOf(one, place, words.units))}
        />
      ) : view.shape === 'bar' ? (
        <Bars
          label={words.metrics.chart}
          names={[words.metrics.newest]}
          categories={series.slice(0, pageLimits.chartBars).map(one => ({
            label: one.label,
            values: [one.values.at(-1) ?? null],
          }))}
          show={show}
        />
      ) : view.shape === 'pie' ? (
        <Pie
          label={words.metrics.chart}
          pieces={inPieces(
            series.map(one => ({ label: one.label, values: [one.values.at(-1) ?? null] })),
            pieces,
          )}
          rest={count => words.insights.rest(showCount(count))}
          show={show}
          showShare={showShare}
        />
      ) : (
        <MetricChart
          label={words.metrics.chart}
          series={series}
          range={time.resolved}
          zone={time.zone}
          height={height}
          shape={view.shape === 'area' ? 'area' : 'line'}
          stacked={view.shape === 'stacked'}
          left={{ log: view.log }}
          right={{ log: view.log }}
          zoom={(from, to) => time.setRange(zoomTo(from, to))}
        />
      )}
    </>
  )
}

function numberOf(series: MetricSeries, place: number, units: Parameters<typeof showMetric>[2]) {
  const value = series.values.at(-1)
  return {
    id: series.id,
    label: series.label,
    text: value === undefined ? undefined : showMetric(value, series.unit, units),
    exact: value === undefined ? undefined : String(value),
    colour: colourOf(series, place),
    spark: series,
  }
}
