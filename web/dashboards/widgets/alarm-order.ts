/** In which order a widget lists its alarms. Pure. */
import type { AlarmWidget } from '../../../src/model/dashboard/index.ts'
import type { ApiAlarm, ApiAlarmState } from '../../../src/model/index.ts'

const urgency: Readonly<Record<ApiAlarmState, number>> = { ALARM: 0, INSUFFICIENT_DATA: 1, OK: 2 }
type Sorted = Pick<ApiAlarm, 'name' | 'state' | 'since' | 'updatedAt'>

/** `default`: the most urgent first, then by name; else the newest change of state, or the newest change of anything. */
export function sortAlarms<T extends Sorted>(alarms: readonly T[], by: AlarmWidget['sortBy']): T[] {
  const byName = (a: T, b: T) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0)
  const order = {
    default: (a: T, b: T) => urgency[a.state] - urgency[b.state],
    stateUpdatedTimestamp: (a: T, b: T) => b.since - a.since,
    timestamp: (a: T, b: T) => b.updatedAt - a.updatedAt,
  }[by]
  return [...alarms].sort((a, b) => order(a, b) || byName(a, b))
}

export function countsOf(alarms: readonly Pick<ApiAlarm, 'state'>[]): Record<ApiAlarmState, number> {
  const counts = { OK: 0, ALARM: 0, INSUFFICIENT_DATA: 0 }
  for (const { state } of alarms) counts[state] += 1
  return counts
}
