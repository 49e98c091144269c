/** Aggregates of numbers: what is no number is skipped, and of none at all they are null. Variance is of the population. */

import { limits } from '../../../../limits.ts'
import { finite, map, numberOf, printNumber } from '../../functions/index.ts'
import type { Value } from '../../value.ts'
import type { AggregateInput, Aggregates } from './input.ts'

const numbersIn = (input: AggregateInput, at = 0): readonly number[] =>
  input
    .column(at)
    .map(numberOf)
    .filter(number => number !== null)

const ofNumbers =
  (apply: (numbers: readonly number[]) => number) =>
  (input: AggregateInput): Value => {
    const numbers = numbersIn(input)
    return numbers.length === 0 ? null : finite(apply(numbers))
  }

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0)
const mean = (numbers: readonly number[]): number => sum(numbers) / numbers.length

function variance(numbers: readonly number[]): number {
  const middle = mean(numbers)
  return sum(numbers.map(number => (number - middle) ** 2)) / numbers.length
}

/** Between the two nearest ranks by line; `percent` is 0 to 100. Also the quartiles of `outlier`. */
export function percentile(numbers: readonly number[], percent: number): number {
  const sorted = [...numbers].sort((a, b) => a - b)
  const rank = ((sorted.length - 1) * Math.min(100, Math.max(0, percent))) / 100
  const below = sorted[Math.floor(rank)] ?? Number.NaN
  const above = sorted[Math.ceil(rank)] ?? Number.NaN
  return below + (above - below) * (rank - Math.floor(rank))
}

function pct(input: AggregateInput): Value {
  const percent = numberOf(input.constant(1) as Value)
  return percent === null ? null : ofNumbers(numbers => percentile(numbers, percent))(input)
}

/** Counts by the beginning of each bucket, of the given width. */
function histogram(input: AggregateInput): Value {
  const width = numberOf(input.constant(1) as Value)
  const numbers = numbersIn(input)
  if (width === null || width <= 0 || numbers.length === 0) return null
  const counts = new Map<number, number>()
  for (const number of numbers) {
    const bucket = Math.floor(number / width) * width
    counts.set(bucket, (counts.get(bucket) ?? 0) + 1)
    if (counts.size > limits.insightsListItems) return null
  }
  const sorted = [...counts].sort(([a], [b]) => a - b)
  return map(new Map(sorted.map(([bucket, count]) => [printNumber(bucket), count] as const)))
}

export const numberAggregates: Aggregates = {
  sum: ofNumbers(sum),
  avg: ofNumbers(mean),
  pct,
  median: ofNumbers(numbers => percentile(numbers, 50)),
  variance: ofNumbers(variance),
  stddev: ofNumbers(numbers => Math.sqrt(variance(numbers))),
  sumOverTime: ofNumbers(sum),
  histogram,
}
