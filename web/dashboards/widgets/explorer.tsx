/** A widget that looks its resources up itself: here a SEARCH over the dimensions that are known, since there are no resources with tags. */
import { useMemo } from 'react'
import type { ExplorerWidget } from '../../../src/model/dashboard/index.ts'
import { useWords } from '../../i18n/index.ts'
import { explored } from './explored.ts'
import { MetricWidgetBody } from './metric.tsx'
import type { WidgetProps } from './props.ts'
import { WidgetNotes } from './state.tsx'
import classes from './widgets.module.css'

export function ExplorerWidgetBody({ widget, ...rest }: WidgetProps<ExplorerWidget>) {
  const words = useWords()
  const asked = useMemo(() => explored(widget), [widget])
  return (
    <div className={classes.stack}>
      <div className={classes.figure}>
        <MetricWidgetBody widget={asked} {...rest} />
      </div>
      <WidgetNotes notes={[words.dashboards.explorerHint]} quiet />
    </div>
  )
}
