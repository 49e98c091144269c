/** Values of series as a table: a row for each series, or with `vertical` a row for each time; summaries stay in sight where wished. */
import { useMemo } from 'react'
import { colourOf, type MetricSeries } from '../../chart/index.ts'
import { showCount, showFieldTime, showMetric } from '../../format/index.ts'
import { useWords } from '../../i18n/index.ts'
import { pageLimits } from '../../limits.ts'
import { useTime } from '../../time/index.ts'
import type { MetricFigureProps } from './props.ts'
import { newestTimes, type Summary, summaryOf } from './series.ts'
import { titleOf } from './title.ts'
import classes from './widgets.module.css'

/** Pixels. */
const nameWidth = 180
const summaryWidth = 86
const rowHeight = 27

export function MetricTable({ widget, series }: MetricFigureProps) {
  const words = useWords()
  const { zone } = useTime()
  const { layout, summaryColumns, showTimeSeriesData, stickySummary } = widget.table
  const { times: newest, all } = useMemo(() => newestTimes(series, pageLimits.tableTimes), [series])
  const times = showTimeSeriesData ? newest : []
  const byTime = useMemo(
    () => series.map(one => new Map(one.at.map((at, place) => [at, one.values[place]!]))),
    [series],
  )
  const show = (value: number | undefined, one: MetricSeries) =>
    value === undefined ? '–' : showMetric(value, one.unit, words.units)
  const name = (one: MetricSeries, at: number) => (
    <>
      <span className={classes.dot} style={{ background: colourOf(one, at) }} aria-hidden />
      {one.label}
    </>
  )
  const sum = (kind: Summary) => words.dashboards.summaries[kind]
  const sticky = stickySummary || undefined
  // What sticks stands beside what sticks already, so both have widths of their own.
  const beside = (at: number) => (stickySummary ? { left: nameWidth + at * summaryWidth } : undefined)
  const below = (at: number) => (stickySummary ? { top: (at + 1) * rowHeight } : undefined)
  return (
    <div className={classes.scrolls} tabIndex={0}>
      {layout === 'horizontal' ? (
        <table className={classes.table} data-sticky-summary={sticky} aria-label={titleOf(widget, words)}>
          <thead>
            <tr>
              <th scope="col">{words.dashboards.label}</th>
              {summaryColumns.map((kind, at) => (
                <th key={kind} scope="col" data-sticky={sticky} style={beside(at)}>
                  {sum(kind)}
                </th>
              ))}
              {times.map(at => (
                <th key={at} scope="col">
                  {showFieldTime(at, zone).slice(5)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {series.map((one, row) => (
              <tr key={one.id}>
                <th scope="row">{name(one, row)}</th>
                {summaryColumns.map((kind, at) => (
                  <td key={kind} data-sticky={sticky} style={beside(at)}>
                    {show(summaryOf(one, kind), one)}
                  </td>
                ))}
                {times.map(at => (
                  <td key={at}>{show(byTime[row]!.get(at), one)}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      ) : (
        <table className={classes.table} data-sticky-summary={sticky} aria-label={titleOf(widget, words)}>
          <thead>
            <tr>
              <th scope="col">{words.dashboards.time}</th>
              {series.map((one, at) => (
                <th key={one.id} scope="col">
                  {name(one, at)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {summaryColumns.map((kind, at) => (
              <tr key={kind} data-sticky={sticky} style={below(at)}>
                <th scope="row">{sum(kind)}</th>
                {series.map(one => (
                  <td key={one.id}>{show(summaryOf(one, kind), one)}</td>
                ))}
              </tr>
            ))}
            {times.map(at => (
              <tr key={at}>
                <th scope="row">{showFieldTime(at, zone)}</th>
                {series.map((one, row) => (
                  <td key={one.id}>{show(byTime[row]!.get(at), one)}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {showTimeSeriesData && all > times.length && (
        <p className={classes.cut}>{words.dashboards.newestTimes(showCount(times.length), showCount(all))}</p>
      )}
    </div>
  )
}
