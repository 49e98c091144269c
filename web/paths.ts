/** Every link of the page is built here: a place is a route with its question mark part. */
import { emptyGroup, type GroupView, writeGroup } from './group/view.ts'
import { emptyInsights, type InsightsView, writeInsights } from './insights/view.ts'
import { emptyView, type LogsView, writeView } from './logs/view.ts'
import { printSearch, type Search } from './search.ts'
import { type TimeView, writeTime } from './time/search.ts'

export interface Place {
  readonly to:
    | '/logs'
    | '/logs/insights'
    | '/logs/group'
    | '/logs/deliveries'
    | '/logs/costs'
    | '/logs/exports'
    | '/self'
  readonly search: Search
}

const place = (to: Place['to'], search: Search, time: TimeView | undefined): Place => ({
  to,
  search: { ...search, ...(time ? writeTime(time) : {}) },
})

export const paths = {
  logs: (view: Partial<LogsView> = {}, time?: TimeView): Place =>
    place('/logs', writeView({ ...emptyView, ...view }), time),
  insights: (view: Partial<InsightsView> = {}, time?: TimeView): Place =>
    place('/logs/insights', writeInsights({ ...emptyInsights, ...view }), time),
  group: (view: Partial<GroupView> & { readonly name: string }, time?: TimeView): Place =>
    place('/logs/group', writeGroup({ ...emptyGroup, ...view }), time),
  deliveries: (time?: TimeView): Place => place('/logs/deliveries', {}, time),
  costs: (view: { readonly days?: number; readonly tab?: string } = {}, time?: TimeView): Place =>
    place(
      '/logs/costs',
      {
        ...(view.days === undefined || view.days === 30 ? {} : { days: String(view.days) }),
        ...(view.tab === undefined || view.tab === 'groups' ? {} : { tab: view.tab }),
      },
      time,
    ),
  exports: (time?: TimeView): Place => place('/logs/exports', {}, time),
  self: (time?: TimeView, tab?: string): Place => place('/self', tab === undefined ? {} : { tab }, time),
}

/** The address of a place, without the host. */
export const href = (place: Place): string => place.to + printSearch(place.search)
