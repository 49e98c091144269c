/** The door of the operations on mute rules. */
import type { AlarmDesk } from '../../../../judge/alarm-desk/index.ts'
import type { Clock } from '../../../../model/index.ts'
import type { Operation } from '../../protocol/index.ts'
import { deleteAlarmMuteRule } from './delete-alarm-mute-rule.ts'
import { getAlarmMuteRule } from './get-alarm-mute-rule.ts'
import { listAlarmMuteRules } from './list-alarm-mute-rules.ts'
import { putAlarmMuteRule } from './put-alarm-mute-rule.ts'

export const muteOperations = (desk: AlarmDesk, clock: Clock): readonly (readonly [string, Operation])[] => [
  ['PutAlarmMuteRule', putAlarmMuteRule(desk)],
  ['GetAlarmMuteRule', getAlarmMuteRule(desk)],
  ['ListAlarmMuteRules', listAlarmMuteRules(desk, clock)],
  ['DeleteAlarmMuteRule', deleteAlarmMuteRule(desk)],
]
