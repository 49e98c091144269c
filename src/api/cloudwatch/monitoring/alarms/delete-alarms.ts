/** DeleteAlarms: up to a hundred, of which one composite; names that are not there are no trouble. */
import type { AlarmDesk } from '../../../../judge/alarm-desk/index.ts'
import { err, ok } from '../../../../model/index.ts'
import { type Operation, structure } from '../../protocol/index.ts'
import { lower, monitored } from '../fields.ts'
import { deskRefusal } from './refusals.ts'
import { alarmNames } from './shapes.ts'

const shape = structure({ AlarmNames: alarmNames }, ['AlarmNames'], lower)

export const deleteAlarms = (desk: AlarmDesk): Operation =>
  monitored('operate', shape, async ({ AlarmNames }) => {
    const removed = await desk.remove([...new Set(AlarmNames)])
    return removed.ok ? ok({}) : err(deskRefusal(removed.error))
  })
