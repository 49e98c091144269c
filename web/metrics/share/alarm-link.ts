/** The way to the alarm editor with what one row asks for. */
import { type Place, paths } from '../../paths.ts'
import type { TimeView } from '../../time/index.ts'
import type { Asking } from '../ask.ts'
import type { MetricsView } from '../view.ts'
import { alarmDraft } from './source.ts'

/** Undefined: there is no such row. */
export function alarmPlace(
  view: MetricsView,
  { queries, period }: Asking,
  watched: string,
  time: TimeView,
): Place | undefined {
  const draft = alarmDraft(view, queries, period, watched)
  return draft && paths.alarmEdit({ draft }, time)
}
