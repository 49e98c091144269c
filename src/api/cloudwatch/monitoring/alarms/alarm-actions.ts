/** EnableAlarmActions and DisableAlarmActions. */
import type { AlarmDesk } from '../../../../judge/alarm-desk/index.ts'
import { err, ok } from '../../../../model/index.ts'
import { type Operation, structure } from '../../protocol/index.ts'
import { lower, monitored } from '../fields.ts'
import { deskTrouble } from './refusals.ts'
import { alarmNames } from './shapes.ts'

const shape = structure({ AlarmNames: alarmNames }, ['AlarmNames'], lower)

const switching = (desk: AlarmDesk, enabled: boolean): Operation =>
  monitored('operate', shape, async ({ AlarmNames }) => {
    const done = await desk.setActions([...new Set(AlarmNames)], enabled)
    return done.ok ? ok({}) : err(deskTrouble(done.error))
  })

export const enableAlarmActions = (desk: AlarmDesk): Operation => switching(desk, true)
export const disableAlarmActions = (desk: AlarmDesk): Operation => switching(desk, false)
