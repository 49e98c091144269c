/** Every scalar function by its canonical name, as the catalogue of the language lists them. */

import type { Value } from '../value.ts'
import { dateFunctions } from './date-functions.ts'
import { generalFunctions } from './general-functions.ts'
import { ipFunctions } from './ip-functions.ts'
import { jsonFunctions } from './json-functions.ts'
import { numericFunctions } from './numeric-functions.ts'
import type { Argument, QueryMoment, ScalarFunction } from './scalar.ts'
import { stringFunctions } from './string-functions.ts'

export const scalarImplementations: ReadonlyMap<string, ScalarFunction> = new Map(
  [numericFunctions, dateFunctions, generalFunctions, jsonFunctions, ipFunctions, stringFunctions].flatMap(group =>
    Object.entries(group),
  ),
)

/** Throws on a name that the catalogue does not have: the checker lets none through. `bin` wants the event's time first. */
export function callScalar(name: string, args: readonly Argument[], moment: QueryMoment): Value {
  const implementation = scalarImplementations.get(name)
  if (implementation === undefined) throw new Error(`no function ${name}`)
  return implementation(args, moment)
}
