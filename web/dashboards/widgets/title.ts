/** What a widget is called where it does not say so itself. Pure. */
import type { Widget } from '../../../src/model/dashboard/index.ts'
import type { Catalogue } from '../../i18n/index.ts'

/** Its title, else what it is about; never empty. */
export function titleOf(widget: Widget, words: Catalogue): string {
  if (widget.type !== 'text' && widget.title !== '') return widget.title
  return aboutOf(widget) || words.dashboards.types[widget.type]
}

function aboutOf(widget: Widget): string {
  switch (widget.type) {
    case 'metric': {
      const alarm = widget.annotations.alarm
      if (alarm !== null) return alarmName(alarm)
      const names = widget.rows.flatMap(row =>
        row.visible ? [row.kind === 'metric' ? row.metric : (row.label ?? '')] : [],
      )
      return [...new Set(names)].filter(Boolean).slice(0, 3).join(', ')
    }
    case 'text':
      return (/^\s*#{1,6}\s+(.+?)\s*$/m.exec(widget.markdown)?.[1] ?? '').slice(0, 80)
    case 'explorer':
      return widget.metrics.map(one => one.metricName).join(', ')
    default:
      return ''
  }
}

/** The name in an alarm's ARN; what is no ARN is a name already. */
export const alarmName = (arn: string): string => /^arn:[^:]*:cloudwatch:[^:]*:[^:]*:alarm:(.+)$/s.exec(arn)?.[1] ?? arn
