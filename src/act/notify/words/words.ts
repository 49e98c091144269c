/** What is said to people, in whichever language. A number stands for a count. */
import type { ApiAlarmState, Instant } from '../../../model/index.ts'

export type PeopleLanguage = 'en' | 'ko'

export interface PeopleWords {
  readonly language: PeopleLanguage
  /** A state as one word or two. */
  readonly states: Readonly<Record<ApiAlarmState, string>>
  /** Of a mail about one alarm. */
  readonly subject: (state: ApiAlarmState, alarm: string, region: string) => string
  /** One sentence about one alarm. */
  readonly headline: Readonly<Record<ApiAlarmState, (alarm: string) => string>>
  /** How many alarms changed, and to what: `3 in alarm, 1 OK`. */
  readonly changed: (alarms: number) => string
  readonly counted: (count: number, state: ApiAlarmState) => string
  readonly labels: {
    readonly since: string
    readonly before: string
    readonly reason: string
    readonly watches: string
    readonly rule: string
    readonly newest: string
    readonly description: string
    readonly series: string
    readonly alike: string
    readonly caused: string
  }
  /** `Sum of Errors (Shop) over 5 min` */
  readonly measured: (statistic: string, metric: string, where: string, length: string) => string
  /** `3 of 5 periods` */
  readonly periods: (toAlarm: number, periods: number) => string
  readonly length: (seconds: number) => string
  /** A band instead of a threshold. */
  readonly outside: Readonly<Record<'above' | 'below' | 'both', string>>
  readonly time: (at: Instant) => string
  readonly afterMute: string
  readonly open: string
  readonly openAll: string
  readonly picture: (label: string) => string
  /** Below a mail: why somebody gets it. */
  readonly because: (topic: string) => string
  readonly unsubscribe: string
  readonly more: (count: number) => string
  readonly confirmation: {
    readonly subject: (topic: string) => string
    readonly lead: (topic: string, server: string) => string
    readonly button: string
    readonly ignore: string
  }
  readonly test: { readonly subject: (topic: string) => string; readonly lead: (topic: string) => string }
  /** A message without a subject of its own. */
  readonly notification: (topic: string) => string
}
