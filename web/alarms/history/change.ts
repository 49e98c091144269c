/** What a history item tells, read out of its data: from which state to which, with which reason; or how an action went. Pure. */
import type { ApiAlarmHistory, ApiAlarmState } from '../../../src/model/index.ts'
import { rowOf, textOf } from '../words/facts.ts'

type Item = ApiAlarmHistory['items'][number]

export interface Change {
  readonly from: ApiAlarmState | undefined
  readonly to: ApiAlarmState | undefined
  readonly reason: string
}

const stateOf = (value: unknown): ApiAlarmState | undefined =>
  value === 'OK' || value === 'ALARM' || value === 'INSUFFICIENT_DATA' ? value : undefined

/** Of a change of state; undefined for others. */
export function changeOf({ type, data }: Pick<Item, 'type' | 'data'>): Change | undefined {
  if (type !== 'StateUpdate' && type !== 'AlarmContributorStateUpdate') return undefined
  const read = rowOf(data)
  const [before, now] = [rowOf(read.oldState), rowOf(read.newState)]
  const to = stateOf(now.stateValue)
  if (to === undefined) return undefined
  return { from: stateOf(before.stateValue), to, reason: textOf(now.stateReason) }
}
