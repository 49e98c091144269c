/**
 * What the language knows by name: functions and aggregates, looked up in any letter case. The checker, completion and hover read
 * it, `interpret/` and `sql/` implement exactly these names.
 */
import { aggregateFunctions } from './catalogue-aggregates.ts'
import { type FunctionEntry, scalarFunctions } from './catalogue-functions.ts'

const byName = (entries: readonly FunctionEntry[]): ReadonlyMap<string, FunctionEntry> =>
  new Map(entries.flatMap(entry => [entry.name, ...entry.aliases].map(name => [name.toLowerCase(), entry] as const)))

const scalars = byName(scalarFunctions)
const aggregates = byName(aggregateFunctions)

/** The function with this name or alias, letter case aside. */
export const scalarFunction = (name: string): FunctionEntry | undefined => scalars.get(name.toLowerCase())
export const aggregateFunction = (name: string): FunctionEntry | undefined => aggregates.get(name.toLowerCase())

export { aggregateFunctions } from './catalogue-aggregates.ts'
export { type FunctionEntry, type FunctionGroup, scalarFunctions } from './catalogue-functions.ts'
