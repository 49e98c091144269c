/** The values behind some periods, taken together, and parts of them cut off by weight or by value. */
import type { Distribution, PeriodStatistics } from '../../store/metrics/port.ts'

/** Undefined where nobody kept the values of a period. */
export function joined(parts: readonly PeriodStatistics[]): Distribution | undefined {
  const weightOf = new Map<number, number>()
  for (const { distribution } of parts) {
    if (distribution === null || distribution === undefined) return undefined
    for (const [at, value] of distribution.values.entries())
      weightOf.set(value, (weightOf.get(value) ?? 0) + (distribution.weights[at] ?? 0))
  }
  const values = [...weightOf.keys()].sort((a, b) => a - b)
  return { values, weights: values.map(value => weightOf.get(value) ?? 0) }
}

export const totalOf = ({ weights }: Distribution): number => weights.reduce((sum, weight) => sum + weight, 0)

export const sumOf = ({ values, weights }: Distribution): number =>
  values.reduce((sum, value, at) => sum + value * (weights[at] ?? 0), 0)

/** What lies between two percents of the weight; a value at an edge keeps the part of its weight that lies inside. */
export function betweenPercents(all: Distribution, low: number, high: number): Distribution {
  const total = totalOf(all)
  const [from, to] = [(total * low) / 100, (total * high) / 100]
  let reached = 0
  const weights = all.weights.map(weight => {
    const inside = Math.min(reached + weight, to) - Math.max(reached, from)
    reached += weight
    // Sums of fractions are off by less than this.
    return inside > total * 1e-12 ? inside : 0
  })
  return kept(all, weights)
}

/** Values above `low`, up to and with `high`. */
export const betweenValues = (all: Distribution, low: number, high: number): Distribution =>
  kept(
    all,
    all.weights.map((weight, at) => {
      const value = all.values[at] ?? Number.NaN
      return value > low && value <= high ? weight : 0
    }),
  )

/** Values outside count as the edge that they lie beyond. */
export const clamped = ({ values, weights }: Distribution, low: number, high: number): Distribution => ({
  values: values.map(value => Math.min(Math.max(value, low), high)),
  weights,
})

const kept = ({ values }: Distribution, weights: readonly number[]): Distribution => ({
  values: values.filter((_, at) => (weights[at] ?? 0) > 0),
  weights: weights.filter(weight => weight > 0),
})
