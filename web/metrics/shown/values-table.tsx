/** The values behind the chart, as many as there are. */
import { useVirtualizer } from '@tanstack/react-virtual'
import { useMemo, useRef } from 'react'
import type { MetricSeries } from '../../chart/index.ts'
import { showFieldTime, showMetric, showZone } from '../../format/index.ts'
import { useWords } from '../../i18n/index.ts'
import { Nothing } from '../../states/index.ts'
import { useTime } from '../../time/index.ts'
import classes from '../metrics.module.css'
import { tableOf } from './values.ts'

const rowHeight = 26

export function ValuesTable({ series }: { readonly series: readonly MetricSeries[] }) {
  const words = useWords()
  const { zone } = useTime()
  const scroller = useRef<HTMLDivElement>(null)
  const { times, value } = useMemo(() => tableOf(series, 'newest'), [series])
  const rows = useVirtualizer({
    count: times.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
  })
  if (times.length === 0) return <Nothing title={words.charts.noData} />
  const columns = { gridTemplateColumns: `170px repeat(${series.length}, minmax(120px, 1fr))` }
  const width = 170 + series.length * 120
  return (
    <div
      className={classes.scroller}
      ref={scroller}
      role="table"
      aria-label={words.metrics.values}
      aria-rowcount={times.length + 1}
      tabIndex={0}
    >
      <div role="rowgroup" className={classes.headGroup} style={{ minWidth: width }}>
        <div role="row" aria-rowindex={1} className={classes.head} style={columns}>
          <span role="columnheader">{words.metrics.time(showZone(times[0]!, zone))}</span>
          {series.map(one => (
            <span role="columnheader" key={one.id} className={classes.number} title={one.label}>
              {one.label}
            </span>
          ))}
        </div>
      </div>
      <div role="rowgroup" style={{ height: rows.getTotalSize(), position: 'relative', minWidth: width }}>
        {rows.getVirtualItems().map(item => {
          const time = times[item.index]!
          return (
            <div
              key={item.key}
              role="row"
              aria-rowindex={item.index + 2}
              className={classes.row}
              style={{ transform: `translateY(${item.start}px)`, height: rowHeight, ...columns }}
            >
              <span role="cell" className={classes.when}>
                {showFieldTime(time, zone)}
              </span>
              {series.map((one, place) => {
                const here = value(place, time)
                return (
                  <span
                    role="cell"
                    key={one.id}
                    className={classes.number}
                    title={here === undefined ? '' : String(here)}
                  >
                    {here === undefined ? '–' : showMetric(here, one.unit, words.units)}
                  </span>
                )
              })}
            </div>
          )
        })}
      </div>
    </div>
  )
}
