/** Widgets that are dragged and resized. The library that does it is loaded when a board is first edited. */
import { useMemo } from 'react'
import { GridLayout, type Layout, verticalCompactor } from 'react-grid-layout'
import 'react-grid-layout/css/styles.css'
import type { PlacedWidget } from '../../../src/model/dashboard/index.ts'
import { useSize } from '../widgets/use-size.ts'
import classes from './board.module.css'
import type { GridProps } from './grid-view.tsx'
import { columns, gap, layoutOf, placesOf, rowHeight } from './places.ts'
import { WidgetFrame } from './widget-frame.tsx'

export interface GridEditProps extends GridProps {
  readonly place: (places: readonly PlacedWidget[]) => void
}

const gridConfig = { cols: columns, rowHeight, margin: [gap, gap], containerPadding: [0, 0] } as const
const dragConfig = { handle: '[data-drag-handle]', cancel: 'button, a' }
const resizeConfig = { handles: ['se', 's', 'e', 'sw', 'w'] } as const

export default function GridEdit({ dashboard, places, actions, place }: GridEditProps) {
  const [holder, { width }] = useSize<HTMLDivElement>()
  const layout = useMemo(() => layoutOf(places), [places])
  const moved = (next: Layout) => place(placesOf(next))
  return (
    <div ref={holder} className={classes.editGrid}>
      {width > 0 && (
        <GridLayout
          layout={layout}
          width={width}
          gridConfig={gridConfig}
          dragConfig={dragConfig}
          resizeConfig={resizeConfig}
          compactor={verticalCompactor}
          onDragStop={moved}
          onResizeStop={moved}
        >
          {dashboard.widgets.map((widget, at) => (
            <div key={String(at)} className={classes.cell}>
              <WidgetFrame
                widget={widget}
                at={at}
                periodOverride={dashboard.periodOverride}
                editing
                actions={actions}
              />
            </div>
          ))}
        </GridLayout>
      )}
    </div>
  )
}
