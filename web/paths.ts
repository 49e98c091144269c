/** Every link of the page is built here: a place is a route with its question mark part. */
import { emptyView, type LogsView, writeView } from './logs/view.ts'
import { printSearch, type Search } from './search.ts'
import { type TimeView, writeTime } from './time/search.ts'

export interface Place {
  readonly to: '/logs' | '/self'
  readonly search: Search
}

export const paths = {
  logs: (view: Partial<LogsView> = {}, time?: TimeView): Place => ({
    to: '/logs',
    search: { ...writeView({ ...emptyView, ...view }), ...(time ? writeTime(time) : {}) },
  }),
  self: (time?: TimeView): Place => ({ to: '/self', search: time ? writeTime(time) : {} }),
}

/** The address of a place, without the host. */
export const href = (place: Place): string => place.to + printSearch(place.search)
