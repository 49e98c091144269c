/** PutAlarmMuteRule: for some alarms nobody is told, once or again and again; makes a rule or replaces it as a whole. */
import type { AlarmDesk } from '../../../../judge/alarm-desk/index.ts'
import { limits } from '../../../../limits.ts'
import { err, ok } from '../../../../model/index.ts'
import { instantOf, type Operation, structure, text, textsOf, time } from '../../protocol/index.ts'
import { deskRefusal, tagList, tagsOf } from '../alarms/index.ts'
import { lower, monitored } from '../fields.ts'
import { invalid } from '../refusals.ts'
import { muteName } from './shapes.ts'

const shape = structure(
  {
    Name: muteName,
    Description: text({ min: 0, max: 1_024 }),
    Rule: structure(
      {
        Schedule: structure(
          {
            Expression: text({ min: 1, max: 256 }),
            Duration: text({ min: 1, max: 50 }),
            Timezone: text({ min: 1, max: 50 }),
          },
          ['Expression', 'Duration'],
          lower,
        ),
      },
      ['Schedule'],
      lower,
    ),
    MuteTargets: structure(
      { AlarmNames: textsOf({ min: 1, max: 255 }, { max: limits.muteTargets }) },
      ['AlarmNames'],
      lower,
    ),
    Tags: tagList,
    StartDate: time,
    ExpireDate: time,
  },
  ['Name', 'Rule'],
  lower,
)

export const putAlarmMuteRule = (desk: AlarmDesk): Operation =>
  monitored('operate', shape, async ({ Name, Description, Rule, MuteTargets, Tags, StartDate, ExpireDate }) => {
    const tags = tagsOf(Tags)
    if (!tags.ok) return tags
    const start = StartDate == null ? null : instantOf(StartDate)
    const expire = ExpireDate == null ? null : instantOf(ExpireDate)
    if (start !== null && expire !== null && start >= expire)
      return err(invalid('StartDate must be earlier than ExpireDate.'))
    const { Expression: expression, Duration: duration, Timezone: timezone } = Rule.Schedule
    const rule = {
      ...{ name: Name, description: Description ?? '', expression, duration, timezone: timezone ?? 'UTC' },
      ...{ start, expire, alarms: [...new Set(MuteTargets?.AlarmNames ?? [])] },
    }
    const kept = await desk.putMute(rule, tags.value)
    return kept.ok ? ok({}) : err(deskRefusal(kept.error))
  })
