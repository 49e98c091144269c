/** An alarm of the desk as our API tells it. */
import type { AlarmDetail, AlarmView, MuteView } from '../../../judge/alarm-desk/index.ts'
import type { ApiAlarm, ApiAlarmDetail, ApiDelivery, ApiMuteRule } from '../../../model/index.ts'

export const alarmOf = (view: AlarmView): ApiAlarm => ({
  ...{ name: view.name, arn: view.arn, kind: view.kind, description: view.description },
  ...{ state: view.state, reason: view.reason, since: view.transitionedAt, updatedAt: view.updatedAt },
  ...{ evaluatedAt: view.evaluatedAt, actionsEnabled: view.actionsEnabled, mutedBy: view.mutedBy },
  ...{ suppressedBy: view.suppressedBy, evaluationState: view.evaluationState },
  ...{ input: view.input, value: view.value, recent: view.recent },
})

export const detailOf = (detail: AlarmDetail, deliveries: readonly ApiDelivery[]): ApiAlarmDetail => ({
  alarm: alarmOf(detail.alarm),
  ...{ createdAt: detail.alarm.createdAt, changedAt: detail.alarm.changedAt, tags: detail.tags },
  ...{ evaluated: detail.evaluated, reasonData: parsed(detail.alarm.reasonData) },
  ...{ contributors: detail.contributors, children: detail.children, parents: detail.parents },
  deliveries,
})

/** JSON text; null: there is none, or what a person set is none. */
export function parsed(text: string): unknown {
  if (text === '') return null
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

export const muteOf = (rule: MuteView): ApiMuteRule => ({
  name: rule.name,
  ...(rule.description === '' ? {} : { description: rule.description }),
  ...{ expression: rule.expression, duration: rule.duration, timezone: rule.timezone },
  ...(rule.start === null ? {} : { start: rule.start }),
  ...(rule.expire === null ? {} : { expire: rule.expire }),
  ...{ alarms: rule.alarms, status: rule.status, changedAt: rule.changedAt },
})
