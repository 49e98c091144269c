/** One function per endpoint of `src/model/web-api-alarms.ts` about alarms and mute rules. */
import type {
  ApiAlarm,
  ApiAlarmDetail,
  ApiAlarmHistory,
  ApiAlarmInput,
  ApiAlarmPresets,
  ApiAlarmSeries,
  ApiAlarmState,
  ApiAlarmSuggestions,
  ApiAlarms,
  ApiMuteRule,
  ApiMuteRules,
  ApiPresetsMade,
  ApiPresetsRequest,
  ApiRehearsal,
} from '../../src/model/index.ts'
import { type Answer, ask, query } from './http.ts'

export interface AlarmsWanted {
  readonly state?: ApiAlarmState | undefined
  readonly kind?: 'metric' | 'composite' | undefined
  readonly contains?: string
  readonly after?: string | undefined
  readonly limit?: number
}
export const getAlarms = (wanted: AlarmsWanted, signal?: AbortSignal): Answer<ApiAlarms> =>
  ask('GET', `/api/alarms${query({ ...wanted })}`, { signal })
export const getAlarm = (name: string, signal?: AbortSignal): Answer<ApiAlarmDetail> =>
  ask('GET', `/api/alarms/alarm${query({ name })}`, { signal })
export const putAlarm = (alarm: ApiAlarmInput): Answer<ApiAlarm> => ask('PUT', '/api/alarms/alarm', { body: { alarm } })
export const deleteAlarm = (name: string): Answer<undefined> => ask('DELETE', `/api/alarms/alarm${query({ name })}`, {})
export const getAlarmSeries = (
  wanted: { name: string; from: number; to: number },
  signal?: AbortSignal,
): Answer<ApiAlarmSeries> => ask('GET', `/api/alarms/series${query(wanted)}`, { signal })

export interface HistoryWanted {
  readonly name?: string
  readonly type?: string | undefined
  readonly from?: number
  readonly to?: number
  readonly after?: string | undefined
  readonly limit?: number
}
export const getAlarmHistory = (wanted: HistoryWanted, signal?: AbortSignal): Answer<ApiAlarmHistory> =>
  ask('GET', `/api/alarms/history${query({ ...wanted })}`, { signal })
export const setAlarmState = (change: { name: string; state: ApiAlarmState; reason: string }): Answer<ApiAlarm> =>
  ask('POST', '/api/alarms/state', { body: change })
export const setAlarmActions = (change: { names: readonly string[]; enabled: boolean }): Answer<undefined> =>
  ask('POST', '/api/alarms/actions', { body: change })

export interface RehearsalWanted {
  readonly alarm: ApiAlarmInput
  readonly children?: readonly ApiAlarmInput[]
  readonly initialState?: ApiAlarmState
  /** Seconds. */
  readonly from: number
  readonly to: number
}
export const rehearseAlarm = (wanted: RehearsalWanted, signal?: AbortSignal): Answer<ApiRehearsal> =>
  ask('POST', '/api/alarms/rehearse', { body: wanted, signal })
export const suggestAlarm = (
  wanted: RehearsalWanted & { readonly pagesPerWeek: number },
  signal?: AbortSignal,
): Answer<ApiAlarmSuggestions> => ask('POST', '/api/alarms/suggest', { body: wanted, signal })

export const getMuteRules = (signal?: AbortSignal): Answer<ApiMuteRules> => ask('GET', '/api/alarms/mutes', { signal })
export const putMuteRule = (rule: ApiMuteRule): Answer<ApiMuteRule> => ask('PUT', '/api/alarms/mutes', { body: rule })
export const deleteMuteRule = (name: string): Answer<undefined> =>
  ask('DELETE', `/api/alarms/mutes${query({ name })}`, {})

/** With `days` each is rehearsed, which takes its time. */
export const getAlarmPresets = (
  wanted: { readonly cluster?: string | undefined; readonly days?: number | undefined; readonly language: 'en' | 'ko' },
  signal?: AbortSignal,
): Answer<ApiAlarmPresets> => ask('GET', `/api/alarms/presets${query({ ...wanted })}`, { signal })
export const makeAlarmPresets = (wanted: ApiPresetsRequest): Answer<ApiPresetsMade> =>
  ask('POST', '/api/alarms/presets', { body: wanted })
