/** SetAlarmState: a state by hand, to see what follows from it. The next evaluation may set it back. */
import type { AlarmDesk } from '../../../../judge/alarm-desk/index.ts'
import type { StateValue } from '../../../../judge/alarms/index.ts'
import { err, ok } from '../../../../model/index.ts'
import { type Operation, structure, text } from '../../protocol/index.ts'
import { lower, monitored } from '../fields.ts'
import { deskTrouble, noSuchAlarm, notJson } from './refusals.ts'
import { alarmName, stateValue } from './shapes.ts'

const shape = structure(
  {
    AlarmName: alarmName,
    StateValue: stateValue,
    StateReason: text({ min: 0, max: 1_023 }),
    StateReasonData: text({ min: 0, max: 4_000 }),
  },
  ['AlarmName', 'StateValue', 'StateReason'],
  lower,
)

export const setAlarmState = (desk: AlarmDesk): Operation =>
  monitored('operate', shape, async ({ AlarmName, StateValue, StateReason, StateReasonData }) => {
    const data = StateReasonData ?? ''
    if (data !== '' && !isJson(data)) return err(notJson)
    const set = await desk.setState(AlarmName, StateValue as StateValue, StateReason, data)
    if (set.ok) return ok({})
    return err(set.error.code === 'missing' ? noSuchAlarm : deskTrouble(set.error))
  })

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
