/**
 * Counts of what a search has found to the end of its range. Where a text is looked for, the server reads every message for them, as it did for
 * the search: three times the work for what is on the screen already. Pure.
 */
import {
  type ApiFacets,
  type ApiHistogram,
  type ApiLogEvent,
  type ApiLogSelection,
  histogramStep,
  type LogLevel,
  logFieldNames,
} from '../../src/model/index.ts'
import type { SearchState } from './search-state.ts'

/** Whether messages are read to answer it; all else stands in columns and counts. */
export const asksForText = ({ pattern = '', filters = [] }: Pick<ApiLogSelection, 'pattern' | 'filters'>): boolean =>
  pattern !== '' || filters.some(({ field }) => field === 'word')

/** Whether nothing is known yet: the first page is under way. */
export const isFirstUnderWay = ({ phase, before }: SearchState): boolean =>
  phase === 'running' && before.elapsedMs === 0 && before.rowsRead === 0

/** All that there is to find; undefined while that is not known. */
export const wholeOf = ({ phase, next, events }: SearchState): readonly ApiLogEvent[] | undefined =>
  phase === 'done' && next === undefined ? events : undefined

/** As `POST /api/logs/histogram` answers. */
export function tallyByTime(
  events: readonly ApiLogEvent[],
  { from, to }: Pick<ApiLogSelection, 'from' | 'to'>,
  most: number,
): ApiHistogram {
  const stepMs = histogramStep(from, to, most)
  const bars = new Map<number, Partial<Record<LogLevel, number>>>()
  const encoder = new TextEncoder()
  let bytes = 0
  for (const { timestamp, level, message } of events) {
    const at = Math.floor(timestamp / stepMs) * stepMs
    const counts = bars.get(at) ?? {}
    counts[level] = (counts[level] ?? 0) + 1
    bars.set(at, counts)
    bytes += encoder.encode(message).length
  }
  const ascending = [...bars].sort(([a], [b]) => a - b).map(([at, counts]) => ({ at, counts }))
  return { from, to, stepMs, bars: ascending, events: events.length, bytes, rowsRead: 0, elapsedMs: 0 }
}

/** As `POST /api/logs/facets` answers. */
export function tallyByField(events: readonly ApiLogEvent[], top: number): ApiFacets {
  const facets = logFieldNames.map(field => {
    const counts = new Map<string, number>()
    for (const event of events) counts.set(event[field], (counts.get(event[field]) ?? 0) + 1)
    const values = [...counts].map(([value, found]) => ({ value, events: found }))
    values.sort((a, b) => b.events - a.events || (a.value < b.value ? -1 : 1))
    return { field, values: values.slice(0, top) }
  })
  return { facets, elapsedMs: 0 }
}
