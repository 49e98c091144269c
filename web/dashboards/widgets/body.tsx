/** What stands inside a widget, by its type. Words and logs bring libraries of their own, which come when they are first drawn. */
import { lazy, Suspense } from 'react'
import { useWords } from '../../i18n/index.ts'
import { AlarmWidgetBody } from './alarms.tsx'
import { ExplorerWidgetBody } from './explorer.tsx'
import { MetricWidgetBody } from './metric.tsx'
import type { WidgetProps } from './props.ts'
import { WidgetNothing, WidgetWaiting } from './state.tsx'
import classes from './widgets.module.css'

const TextWidgetBody = lazy(() => import('./text.tsx'))
const LogWidgetBody = lazy(() => import('./log.tsx'))

export function WidgetBody({ widget, ...rest }: WidgetProps) {
  const words = useWords()
  switch (widget.type) {
    case 'metric':
      return <MetricWidgetBody widget={widget} {...rest} />
    case 'text':
      return (
        <Suspense fallback={<WidgetWaiting />}>
          <TextWidgetBody widget={widget} {...rest} />
        </Suspense>
      )
    case 'log':
      return (
        <Suspense fallback={<WidgetWaiting />}>
          <LogWidgetBody widget={widget} {...rest} />
        </Suspense>
      )
    case 'alarm':
      return <AlarmWidgetBody widget={widget} {...rest} />
    case 'explorer':
      return <ExplorerWidgetBody widget={widget} {...rest} />
    case 'custom':
      return (
        <WidgetNothing>
          {words.dashboards.custom}
          {widget.endpoint && <code className={classes.endpoint}>{widget.endpoint}</code>}
        </WidgetNothing>
      )
    case 'broken':
      return (
        <div className={classes.broken} role="alert" tabIndex={0}>
          <p>{words.dashboards.broken(widget.wanted ?? '–')}</p>
          <ul>
            {widget.troubles.map(({ path, message }) => (
              <li key={`${path} ${message}`}>
                <code>{path}</code> {message}
              </li>
            ))}
          </ul>
        </div>
      )
  }
}
