/** Our own HTTP API for preset alarms: what is worth watching on a cluster, and what it would have done. Times are epoch milliseconds. */
import type { ApiAlarmInput, ApiAlarmState } from './web-api-alarms.ts'

type Words = Readonly<Record<'en' | 'ko', string>>

/** GET /api/alarms/presets?cluster=&days=&language= : without `cluster` the first that is known; with `days` (1 to 7) each is rehearsed over what is stored. */
export interface ApiAlarmPresets {
  /** Null: no cluster is watched, and no metrics of one are stored. */
  readonly cluster: string | null
  /** All that preset alarms can be made for. */
  readonly clusters: readonly string[]
  /** A provider runs the control plane: what it hides is not offered. */
  readonly managed: boolean
  /** Since when metrics of the cluster are stored, at most 7 days back; null: none are. */
  readonly storedFrom: number | null
  readonly presets: readonly ApiAlarmPreset[]
}
export interface ApiAlarmPreset {
  readonly id: string
  readonly topic: 'nodes' | 'pods' | 'workloads' | 'storage' | 'control-plane'
  /** What is so when it fires; an alarm is called `CLUSTER: this`. */
  readonly title: Words
  readonly why: Words
  /** Made with "all". */
  readonly suggested: boolean
  /** The alarm that was made of it, in whichever language. */
  readonly made: { readonly name: string; readonly state: ApiAlarmState } | null
  /** Metrics that are not stored, without which it cannot be made; empty: it can. */
  readonly lacking: readonly string[]
  /** PutMetricAlarm's input in the language asked for (`en` unless told), telling nobody; null: it cannot be made. */
  readonly alarm: ApiAlarmInput | null
  /** Null: not asked for, nothing stored, or it cannot be made. */
  readonly rehearsal: ApiPresetRehearsal | null
}
export interface ApiPresetRehearsal {
  readonly from: number
  readonly to: number
  /** How often somebody would have been told, in all of it and in its last day. */
  readonly pages: number
  readonly pagesLastDay: number
  /** The longest alarm (ms). */
  readonly longestMs: number
  /** Pages by hour of the day (UTC). */
  readonly byHour: readonly number[]
  readonly finalState: ApiAlarmState
}

/** POST /api/alarms/presets → ApiPresetsMade. An alarm that is there stays as it is. */
export interface ApiPresetsRequest {
  readonly cluster: string
  /** Ids, or all that are suggested and can be made. */
  readonly presets: readonly string[] | 'all'
  /** ARNs that are told of ALARM and of OK. */
  readonly actions?: readonly string[]
  /** Of names and descriptions; `en` unless told. */
  readonly language?: 'en' | 'ko'
}
export interface ApiPresetsMade {
  /** Names of alarms. */
  readonly made: readonly string[]
  readonly there: readonly string[]
  readonly refused: readonly { readonly id: string; readonly message: string }[]
}
