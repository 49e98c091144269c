/** Our own HTTP API for alarms, mute rules and who is told. Times are epoch milliseconds but in rehearsals, whose times are seconds. */

export type ApiAlarmState = 'OK' | 'ALARM' | 'INSUFFICIENT_DATA'
/** PutMetricAlarm's or PutCompositeAlarm's input, as AWS's JSON protocol has it. A composite has an `AlarmRule`. */
export type ApiAlarmInput = Readonly<Record<string, unknown>>

/** GET /api/alarms?state=&kind=metric|composite&contains=&after=&limit=  (ordered by name) */
export interface ApiAlarms {
  readonly alarms: readonly ApiAlarm[]
  /** Of all alarms, whatever was asked for. */
  readonly counts: Readonly<Record<ApiAlarmState, number>>
  readonly total: number
  readonly next?: string
}
export interface ApiAlarm {
  readonly name: string
  readonly arn: string
  readonly kind: 'metric' | 'composite'
  readonly description: string
  readonly state: ApiAlarmState
  /** In CloudWatch's words. */
  readonly reason: string
  /** When it entered the state, and when state or reason last changed. */
  readonly since: number
  readonly updatedAt: number
  /** Null: never yet. */
  readonly evaluatedAt: number | null
  readonly actionsEnabled: boolean
  /** Names of mute rules in force now; and what else keeps people from being told. */
  readonly mutedBy: readonly string[]
  readonly suppressedBy: 'Alarm' | 'WaitPeriod' | 'ExtensionPeriod' | null
  readonly evaluationState: 'PARTIAL_DATA' | 'EVALUATION_ERROR' | 'EVALUATION_FAILURE' | null
  /** As it was put. */
  readonly input: ApiAlarmInput
  /** The newest value that an evaluation saw. */
  readonly value: number | null
  /** Up to 60 newest values that evaluations saw, oldest first, for a small picture; empty for composites. */
  readonly recent: readonly { readonly at: number; readonly value: number }[]
}

/** GET /api/alarms/alarm?name= ; PUT /api/alarms/alarm {alarm: ApiAlarmInput} → ApiAlarm; DELETE /api/alarms/alarm?name= → 204 */
export interface ApiAlarmDetail {
  readonly alarm: ApiAlarm
  readonly createdAt: number
  readonly changedAt: number
  readonly tags: Readonly<Record<string, string>>
  /** The last evaluation, newest period first: why it is in its state. Empty for composites. */
  readonly evaluated: readonly ApiEvaluatedPeriod[]
  /** StateReasonData, parsed; null: there is none. */
  readonly reasonData: unknown
  readonly contributors: readonly {
    readonly id: string
    readonly attributes: Readonly<Record<string, string>>
    readonly state: ApiAlarmState
    readonly reason: string
    readonly since: number
  }[]
  /** Alarms in its rule with their states (composite), and composites whose rules name it. */
  readonly children: readonly { readonly name: string; readonly state: ApiAlarmState | null }[]
  readonly parents: readonly { readonly name: string; readonly state: ApiAlarmState }[]
  /** The newest 50, newest first. */
  readonly deliveries: readonly ApiDelivery[]
}
export interface ApiEvaluatedPeriod {
  readonly start: number
  readonly end: number
  /** Null: nothing there. */
  readonly value: number | null
  readonly low?: number
  readonly high?: number
  /** Null: the treatment of missing data decided. */
  readonly breaching: boolean | null
}

/** GET /api/alarms/series?name=&from=&to= → what the alarm watches, over time, with the states that it was in. */
export interface ApiAlarmSeries {
  readonly periodMs: number
  readonly unit: string | null
  readonly threshold: number | null
  readonly series: readonly {
    readonly label: string
    readonly at: readonly number[]
    readonly values: readonly number[]
    readonly low?: readonly number[]
    readonly high?: readonly number[]
  }[]
  /** In order; the first stands at `from`. */
  readonly states: readonly { readonly at: number; readonly state: ApiAlarmState }[]
}

/** GET /api/alarms/history?name=&type=&from=&to=&after=&limit=  newest first; without a name of all alarms, deleted ones too. */
export interface ApiAlarmHistory {
  readonly items: readonly {
    readonly at: number
    readonly alarm: string
    readonly kind: 'metric' | 'composite'
    readonly type:
      | 'ConfigurationUpdate'
      | 'StateUpdate'
      | 'Action'
      | 'AlarmContributorStateUpdate'
      | 'AlarmContributorAction'
    readonly summary: string
    readonly data: unknown
  }[]
  readonly next?: string
}

/** POST /api/alarms/state {name, state, reason} → ApiAlarm. POST /api/alarms/actions {names, enabled} → 204. */

/**
 * POST /api/alarms/rehearse {alarm, children?, initialState?, from, to} → Rehearsal: `finalState`, `evaluations`, `transitions`
 * [{at, from, to, reason}], `pages`, `longest`, `byHour`. Times and lengths in seconds. Nothing is sent, nothing kept.
 */
export interface ApiRehearsal {
  readonly finalState: ApiAlarmState
  readonly evaluations: number
  readonly transitions: readonly {
    readonly at: number
    readonly from: ApiAlarmState
    readonly to: ApiAlarmState
    readonly reason: string
  }[]
  readonly pages: number
  readonly longest: number
  readonly byHour: readonly number[]
}
/** POST /api/alarms/suggest {alarm, from, to, pagesPerWeek} → thresholds and M of N that would have paged about so often, best first. */
export interface ApiAlarmSuggestions {
  readonly suggestions: readonly {
    readonly threshold: number
    readonly periods: number
    readonly toAlarm: number
    readonly pagesPerWeek: number
    readonly longest: number
  }[]
}

/** GET /api/alarms/mutes. PUT /api/alarms/mutes (ApiMuteRule) → ApiMuteRule. DELETE ?name= → 204. */
export interface ApiMuteRules {
  readonly rules: readonly ApiMuteRule[]
}
export interface ApiMuteRule {
  readonly name: string
  readonly description?: string
  /** `cron(0 2 * * *)` or `at(2026-11-21T10:00)`, by the clocks of `timezone`. */
  readonly expression: string
  /** `PT2H` */
  readonly duration: string
  readonly timezone: string
  readonly start?: number
  readonly expire?: number
  readonly alarms: readonly string[]
  readonly status?: 'SCHEDULED' | 'ACTIVE' | 'EXPIRED'
  readonly changedAt?: number
}

/**
 * GET /api/topics. POST /api/topics {name, displayName?, language?} → ApiTopic. PUT /api/topics {arn, displayName?, language?} → ApiTopic.
 * DELETE /api/topics?arn= → 204.
 */
export interface ApiTopics {
  readonly topics: readonly ApiTopic[]
  /** Which ways the operator has set up: `email` only with an SMTP server. */
  readonly ways: readonly ApiTopicWay[]
  /** Where calls may go, in words. */
  readonly allowed: readonly string[]
}
export type ApiTopicWay = 'email' | 'email-json' | 'http' | 'https' | 'slack' | 'teams' | 'pagerduty'
export interface ApiTopic {
  readonly arn: string
  readonly name: string
  readonly displayName: string
  readonly language: 'en' | 'ko'
  readonly subscriptions: readonly ApiTopicSubscription[]
}
/**
 * POST /api/topics/subscriptions {topicArn, way, endpoint} → ApiTopicSubscription. DELETE /api/topics/subscriptions?arn= → 204.
 * POST /api/topics/subscriptions/confirm {arn} → ApiTopicSubscription: the operator vouches for a receiver that has not confirmed.
 * POST /api/topics/test {topicArn} → ApiDelivery[]: sends one plain message to each, at once.
 */
export interface ApiTopicSubscription {
  readonly arn: string
  readonly way: ApiTopicWay
  /** As it may be shown: secrets are left out. */
  readonly endpoint: string
  readonly confirmed: boolean
  readonly createdAt: number
}

/** GET /api/topics/deliveries?topic=&alarm=&after=&limit=  newest first. */
export interface ApiDeliveries {
  readonly deliveries: readonly ApiDelivery[]
  readonly next?: string
}
export interface ApiDelivery {
  readonly id: string
  readonly at: number
  readonly alarm: string | null
  readonly action: string
  readonly state: ApiAlarmState | null
  readonly way: string
  /** As it may be shown. */
  readonly to: string
  readonly status: 'waiting' | 'delivered' | 'retrying' | 'failed'
  readonly attempts: number
  readonly nextTry: number | null
  readonly deliveredAt: number | null
  readonly error: string | null
}
