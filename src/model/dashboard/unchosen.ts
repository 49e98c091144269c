/** Which variables a board cannot do without and have no value: what stands in their place would be asked for by its own name. Pure. */
import type { ChosenValues } from './apply.ts'
import { isObject } from './notes.ts'
import type { DashboardVariable } from './types.ts'

/** In the order of the body. One that is typed may be left empty; a property that has no value keeps that of the body. */
export function unchosenVariables(
  json: unknown,
  variables: readonly DashboardVariable[],
  values: ChosenValues,
): readonly DashboardVariable[] {
  const open = variables.filter(({ id, inputType }) => inputType !== 'input' && (values[id] ?? '') === '')
  if (open.length === 0 || !isObject(json)) return []
  const widgets = JSON.stringify(json.widgets ?? [])
  return open.filter(
    ({ replaces }) => replaces.kind === 'pattern' && widgets.includes(JSON.stringify(replaces.pattern).slice(1, -1)),
  )
}
