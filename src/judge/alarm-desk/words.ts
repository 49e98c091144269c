/** The history of alarms in CloudWatch's words. */
import type { AlarmMessageState, Instant } from '../../model/index.ts'
import type { AlarmHistoryItem } from '../../store/settings/index.ts'
import type { ContributorTransition, Transition } from '../alarms/index.ts'

export type HistoryLine = Omit<AlarmHistoryItem, 'alarm' | 'kind'>

const json = (text: string): unknown => {
  if (text === '') return undefined
  try {
    return JSON.parse(text)
  } catch {
    // What SetAlarmState was given need not be JSON.
    return text
  }
}

export function stateUpdate({ at, to, reason, reasonData }: Transition, before: AlarmMessageState): HistoryLine {
  const data = json(reasonData)
  return {
    ...{ at, type: 'StateUpdate', summary: `Alarm updated from ${before.value} to ${to}` },
    data: JSON.stringify({
      version: '1.0',
      oldState: stateIn(before.value, before.reason, json(before.reasonData)),
      newState: stateIn(to, reason, data),
    }),
  }
}

const stateIn = (stateValue: string, stateReason: string, stateReasonData: unknown) => ({
  stateValue,
  stateReason,
  ...(stateReasonData !== undefined && { stateReasonData }),
})

export const contributorUpdate = ({
  contributor,
  attributes,
  at,
  from,
  to,
  reason,
}: ContributorTransition): HistoryLine => ({
  ...{ at, type: 'AlarmContributorStateUpdate', summary: `Alarm contributor updated from ${from} to ${to}` },
  data: JSON.stringify({
    version: '1.0',
    alarmContributor: { contributorId: contributor, contributorAttributes: attributes },
    oldState: { stateValue: from },
    newState: { stateValue: to, stateReason: reason },
  }),
})

type Change = 'created' | 'updated' | 'deleted'

export const configurationUpdate = (name: string, change: Change, at: Instant, input: unknown): HistoryLine => ({
  ...{ at, type: 'ConfigurationUpdate', summary: `Alarm "${name}" ${change}` },
  data: JSON.stringify({
    version: '1.0',
    type: change === 'created' ? 'Create' : change === 'updated' ? 'Update' : 'Delete',
    [`${change}Alarm`]: input,
  }),
})
