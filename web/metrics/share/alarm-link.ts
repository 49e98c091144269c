/** The way to the alarm editor with what one row asks for. */
import { printSearch } from '../../search.ts'
import type { Asking } from '../ask.ts'
import type { MetricsView } from '../view.ts'
import { alarmDraft } from './source.ts'

/** Undefined: there is no such row. */
export function alarmAddress(view: MetricsView, { queries, period }: Asking, watched: string): string | undefined {
  const draft = alarmDraft(view, queries, period, watched)
  return draft && `/alarms/new${printSearch({ draft: JSON.stringify(draft) })}`
}
