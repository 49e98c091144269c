/** An alarm as DescribeAlarms tells it: what was put, and what became of it. Parameters that were not set are left out. */
import type { AlarmView } from '../../../../judge/alarm-desk/index.ts'
import { type AwsCall, Timestamp } from '../../protocol/index.ts'
import { told, toldCompositeAlarm, toldDimensions, toldMembers, toldMetricAlarm, toldTexts } from './told.ts'

type Where = Pick<AwsCall, 'region' | 'account'>

/** In the caller's region: an alarm here is seen from every region. */
export const alarmArn = ({ region, account }: Where, name: string): string =>
  `arn:aws:cloudwatch:${region}:${account}:alarm:${name}`

export function describedMetric(alarm: AlarmView, where: Where): object {
  const { input, evaluationState } = alarm
  return {
    ...described(alarm, where),
    Dimensions: told(input.Dimensions, toldDimensions) ?? [],
    ...toldMembers(input, toldMetricAlarm),
    ...(evaluationState === null ? {} : { EvaluationState: evaluationState }),
  }
}

export function describedComposite(alarm: AlarmView, where: Where): object {
  const { input, suppressedBy, suppressedReason } = alarm
  return {
    ...described(alarm, where),
    ...toldMembers(input, toldCompositeAlarm),
    ...(suppressedBy === null ? {} : { ActionsSuppressedBy: suppressedBy }),
    ...(suppressedReason === null ? {} : { ActionsSuppressedReason: suppressedReason }),
  }
}

function described(alarm: AlarmView, where: Where): object {
  const { name, input, changedAt, actionsEnabled, state, reason, reasonData, updatedAt, transitionedAt } = alarm
  return {
    AlarmName: name,
    AlarmArn: alarmArn(where, name),
    ...(typeof input.AlarmDescription === 'string' ? { AlarmDescription: input.AlarmDescription } : {}),
    AlarmConfigurationUpdatedTimestamp: new Timestamp(changedAt),
    ActionsEnabled: actionsEnabled,
    OKActions: told(input.OKActions, toldTexts) ?? [],
    AlarmActions: told(input.AlarmActions, toldTexts) ?? [],
    InsufficientDataActions: told(input.InsufficientDataActions, toldTexts) ?? [],
    StateValue: state,
    StateReason: reason,
    ...(reasonData === '' ? {} : { StateReasonData: reasonData }),
    StateUpdatedTimestamp: new Timestamp(updatedAt),
    StateTransitionedTimestamp: new Timestamp(transitionedAt),
  }
}

/** As relatives of another alarm are told: of children name, ARN and state, of parents name and ARN. */
export const describedChild = ({ name, state, updatedAt }: AlarmView, where: Where): object => ({
  AlarmName: name,
  AlarmArn: alarmArn(where, name),
  StateValue: state,
  StateUpdatedTimestamp: new Timestamp(updatedAt),
})
export const describedParent = ({ name }: AlarmView, where: Where): object => ({
  AlarmName: name,
  AlarmArn: alarmArn(where, name),
})
