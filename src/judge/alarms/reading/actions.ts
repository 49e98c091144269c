/** What metric and composite alarms have in common: names and actions. */
import { limits } from '../../../limits.ts'
import type { AlarmActions } from '../definition.ts'
import type { Constraints } from './constraints.ts'
import type { ActionsInput } from './input.ts'

export function checkActions(input: ActionsInput, constraints: Constraints): void {
  constraints.required('alarmName', input.AlarmName)
  constraints.length('alarmName', input.AlarmName, 1, 255)
  constraints.length('alarmDescription', input.AlarmDescription, 0, 1_024)
  constraints.count('oKActions', input.OKActions, limits.alarmActions)
  constraints.count('alarmActions', input.AlarmActions, limits.alarmActions)
  constraints.count('insufficientDataActions', input.InsufficientDataActions, limits.alarmActions)
}

/** Undefined: all actions are ARNs. A rehearsal tells nobody, and does not ask. `input` is what was put, not read yet. */
export function actionsTrouble(input: Readonly<Record<string, unknown>>): string | undefined {
  const lists: unknown[] = [input.OKActions, input.AlarmActions, input.InsufficientDataActions]
  const all: unknown[] = lists.flatMap(list => (Array.isArray(list) ? list : []))
  const wrong = all.find(action => typeof action === 'string' && !/^arn:[\w-]+:[\w-]+:\S{1,1000}$/.test(action))
  return wrong === undefined ? undefined : `Invalid arn syntax: ${String(wrong).slice(0, 100)}`
}

/** Undefined: the name is well. */
export const nameTrouble = (name: string): string | undefined =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
  /[\u0000-\u001f\u007f]/.test(name) ? 'AlarmName must not contain ASCII control characters' : undefined

export const actionsOf = (
  input: ActionsInput,
): { readonly actionsEnabled: boolean; readonly actions: AlarmActions } => ({
  actionsEnabled: input.ActionsEnabled ?? true,
  actions: {
    OK: input.OKActions ?? [],
    ALARM: input.AlarmActions ?? [],
    INSUFFICIENT_DATA: input.InsufficientDataActions ?? [],
  },
})
