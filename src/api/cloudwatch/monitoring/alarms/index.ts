/** The door of the operations on alarms. To add one, add a line here. */
import type { AlarmDesk } from '../../../../judge/alarm-desk/index.ts'
import type { Clock } from '../../../../model/index.ts'
import type { Operation } from '../../protocol/index.ts'
import { disableAlarmActions, enableAlarmActions } from './alarm-actions.ts'
import { deleteAlarms } from './delete-alarms.ts'
import { describeAlarmContributors } from './describe-alarm-contributors.ts'
import { describeAlarmHistory } from './describe-alarm-history.ts'
import { describeAlarms } from './describe-alarms.ts'
import { describeAlarmsForMetric } from './describe-alarms-for-metric.ts'
import { putCompositeAlarm, putMetricAlarm } from './put-alarm.ts'
import { setAlarmState } from './set-alarm-state.ts'
import { listTagsForResource, tagResource, untagResource } from './tags.ts'

export { deskRefusal, deskTrouble, notFound } from './refusals.ts'
export { maxRecords, metricDataQueries, tagList, withoutNulls } from './shapes.ts'
export { tagsOf } from './tag-list.ts'
export { told, toldDimensions, toldMembers, toldQuery } from './told.ts'

export const alarmOperations = (desk: AlarmDesk, clock: Clock): readonly (readonly [string, Operation])[] => [
  ['PutMetricAlarm', putMetricAlarm(desk)],
  ['PutCompositeAlarm', putCompositeAlarm(desk)],
  ['DescribeAlarms', describeAlarms(desk, clock)],
  ['DescribeAlarmsForMetric', describeAlarmsForMetric(desk)],
  ['DescribeAlarmHistory', describeAlarmHistory(desk, clock)],
  ['DescribeAlarmContributors', describeAlarmContributors(desk)],
  ['DeleteAlarms', deleteAlarms(desk)],
  ['SetAlarmState', setAlarmState(desk)],
  ['EnableAlarmActions', enableAlarmActions(desk)],
  ['DisableAlarmActions', disableAlarmActions(desk)],
  ['TagResource', tagResource(desk)],
  ['UntagResource', untagResource(desk)],
  ['ListTagsForResource', listTagsForResource(desk)],
]
