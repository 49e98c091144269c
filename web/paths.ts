/** Every link of the page is built here: a place is a route with its question mark part. */
import { type EditView, writeEdit } from './alarms/editor/address.ts'
import {
  type AlarmsView,
  type AlarmView,
  emptyAlarms,
  type HistoryView,
  type MutesView,
  type PresetsView,
  writeAlarm,
  writeAlarms,
  writeHistory,
  writeMutes,
  writePresets,
} from './alarms/view.ts'
import { type ClusterView, emptyCluster, writeCluster } from './cluster/view.ts'
import { type BoardsView, type BoardView, emptyBoard, writeBoard, writeBoards } from './dashboards/view.ts'
import { emptyGroup, type GroupView, writeGroup } from './group/view.ts'
import { emptyInsights, type InsightsView, writeInsights } from './insights/view.ts'
import { emptyView, type LogsView, writeView } from './logs/view.ts'
import { emptyMetrics, type MetricsView, writeMetrics } from './metrics/view.ts'
import { printSearch, type Search } from './search.ts'
import { type TimeView, writeTime } from './time/search.ts'

export interface Place {
  readonly to:
    | '/overview'
    | '/cluster'
    | '/alarms'
    | '/alarms/alarm'
    | '/alarms/edit'
    | '/alarms/history'
    | '/alarms/mutes'
    | '/alarms/presets'
    | '/alarms/receivers'
    | '/logs'
    | '/logs/insights'
    | '/logs/group'
    | '/logs/deliveries'
    | '/logs/costs'
    | '/logs/exports'
    | '/metrics'
    | '/dashboards'
    | '/dashboards/board'
    | '/self'
  readonly search: Search
}

const place = (to: Place['to'], search: Search, time: TimeView | undefined): Place => ({
  to,
  search: { ...search, ...(time ? writeTime(time) : {}) },
})

export const paths = {
  overview: (time?: TimeView): Place => place('/overview', {}, time),
  cluster: (view: Partial<ClusterView> = {}, time?: TimeView): Place =>
    place('/cluster', writeCluster({ ...emptyCluster, ...view }), time),
  alarms: (view: Partial<AlarmsView> = {}, time?: TimeView): Place =>
    place('/alarms', writeAlarms({ ...emptyAlarms, ...view }), time),
  alarm: (view: Partial<AlarmView> & { readonly name: string }, time?: TimeView): Place =>
    place('/alarms/alarm', writeAlarm({ tab: 'why', ...view }), time),
  /** With a `draft`, a new alarm begins with that. */
  alarmEdit: (view: Partial<EditView> = {}, time?: TimeView): Place => place('/alarms/edit', writeEdit(view), time),
  alarmHistory: (view: Partial<HistoryView> = {}, time?: TimeView): Place =>
    place('/alarms/history', writeHistory({ type: undefined, ...view }), time),
  mutes: (view: Partial<MutesView> = {}, time?: TimeView): Place =>
    place('/alarms/mutes', writeMutes({ edit: undefined, alarm: undefined, ...view }), time),
  alarmPresets: (view: Partial<PresetsView> = {}, time?: TimeView): Place =>
    place('/alarms/presets', writePresets({ receiver: undefined, ...view }), time),
  receivers: (time?: TimeView): Place => place('/alarms/receivers', {}, time),
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
  metrics: (view: Partial<MetricsView> = {}, time?: TimeView): Place =>
    place('/metrics', writeMetrics({ ...emptyMetrics, ...view }), time),
  dashboards: (view: Partial<BoardsView> = {}, time?: TimeView): Place =>
    place('/dashboards', writeBoards({ text: '', ...view }), time),
  /** Without a time the board opens with its own range. */
  board: (view: Partial<BoardView> & { readonly name: string }, time?: TimeView): Place =>
    place('/dashboards/board', writeBoard({ ...emptyBoard, ...view }), time),
  self: (time?: TimeView, tab?: string): Place => place('/self', tab === undefined ? {} : { tab }, time),
}

/** The address of a place, without the host. */
export const href = (place: Place): string => place.to + printSearch(place.search)
