/** What a scalar function is: arguments and the query's moment in, a value out. Trouble in a row is null, never an exception. */
import type { Period, Regex } from '../tree.ts'
import type { Value } from '../value.ts'
import { numberOf } from './numbers.ts'
import { textOf } from './print.ts'

/** Periods and regular expressions are written in place; everything else is a value. */
export type Argument = Value | { readonly kind: 'period'; readonly period: Period } | RegexArgument
interface RegexArgument {
  readonly kind: 'regex'
  readonly regex: Regex
}

/** When the query runs and what time range it asks: epoch milliseconds. */
export interface QueryMoment {
  readonly startedAt: number
  readonly from: number
  readonly to: number
}

export type ScalarFunction = (args: readonly Argument[], moment: QueryMoment) => Value
export type ScalarFunctions = Readonly<Record<string, ScalarFunction>>

/** The argument as a value; a period or regular expression is none. */
export function valueAt(args: readonly Argument[], at: number): Value {
  const one = args[at]
  if (one === undefined || one === null) return null
  return typeof one === 'object' && (one.kind === 'period' || one.kind === 'regex') ? null : one
}

export const numberAt = (args: readonly Argument[], at: number): number | null => numberOf(valueAt(args, at))
export const textAt = (args: readonly Argument[], at: number): string | null => textOf(valueAt(args, at))
export function periodAt(args: readonly Argument[], at: number): Period | null {
  const one = args[at]
  return typeof one === 'object' && one?.kind === 'period' ? one.period : null
}
/** The source of a regular expression, written as one or as a text. */
export function regexAt(args: readonly Argument[], at: number): string | null {
  const one = args[at]
  return typeof one === 'object' && one?.kind === 'regex' ? one.regex.source : textAt(args, at)
}

/** All arguments as numbers; null when one of them is none. */
export function numbersOf(args: readonly Argument[]): readonly number[] | null {
  const numbers = args.map((_, at) => numberAt(args, at))
  return numbers.every(one => one !== null) ? numbers : null
}

/** A function of texts: null when one of them is missing, or is a map or list. */
export const ofTexts =
  (apply: (...texts: string[]) => Value): ScalarFunction =>
  args => {
    const texts = args.map((_, at) => textAt(args, at))
    return texts.every(one => one !== null) ? apply(...texts) : null
  }
