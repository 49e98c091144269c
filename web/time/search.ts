/** How the shared time range, and which cluster is looked at, stand in the address, on every page alike. */
import type { Zone } from '../format/index.ts'
import { type Search, text } from '../search.ts'
import { defaultRange, type Refresh, refreshChoices, type TimeRange } from './range.ts'

export interface TimeView {
  readonly range: TimeRange
  /** Undefined: as the reader chose last in this browser. */
  readonly zone: Zone | undefined
  readonly refresh: Refresh
  /** Carried along from page to page; absent: the first. */
  readonly cluster?: string
}

export function readTime(search: Search): TimeView {
  const zone = text(search.tz)
  const refresh = text(search.refresh) as Refresh | undefined
  const cluster = text(search.cluster)
  return {
    ...(cluster ? { cluster } : {}),
    range: { from: text(search.from) || defaultRange.from, to: text(search.to) || defaultRange.to },
    zone: zone === 'utc' || zone === 'local' ? zone : undefined,
    refresh: refresh !== undefined && refreshChoices.includes(refresh) ? refresh : 'off',
  }
}

/** The range always stands in the address, so that a shared link does not depend on what is usual here. */
export const writeTime = (time: TimeView): Search => ({
  from: time.range.from,
  to: time.range.to,
  ...(time.zone ? { tz: time.zone } : {}),
  ...(time.refresh === 'off' ? {} : { refresh: time.refresh }),
  ...(time.cluster === undefined ? {} : { cluster: time.cluster }),
})
