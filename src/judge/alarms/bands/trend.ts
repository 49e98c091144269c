/** How a metric grows or shrinks from week to week: the median over the same weekday a week apart, so neither weekdays nor outages show. */
import { median } from './robust.ts'

/** By day; 0 unless most weeks agree on it. */
export function trendOf(samples: readonly { readonly day: number; readonly value: number }[]): number {
  const days = new Map(
    [...Map.groupBy(samples, ({ day }) => day)].map(([day, group]) => [day, median(group.map(({ value }) => value))]),
  )
  const slopes = [...days].flatMap(([day, value]) => {
    const before = days.get(day - 7)
    return before === undefined ? [] : [(value - before) / 7]
  })
  if (slopes.length < 7) return 0
  const slope = median(slopes)
  const agreeing = slopes.filter(one => Math.sign(one) === Math.sign(slope)).length
  return agreeing >= 0.8 * slopes.length ? slope : 0
}
