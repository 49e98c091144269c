/** What the pages about alarms show, and how it stands in the address: whatever stands there, a sound view comes out. Pure. */
import type { ApiAlarmState } from '../../src/model/index.ts'
import { type Search, text } from '../search.ts'

/** In the order of urgency. */
export const alarmStates: readonly ApiAlarmState[] = ['ALARM', 'INSUFFICIENT_DATA', 'OK']

export interface AlarmsView {
  readonly state: ApiAlarmState | undefined
  readonly kind: 'metric' | 'composite' | undefined
  readonly text: string
  /** The row that the keyboard stands on, by name. */
  readonly row: string | undefined
}
export const emptyAlarms: AlarmsView = { state: undefined, kind: undefined, text: '', row: undefined }

export function readAlarms(search: Search): AlarmsView {
  const kind = text(search.kind)
  return {
    state: stateOf(text(search.state)),
    kind: kind === 'metric' || kind === 'composite' ? kind : undefined,
    text: text(search.q) ?? '',
    row: text(search.row) || undefined,
  }
}

export const writeAlarms = (view: AlarmsView): Search => ({
  ...(view.state === undefined ? {} : { state: view.state }),
  ...(view.kind === undefined ? {} : { kind: view.kind }),
  ...(view.text === '' ? {} : { q: view.text }),
  ...(view.row === undefined ? {} : { row: view.row }),
})

export type AlarmTab = 'why' | 'history' | 'actions' | 'definition'
export const alarmTabs: readonly AlarmTab[] = ['why', 'history', 'actions', 'definition']
export interface AlarmView {
  readonly name: string
  readonly tab: AlarmTab
}

export const readAlarm = (search: Search): AlarmView => ({
  name: text(search.name) ?? '',
  tab: alarmTabs.find(tab => tab === text(search.tab)) ?? 'why',
})
export const writeAlarm = (view: AlarmView): Search => ({
  name: view.name,
  ...(view.tab === 'why' ? {} : { tab: view.tab }),
})

export type HistoryType = 'StateUpdate' | 'Action' | 'ConfigurationUpdate'
export const historyTypes: readonly HistoryType[] = ['StateUpdate', 'Action', 'ConfigurationUpdate']
export interface HistoryView {
  readonly type: HistoryType | undefined
}
export const readHistory = (search: Search): HistoryView => ({
  type: historyTypes.find(type => type === text(search.type)),
})
export const writeHistory = (view: HistoryView): Search => (view.type === undefined ? {} : { type: view.type })

export interface MutesView {
  /** The rule in the dialog; '' is a new one, undefined: none. */
  readonly edit: string | undefined
  /** What a new rule begins with. */
  readonly alarm: string | undefined
}
export const readMutes = (search: Search): MutesView => ({
  edit: text(search.edit),
  alarm: text(search.alarm) || undefined,
})
export const writeMutes = (view: MutesView): Search => ({
  ...(view.edit === undefined ? {} : { edit: view.edit }),
  ...(view.alarm === undefined ? {} : { alarm: view.alarm }),
})

export interface PresetsView {
  /** The ARN that new alarms tell; undefined: nobody. */
  readonly receiver: string | undefined
}
export const readPresets = (search: Search): PresetsView => ({
  receiver: text(search.tells) || undefined,
})
export const writePresets = (view: PresetsView): Search => ({
  ...(view.receiver === undefined ? {} : { tells: view.receiver }),
})

const stateOf = (written: string | undefined): ApiAlarmState | undefined => alarmStates.find(state => state === written)
