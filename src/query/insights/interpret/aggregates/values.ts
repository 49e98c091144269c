/** Aggregates of any values: nulls are skipped. Times become their epoch milliseconds, as was measured. */
import { limits } from '../../../../limits.ts'
import { type Argument, compareNatural, isTime, lengthOf, list, numberOf, textOf } from '../../functions/index.ts'
import type { Value } from '../../value.ts'
import type { Fold, Folds } from './fold.ts'

const plain = (value: Value): Value => (isTime(value) ? value.at : value)
const asNumber = (value: Value): Value => numberOf(value) ?? plain(value)

/** In natural order, where numbers come last: the least or largest number when all are numbers. */
const extreme = (sign: 1 | -1, shown: (value: Value) => Value) => (): Fold => {
  let best: Value = null
  return {
    add(value) {
      if (textOf(value) !== null && (best === null || sign * compareNatural(value, best) < 0)) best = value
    },
    result: () => shown(best),
  }
}

/** Of the row with the smallest or largest time, among those that have the field. */
const atTime = (sign: 1 | -1) => (): Fold => {
  let best: { readonly at: number; readonly value: Value } | null = null
  return {
    add(value, time) {
      const at = value === null ? null : time()
      if (at !== null && (best === null || sign * (at - best.at) < 0)) best = { at, value }
    },
    result: () => (best === null ? null : plain(best.value)),
  }
}

type Counted = { readonly value: Value; count: number }

/** Counts each different value by its text; the first of each stands for all. */
const counting = (result: (counted: readonly Counted[]) => Value): Fold => {
  const counts = new Map<string, Counted>()
  return {
    add(value) {
      const text = textOf(value)
      if (text === null) return
      const known = counts.get(text)
      if (known === undefined) counts.set(text, { value: plain(value), count: 1 })
      else known.count++
    },
    result: () => result([...counts.values()]),
  }
}

const different = (counted: readonly Counted[]): Value =>
  list(
    counted
      .map(({ value }) => value)
      .sort(compareNatural)
      .slice(0, limits.insightsListItems),
  )

function mostFrequent(counted: readonly Counted[], constant: Argument): Value {
  const most = Math.min(numberOf(constant as Value) ?? 0, limits.insightsListItems)
  const ranked = counted.toSorted((a, b) => b.count - a.count || compareNatural(a.value, b.value))
  return list(ranked.slice(0, Math.max(0, most)).map(({ value }) => value))
}

/** From the first number to the last, per period. */
function rate(constant: Argument): Fold {
  const period = typeof constant === 'object' && constant?.kind === 'period' ? constant.period : null
  let first: { readonly at: number; readonly number: number } | null = null
  let last: { readonly at: number; readonly number: number } | null = null
  return {
    add(value, time) {
      const [at, number] = [time(), numberOf(value)]
      if (at === null || number === null) return
      if (first === null || at < first.at) first = { at, number }
      if (last === null || at > last.at) last = { at, number }
    },
    result() {
      if (first === null || last === null || period === null || first.at === last.at) return null
      return ((last.number - first.number) / (last.at - first.at)) * lengthOf(period)
    },
  }
}

function count(): Fold {
  let rows = 0
  return {
    add(value) {
      if (value !== null) rows++
    },
    result: () => rows,
  }
}

export const valueAggregates: Folds = {
  count,
  countOverTime: count,
  count_distinct: () => counting(counted => counted.length),
  min: extreme(1, asNumber),
  max: extreme(-1, asNumber),
  sortsFirst: extreme(1, plain),
  sortsLast: extreme(-1, plain),
  earliest: atTime(1),
  latest: atTime(-1),
  values: () => counting(different),
  topk: constant => counting(counted => mostFrequent(counted, constant)),
  rate,
}
