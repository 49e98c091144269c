/**
 * What single values mean: numbers, texts and their order, printing, dates, IP addresses, JSON, fields of a message, the forms of
 * `parse`, and every scalar function. Pure. The interpreter is made of it, and SQL must mean the same.
 */
export { calculate, negate } from './arithmetic.ts'
export { compareValues, holds, isAmong } from './compare.ts'
export { parseCsv, parseCsvRecord } from './csv.ts'
export { type Discovered, discover, memberOf, pathInto } from './discover.ts'
export { formatDate } from './format-date.ts'
export { matchGlob } from './glob.ts'
export { type Address, contains, type Network, parseAddress, parseNetwork } from './ip-address.ts'
export { parseJson, parseJsonFragment } from './json.ts'
export { structureOf } from './json-functions.ts'
export { parseLogfmt } from './logfmt.ts'
export { compareNatural, compareText } from './natural-order.ts'
export { finite, numberOf, numberPattern, printNumber, textNumber } from './numbers.ts'
export { parseDate } from './parse-date.ts'
export { ceilTime, floorTime, isCapped, lengthOf, nextStep, periodOf, type Steps } from './period.ts'
export { isStructure, isTime, jsonText, list, map, printTime, printValue, textOf, time } from './print.ts'
export { captures, compileRegex, matchesRegex, replaceRegex } from './regex.ts'
export { callScalar, scalarImplementations } from './registry.ts'
export type { Argument, QueryMoment, ScalarFunction } from './scalar.ts'
export { fromLocal, type Zone, zoneOf } from './time-zone.ts'
