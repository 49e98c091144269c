/** Reads PutCompositeAlarm's input. Whether its children are there is asked by who knows them: see `childrenOf` and `ringOf`. */
import { limits } from '../../../limits.ts'
import { ok, type Result, seconds } from '../../../model/index.ts'
import type { CompositeAlarm } from '../definition.ts'
import { parseRule, type RuleTree } from '../rule/index.ts'
import { actionsOf, checkActions, nameTrouble } from './actions.ts'
import { Constraints } from './constraints.ts'
import { type AlarmInputError, refused, shaped } from './error.ts'
import { type CompositeAlarmInput, compositeAlarmInput } from './input.ts'

export interface ReadCompositeAlarm {
  readonly alarm: CompositeAlarm
  readonly rule: RuleTree
}

export function readCompositeAlarm(
  json: unknown,
  arnOf: (name: string) => string,
): Result<ReadCompositeAlarm, AlarmInputError> {
  const shape = shaped(compositeAlarmInput, json)
  if (!shape.ok) return shape
  const input = shape.value
  const constraints = new Constraints()
  checkActions(input, constraints)
  constraints.required('alarmRule', input.AlarmRule)
  constraints.length('alarmRule', input.AlarmRule, 1, limits.alarmRuleChars)
  constraints.length('actionsSuppressor', input.ActionsSuppressor, 1, 1_600)
  const broken = constraints.message() ?? nameTrouble(input.AlarmName ?? '') ?? suppressorTrouble(input)
  if (broken !== undefined) return refused(broken)
  const [name, text] = [input.AlarmName ?? '', input.AlarmRule ?? '']
  if (text.trim() !== text) return refused('AlarmRule must not contain leading or trailing whitespace or be null')
  const rule = parseRule(text)
  if (!rule.ok) return refused(`Error in AlarmRule [${rule.error.message} At char ${rule.error.from}]`)
  const {
    ActionsSuppressor: alarm,
    ActionsSuppressorWaitPeriod: wait = 0,
    ActionsSuppressorExtensionPeriod: extension = 0,
  } = input
  return ok({
    rule: rule.value,
    alarm: {
      kind: 'composite',
      name,
      arn: arnOf(name),
      ...actionsOf(input),
      rule: text,
      ...(alarm !== undefined && { suppressor: { alarm, wait: seconds(wait), extension: seconds(extension) } }),
    },
  })
}

function suppressorTrouble(input: CompositeAlarmInput): string | undefined {
  const parts = [input.ActionsSuppressor, input.ActionsSuppressorWaitPeriod, input.ActionsSuppressorExtensionPeriod]
  const set = parts.filter(part => part !== undefined).length
  if (set !== 0 && set !== 3)
    return 'ActionsSuppressor, ActionsSuppressorWaitPeriod and ActionsSuppressorExtensionPeriod must be set together'
  const lengths = parts.slice(1).filter(part => part !== undefined)
  return lengths.every(length => Number.isInteger(length) && Number(length) >= 0)
    ? undefined
    : 'ActionsSuppressorWaitPeriod and ActionsSuppressorExtensionPeriod must be whole seconds, not negative'
}
