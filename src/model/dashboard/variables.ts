/** The variables of a dashboard: what can be chosen, and what is replaced by it. */
import { limits } from '../../limits.ts'
import {
  choiceAt,
  fault,
  flagAt,
  known,
  listAt,
  member,
  objectAt,
  type Place,
  required,
  textAt,
  warning,
} from './notes.ts'
import type { DashboardVariable } from './types.ts'

const members = [
  ...['type', 'property', 'pattern', 'inputType', 'id', 'label', 'values', 'defaultValue', 'search', 'populateFrom'],
  'visible',
]

export function variablesOf(body: Place): readonly DashboardVariable[] {
  const ids = new Set<string>()
  return listAt(member(body, 'variables'), { most: limits.dashboardVariables }).flatMap((at, index) => {
    const variable = variableOf(at, index)
    if (variable === null) return []
    if (ids.has(variable.id)) fault(member(at, 'id'), `The id '${variable.id}' is used twice`)
    ids.add(variable.id)
    return [variable]
  })
}

function variableOf(at: Place, index: number): DashboardVariable | null {
  if (!objectAt(at)) return null
  known(at, members)
  for (const name of ['type', 'inputType', 'id']) required(at, name)
  const id = textAt(member(at, 'id'), { least: 1, most: 32, pattern: /^[0-9A-Za-z_-]+$/ })
  const inputType = choiceAt(member(at, 'inputType'), ['input', 'select', 'radio'])
  const replaces = replacesOf(at)
  const label = textAt(member(at, 'label'), { most: 30 })
  const values = valuesOf(member(at, 'values'))
  const search = searchOf(at)
  const choice = inputType === 'select' || inputType === 'radio'
  if (choice && search === null && member(at, 'values').value === undefined && member(at, 'search').value === undefined)
    required(at, 'values')
  const defaultValue = scalarAt(member(at, 'defaultValue'))
  const unknown = choice && search === null && defaultValue !== null && defaultValue !== '__FIRST'
  if (unknown && !values.some(({ value }) => value === defaultValue))
    warning(member(at, 'defaultValue'), `'${defaultValue}' is none of the values`)
  const visible = flagAt(member(at, 'visible')) ?? true
  if (id === null || inputType === null || replaces === null) return null
  const name = replaces.kind === 'property' ? replaces.property : `pattern_${index + 1}`
  return { id, label: label ?? name, inputType, visible, replaces, values, search, defaultValue }
}

function replacesOf(at: Place): DashboardVariable['replaces'] | null {
  const type = choiceAt(member(at, 'type'), ['property', 'pattern'])
  if (type === null) return null
  required(at, type)
  const text = textAt(member(at, type), { least: 1, most: limits.dashboardTextLength })
  if (text === null) return null
  if (type === 'property') return { kind: 'property', property: text }
  if (/[\\^$*+?()[\]{}|]/.test(text))
    warning(member(at, type), 'The pattern is replaced as it stands, not as a regular expression')
  return { kind: 'pattern', pattern: text }
}

function valuesOf(at: Place): DashboardVariable['values'] {
  const least = at.value === undefined ? 0 : 1
  return listAt(at, { least, most: limits.dashboardVariableValues }).flatMap(one => {
    if (!objectAt(one) || !required(one, 'value')) return []
    const value = scalarAt(member(one, 'value'))
    const label = textAt(member(one, 'label'), { most: 255 })
    return value === null ? [] : [{ value, label: label ?? value }]
  })
}

/** Texts, numbers and flags, as text. */
function scalarAt(at: Place): string | null {
  const { value } = at
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  return textAt(at, { most: 255 })
}

function searchOf(at: Place): DashboardVariable['search'] {
  if (member(at, 'search').value === undefined) return null
  required(at, 'populateFrom')
  const expression = textAt(member(at, 'search'), { least: 1, most: 2_048 })
  const populateFrom = textAt(member(at, 'populateFrom'), { least: 1, most: 255 })
  return expression === null || populateFrom === null ? null : { expression, populateFrom }
}
