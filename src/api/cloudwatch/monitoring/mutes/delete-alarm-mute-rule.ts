/** DeleteAlarmMuteRule: what the rule held back is told. A rule that is not there is no trouble. */
import type { AlarmDesk } from '../../../../judge/alarm-desk/index.ts'
import { err, ok } from '../../../../model/index.ts'
import { type Operation, structure } from '../../protocol/index.ts'
import { deskTrouble } from '../alarms/index.ts'
import { lower, monitored } from '../fields.ts'
import { muteName } from './shapes.ts'

const shape = structure({ AlarmMuteRuleName: muteName }, ['AlarmMuteRuleName'], lower)

export const deleteAlarmMuteRule = (desk: AlarmDesk): Operation =>
  monitored('operate', shape, async ({ AlarmMuteRuleName }) => {
    const removed = await desk.removeMute(AlarmMuteRuleName)
    return removed.ok || removed.error.code === 'missing' ? ok({}) : err(deskTrouble(removed.error))
  })
