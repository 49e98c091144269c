/** Aggregates of numbers: what is no number is skipped, and of none at all they are null. Variance is of the population. */
import { limits } from '../../../../limits.ts'
import { type Argument, finite, map, numberOf, printNumber } from '../../functions/index.ts'
import type { Value } from '../../value.ts'
import type { Fold, Folds } from './fold.ts'

const literal = (constant: Argument): number | null => numberOf(constant as Value)

/** `result` is asked only when there was a number. */
function ofNumbers(add: (number: number) => void, result: () => number): Fold {
  let some = false
  return {
    add(value) {
      const number = numberOf(value)
      if (number === null) return
      some = true
      add(number)
    },
    result: () => (some ? finite(result()) : null),
  }
}

function sum(): Fold {
  let total = 0
  return ofNumbers(
    number => {
      total += number
    },
    () => total,
  )
}

function avg(): Fold {
  let [total, count] = [0, 0]
  return ofNumbers(
    number => {
      total += number
      count++
    },
    () => total / count,
  )
}

/** In one pass, by the running mean: stays exact where the numbers are large and close together. */
const spread = (of: (variance: number) => number) => (): Fold => {
  let [count, mean, squares] = [0, 0, 0]
  return ofNumbers(
    number => {
      count++
      const off = number - mean
      mean += off / count
      squares += off * (number - mean)
    },
    () => of(squares / count),
  )
}

/**
 * Between the two nearest ranks by line; `percent` is 0 to 100. Also the quartiles of `outlier`. The steps are those of the engine, in
 * their order: a last bit more or less decides how a number of many digits is printed.
 */
export function percentile(numbers: readonly number[], percent: number): number {
  const sorted = [...numbers].sort((a, b) => a - b)
  const rank = (Math.min(100, Math.max(0, percent)) / 100) * (sorted.length - 1) + 1
  const whole = Math.floor(rank)
  const below = sorted[whole - 1] ?? Number.NaN
  const above = sorted[whole] ?? below
  return below + (rank - whole) * (above - below)
}

function pct(percent: number | null): Fold {
  const numbers: number[] = []
  return ofNumbers(
    number => numbers.push(number),
    () => (percent === null ? Number.NaN : percentile(numbers, percent)),
  )
}

/** Counts by the beginning of each bucket, of the given width; null beyond `limits.insightsListItems` buckets. */
function histogram(width: number | null): Fold {
  const counts = new Map<number, number>()
  return {
    add(value) {
      const number = numberOf(value)
      if (number === null || width === null || width <= 0 || counts.size > limits.insightsListItems) return
      const bucket = Math.floor(number / width) * width
      counts.set(bucket, (counts.get(bucket) ?? 0) + 1)
    },
    result() {
      if (counts.size === 0 || counts.size > limits.insightsListItems) return null
      const sorted = [...counts].sort(([a], [b]) => a - b)
      return map(new Map(sorted.map(([bucket, count]) => [printNumber(bucket), count] as const)))
    },
  }
}

export const numberAggregates: Folds = {
  sum,
  avg,
  pct: constant => pct(literal(constant)),
  median: () => pct(50),
  variance: spread(variance => variance),
  stddev: spread(Math.sqrt),
  sumOverTime: sum,
  histogram: constant => histogram(literal(constant)),
}
