/** Widgets as they stand: a plain grid, which on a phone is one column in reading order. */
import { type CSSProperties, memo } from 'react'
import type { Dashboard, PlacedWidget } from '../../../src/model/dashboard/index.ts'
import classes from './board.module.css'
import { readingOrder } from './places.ts'
import type { WidgetActions } from './widget-actions.ts'
import { WidgetFrame } from './widget-frame.tsx'

export interface GridProps {
  readonly dashboard: Dashboard
  readonly places: readonly PlacedWidget[]
  readonly actions: WidgetActions
}

export const GridView = memo(function GridView({ dashboard, places, actions }: GridProps) {
  return (
    <div className={classes.grid}>
      {readingOrder(places).map(at => {
        const { x, y, width, height } = places[at]!
        const place = {
          '--x': x + 1,
          '--y': y + 1,
          '--w': width,
          '--h': height,
        } as CSSProperties
        return (
          <div key={at} className={classes.cell} style={place} data-type={dashboard.widgets[at]!.type}>
            <WidgetFrame
              widget={dashboard.widgets[at]!}
              at={at}
              periodOverride={dashboard.periodOverride}
              editing={false}
              actions={actions}
            />
          </div>
        )
      })}
    </div>
  )
})
