/** What the operations on mute rules share: names, statuses, and how a rule is told. */
import type { MuteView } from '../../../../judge/alarm-desk/index.ts'
import { type AwsCall, Timestamp, text } from '../../protocol/index.ts'

export const muteName = text({ min: 1, max: 255 })

/** In the caller's region, as alarms. */
export const muteArn = ({ region, account }: AwsCall, name: string): string =>
  `arn:aws:cloudwatch:${region}:${account}:alarm-mute-rule:${name}`

/** What a list and a single rule tell alike. */
export const summaryOf = ({ name, expression, expire, status, changedAt }: MuteView, call: AwsCall) => ({
  AlarmMuteRuleArn: muteArn(call, name),
  ...(expire === null ? {} : { ExpireDate: new Timestamp(expire) }),
  Status: status,
  LastUpdatedTimestamp: new Timestamp(changedAt),
  MuteType: expression.startsWith('at(') ? 'ONE_TIME' : 'RECURRING',
})
