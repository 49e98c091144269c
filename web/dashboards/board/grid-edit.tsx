/** Widgets that are dragged and resized. The library that does it is loaded when a board is first edited. */
import { useMemo } from 'react'
import { GridLayout, type Layout, verticalCompactor } from 'react-grid-layout'
import 'react-grid-layout/css/styles.css'
import type { PlacedWidget } from '../../../src/model/dashboard/index.ts'
import { useSize } from '../widgets/use-size.ts'
import classes from './board.module.css'
import { gap, rowHeight } from './grid-sizes.ts'
import type { GridProps } from './grid-view.tsx'
import { columns, layoutOf, placesOf, readingOrder } from './places.ts'
import { WidgetFrame } from './widget-frame.tsx'

export interface GridEditProps extends GridProps {
  readonly place: (places: readonly PlacedWidget[]) => void
}

/** Pixels. */
const narrow = 600
const gridConfig = { cols: columns, rowHeight, margin: [gap, gap], containerPadding: [0, 0] } as const
const dragConfig = { handle: '[data-drag-handle]', cancel: 'button, a' }
const resizeConfig = { handles: ['se', 's', 'e', 'sw', 'w'] } as const

export default function GridEdit({ dashboard, places, actions, place }: GridEditProps) {
  const [holder, { width }] = useSize<HTMLDivElement>()
  const layout = useMemo(() => layoutOf(places), [places])
  const moved = (next: Layout) => place(placesOf(next))
  const frame = (at: number) => (
    <WidgetFrame
      widget={dashboard.widgets[at]!}
      at={at}
      periodOverride={dashboard.periodOverride}
      editing
      actions={actions}
    />
  )
  // Twenty-four columns of a phone are too narrow for a finger: there widgets are changed, not moved.
  if (width > 0 && width < narrow)
    return (
      <div ref={holder} className={classes.column}>
        {readingOrder(places).map(at => (
          <div key={at} data-type={dashboard.widgets[at]!.type}>
            {frame(at)}
          </div>
        ))}
      </div>
    )
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
          {dashboard.widgets.map((_, at) => (
            <div key={String(at)} className={classes.cell}>
              {frame(at)}
            </div>
          ))}
        </GridLayout>
      )}
    </div>
  )
}
