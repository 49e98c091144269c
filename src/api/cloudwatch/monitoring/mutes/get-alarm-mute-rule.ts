/** GetAlarmMuteRule: one rule in full. */
import type { AlarmDesk } from '../../../../judge/alarm-desk/index.ts'
import { err, ok } from '../../../../model/index.ts'
import { type Operation, structure, Timestamp } from '../../protocol/index.ts'
import { deskTrouble, notFound } from '../alarms/index.ts'
import { lower, monitored } from '../fields.ts'
import { muteName, summaryOf } from './shapes.ts'

const shape = structure({ AlarmMuteRuleName: muteName }, ['AlarmMuteRuleName'], lower)

export const getAlarmMuteRule = (desk: AlarmDesk): Operation =>
  monitored('ask', shape, async ({ AlarmMuteRuleName: name }, call) => {
    const found = await desk.mute(name)
    if (!found.ok) return err(deskTrouble(found.error))
    const rule = found.value
    if (rule === undefined) return err(notFound('AlarmMuteRule', name))
    const { expression, duration, timezone, start, description, alarms } = rule
    return ok({
      Name: rule.name,
      ...summaryOf(rule, call),
      ...(description === '' ? {} : { Description: description }),
      Rule: { Schedule: { Expression: expression, Duration: duration, Timezone: timezone } },
      ...(alarms.length === 0 ? {} : { MuteTargets: { AlarmNames: alarms } }),
      ...(start === null ? {} : { StartDate: new Timestamp(start) }),
    })
  })
