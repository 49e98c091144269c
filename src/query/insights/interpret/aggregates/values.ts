/** Aggregates of any values: nulls are skipped. Times become their epoch milliseconds, as was measured. */
import { limits } from '../../../../limits.ts'
import { compareNatural, isTime, lengthOf, list, numberOf, textOf } from '../../functions/index.ts'
import type { Value } from '../../value.ts'
import type { AggregateInput, Aggregates } from './input.ts'

const present = (input: AggregateInput, at = 0): readonly Value[] =>
  input.column(at).filter(value => textOf(value) !== null)

const plain = (value: Value): Value => (isTime(value) ? value.at : value)

/** In natural order, where numbers come last: the least and largest number when all are numbers. */
function extreme(input: AggregateInput, sign: 1 | -1): Value {
  const values = present(input)
  const first = values[0]
  return first === undefined
    ? null
    : values.reduce((best, value) => (sign * compareNatural(value, best) < 0 ? value : best), first)
}

const asNumber = (value: Value): Value => numberOf(value) ?? plain(value)

/** Of the row with the smallest or largest time, among those that have the field. */
function atTime(input: AggregateInput, sign: 1 | -1): Value {
  const times = input.times()
  let best: { at: number; value: Value } | null = null
  for (const [row, value] of input.column(0).entries()) {
    const at = times[row] ?? null
    if (at === null || value === null) continue
    if (best === null || sign * (at - best.at) < 0) best = { at, value }
  }
  return best === null ? null : plain(best.value)
}

/** Each different value with its count, by text; the first of each stands for all. */
function counted(values: readonly Value[]): readonly { readonly value: Value; count: number }[] {
  const counts = new Map<string, { readonly value: Value; count: number }>()
  for (const value of values) {
    const text = textOf(value) as string
    const known = counts.get(text)
    if (known === undefined) counts.set(text, { value: plain(value), count: 1 })
    else known.count++
  }
  return [...counts.values()]
}

function mostFrequent(input: AggregateInput): Value {
  const most = Math.min(numberOf(input.constant(0) as Value) ?? 0, limits.insightsListItems)
  const ranked = [...counted(present(input, 1))].sort((a, b) => b.count - a.count || compareNatural(a.value, b.value))
  return list(ranked.slice(0, Math.max(0, most)).map(({ value }) => value))
}

const different = (input: AggregateInput): Value =>
  list(
    counted(present(input))
      .map(({ value }) => value)
      .sort(compareNatural)
      .slice(0, limits.insightsListItems),
  )

/** From the first value to the last, per period. */
function rate(input: AggregateInput): Value {
  const times = input.times()
  const points = input
    .column(0)
    .map((value, row) => ({ at: times[row] ?? null, number: numberOf(value) }))
    .filter((point): point is { at: number; number: number } => point.at !== null && point.number !== null)
    .sort((a, b) => a.at - b.at)
  const [first, last, period] = [points[0], points.at(-1), input.constant(1)]
  const isPeriod = typeof period === 'object' && period?.kind === 'period'
  if (first === undefined || last === undefined || !isPeriod || first.at === last.at) return null
  return ((last.number - first.number) / (last.at - first.at)) * lengthOf(period.period)
}

const count = (input: AggregateInput): Value =>
  input.argumentCount === 0 ? input.rows : input.column(0).filter(value => value !== null).length

export const valueAggregates: Aggregates = {
  count,
  countOverTime: count,
  count_distinct: input => counted(present(input)).length,
  min: input => asNumber(extreme(input, 1)),
  max: input => asNumber(extreme(input, -1)),
  sortsFirst: input => plain(extreme(input, 1)),
  sortsLast: input => plain(extreme(input, -1)),
  earliest: input => atTime(input, 1),
  latest: input => atTime(input, -1),
  values: different,
  topk: mostFrequent,
  rate,
}
