/** A chart over time with its legend; the drawing itself is loaded when it is first needed. */
import { Skeleton } from '@mantine/core'
import { lazy, Suspense } from 'react'
import classes from './chart.module.css'
import { seriesColour } from './palette.ts'
import type { TimeChartProps } from './time-props.ts'

const TimePlot = lazy(() => import('./time-plot.tsx'))

export function TimeChart(props: TimeChartProps) {
  return (
    <div className={classes.time}>
      <Suspense fallback={<Skeleton height={props.height} />}>
        <TimePlot {...props} />
      </Suspense>
      {props.data.series.length > 1 && (
        <ul className={classes.legend}>
          {props.data.series.map((one, at) => (
            <li key={one.name}>
              <span className={classes.swatch} style={{ background: seriesColour(at) }} aria-hidden />
              {one.name}
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
