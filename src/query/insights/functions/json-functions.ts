/** JSON functions: a text that is no map or list parses to null; arrays are taken as lists or as their JSON text. */
import type { List, Value } from '../value.ts'
import { compareValues } from './compare.ts'
import { parseJson } from './json.ts'
import { isStructure, jsonText } from './print.ts'
import { type Argument, type ScalarFunctions, valueAt } from './scalar.ts'

export const jsonFunctions: ScalarFunctions = {
  jsonParse: args => structureOf(valueAt(args, 0)),
  jsonStringify: args => {
    const value = valueAt(args, 0)
    return value === null ? null : jsonText(value)
  },
  jsonArraySize: args => listAt(args)?.items.length ?? null,
  jsonArrayContains: args => listAt(args)?.items.some(item => compareValues('=', item, valueAt(args, 1))) ?? null,
}

/** The map or list that a value is, or that its text holds; else null. */
export function structureOf(value: Value): Value {
  const parsed = typeof value === 'string' ? (parseJson(value) ?? null) : value
  return isStructure(parsed) ? parsed : null
}

function listAt(args: readonly Argument[]): List | null {
  const value = structureOf(valueAt(args, 0))
  return value !== null && isStructure(value) && value.kind === 'list' ? value : null
}
