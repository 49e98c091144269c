/** Numeric functions. A number that is none, or a result that is none (log of 0), is null. */
import type { Value } from '../value.ts'
import { finite } from './numbers.ts'
import { numberAt, numbersOf, type ScalarFunction, type ScalarFunctions } from './scalar.ts'

const ofNumbers =
  (apply: (...numbers: number[]) => number): ScalarFunction =>
  args => {
    const numbers = numbersOf(args)
    return numbers === null || numbers.length === 0 ? null : finite(apply(...numbers))
  }

const whole =
  (least: number, most: number): ScalarFunction =>
  args => {
    const value = numberAt(args, 0)
    return value !== null && value >= least && value <= most ? finite(Math.trunc(value)) : null
  }

export const numericFunctions: ScalarFunctions = {
  abs: ofNumbers(Math.abs),
  ceil: ofNumbers(Math.ceil),
  floor: ofNumbers(Math.floor),
  greatest: ofNumbers((...all) => all.reduce((a, b) => Math.max(b, a))),
  least: ofNumbers((...all) => all.reduce((a, b) => Math.min(b, a))),
  log: ofNumbers(Math.log),
  round: ofNumbers((value, digits = 0) => round(value, Math.trunc(digits))),
  sqrt: ofNumbers(Math.sqrt),
  haversine: ofNumbers(haversine),
  toNumber: (args): Value => numberAt(args, 0),
  toDouble: (args): Value => numberAt(args, 0),
  toInt: whole(-2_147_483_648, 2_147_483_647),
  toLong: whole(-(2 ** 63), 2 ** 63 - 1),
}

/** Halves go away from zero. Digits left of the point are negative. Moves the point in the text, so 1.005 rounds to 1.01. */
function round(value: number, digits: number): number {
  if (digits > 300 || digits < -300) return digits > 0 ? value : 0
  const moved = shift(Math.abs(value), digits)
  if (!Number.isFinite(moved)) return value
  return Math.sign(value) * shift(Math.round(moved), -digits)
}

function shift(value: number, digits: number): number {
  const [mantissa, exponent = '0'] = String(value).split('e')
  return Number(`${mantissa}e${Number(exponent) + digits}`)
}

/** Kilometres on a sphere of the Earth's mean radius. */
function haversine(lat1: number, lon1: number, lat2: number, lon2: number): number {
  const radians = (degrees: number): number => (degrees * Math.PI) / 180
  const square = (x: number): number => x * x
  const a =
    square(Math.sin(radians(lat2 - lat1) / 2)) +
    Math.cos(radians(lat1)) * Math.cos(radians(lat2)) * square(Math.sin(radians(lon2 - lon1) / 2))
  return 2 * 6_371 * Math.asin(Math.min(1, Math.sqrt(a)))
}
