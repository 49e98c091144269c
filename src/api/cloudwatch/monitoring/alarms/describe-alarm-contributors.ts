/** DescribeAlarmContributors: which of its series hold an alarm in ALARM. */
import type { AlarmDesk } from '../../../../judge/alarm-desk/index.ts'
import { err, ok } from '../../../../model/index.ts'
import { Dictionary, type Operation, structure, Timestamp, text } from '../../protocol/index.ts'
import { lower, monitored } from '../fields.ts'
import { deskTrouble, notFound } from './refusals.ts'
import { alarmName } from './shapes.ts'

const shape = structure({ AlarmName: alarmName, NextToken: text() }, ['AlarmName'], lower)

export const describeAlarmContributors = (desk: AlarmDesk): Operation =>
  monitored('ask', shape, async ({ AlarmName }) => {
    const found = await desk.contributors(AlarmName)
    if (!found.ok) return err(deskTrouble(found.error))
    if (found.value === undefined) return err(notFound('Alarm', AlarmName))
    return ok({
      AlarmContributors: found.value
        .filter(({ state }) => state === 'ALARM')
        .map(({ id, attributes, reason, since }) => ({
          ContributorId: id,
          ContributorAttributes: new Dictionary(Object.entries(attributes)),
          StateReason: reason,
          StateTransitionedTimestamp: new Timestamp(since),
        })),
    })
  })
